// The scalar members of all artefacts. spec: lease-format §1
import { parseInstant, type Instant } from '@holdfast/capabilities'
import type {
  AcceptedFingerprint,
  Envelope,
  Fingerprint,
  Name,
  Release,
  Root,
  SerialNumber,
  Thumbprint,
} from './artefacts.ts'
import { parseBase64 } from './base64.ts'
import { parseAnyEnvelope } from './envelope.ts'
import { isId, type IdOf, type IdPrefix } from './ids.ts'
import { fingerprintPartsMax, fingerprintsMax, numberMax, partWeightMax, titleLengthMax } from './limits.ts'
import { checked, isJsonObject, list, object, scalar, type Reader } from './reader.ts'
import { isWrittenGroups } from './symbols.ts'

const namePattern = /^[a-z][a-z0-9-]{0,31}$/
const thumbprintPattern = /^[0-9a-f]{64}$/
const partHashPattern = /^[0-9a-f]{32}$/
// C0, DEL and C1, the two line separators, and the controls that turn the direction of text.
// eslint-disable-next-line no-control-regex
const forbiddenInTitles = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/

/** Whether `text` is a title: 1 to 200 UTF-16 units, whole characters, none of them a control. */
export function isTitle(text: string): boolean {
  return (
    text.length >= 1 && text.length <= titleLengthMax && text.isWellFormed() && !forbiddenInTitles.test(text)
  )
}

/** Whether `text` is a name of a product, edition, feature or fingerprint part. */
export function isName(text: string): text is Name {
  return namePattern.test(text)
}

export function isThumbprint(text: string): text is Thumbprint {
  return thumbprintPattern.test(text)
}

export const readTitle: Reader<string> = text((value) => (isTitle(value) ? value : null))
export const readName: Reader<Name> = text((value) => (isName(value) ? value : null))
export const readThumbprint: Reader<Thumbprint> = text((value) => (isThumbprint(value) ? value : null))
export const readRoot: Reader<Root> = text((value) =>
  isThumbprint(value) ? (value as string as Root) : null,
)
export const readMoment: Reader<Instant> = text(parseInstant)
export const readBase64: Reader<Uint8Array> = text(parseBase64)
const readPartHash: Reader<string> = text((value) => (partHashPattern.test(value) ? value : null))

/** Only the written form: normalised, dashes in place, check symbols right. */
export const readSerial: Reader<SerialNumber> = text((value) => {
  return isWrittenGroups('serial', value) ? (value as SerialNumber) : null
})

export function readId<Prefix extends IdPrefix>(prefix: Prefix): Reader<IdOf<Prefix>> {
  return text((value) => (isId(prefix, value) ? value : null))
}

/** A whole number within bounds, both included. */
export function readInteger(min = 0, max = numberMax): Reader<number> {
  return scalar((value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max ? value : null,
  )
}

/** An enclosed envelope. Its own kind, size and signatures are judged by whoever verifies it. */
export const readEnvelope: Reader<Envelope> = scalar((value) => {
  const parsed = parseAnyEnvelope(value)
  return parsed.kind === 'envelope' ? parsed.envelope : null
})

// No verifier takes an envelope without signatures, so this stands for whatever cannot be read as one.
const noEnvelope: Envelope = { payloadType: '', payload: '', signatures: [] }

/** What a request encloses: any object. What is wrong in it makes it no evidence, never a malformed request. spec: lease-format §6 */
export const readHeld: Reader<Envelope> = scalar((value) => {
  if (!isJsonObject(value)) return null
  const parsed = parseAnyEnvelope(value)
  return parsed.kind === 'envelope' ? parsed.envelope : noEnvelope
})

export const readRelease: Reader<Release> = object({ name: readTitle, ordinal: readInteger() })

const partsMax = { min: 0, max: fingerprintPartsMax }

export const readFingerprintParts = checked(
  list(object({ name: readName, hash: readPartHash }), partsMax),
  repeatedName,
)

const fingerprintsLength = { min: 0, max: fingerprintsMax }

export const readFingerprints: Reader<readonly Fingerprint[]> = checked(
  list(object({ salt: readThumbprint, parts: readFingerprintParts }), fingerprintsLength),
  repeatedSalt,
)

export const readAcceptedFingerprints: Reader<readonly AcceptedFingerprint[]> = checked(
  list(object({ salt: readThumbprint, parts: readWeightedParts() }), fingerprintsLength),
  repeatedSalt,
)

function readWeightedParts() {
  const part = object({ name: readName, hash: readPartHash, weight: readInteger(0, partWeightMax) })
  return checked(list(part, partsMax), repeatedName)
}

function repeatedSalt(fingerprints: readonly { readonly salt: Thumbprint }[]): string | null {
  return pathOfRepeated(
    fingerprints.map(({ salt }) => salt),
    'salt',
  )
}

function repeatedName(parts: readonly { readonly name: Name }[]): string | null {
  return pathOfRepeated(
    parts.map(({ name }) => name),
    'name',
  )
}

/** The path of the first value that stands in the list before, as member `name` of its element. */
export function pathOfRepeated(values: readonly string[], name?: string): string | null {
  const index = values.findIndex((value, at) => values.indexOf(value) < at)
  if (index < 0) return null
  return name === undefined ? `[${index}]` : `[${index}].${name}`
}

function text<T>(parse: (value: string) => T | null): Reader<T> {
  return scalar((value) => (typeof value === 'string' ? parse(value) : null))
}
