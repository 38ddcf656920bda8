import type { AutomaticPolicy, ReplyKey } from '@holdfast/desk'
import type { DeskMail } from '../desk-tools.ts'

export type AutomaticEvent = 'case-opened' | 'after-archive'

/** What a person wrote into the mail file; a text that is absent is null, and at least one is there. spec: automatic-mail §1 */
export type AutomaticRule = {
  readonly name: string
  readonly when: AutomaticEvent
  readonly texts: { readonly en: string | null; readonly zh: string | null }
}

/** What a server with rules is lent; without rules nothing of this page runs. */
export type AutomaticTools = {
  readonly rules: readonly AutomaticRule[]
  readonly policy: AutomaticPolicy
  readonly mail: DeskMail
  readonly replyKeys: readonly ReplyKey[]
  readonly identityKey: Uint8Array
}

/** Chinese where a Han character stands in what the sender wrote; where the rule lacks that language, the other. */
export function chooseText({ texts }: AutomaticRule, written: string): string {
  const [first, other] = /\p{Script=Han}/u.test(written) ? [texts.zh, texts.en] : [texts.en, texts.zh]
  return first ?? other ?? ''
}
