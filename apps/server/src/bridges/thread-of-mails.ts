// Parsed mails as one thread for the desk. spec: case-import §1
import type { Correspondent, SourceMessage, SourceThread } from '@holdfast/desk'
import type { MailAddress, ParsedMail } from '@holdfast/mail'

/**
 * In the order of their moments; mails without one stand last, in the order given. The same mail given twice is one
 * message. The subject is that of the first.
 */
export function threadOfMails(mails: readonly ParsedMail[]): SourceThread {
  const sorted = orderMails(mails)
  return { kind: 'thread', subject: sorted[0]?.subject ?? '', messages: sorted.map(messageOf) }
}

/** The mails of a thread, each once, in the order of its messages. */
export function orderMails(mails: readonly ParsedMail[]): readonly ParsedMail[] {
  const single = [...new Map(mails.map((mail) => [mail.hash, mail])).values()]
  return single.toSorted((one, other) => momentOf(one) - momentOf(other))
}

function momentOf({ date }: ParsedMail): number {
  return date?.moment ?? Number.MAX_SAFE_INTEGER
}

function messageOf(mail: ParsedMail, place: number): SourceMessage {
  const { date, messageId, inReplyTo, references, subject } = mail
  const author = mail.from[0] ?? mail.sender
  return {
    index: place + 1,
    from: author === null ? { name: '', address: '' } : correspondentOf(author),
    to: [...mail.to, ...mail.cc].map(correspondentOf),
    sentAt: date?.written ?? '',
    moment: date?.moment ?? null,
    offsetMinutes: date?.offsetMinutes ?? null,
    subject,
    text: bareText(mail.text),
    attachments: mail.attachments
      .filter(({ role, name }) => !role.startsWith('signature-') && name !== '')
      .map(({ name }) => name),
    messageId,
    inReplyTo,
    references,
  }
}

function correspondentOf({ name, address }: MailAddress): Correspondent {
  return { name, address }
}

/** LF line ends, and no blank lines at both ends. */
function bareText(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n')
  let [first, end] = [0, lines.length]
  while (first < end && (lines[first] ?? '').trim() === '') first++
  while (end > first && (lines[end - 1] ?? '').trim() === '') end--
  return lines.slice(first, end).join('\n')
}
