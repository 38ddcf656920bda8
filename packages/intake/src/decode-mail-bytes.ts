// Text of mails: what is declared is believed where the bytes allow it; else they speak for themselves. spec: mail §2
import { isAscii } from 'node:buffer'
import { countGb, findEncoding, isPlausibleGb } from './find-encoding.ts'
import { decodeAs, decodeLossy, decodeStrictly, findCodec, type Codec } from './mail-charset.ts'

export type CharsetFlag = 'charset-undeclared' | 'charset-wrong' | 'charset-unknown' | 'characters-lost'

export type MailText = { readonly text: string; readonly flags: readonly CharsetFlag[] }

/** What a mailbox takes where neither declaration nor bytes decide. */
export const charsetOfMailboxes = 'windows-1252'

/**
 * Bytes to text. `declared` is the character set as the mail names it, or null; `fallback` is the default of the mailbox.
 * Source: docs/spec/mail.md §2.
 */
export function decodeMailBytes(bytes: Uint8Array, declared: string | null, fallback: string): MailText {
  const codec = findCodec(declared)
  const marked = decodeByMark(bytes, codec) ?? decodeByEscape(bytes, codec)
  if (marked !== null) return marked
  if (isAscii(bytes) && !isStateful(codec) && codec.kind !== 'utf-16')
    return {
      text: Buffer.from(bytes).toString('latin1'),
      flags: codec.kind === 'unknown' ? ['charset-unknown'] : [],
    }
  if (codec.kind === 'none' || codec.kind === 'unknown') return guess(bytes, flagOf(codec), fallback)
  if (codec.kind !== 'utf-16' && !isUtf8(codec) && isClearlyUtf8(bytes)) {
    const text = decodeAs('utf-8', bytes)
    if (text !== null) return { text, flags: ['charset-wrong'] }
  }
  if (isLatin(codec) && isClearlyGb(bytes)) {
    const text = decodeAs('gb18030', bytes)
    if (text !== null) return { text, flags: ['charset-wrong'] }
  }
  const text = decodeStrictly(codec, bytes)
  if (text !== null) return { text, flags: [] }
  if (!isStateful(codec)) {
    const lossy = decodeLossy(codec, bytes)
    if (isMostlyGood(lossy)) return { text: lossy, flags: ['characters-lost'] }
  }
  return guess(bytes, 'charset-wrong', fallback)
}

function flagOf(codec: Codec): CharsetFlag {
  if (codec.kind === 'unknown') return 'charset-unknown'
  return codec.kind === 'none' && !codec.isAscii ? 'charset-undeclared' : 'charset-wrong'
}

/** Strict UTF-8, strict GB18030, either of them damaged, the default of the mailbox. */
function guess(bytes: Uint8Array, flag: CharsetFlag, fallback: string): MailText {
  const utf8 = decodeAs('utf-8', bytes)
  if (utf8 !== null) return { text: utf8, flags: [flag] }
  const codec = findCodec(fallback)
  const isChinese = codec.kind === 'gb' || isPlausibleGb(bytes) || isRareGb(bytes)
  const gb = decodeAs('gb18030', bytes)
  // GB18030 gives the areas of private use to pairs that no writer of Chinese has.
  if (gb !== null && isChinese && !/[\ue000-\uf8ff]/.test(gb)) return { text: gb, flags: [flag] }
  for (const kind of ['utf-8', 'gb18030'] as const) {
    if (kind === 'gb18030' && !isChinese) continue
    const lossy = new TextDecoder(kind).decode(bytes)
    if (isMostlyGood(lossy)) return { text: lossy, flags: [flag, 'characters-lost'] }
  }
  const text = decodeStrictly(codec, bytes) ?? gb
  if (text !== null) return { text, flags: [flag] }
  return { text: decodeLossy(codec, bytes), flags: [flag, 'characters-lost'] }
}

