// One test vector: one file, one reason. What the members mean stands in vectors/README.md.
import { formatEnvelope, type Envelope } from '@holdfast/lease'

export type Expectation = { readonly kind: string; readonly code?: string; readonly [fact: string]: unknown }

export type Vector = {
  /** File below vectors/, without `.json`. */
  readonly file: string
  readonly expect: Expectation
  readonly why: string
  readonly operation: string
  readonly input: { readonly [name: string]: unknown }
}

export type JsonObject = { [name: string]: unknown }

export const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
export const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'))
export const refused = (code: string): Expectation => ({ kind: 'refused', code })

/** Envelope bytes as a vector writes them; `padTo`: spaces are added until there are so many bytes. */
export function envelopeInput(envelope: Envelope | Uint8Array, padTo?: number): JsonObject {
  const bytes = envelope instanceof Uint8Array ? envelope : formatEnvelope(envelope)
  return { base64: base64(bytes), ...(padTo === undefined ? {} : { padTo }) }
}

/** Payload bytes after a change of their JSON, in compact form again. */
export function changed(payload: Uint8Array, change: (json: JsonObject) => void): Uint8Array {
  const json = JSON.parse(Buffer.from(payload).toString('utf8')) as JsonObject
  change(json)
  return bytesOf(JSON.stringify(json))
}

/** Payload bytes after a change of their text. */
export function rewritten(payload: Uint8Array, change: (text: string) => string): Uint8Array {
  const before = Buffer.from(payload).toString('utf8')
  const after = change(before)
  if (after === before) throw new Error('the change changes nothing')
  return bytesOf(after)
}

/** Envelope bytes after a change of the envelope's JSON. */
export function changedEnvelope(envelope: Envelope, change: (json: JsonObject) => void): Uint8Array {
  return changed(formatEnvelope(envelope), change)
}
