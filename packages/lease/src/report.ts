// What a device says of itself when somebody asks for help. spec: lease-format §8
import { formatInstant, type Instant } from '@holdfast/capabilities'
import type { Envelope, FingerprintPart, Name, Release, Root, Thumbprint } from './artefacts.ts'
import {
  isName,
  readEnvelope,
  readFingerprintParts,
  readInteger,
  readMoment,
  readName,
  readRelease,
  readRoot,
  readThumbprint,
  readTitle,
} from './fields.ts'
import { reportEventsMax, reportFindingsMax, reportProofsMax } from './limits.ts'
import { formatPayload, parsePayload, type PayloadForm, type PayloadRefusal } from './payload.ts'
import { isJsonObject, list, nullable, object, optional, scalar, type Reader } from './reader.ts'

/** The device state as `status --json` prints it: `kind` and whatever belongs to that kind. */
export type ReportedState = { readonly kind: Name; readonly [member: string]: unknown }

export type Report = {
  /** `null` where no trust is held. */
  readonly root: Root | null
  readonly product: Name
  readonly device: { readonly key: Thumbprint }
  readonly writtenAt: Instant
  readonly release: Release
  readonly state: ReportedState
  readonly held: Envelope | null
  readonly trust: number | null
  readonly clock: {
    readonly wall: Instant
    readonly floor?: Instant
    /** Per trusted key the latest signed moment, and the floor that follows from it. */
    readonly proofs: readonly {
      readonly key: Thumbprint
      readonly moment: Instant
      readonly floor: Instant
    }[]
  }
  /** Findings about the vault, one line each. */
  readonly vault: readonly string[]
  /** Collected hardware facts: names and salted hashes, never values. */
  readonly facts: readonly FingerprintPart[]
  /** The last events, oldest first. `code`: the refusal, if it was one. */
  readonly journal: readonly { readonly at: Instant; readonly word: Name; readonly code: string | null }[]
}

const codePattern = /^[A-Z][A-Z0-9_]{0,63}$/

const readState: Reader<ReportedState> = scalar((value) => {
  if (!isJsonObject(value) || !Object.hasOwn(value, 'kind')) return null
  const kind = value['kind']
  return typeof kind === 'string' && isName(kind) ? (value as ReportedState) : null
})

const readCode: Reader<string> = scalar((value) =>
  typeof value === 'string' && codePattern.test(value) ? value : null,
)

const shape = {
  root: nullable(readRoot),
  product: readName,
  device: object({ key: readThumbprint }),
  writtenAt: readMoment,
  release: readRelease,
  state: readState,
  held: nullable(readEnvelope),
  trust: nullable(readInteger(1)),
  clock: object({
    wall: readMoment,
    floor: optional(readMoment),
    proofs: list(object({ key: readThumbprint, moment: readMoment, floor: readMoment }), {
      min: 0,
      max: reportProofsMax,
    }),
  }),
  vault: list(readTitle, { min: 0, max: reportFindingsMax }),
  facts: readFingerprintParts,
  journal: list(object({ at: readMoment, word: readName, code: nullable(readCode) }), {
    min: 0,
    max: reportEventsMax,
  }),
}

const form: PayloadForm<typeof shape, { kind: 'report'; report: Report }> = {
  kind: 'report',
  shape,
  artefact: (report) => ({ kind: 'report', report }),
}

/** Reads verified report bytes. */
export function parseReport(
  payload: Uint8Array,
): { readonly kind: 'report'; readonly report: Report } | PayloadRefusal {
  return parsePayload(form, payload)
}

/** Payload bytes of a report. Throws TypeError where it breaks a limit. */
export function formatReport(report: Report): Uint8Array {
  const { root, product, device, release, state, held, trust, clock, vault, facts, journal } = report
  return formatPayload(form, {
    ...{ root, product },
    device: { key: device.key },
    writtenAt: formatInstant(report.writtenAt),
    release: { name: release.name, ordinal: release.ordinal },
    ...{ state, held, trust },
    clock: {
      wall: formatInstant(clock.wall),
      floor: clock.floor === undefined ? undefined : formatInstant(clock.floor),
      proofs: clock.proofs.map(({ key, moment, floor }) => ({
        key,
        moment: formatInstant(moment),
        floor: formatInstant(floor),
      })),
    },
    vault,
    facts: facts.map(({ name, hash }) => ({ name, hash })),
    journal: journal.map(({ at, word, code }) => ({ at: formatInstant(at), word, code })),
  })
}
