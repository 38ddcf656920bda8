// What every payload has in common: kind, format and critical members. spec: lease-format §2
import type { ArtefactKind } from './artefacts.ts'
import { payloadBytesMaxOf } from './envelope.ts'
import { formatCompactJson, parseCompactJson } from './json-text.ts'
import { badPathsMax, numberMax } from './limits.ts'
import {
  isJsonObject,
  object,
  ownMember,
  wrong,
  type Faults,
  type ObjectOf,
  type Reader,
  type Shape,
} from './reader.ts'
import { refuse, type Refusal } from './refusal-codes.ts'

export type PayloadRefusal = Refusal<'FORMAT_UNKNOWN' | 'ARTEFACT_MALFORMED'>

const formatKnown = 1
const headMembers: readonly string[] = ['kind', 'format', 'critical']

/** How the payload of one kind is read: its members, and what must hold between them. */
export type PayloadForm<S extends Shape, T> = {
  readonly kind: ArtefactKind
  readonly shape: S
  /** The artefact, from members that are each right; `faultOf` has found nothing. */
  readonly artefact: (members: ObjectOf<S>) => T
  /** The path of the first member that contradicts another; `null` where all agree. */
  readonly faultOf?: (members: ObjectOf<S>) => string | null
}

/**
 * Reads verified payload bytes. Compact form and the form of `critical` come first, because nothing can be read without
 * them; then what is newer than this reader outranks what is wrong, because what a newer format means by its members is
 * not for this reader to judge. Facts: `path` (the first such member) and, where malformed, `paths` (at most 16).
 */
export function parsePayload<S extends Shape, T>(
  form: PayloadForm<S, T>,
  payload: Uint8Array,
): T | PayloadRefusal {
  const json = parseCompactJson(payload)
  return json === null ? malformed(['']) : readPayload(form, json.value)
}

function readPayload<S extends Shape, T>(form: PayloadForm<S, T>, value: unknown): T | PayloadRefusal {
  if (!isJsonObject(value)) return malformed([''])
  const head = judgeHead(value, form)
  if ('code' in head) return head
  const readMembers: Reader<ObjectOf<S>> = readerOf(form)
  // Paths are written only for whoever needs them: nearly everything is right.
  const unnamed: Faults = { bad: [], newer: [], named: false }
  const quick = readMembers(value, '', unnamed)
  const faults: Faults = { bad: [], newer: [], named: true }
  const members = quick === wrong ? readMembers(value, '', faults) : quick
  if (faults.newer[0] !== undefined) return refuse('FORMAT_UNKNOWN', { path: faults.newer[0] })
  if (members === wrong || head.bad.length > 0) return malformed([...head.bad, ...faults.bad])
  const fault = form.faultOf?.(members) ?? null
  return fault === null ? form.artefact(members) : malformed([fault])
}

const readers = new WeakMap<object, Reader<unknown>>()

function readerOf<S extends Shape>(form: { readonly shape: S }): Reader<ObjectOf<S>> {
  const known = readers.get(form.shape)
  if (known !== undefined) return known as Reader<ObjectOf<S>>
  const made = object(form.shape)
  readers.set(form.shape, made)
  return made
}

/** Payload bytes of an artefact. Throws TypeError where no reader would take them, also signed: that is a fault of the caller. */
export function formatPayload<S extends Shape, T>(
  form: PayloadForm<S, T>,
  members: { readonly [name: string]: unknown },
): Uint8Array {
  const value = { kind: form.kind, format: formatKnown, ...members }
  const bytes = formatCompactJson(value)
  if (bytes === null) throw new TypeError(`no ${form.kind}: a text in it is not well-formed`)
  const bytesMax = payloadBytesMaxOf(form.kind)
  if (bytes.length > bytesMax)
    throw new TypeError(`no ${form.kind}: ${bytes.length} bytes, more than ${bytesMax}`)
  const readable = readPayload(form, value)
  if (isRefusal(readable))
    throw new TypeError(`no ${form.kind}: ${readable.code} at ${JSON.stringify(readable.facts['paths'])}`)
  return bytes
}

/** `critical` before everything else; of `kind` and `format` what is wrong, which newer members outrank. spec: lease-format §2 */
function judgeHead(
  value: { readonly [name: string]: unknown },
  { kind, shape }: Pick<PayloadForm<Shape, unknown>, 'kind' | 'shape'>,
): PayloadRefusal | { readonly bad: readonly string[] } {
  const critical = Object.hasOwn(value, 'critical') ? value['critical'] : []
  if (!Array.isArray(critical)) return malformed(['critical'])
  const names = critical as unknown[]
  if (!names.every((name) => typeof name === 'string' && Object.hasOwn(value, name)))
    return malformed(['critical'])
  const known = (name: string) => Object.hasOwn(shape, name) || headMembers.includes(name)
  const unknown = names.find((name) => !known(name as string))
  // The name is foreign text: shown only where it is as plain as our own.
  if (typeof unknown === 'string')
    return refuse('FORMAT_UNKNOWN', {
      path: /^[A-Za-z][A-Za-z0-9-]{0,31}$/.test(unknown) ? unknown : 'critical',
    })
  const format = ownMember(value, 'format')
  const isNewer = typeof format === 'number' && Number.isSafeInteger(format) && format > formatKnown
  if (isNewer && format <= numberMax) return refuse('FORMAT_UNKNOWN', { path: 'format' })
  return {
    bad: [
      ...(ownMember(value, 'kind') === kind ? [] : ['kind']),
      ...(format === formatKnown ? [] : ['format']),
    ],
  }
}

function malformed(paths: readonly string[]): PayloadRefusal {
  return refuse('ARTEFACT_MALFORMED', { path: paths[0] ?? '', paths: paths.slice(0, badPathsMax) })
}

function isRefusal(value: unknown): value is PayloadRefusal {
  return isJsonObject(value) && value['kind'] === 'refused'
}