/** A byte order mark is stronger than what is declared. */
function decodeByMark(bytes: Uint8Array, codec: Codec): MailText | null {
  const found = bytes.length > 1 && (bytes[0] ?? 0) >= 0xef ? findEncoding(bytes) : null
  const label = markLabels[found ?? '']
  const text = label === undefined ? null : decodeAs(label, bytes)
  if (label === undefined || text === null) return null
  const agrees = label === 'utf-8' ? isUtf8(codec) : codec.kind === 'utf-16' || isLabel(codec, label)
  if (agrees) return { text, flags: [] }
  return { text, flags: [flagOf(codec.kind === 'none' ? { kind: 'none', isAscii: false } : codec)] }
}

const markLabels: { readonly [encoding: string]: string | undefined } = {
  'utf-8-bom': 'utf-8',
  'utf-16le-bom': 'utf-16le',
  'utf-16be-bom': 'utf-16be',
}

/** Escapes of ISO 2022 show themselves, and no other text has them. */
function decodeByEscape(bytes: Uint8Array, codec: Codec): MailText | null {
  if (isStateful(codec) || codec.kind === 'utf-16' || !isAscii(bytes)) return null
  const at = bytes.indexOf(0x1b)
  if (at < 0) return null
  const name = Buffer.from(bytes.subarray(at + 1, at + 4)).toString('latin1')
  const kind = name === '$)C' ? 'iso-2022-kr' : name === '$)A' ? 'iso-2022-cn' : null
  const found: Codec = kind === null ? { kind: 'label', label: 'iso-2022-jp' } : { kind }
  const text = name.startsWith('$') ? decodeStrictly(found, bytes) : null
  return text === null ? null : { text, flags: [flagOf(codec)] }
}

function isStateful(codec: Codec): boolean {
  return (
    codec.kind === 'hz' ||
    codec.kind === 'iso-2022-kr' ||
    codec.kind === 'iso-2022-cn' ||
    isLabel(codec, 'iso-2022-jp')
  )
}

function isLabel(codec: Codec, label: string): boolean {
  return codec.kind === 'label' && codec.label === label
}

function isUtf8(codec: Codec): boolean {
  return isLabel(codec, 'utf-8')
}

function isLatin(codec: Codec): boolean {
  return isLabel(codec, 'windows-1252')
}

// A single damaged byte in a long text does not make it another encoding.
const goodOverBad = 10

function isMostlyGood(text: string): boolean {
  let [good, bad] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === 0xfffd) bad++
    else if (unit >= 0x80) good++
  }
  return good >= goodOverBad * bad
}

/** Two characters of three bytes and none of two: by chance, one pair of words in ten thousand of another set is so. */
function isClearlyUtf8(bytes: Uint8Array): boolean {
  let [long, at] = [0, 0]
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0
    const width = lead < 0x80 ? 1 : lead >= 0xe1 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0
    if (width === 0) return false
    for (let more = 1; more < width; more++) if (((bytes[at + more] ?? 0) & 0xc0) !== 0x80) return false
    if (width > 1) long++
    at += width
  }
  return long >= 2
}

const pairsMin = 2
const signShare = 0.1

/**
 * Western letters are all above BF, and few of them stand side by side; a tenth and more of the bytes of Chinese text lie
 * below, where Latin-1 has signs.
 */
function isClearlyGb(bytes: Uint8Array): boolean {
  const { high, signs } = countHigh(bytes)
  return high >= 2 * pairsMin && signs >= high * signShare && isPlausibleGb(bytes)
}

/** A short text, such as a name, in which every other character is one that only GBK has. */
function isRareGb(bytes: Uint8Array): boolean {
  const { high, signs } = countHigh(bytes)
  const { pairs, quads, lowTrails, stray } = countGb(bytes)
  return stray === 0 && pairs + quads >= lowTrails && pairs > 0 && signs >= high * signShare
}

function countHigh(bytes: Uint8Array): { readonly high: number; readonly signs: number } {
  let [high, signs] = [0, 0]
  for (const byte of bytes) {
    if (byte < 0x80) continue
    high++
    if (byte < 0xc0) signs++
  }
  return { high, signs }
}
