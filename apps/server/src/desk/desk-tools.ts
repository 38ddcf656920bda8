import { parseNumberPattern, type NumberPattern, type ReplyKey, type ReplyMailbox } from '@holdfast/desk'
import type { DeskKeys } from './desk-secret.ts'

/** From where the desk writes, and where answers come; of the mail file. */
export type DeskMail = {
  readonly from: { readonly name: string; readonly address: string }
  readonly replyMailbox: ReplyMailbox
  readonly messageIdDomain: string
}

/** What the doors of the desk are lent beside the books. */
export type DeskTools = {
  readonly replyKeys: readonly ReplyKey[]
  /** Of `identityOfMail` and `keyedHash`. */
  readonly identityKey: Uint8Array
  readonly numbers: NumberPattern
  readonly tokens: NumberPattern
  /** null: no mail is configured, and nothing can be sent. */
  readonly mail: DeskMail | null
}

export const caseNumberPatternDefault = 'CAS-{running:5}-{random:6}'
export const trackingTokenPatternDefault = 'TRK:{random:10}'

export function composeDesk(keys: DeskKeys): DeskTools {
  return {
    replyKeys: keys.reply,
    identityKey: keys.identity,
    numbers: patternOf('case', caseNumberPatternDefault),
    tokens: patternOf('tracking', trackingTokenPatternDefault),
    mail: null,
  }
}

function patternOf(name: string, written: string): NumberPattern {
  const pattern = parseNumberPattern(name, written)
  if ('kind' in pattern) throw new TypeError(`the pattern ${name} cannot be read`)
  return pattern
}
