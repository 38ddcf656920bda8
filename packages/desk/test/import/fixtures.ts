import { parseWrittenTime } from '../../src/import/parse-written-time.ts'
import type { SourceMessage, SourceThread } from '../../src/import/source-thread.ts'

/** A message of an export; a test sets what it is about. */
export function messageOf(given: Partial<SourceMessage> = {}): SourceMessage {
  const sentAt = given.sentAt ?? '2025-03-03T10:00:00+08:00'
  const time = parseWrittenTime(sentAt)
  return {
    index: 1,
    from: { name: 'A', address: '' },
    to: null,
    sentAt,
    moment: time?.moment ?? null,
    offsetMinutes: time?.offsetMinutes ?? null,
    subject: '',
    text: '',
    attachments: [],
    messageId: null,
    inReplyTo: [],
    references: [],
    ...given,
  }
}

export function threadOf(messages: readonly SourceMessage[], subject = ''): SourceThread {
  return { kind: 'thread', subject, messages: messages.map((message, at) => ({ ...message, index: at + 1 })) }
}

/** A thread export as a desk writes it. */
export function exportOf(
  subject: string,
  mails: readonly { readonly from?: string; readonly sentAt?: string; readonly text?: string }[],
): string {
  const parts = mails.map(
    ({ from = '甲', sentAt = '2025-03-03T10:00:00.0000000+08:00', text = '您好' }, at) =>
      `====第${at + 1}封邮件====\n\n发件人：${from}\n发送时间：${sentAt}\n邮件内容:\n${text}\n`,
  )
  return `邮件主题：${subject}\n${parts.join('')}`
}
