// Bytes to a mail. spec: mail §3
import { createHash } from 'node:crypto'
import {
  charsetOfMailboxes,
  decodeHeader,
  fileNameOf,
  openMailParts,
  parseMailDate,
  type CharsetFlag,
  type MailRefusal,
  type RawHeader,
  type RawPart,
} from '@holdfast/intake'
import { listDifferingLinks } from './differing-links.ts'
import { findAutomaton, type OwnMail } from './find-automaton.ts'
import { listAttachments } from './list-attachments.ts'
import { readBody } from './mail-body.ts'
import { listMessageIds } from './message-ids.ts'
import { parseAddresses } from './parse-addresses.ts'
import type { MailAddress, MailFlag, ParsedMail } from './parsed-mail.ts'
import { canBeCleaned, sanitiseHtml } from './sanitise-html.ts'

export type ParseMailOptions = {
  /** Character set of the mailbox: what bytes are taken for that neither declare nor show theirs. */
  readonly charset?: string
  /** What says that a mail is our own. */
  readonly own?: OwnMail
}

/** What the headers say, before the body is known. */
export type MailHead = Omit<ParsedMail, 'kind' | 'hash' | 'text' | 'html' | 'attachments' | 'automaton'>

/**
 * Takes a mail apart and decodes it. Mails inside it are attachments, and are not opened.
 * Refuses: CONTENT_TOO_LARGE (bytes, bytesMax), MAIL_REFUSED (because: depth, headers, lines, parts, malformed).
 * Source: docs/spec/mail.md §1, §2 and §3.
 */
export async function parseMail(
  bytes: Uint8Array,
  options: ParseMailOptions = {},
): Promise<ParsedMail | MailRefusal> {
  const fallback = options.charset ?? charsetOfMailboxes
  const opened = await openMailParts(bytes, fallback)
  if (opened.kind === 'refused') return opened
  const head = readHead(opened.root.headers, fallback)
  const body = readBody(opened.root, fallback, fileNameOf)
  const attachments = listAttachments(body.rest, { sealed: listSealed(opened.root), page: body.html })
  const mail = {
    ...head,
    kind: 'mail' as const,
    hash: createHash('sha256').update(bytes).digest('hex'),
    text: body.text,
    html: body.html,
    attachments,
    flags: listFlags([head.flags, body.flags, flagsOfParts(opened.root), flagsOfLinks(body)]),
  }
  return { ...mail, automaton: await findAutomaton(mail, options.own) }
}

export function readHead(raw: readonly RawHeader[], fallback: string): MailHead {
  const flags: MailFlag[] = []
  const keep = <T extends { readonly flags: readonly CharsetFlag[] }>(decoded: T): T => {
    flags.push(...decoded.flags)
    return decoded
  }
  const headers = raw.map(({ name, value, line }) => ({
    name,
    value: keep(decodeHeader(value, fallback)).text,
    raw: new Uint8Array(Buffer.from(line, 'latin1')),
  }))
  const first = (name: string) => headers.find((header) => header.name === name)?.value ?? null
  const all = (name: string): MailAddress[] =>
    raw
      .filter((header) => header.name === name)
      .flatMap(({ value }) => keep(parseAddresses(value, fallback)).addresses)
  const idsOf = (name: string) =>
    headers.filter((header) => header.name === name).flatMap(({ value }) => listMessageIds(value))
  const from = all('from')
  const written = first('date')
  const date = written === null || written === '' ? null : parseMailDate(written)
  const messageId = idsOf('message-id')[0] ?? null
  if (from.length === 0) flags.push('from-missing')
  if (from.length > 1) flags.push('from-many')
  if (messageId === null) flags.push('id-missing')
  if (headers.filter(({ name }) => name === 'message-id').length > 1) flags.push('id-doubled')
  if (date === null) flags.push('date-missing')
  else if (date.moment === null) flags.push('date-malformed')
  return {
    messageId,
    inReplyTo: [...new Set(idsOf('in-reply-to'))],
    references: [...new Set(idsOf('references'))],
    subject: first('subject') ?? '',
    from,
    sender: all('sender')[0] ?? null,
    replyTo: all('reply-to'),
    to: all('to'),
    cc: all('cc'),
    returnPath: returnPathOf(first('return-path')),
    deliveredTo: [...new Set(['delivered-to', 'x-original-to'].flatMap(all).map(({ address }) => address))],
    date,
    headers,
    flags: listFlags([flags]),
  }
}

/** '' is the null path; null: no such header. */
function returnPathOf(value: string | null): string | null {
  if (value === null) return null
  return (/<([^<>]*)>/.exec(value)?.[1] ?? value).trim()
}

/** Parts of multipart/encrypted: what is sealed has no media type of its own. RFC 3156 */
function listSealed(part: RawPart): Set<RawPart> {
  const isSealed = part.type.value === 'multipart/encrypted'
  return new Set(part.parts.flatMap((inner) => [...(isSealed ? [inner] : []), ...listSealed(inner)]))
}

function flagsOfParts(part: RawPart): MailFlag[] {
  return [...part.type.flags, ...part.disposition.flags, ...part.parts.flatMap(flagsOfParts)]
}

/** What is shown as text alone has no links. */
export function flagsOfLinks({
  text,
  html,
}: {
  readonly text: string
  readonly html: string | null
}): MailFlag[] {
  const differs =
    listDifferingLinks(text).length > 0 ||
    (html !== null && canBeCleaned(html) && sanitiseHtml(html).differingLinks.length > 0)
  return differs ? ['link-differs'] : []
}

export function listFlags(flags: readonly (readonly MailFlag[])[]): MailFlag[] {
  return [...new Set(flags.flat())].toSorted()
}
