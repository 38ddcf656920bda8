// What a mail holds for whoever looks for licence texts: each part by name, in the bytes that were sent. spec: intake §3
import { formatInstant } from '@holdfast/capabilities'
import { charsetOfMailboxes } from './decode-mail-bytes.ts'
import { parseMailDate } from './mail-date.ts'
import { openMailParts, type MailRefusal, type RawPart } from './mail-parts.ts'
import { decodeHeader } from './decode-header.ts'
import { flowOf, type Flow } from './unflow.ts'

export type MailPart = {
  /** File name of an attachment, or `body`, `body.html`. */
  readonly name: string
  readonly role: 'text' | 'html' | 'mail' | 'attachment'
  readonly bytes: Uint8Array
  readonly flowed: Flow
}

export type OpenedMail = {
  readonly kind: 'mail'
  /** The Date header as a moment in UTC, or null where it is missing or cannot be read. */
  readonly sentAt: string | null
  readonly parts: readonly MailPart[]
}

/**
 * Takes a mail apart. Mails inside it come as parts of their own.
 * Refuses: CONTENT_TOO_LARGE (bytes, bytesMax), MAIL_REFUSED (because: depth, headers, lines, parts, malformed).
 */
export async function openMail(bytes: Uint8Array): Promise<OpenedMail | MailRefusal> {
  const mail = await openMailParts(bytes)
  if (mail.kind === 'refused') return mail
  const written = mail.root.headers.find(({ name }) => name === 'date')?.value
  const moment =
    written === undefined ? null : parseMailDate(decodeHeader(written, charsetOfMailboxes).text).moment
  return {
    kind: 'mail',
    sentAt: moment === null ? null : formatInstant(moment),
    parts: nameParts(listLeaves(mail.root)),
  }
}

function listLeaves(part: RawPart): RawPart[] {
  return part.parts.length === 0 ? [part] : part.parts.flatMap(listLeaves)
}

function nameParts(leaves: readonly RawPart[]): MailPart[] {
  const taken = new Map<string, number>()
  return leaves.map((leaf) => {
    const role = roleOf(leaf)
    const plain = fileNameOf(leaf) ?? nameOfRole[role]
    const before = taken.get(plain) ?? 0
    taken.set(plain, before + 1)
    return {
      name: before === 0 ? plain : `${plain} (${before + 1})`,
      role,
      bytes: leaf.bytes,
      flowed: flowOf(leaf.type.parameters),
    }
  })
}

const nameOfRole = { text: 'body', html: 'body.html', mail: 'mail', attachment: 'attachment' } as const

/** As the part names itself: it may hold anything. null where it has no name. */
export function fileNameOf({ type, disposition }: RawPart): string | null {
  return disposition.parameters.get('filename') || type.parameters.get('name') || null
}

function roleOf(leaf: RawPart): MailPart['role'] {
  const type = leaf.type.value
  if (type === 'message/rfc822') return 'mail'
  if (leaf.disposition.value === 'attachment' || fileNameOf(leaf) !== null) return 'attachment'
  if (type === 'text/html') return 'html'
  return type.startsWith('text/') || type.startsWith('multipart/') ? 'text' : 'attachment'
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
