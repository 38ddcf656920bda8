// What a file of a thread holds. spec: case-import §1
import { checkThreadSize, type SourceThread } from '@holdfast/desk'
import type { Refusal } from '@holdfast/lease'
import type { ParsedMail } from '@holdfast/mail'
import { threadOfMails } from '../../bridges/thread-of-mails.ts'

/** A thread that was exported as text, or mails that may be part of one. */
export type ThreadSource = SourceThread | { readonly kind: 'mails'; readonly mails: readonly ParsedMail[] }

/** Mails as one thread. Refuses: THREAD_UNREADABLE, THREAD_TOO_LARGE. */
export function threadWithin(mails: readonly ParsedMail[]): SourceThread | Refusal {
  const thread = threadOfMails(mails)
  return checkThreadSize(thread) ?? thread
}
