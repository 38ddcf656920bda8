import { createHash } from 'node:crypto'
import { civilDay, secondsPerDay, type Instant } from '@holdfast/capabilities'
import type { Refusal } from '@holdfast/lease'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { MailAddress } from '../parsed-mail.ts'
import { draftReferencesMax, type DraftAttachment, type MailDraft } from './mail-draft.ts'
import { isWritableId, verifyDraft } from './verify-draft.ts'

/**
 * The mail as bytes: CRLF, seven bits in every line, no Bcc, lines as they are (a leading dot is the sender's affair). The
 * same draft gives the same bytes, so that what is stored before it is sent can be compared. Refused: MAIL_DRAFT_REFUSED.
 * spec: mail-doors §5
 */
export async function composeMail(draft: MailDraft): Promise<Uint8Array | Refusal<'MAIL_DRAFT_REFUSED'>> {
  const refused = verifyDraft(draft)
  if (refused !== null) return refused
  const text = wellFormed(draft.text)
  const html = draft.html === null || draft.html === '' ? null : wellFormed(draft.html)
  const composer = new MailComposer({
    from: addressOf(draft.from),
    to: draft.to.map(addressOf),
    cc: draft.cc.map(addressOf),
    ...(draft.replyTo === null ? {} : { replyTo: addressOf(draft.replyTo) }),
    subject: draft.subject.toWellFormed(),
    messageId: `<${draft.messageId}>`,
    ...threadOf(draft),
    date: formatMailDate(draft.date.moment, draft.date.offsetMinutes),
    headers: draft.isAutomatic ? automaticHeaders(draft) : {},
    text: encoded(text),
    ...(html === null ? {} : { html: encoded(html) }),
    attachments: draft.attachments.map(attachmentOf),
    baseBoundary: boundaryOf(draft),
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}

/** RFC 5322 §3.3: `Mon, 02 Mar 2026 16:00:00 +0800`. */
export function formatMailDate(moment: Instant, offsetMinutes: number): string {
  const local = moment + offsetMinutes * 60
  const days = Math.floor(local / secondsPerDay)
  const rest = local - days * secondsPerDay
  const { year, month, day } = civilDay(days)
  const pad = (value: number, digits = 2) => String(value).padStart(digits, '0')
  // Day 0 of the count was a Thursday.
  const weekday = weekdays[(((days + 4) % 7) + 7) % 7]
  const time = `${pad(Math.floor(rest / 3600))}:${pad(Math.floor(rest / 60) % 60)}:${pad(rest % 60)}`
  const offset = Math.abs(offsetMinutes)
  const zone = `${offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(offset / 60))}${pad(offset % 60)}`
  return `${weekday}, ${pad(day)} ${months[month - 1]} ${pad(year, 4)} ${time} ${zone}`
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function addressOf({ name, address }: MailAddress) {
  return { name: name.toWellFormed(), address }
}

/** In-Reply-To, and References: the first (where a thread began) and the newest. RFC 5322 §3.6.4. */
function threadOf({ inReplyTo, references }: MailDraft): { inReplyTo?: string; references?: string[] } {
  const answered = inReplyTo !== null && isWritableId(inReplyTo) ? inReplyTo : null
  const [first, ...later] = [...references, ...(answered === null ? [] : [answered])].filter(isWritableId)
  const newest: string[] = []
  for (const id of later.toReversed()) {
    if (newest.length >= draftReferencesMax - 1) break
    if (id !== first && !newest.includes(id)) newest.push(id)
  }
  const kept = first === undefined ? [] : [first, ...newest.toReversed()]
  return {
    ...(answered === null ? {} : { inReplyTo: `<${answered}>` }),
    ...(kept.length === 0 ? {} : { references: kept.map((id) => `<${id}>`) }),
  }
}

/** RFC 3834 §5, and what Exchange and older list software heed. */
function automaticHeaders({ inReplyTo }: MailDraft): { [name: string]: string } {
  return {
    'Auto-Submitted': inReplyTo === null ? 'auto-generated' : 'auto-replied',
    'X-Auto-Response-Suppress': 'All',
    Precedence: 'bulk',
  }
}

/**
 * Never as it is: long lines, blanks at their ends and eight bits are changed on the way. Base64 where most of it is not
 * ASCII, quoted-printable else, so that a person can still read the source.
 */
function encoded(content: string): { content: string; contentTransferEncoding: string } {
  const isMostlyAscii = Buffer.byteLength(content) < content.length * 1.5
  // nodemailer takes an empty content for one that is to be fetched.
  if (content === '') return encoded('\n')
  return { content, contentTransferEncoding: isMostlyAscii ? 'quoted-printable' : 'base64' }
}

/** An attached mail goes as a file: inside message/rfc822 nothing may be encoded, and its eight bits would travel bare. */
function attachmentOf({ name, mediaType, bytes, contentId }: DraftAttachment) {
  return {
    filename: name.toWellFormed(),
    contentType: /^(?:message|multipart)\//i.test(mediaType) ? 'application/octet-stream' : mediaType,
    contentTransferEncoding: 'base64' as const,
    contentDisposition: contentId === null ? ('attachment' as const) : ('inline' as const),
    content: Buffer.from(bytes),
    ...(contentId === null ? {} : { cid: contentId }),
  }
}

/** Follows from everything in the mail: nobody who knows earlier mails can write a text that holds it. */
function boundaryOf({ messageId, text, html, attachments }: MailDraft): string {
  const digest = createHash('sha256')
    .update(messageId)
    .update('\0')
    .update(text)
    .update('\0')
    .update(html ?? '')
  for (const { bytes } of attachments) digest.update(bytes)
  return digest.digest('hex').slice(0, 32)
}

function wellFormed(text: string): string {
  return text.toWellFormed().replaceAll(/\r\n|\r/g, '\n')
}
