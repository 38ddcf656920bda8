import type { RefusalCode } from '@holdfast/lease'
import type { Static, TSchema } from 'typebox'

/** What a token may be allowed to do; `admin` stands for all of them. */
export const scopes = [
  'admin',
  'orders:read',
  'orders:write',
  'devices:read',
  'devices:write',
  'offline:answer',
  'audit:read',
  'fleet:read',
  'fleet:write',
  'desk:read',
  'desk:write',
  'desk:personal',
  'metrics:read',
] as const
export type Scope = (typeof scopes)[number]

/** Body or answer of an operation that is text and no JSON. */
export type TextBody = { readonly text: 'text/plain' | 'text/csv'; readonly description: string }

/**
 * One promise over HTTP. `scope` null: nobody needs a token, a device proves itself by its signatures.
 * `refusals` are the operation's own; `doorRefusals` can meet any operation.
 */
export type Operation = {
  readonly name: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: `/v1/${string}`
  readonly scope: Scope | null
  readonly summary: string
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema | TextBody
  readonly response: TSchema | TextBody
  readonly refusals: readonly RefusalCode[]
}

/** Refusals of the door itself, before any operation is asked. */
export const doorRefusals = [
  'INPUT_INVALID',
  'BODY_TOO_LARGE',
  'MEDIA_TYPE_UNSUPPORTED',
  'METHOD_NOT_ALLOWED',
  'NOT_FOUND',
  'TOKEN_MISSING',
  'TOKEN_WRONG',
  'SCOPE_MISSING',
  'SERVER_STOPPING',
  'SERVER_OVERLOADED',
  'BOOKS_UNAVAILABLE',
  'INTERNAL',
] as const satisfies readonly RefusalCode[]
export type DoorRefusal = (typeof doorRefusals)[number]

/** Codes of artefacts that a device signs. spec: lease-format §12 */
export const artefactRefusals = [
  'ENVELOPE_TOO_LARGE',
  'ENVELOPE_MALFORMED',
  'ENVELOPE_OTHER_KIND',
  'KEY_UNKNOWN',
  'SIGNATURE_WRONG',
  'FORMAT_UNKNOWN',
  'ARTEFACT_MALFORMED',
] as const satisfies readonly RefusalCode[]

type ValueOf<S> = S extends TextBody ? string : S extends TSchema ? Static<S> : undefined
type Part<O extends Operation, Name extends keyof Operation> = Name extends keyof O
  ? ValueOf<O[Name]>
  : undefined

/** What arrives at an operation, and what it answers, by its schemas. */
export type Input<O extends Operation> = {
  readonly params: Part<O, 'params'>
  readonly query: Part<O, 'query'>
  readonly body: Part<O, 'body'>
}
/** Text answers may come in pieces. */
export type Output<O extends Operation> = O['response'] extends TextBody
  ? string | AsyncIterable<string>
  : ValueOf<O['response']>
export type RefusalOf<O extends Operation> = O['refusals'][number] | DoorRefusal

export function operation<const O extends Operation>(promise: O): O {
  return promise
}

export function isTextBody(body: TSchema | TextBody): body is TextBody {
  return typeof (body as { text?: unknown }).text === 'string'
}
