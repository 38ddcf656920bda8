// Whether a thread of mails is within the limits of an export. spec: case-import §1
import { refuse, type Refusal } from '@holdfast/lease'
import { headLengthMax, messageLengthMax, threadMessagesMax } from './import-limits.ts'
import type { SourceThread } from './source-thread.ts'

/** Null where it is. Refuses: THREAD_UNREADABLE (because: messages), THREAD_TOO_LARGE (limit: messages, message, head; max). */
export function checkThreadSize({
  messages,
}: SourceThread): Refusal<'THREAD_UNREADABLE' | 'THREAD_TOO_LARGE'> | null {
  if (messages.length === 0) return refuse('THREAD_UNREADABLE', { because: 'messages' })
  if (messages.length > threadMessagesMax)
    return refuse('THREAD_TOO_LARGE', { limit: 'messages', max: threadMessagesMax })
  const heads = messages.flatMap(({ subject, from, sentAt }) => [subject, from.name, from.address, sentAt])
  if (heads.some((head) => head.length > headLengthMax))
    return refuse('THREAD_TOO_LARGE', { limit: 'head', max: headLengthMax })
  if (messages.some(({ text }) => text.length > messageLengthMax))
    return refuse('THREAD_TOO_LARGE', { limit: 'message', max: messageLengthMax })
  return null
}
