// What a mail brings beside its text, each with its role and hash. spec: mail §3
import { createHash } from 'node:crypto'
import { fileNameOf, type RawPart } from '@holdfast/intake'
import { listMessageIds } from './message-ids.ts'
import type { AttachmentRole, MailAttachment } from './parsed-mail.ts'
import { safeFileName } from './safe-name.ts'

/** What a role says by itself, in order; the first that fits. */
const rolesByType: readonly {
  readonly type: RegExp
  readonly name: RegExp | null
  readonly role: AttachmentRole
}[] = [
  { type: /^message\/(?:rfc822|global)$/, name: null, role: 'mail' },
  { type: /^(?:text\/calendar|application\/ics)$/, name: /\.ics$/i, role: 'calendar' },
  { type: /^application\/(?:x-)?pkcs7-signature$/, name: /\.p7s$/i, role: 'signature-smime' },
  { type: /^application\/(?:x-)?pkcs7-mime$/, name: /\.p7m$/i, role: 'sealed-smime' },
  { type: /^application\/pgp-signature$/, name: null, role: 'signature-pgp' },
  { type: /^application\/pgp-encrypted$/, name: null, role: 'sealed-pgp' },
  { type: /^application\/(?:vnd\.)?ms-tnef$/, name: /^winmail\.dat$/i, role: 'tnef' },
]

/** Names of parts that have none. */
const names: { readonly [role in AttachmentRole]: string } = {
  file: 'attachment',
  inline: 'image',
  mail: 'mail.eml',
  calendar: 'calendar.ics',
  'signature-smime': 'smime.p7s',
  'sealed-smime': 'smime.p7m',
  'signature-pgp': 'signature.asc',
  'sealed-pgp': 'encrypted.asc',
  tnef: 'winmail.dat',
}

/** `sealed`: parts of a multipart/encrypted; `page`: the HTML of the mail, which names inline images by content id. */
export function listAttachments(
  parts: readonly RawPart[],
  { sealed, page }: { readonly sealed: ReadonlySet<RawPart>; readonly page: string | null },
): MailAttachment[] {
  const shown = new Set([...(page ?? '').matchAll(shownContent)].map((found) => found[1] ?? ''))
  return parts.map((part) => {
    const contentId = contentIdOf(part)
    const written = fileNameOf(part)
    const isShown = contentId !== null && (shown.has(contentId) || shown.has(encodeURIComponent(contentId)))
    return attachmentOf({
      written,
      mediaType: part.type.value,
      contentId,
      bytes: part.bytes,
      role: sealed.has(part) ? 'sealed-pgp' : roleOf(part, written, isShown),
    })
  })
}

export function attachmentOf(found: {
  readonly written: string | null
  readonly mediaType: string
  readonly contentId: string | null
  readonly bytes: Uint8Array
  readonly role: AttachmentRole
}): MailAttachment {
  return {
    name: safeFileName(found.written, names[found.role]),
    mediaType: found.mediaType,
    role: found.role,
    contentId: found.contentId,
    bytes: found.bytes,
    hash: createHash('sha256').update(found.bytes).digest('hex'),
  }
}

/** The role that media type or name show; null: an ordinary file. */
export function roleByType(mediaType: string, written: string | null): AttachmentRole | null {
  // A type that says something is believed before the name.
  const byType = rolesByType.find(({ type }) => type.test(mediaType))
  const byName = rolesByType.find(({ name }) => name !== null && name.test(written ?? ''))
  return byType?.role ?? byName?.role ?? null
}

function roleOf(part: RawPart, written: string | null, isShown: boolean): AttachmentRole {
  const role = roleByType(part.type.value, written)
  if (role !== null) return role
  const isPicture = part.disposition.value === 'inline' && part.type.value.startsWith('image/')
  return isShown || isPicture ? 'inline' : 'file'
}

function contentIdOf(part: RawPart): string | null {
  const value = part.headers.find(({ name }) => name === 'content-id')?.value ?? ''
  return listMessageIds(value)[0] ?? (value.trim() || null)
}

const shownContent = /\bcid:([^"'\s<>)]{1,998})/gi
