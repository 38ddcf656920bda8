// Mails as they stand on the wire, in the encodings that people's programs write and in those that they write wrongly.
import { addSecondsHeld, dayNumber, formatInstant, type Instant } from '@holdfast/capabilities'
import type { Chance } from './chance.ts'
import { encodeGb } from './encode-gb.ts'

/** `raw`: bytes above 7F in headers and body as they are. `four-byte`: characters of GB18030 alone under the name gb2312. */
export type MailEncoding =
  | 'ascii'
  | 'gb2312-raw'
  | 'gbk-base64'
  | 'utf-8-base64'
  | 'utf-8-quoted-printable'
  | 'utf-8-raw'
  | 'gb18030-four-byte'

type Wire = {
  readonly charset: string
  readonly transfer: '7bit' | '8bit' | 'base64' | 'quoted-printable'
  encode(text: string): Buffer
  /** Bytes on the wire of one character of Chinese, about. */
  readonly bytesPerCharacter: number
}

const utf8 = (text: string) => Buffer.from(text, 'utf8')

export const wires: { readonly [encoding in MailEncoding]: Wire } = {
  ascii: { charset: 'us-ascii', transfer: '7bit', encode: utf8, bytesPerCharacter: 1 },
  'gb2312-raw': { charset: 'gb2312', transfer: '8bit', encode: encodeGb, bytesPerCharacter: 1.8 },
  'gbk-base64': { charset: 'gbk', transfer: 'base64', encode: encodeGb, bytesPerCharacter: 2.4 },
  'utf-8-base64': { charset: 'utf-8', transfer: 'base64', encode: utf8, bytesPerCharacter: 3.4 },
  'utf-8-quoted-printable': {
    charset: 'utf-8',
    transfer: 'quoted-printable',
    encode: utf8,
    bytesPerCharacter: 7,
  },
  'utf-8-raw': { charset: 'utf-8', transfer: '8bit', encode: utf8, bytesPerCharacter: 2.6 },
  'gb18030-four-byte': { charset: 'gb2312', transfer: 'base64', encode: encodeGb, bytesPerCharacter: 2.4 },
}

/** A part with headers of its own. */
export type Part = { readonly headers: readonly string[]; readonly body: Buffer }

export type Header = readonly [name: string, value: Buffer | string]

/** One mail: headers in their order, then the part. */
export function formatMail(headers: readonly Header[], part: Part): Buffer {
  const lines = headers.map(([name, value]) =>
    Buffer.concat([Buffer.from(`${name}: `), Buffer.from(value as string), Buffer.from('\r\n')]),
  )
  return Buffer.concat([...lines, formatPart(part)])
}

export function formatPart({ headers, body }: Part): Buffer {
  return Buffer.concat([Buffer.from(headers.map((line) => `${line}\r\n`).join('') + '\r\n'), body])
}

/** A text as a part, HTML where the type says so. */
export function textPart(text: string, encoding: MailEncoding, type: 'plain' | 'html' = 'plain'): Part {
  const { charset, transfer, encode } = wires[encoding]
  return {
    headers: [`Content-Type: text/${type}; charset=${charset}`, `Content-Transfer-Encoding: ${transfer}`],
    body: transferred(encode(text), transfer),
  }
}

export function filePart(name: string, mediaType: string, bytes: Buffer, encoding: MailEncoding): Part {
  const shown = headerText(name, encoding)
  // A raw name stands in quotes as bytes, which a string of Latin-1 carries.
  return {
    headers: [
      `Content-Type: ${mediaType}; name="${shown.toString('latin1')}"`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; filename="${shown.toString('latin1')}"`,
    ],
    body: transferred(bytes, 'base64'),
  }
}

/** A mail inside a mail, as it is. */
export function mailPart(mail: Buffer): Part {
  return { headers: ['Content-Type: message/rfc822', 'Content-Disposition: inline'], body: mail }
}

export function multipart(kind: string, parts: readonly Part[], chance: Chance): Part {
  const boundary = `=_part_${chance.hex(8)}`
  const pieces = parts.flatMap((part) => [
    Buffer.from(`--${boundary}\r\n`),
    Buffer.from(part.headers.map((line) => `${line}\r\n`).join('') + '\r\n', 'latin1'),
    part.body,
    Buffer.from('\r\n'),
  ])
  return {
    headers: [`Content-Type: multipart/${kind}; boundary="${boundary}"`],
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
  }
}

const wordLength = 10

/** A header's text: encoded words of ten characters, or the bytes themselves. */
export function headerText(text: string, encoding: MailEncoding): Buffer {
  const { charset, transfer, encode } = wires[encoding]
  if (transfer === '8bit' || /^[\x20-\x7e]*$/.test(text)) return encode(text)
  const characters = [...text]
  const words: string[] = []
  for (let at = 0; at < characters.length; at += wordLength) {
    const bytes = encode(characters.slice(at, at + wordLength).join(''))
    words.push(`=?${charset}?B?${bytes.toString('base64')}?=`)
  }
  return Buffer.from(words.join('\r\n '))
}

const base64Line = 76

function transferred(bytes: Buffer, transfer: Wire['transfer']): Buffer {
  if (transfer === 'quoted-printable') return Buffer.from(quotedPrintable(bytes))
  if (transfer !== 'base64') return bytes
  const text = bytes.toString('base64')
  const lines: string[] = []
  for (let at = 0; at < text.length; at += base64Line) lines.push(text.slice(at, at + base64Line))
  return Buffer.from(`${lines.join('\r\n')}\r\n`)
}

// What each byte is in quoted-printable; blanks stand for themselves but at the end of a line.
const shownBytes = Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte < 0x7f && byte !== 0x3d
    ? String.fromCharCode(byte)
    : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
)

/** RFC 2045 §6.7; lines of the text end with CRLF. */
function quotedPrintable(bytes: Buffer): string {
  const lines: string[] = []
  for (const text of bytes.toString('latin1').split('\r\n')) {
    let line = ''
    for (let index = 0; index < text.length; index++) {
      const isLastBlank = index === text.length - 1 && text[index] === ' '
      const shown = isLastBlank ? '=20' : (shownBytes[text.charCodeAt(index)] ?? '')
      if (line.length + shown.length > base64Line - 1) {
        lines.push(`${line}=`)
        line = ''
      }
      line += shown
    }
    lines.push(line)
  }
  return lines.join('\r\n')
}

const weekdays = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** RFC 5322 §3.3, in a zone so many hours from UTC. `zone` writes another than the hours say. */
export function formatMailDate(at: Instant, hours: number, zone?: string): string {
  const text = formatInstant(addSecondsHeld(at, hours * 3600))
  const [year, month, day] = [text.slice(0, 4), Number(text.slice(5, 7)), Number(text.slice(8, 10))]
  const weekday = weekdays[(((dayNumber(Number(year), month, day) - dayNumber(1970, 1, 1)) % 7) + 7) % 7]
  const written = zone ?? `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}00`
  return `${weekday}, ${day} ${months[month - 1]} ${year} ${text.slice(11, 19)} ${written}`
}
