// Outlook messages (.msg) as mails. [MS-OXMSG]. spec: mail §7
import { createHash } from 'node:crypto'
import {
  charsetOfMailboxes,
  decodeMailBytes,
  htmlToText,
  mailBytesMax,
  openMailParts,
  type MailRefusal,
} from '@holdfast/intake'
import { refuse } from '@holdfast/lease'
import msgReader, { type FieldsData } from '@kenjiuno/msgreader'
import { checkCompoundFile } from './check-compound-file.ts'
import { findAutomaton } from './find-automaton.ts'
import { attachmentOf, roleByType } from './list-attachments.ts'
import { withoutBlankEnds } from './mail-body.ts'
import { flagsOfLinks, listFlags, readHead, type ParseMailOptions } from './parse-mail.ts'
import type { MailAttachment, MailFlag, ParsedMail } from './parsed-mail.ts'

// A module of the older kind: Node gives all that it exports, other loaders its default alone.
const MsgReader: typeof msgReader.default = 'default' in msgReader ? msgReader.default : msgReader

/** Code pages that `cp` and their number do not name. */
const codePages: { readonly [page: number]: string } = {
  65001: 'utf-8',
  54936: 'gb18030',
  52936: 'hz-gb-2312',
  20936: 'gb2312',
  50220: 'iso-2022-jp',
  20932: 'euc-jp',
  51949: 'euc-kr',
  28591: 'iso-8859-1',
}

const ansiType = 0x001e

/**
 * Reads an Outlook message. Texts in a code page are decoded as mails are; a body that is RTF alone becomes an attachment.
 * Refuses: CONTENT_TOO_LARGE (bytes, bytesMax), MAIL_REFUSED (because: malformed, and what headers are refused for).
 */
export async function openOutlookMessage(
  bytes: Uint8Array,
  options: ParseMailOptions = {},
): Promise<ParsedMail | MailRefusal> {
  if (bytes.length > mailBytesMax)
    return refuse('CONTENT_TOO_LARGE', { bytes: bytes.length, bytesMax: mailBytesMax })
  const message = checkCompoundFile(bytes) === 'sound' ? readFields(bytes, options) : null
  if (message === null) return refuse('MAIL_REFUSED', { because: 'malformed' })
  const opened = await openMailParts(Buffer.from(`${message.headerLines()}\n\n`, 'utf8'), message.fallback)
  if (opened.kind === 'refused') return opened
  const head = readHead(opened.root.headers, message.fallback)
  const html = message.html()
  const own = message.text(message.fields, 'body', 0x1000)
  const text = withoutBlankEnds(
    (own.trim() === '' && html !== null ? htmlToText(html) : own).replace(/\r\n?/g, '\n'),
  )
  const flags: MailFlag[] = [...message.flags]
  if (text === '' && html === null && message.fields.compressedRtf !== undefined) flags.push('body-rtf')
  const mail = {
    ...head,
    kind: 'mail' as const,
    hash: createHash('sha256').update(bytes).digest('hex'),
    text,
    html,
    attachments: message.attachments(flags.includes('body-rtf')),
    flags: listFlags([head.flags, flags, flagsOfLinks({ text, html })]),
  }
  return { ...mail, automaton: await findAutomaton(mail, options.own) }
}

function readFields(bytes: Uint8Array, options: ParseMailOptions): OutlookMessage | null {
  const ansi = new WeakMap<object, Set<number>>()
  const reader = new MsgReader(bytes.slice().buffer)
  reader.parserConfig = {
    propertyObserver: (fields, tag) => {
      if ((tag & 0xffff) !== ansiType) return
      const known = ansi.get(fields) ?? new Set()
      ansi.set(fields, known.add(tag >>> 16))
    },
  }
  // What is wrong inside a sound file, the reader says by throwing.
  try {
    const fields = reader.getFileData()
    if (fields.dataType !== 'msg') return null
    return new OutlookMessage(reader, fields, { ansi, fallback: options.charset ?? charsetOfMailboxes })
  } catch {
    return null
  }
}

class OutlookMessage {
  readonly fields: FieldsData
  readonly flags = new Set<MailFlag>()
  readonly fallback: string
  readonly #reader: InstanceType<typeof MsgReader>
  readonly #ansi: WeakMap<object, ReadonlySet<number>>
  readonly #charset: string | null

  constructor(
    reader: InstanceType<typeof MsgReader>,
    fields: FieldsData,
    how: { readonly ansi: WeakMap<object, ReadonlySet<number>>; readonly fallback: string },
  ) {
    this.#reader = reader
    this.fields = fields
    this.#ansi = how.ansi
    this.fallback = how.fallback
    this.#charset = charsetOfPage(fields.messageCodepage) ?? charsetOfPage(fields.internetCodepage)
  }

