// Mails by postal-mime, each part as the bytes that were sent: their declared character sets are not believed. RFC 5322, RFC 2045
import { refuse, type Refusal } from '@holdfast/lease'
import PostalMime, { type Attachment } from 'postal-mime'
import { base64Decoder, plainDecoder, type BodyDecoder } from './mail-decoders.ts'
import { entriesMax, mailBytesMax, mailDepthMax, mailHeaderBytesMax, mailLinesMax } from './limits.ts'

export type MailPart = {
  /** File name of an attachment, or `body`, `body.html`. */
  readonly name: string
  readonly role: 'text' | 'html' | 'mail' | 'attachment'
  readonly bytes: Uint8Array
  /** RFC 3676: lines that end in a blank go on in the next; `delSp` takes this blank off. */
  readonly flowed: 'no' | 'keep-space' | 'delete-space'
}

export type OpenedMail = {
  readonly kind: 'mail'
  /** The Date header as a moment in UTC, or null where it is missing or cannot be read. */
  readonly sentAt: string | null
  readonly parts: readonly MailPart[]
}

type MimeNode = {
  readonly content: ArrayBuffer | null
  readonly contentType: { readonly parsed: { readonly params: { readonly [name: string]: string } } }
  contentDecoder: BodyDecoder | null
  setupContentDecoder(encoding: string): void
}

const nodes = new WeakMap<object, MimeNode>()

/**
 * postal-mime decodes text bodies by the character set that they declare, and merges them. Told that no node is a body, it
 * gives every part as it came; and as it turns to a node, the node gets decoders of ours, whose memory is no larger than the
 * body. Both are inner parts of postal-mime, which its types do not show: the tests hold the version in use to them.
 */
class RawParts extends PostalMime {
  readonly flowed = new Map<unknown, MailPart['flowed']>()

  isInlineTextNode(node: MimeNode): boolean {
    const { format, delsp } = node.contentType.parsed.params
    if (format?.toLowerCase() === 'flowed' && node.content !== null)
      this.flowed.set(node.content, delsp?.toLowerCase() === 'yes' ? 'delete-space' : 'keep-space')
    return false
  }

  get currentNode(): MimeNode | undefined {
    return nodes.get(this)
  }

  set currentNode(node: MimeNode) {
    const setup = node.setupContentDecoder.bind(node)
    node.setupContentDecoder = (encoding) => {
      setup(encoding)
      if (encoding.includes('base64')) node.contentDecoder = base64Decoder()
      else if (!encoding.includes('quoted-printable')) node.contentDecoder = plainDecoder()
    }
    nodes.set(this, node)
  }
}

const dash = 0x2d
const newline = 0x0a

/**
 * Takes a mail apart. Mails inside it come as parts of their own.
 * Refuses: CONTENT_TOO_LARGE (bytes, bytesMax), MAIL_REFUSED (because: depth, headers, lines, parts, malformed).
 */
export async function openMail(
  bytes: Uint8Array,
): Promise<OpenedMail | Refusal<'CONTENT_TOO_LARGE' | 'MAIL_REFUSED'>> {
  if (bytes.length > mailBytesMax)
    return refuse('CONTENT_TOO_LARGE', { bytes: bytes.length, bytesMax: mailBytesMax })
  // Each line and each part costs memory of its own, so they are counted before any is made.
  const { lines, boundaries } = countLines(bytes)
  if (lines > mailLinesMax) return refuse('MAIL_REFUSED', { because: 'lines' })
  if (boundaries > 2 * entriesMax) return refuse('MAIL_REFUSED', { because: 'parts' })
  const parser = new RawParts({
    forceRfc822Attachments: true,
    maxNestingDepth: mailDepthMax,
    maxHeadersSize: mailHeaderBytesMax,
    attachmentEncoding: 'arraybuffer',
  })
  try {
    const mail = await parser.parse(bytes)
    if (mail.attachments.length > entriesMax) return refuse('MAIL_REFUSED', { because: 'parts' })
    const sentAt = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.exec(mail.date ?? '')
    return {
      kind: 'mail',
      sentAt: sentAt === null ? null : `${sentAt[0]}Z`,
      parts: nameParts(mail.attachments, parser.flowed),
    }
  } catch (error) {
    const { message } = error as Error
    return refuse('MAIL_REFUSED', {
      because: /nesting/i.test(message) ? 'depth' : /header/i.test(message) ? 'headers' : 'malformed',
    })
  }
}

function countLines(bytes: Uint8Array): { lines: number; boundaries: number } {
  let [lines, boundaries] = [1, 0]
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) {
    lines++
    if (bytes[at + 1] === dash && bytes[at + 2] === dash) boundaries++
  }
  return { lines, boundaries }
}

function nameParts(
  attachments: readonly Attachment[],
  flowed: ReadonlyMap<unknown, MailPart['flowed']>,
): MailPart[] {
  const taken = new Map<string, number>()
  return attachments.map((attachment) => {
    const role = roleOf(attachment)
    const plain = attachment.filename?.trim() || nameOfRole[role]
    const before = taken.get(plain) ?? 0
    taken.set(plain, before + 1)
    return {
      name: before === 0 ? plain : `${plain} (${before + 1})`,
      role,
      bytes: bytesOf(attachment.content),
      flowed: flowed.get(attachment.content) ?? 'no',
    }
  })
}

const nameOfRole = { text: 'body', html: 'body.html', mail: 'mail', attachment: 'attachment' } as const

function roleOf({ mimeType, filename, disposition }: Attachment): MailPart['role'] {
  if (mimeType === 'message/rfc822') return 'mail'
  if (disposition === 'attachment' || filename !== null) return 'attachment'
  if (mimeType === 'text/html') return 'html'
  return mimeType.startsWith('text/') ? 'text' : 'attachment'
}

function bytesOf(content: Attachment['content']): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
}

/** A flowed text with its lines joined as their writer meant them. RFC 3676 §4.1 */
export function unflow(text: string, flowed: MailPart['flowed']): string {
  if (flowed === 'no') return text
  const lines: string[] = []
  let isOpen = false
  for (const raw of text.split('\n')) {
    const line = raw.startsWith(' ') ? raw.slice(1) : raw
    const flows = line.endsWith(' ') && line !== '-- '
    const piece = flows && flowed === 'delete-space' ? line.slice(0, -1) : line
    if (isOpen) lines[lines.length - 1] += piece
    else lines.push(piece)
    isOpen = flows
  }
  return lines.join('\n')
}

const knownHeaders =
  /^(?:from|to|cc|subject|date|message-id|mime-version|received|return-path|delivered-to|content-type|reply-to|x-[a-z-]{1,40})$/
// A pasted quotation has From and Subject as well; only what was really sent has one of these.
const sentHeaders = /^(?:message-id|mime-version|received|return-path|content-type)$/
const headBytes = 64 * 1024

/** Whether the bytes begin with the headers of a mail that was sent. */
export function looksLikeMail(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, headBytes)).toString(
    'latin1',
  )
  const names = new Set<string>()
  for (const line of head.split(/\r?\n/, 400)) {
    if (line === '') break
    if (/^[ \t]/.test(line) && names.size > 0) continue
    const name = /^([!-9;-~]{1,80}):/.exec(line)?.[1]?.toLowerCase()
    if (name === undefined) return false
    names.add(name)
  }
  const known = [...names].filter((name) => knownHeaders.test(name)).length
  return known >= 3 && [...names].some((name) => sentHeaders.test(name))
}
