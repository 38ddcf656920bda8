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

/** What the mail file says holds; without one the patterns are the usual ones. */
export function composeDesk(
  keys: DeskKeys,
  mail: (DeskMail & Pick<DeskTools, 'numbers' | 'tokens'>) | null,
): DeskTools {
  return {
    replyKeys: keys.reply,
    identityKey: keys.identity,
    numbers: mail?.numbers ?? patternOf('case', caseNumberPatternDefault),
    tokens: mail?.tokens ?? patternOf('tracking', trackingTokenPatternDefault),
    mail,
  }
}

function patternOf(name: string, written: string): NumberPattern {
  const pattern = parseNumberPattern(name, written)
  if ('kind' in pattern) throw new TypeError(`the pattern ${name} cannot be read`)
  return pattern
}