  /** A text property: Unicode as it is, bytes of a code page decoded. */
  text(fields: FieldsData, name: keyof FieldsData, id: number): string {
    const value = fields[name]
    if (typeof value !== 'string') return ''
    if (this.#ansi.get(fields)?.has(id) !== true) return value
    return this.#decode(Buffer.from(value, 'latin1'), this.#charset)
  }

  html(): string | null {
    const { bodyHtml, html, internetCodepage } = this.fields
    const text =
      bodyHtml ??
      (html === undefined ? null : this.#decode(html, charsetOfPage(internetCodepage) ?? this.#charset))
    return text === null || text.trim() === '' ? null : text.replace(/\r\n?/g, '\n')
  }

  /** As they came over the wire; of a message that never did, written from its properties. */
  headerLines(): string {
    const written = this.text(this.fields, 'headers', 0x007d).replace(/\r\n?/g, '\n').trim()
    if (/^[!-9;-~]+:/m.test(written)) return headOnly(written)
    const { fields } = this
    const lines = [
      line('From', [
        this.#address(
          fields,
          this.text(fields, 'senderName', 0x0c1a),
          fields.senderSmtpAddress ?? fields.senderEmail,
        ),
      ]),
      ...(['to', 'cc'] as const).map((kind) => line(kind, this.#recipients(kind))),
      line('Subject', [encode(this.text(fields, 'subject', 0x0037))]),
      line('Message-ID', [fields.messageId ?? '']),
      line('Date', [fields.clientSubmitTime ?? fields.messageDeliveryTime ?? '']),
    ]
    return lines.filter((text) => text !== '').join('\n')
  }

  attachments(withRtf: boolean): MailAttachment[] {
    const found = (this.fields.attachments ?? []).flatMap((fields): MailAttachment[] => {
      const bytes = this.#content(fields)
      if (bytes === null) return []
      const isMessage = fields.innerMsgContent === true
      const written =
        this.text(fields, 'fileName', 0x3707) ||
        this.text(fields, 'fileNameShort', 0x3704) ||
        this.text(fields, 'name', 0x3001)
      const mediaType = this.text(fields, 'attachMimeTag', 0x370e).toLowerCase() || 'application/octet-stream'
      const contentId = fields.pidContentId?.replace(/^<|>$/g, '') || null
      return [
        attachmentOf({
          written: isMessage ? `${written}.msg` : written,
          mediaType: isMessage ? 'application/vnd.ms-outlook' : mediaType,
          contentId,
          bytes,
          role: isMessage
            ? 'mail'
            : (roleByType(mediaType, written) ?? (contentId === null ? 'file' : 'inline')),
        }),
      ]
    })
    if (!withRtf) return found
    const rtf = {
      written: 'body.rtf',
      mediaType: 'application/x-compressed-rtf',
      contentId: null,
      bytes: this.fields.compressedRtf ?? new Uint8Array(),
      role: 'file' as const,
    }
    return [...found, attachmentOf(rtf)]
  }

  /** null where the content is linked, or of a program's own kind. */
  #content(fields: FieldsData): Uint8Array | null {
    if (fields.dataId === undefined && fields.innerMsgContent !== true) return null
    const { content } = this.#reader.getAttachment(fields)
    return content
  }

  #recipients(kind: 'to' | 'cc'): string[] {
    return (this.fields.recipients ?? [])
      .filter(({ recipType }) => recipType === kind)
      .map((fields) =>
        this.#address(fields, this.text(fields, 'name', 0x3001), fields.smtpAddress ?? fields.email),
      )
  }

  #address(_fields: FieldsData, name: string, address: string | undefined): string {
    // Addresses of Exchange are paths in a directory, and none to which anybody could write.
    const plain = address?.includes('@') === true ? address.replace(/[<>\s]/g, '') : ''
    return name === '' || name === plain ? plain : `${encode(name)} <${plain}>`
  }

  #decode(bytes: Uint8Array, charset: string | null): string {
    const { text, flags } = decodeMailBytes(bytes, charset, this.fallback)
    for (const flag of flags) this.flags.add(flag)
    return text
  }
}

function charsetOfPage(page: number | undefined): string | null {
  if (page === undefined || page === 0 || page === 1200) return null
  return codePages[page] ?? `cp${page}`
}

/** What describes the body that the message once had: here it comes in properties. */
function headOnly(written: string): string {
  const end = written.indexOf('\n\n')
  return (end < 0 ? written : written.slice(0, end)).replace(/^content-/gim, 'X-Content-')
}

function line(name: string, values: readonly string[]): string {
  const value = values.filter((text) => text !== '').join(', ')
  return value === '' ? '' : `${name}: ${value.replace(/[\r\n]+/g, ' ')}`
}

/** As an encoded word, so that nothing in it is taken for structure. RFC 2047 */
function encode(text: string): string {
  return text === '' ? '' : `=?utf-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`
}
