// A bug or broken machinery, as people and programs get it: one line, and no stack unless somebody asks for it.
import type { RefusalCode } from '@holdfast/lease'

export const traceVariable = 'HOLDFAST_DEVICE_TRACE'
const messageCharactersMax = 500
const code: RefusalCode = 'INTERNAL'

export type Accident = { readonly printed: string; readonly complained: string }

/** What goes to standard output and to standard error. With `json` the line is a document like that of a refusal. */
export function formatAccident(error: unknown, asked: { json: boolean; trace: boolean }): Accident {
  const reason = lineOf(error)
  const stack = asked.trace ? `${stackOf(error)}\n` : ''
  if (asked.json)
    return {
      printed: `${JSON.stringify({ refused: { code, facts: { reason } } })}\n`,
      complained: stack,
    }
  const hint = asked.trace ? '' : ` (${traceVariable}=1 shows where)`
  return { printed: '', complained: `holdfast-device: an accident (${code}): ${reason}${hint}\n${stack}` }
}

// A message may hold foreign text: nothing in it steers the terminal or begins another line.
function lineOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .slice(0, messageCharactersMax)
    .trim()
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
