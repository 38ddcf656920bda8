import type { Environment } from '../config/environment.ts'
import type { Clock, Entropy } from '@holdfast/capabilities'
import type { Locale, Problem } from '../http/problem.ts'
import type { ApiClient } from './api-client.ts'

export type Words = { readonly en: string; readonly zh: string }

/** What a command leaves to print: `text` for people, `json` for programs. Text without a line end gets one. */
export type Done = {
  readonly kind: 'done'
  readonly json: unknown
  readonly text: string
  /** 1 where a part of it was refused. */
  readonly status: 0 | 1
}
export type Refused = { readonly kind: 'problem'; readonly problem: Problem }
/** The caller wrote something that no server has to judge: exit status 2. */
export type Misused = { readonly kind: 'misused'; readonly message: string }
/** It did not go well, and no code of the product says how: exit status 1. */
export type Failed = { readonly kind: 'failed'; readonly json: unknown; readonly text: string }
/** The answer went to `stdout` while it was made: it may be longer than any text. */
export type Written = { readonly kind: 'written'; readonly status: 0 | 1 }
export type Outcome = Done | Refused | Misused | Failed | Written

export type Options = { readonly [name: string]: string | boolean | readonly string[] | undefined }

/** What a command is lent. `say` chooses the language; `api` finds address and token when it is first used. */
export type CommandContext = {
  readonly locale: Locale
  readonly say: (words: Words) => string
  readonly api: ApiClient
  readonly environment: Environment
  readonly clock: Clock
  readonly entropy: Entropy
  readonly dataFolder: string
  readonly stdin: AsyncIterable<Uint8Array>
  readonly stdout: NodeJS.WritableStream
  /** For how far it is; what comes of it goes to stdout. */
  readonly stderr: NodeJS.WritableStream
  /** Asks the person at the terminal; null where there is none. */
  readonly ask: ((question: string) => Promise<string>) | null
}

export type OptionSpec = {
  /** As commander reads it: `--seats <number>`. */
  readonly flags: string
  readonly summary: Words
  readonly required?: boolean
  /** May be given several times; `textsOf` reads it. */
  readonly repeated?: boolean
}

/** One command of `holdfast`, found by its path of words: `order add`. */
export type Command = {
  readonly path: readonly [string] | readonly [string, string]
  readonly summary: Words
  /** `<id>` required, `[id]` optional; the last may be `<file...>`, and gives as many as were written. */
  readonly takes?: readonly { readonly name: string; readonly summary: Words }[]
  readonly options?: readonly OptionSpec[]
  readonly example: string
  run(context: CommandContext, given: readonly (string | undefined)[], options: Options): Promise<Outcome>
}

export function done(json: unknown, text: string, status: Done['status'] = 0): Done {
  return { kind: 'done', json, text, status }
}

/** The text of an option, where it was given. */
export function textOf(options: Options, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

/** The texts of an option that may be given several times. */
export function textsOf(options: Options, name: string): readonly string[] {
  const value = options[name]
  return Array.isArray(value) ? (value as readonly string[]) : []
}
