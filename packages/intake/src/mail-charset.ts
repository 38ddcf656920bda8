// Names of character sets as mails write them, and the codecs behind them. spec: mail §2
import { decodeHz, decodeShifted } from './decode-shifted.ts'
import { isPlainUtf16 } from './find-encoding.ts'

/** `none`: nothing is declared, or ASCII alone, or a name that says nothing. `unknown`: a name that nothing here decodes. */
export type Codec =
  | { readonly kind: 'none'; readonly isAscii: boolean }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'gb' | 'hz' | 'iso-2022-kr' | 'iso-2022-cn' | 'utf-16' }
  | { readonly kind: 'label'; readonly label: string }

const aliases: { readonly [squeezed: string]: string } = {
  utf8mb4: 'utf-8',
  unicode11utf8: 'utf-8',
  chinesebig5: 'big5',
  big5eten: 'big5',
  big5hkscs: 'big5',
  cnbig5: 'big5',
  cp950: 'big5',
  ms950: 'big5',
  windows950: 'big5',
  shiftjis: 'shift_jis',
  windows31j: 'shift_jis',
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  windows932: 'shift_jis',
  eucjp: 'euc-jp',
  iso2022jp1: 'iso-2022-jp',
  iso2022jp2: 'iso-2022-jp',
  iso2022jpms: 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  euckr: 'euc-kr',
  uhc: 'euc-kr',
  hangul: 'euc-kr',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  windows949: 'euc-kr',
  ansi: 'windows-1252',
  latin1: 'windows-1252',
  cp1252: 'windows-1252',
  iso88598i: 'iso-8859-8-i',
  tis620: 'windows-874',
}
const ascii = /^(?:us)?ascii(?:7bit)?$|^ansix341968$|^646$/
const saysNothing = /^(?:default|unknown|unknown8bit|8bit|none|null|binary|charset)?$/
const gbFamily = /gb2312|gbk|gb18030|^(?:win|windows|cp|ms|ibm|ansi|codepage)*936$/
const gbNames = /^(?:gb|chinese|cngb|euccn|isoir58|csiso58gb231280|gb23121980)$/

/** The codec of a declared name, in whatever case, quoted or not. */
export function findCodec(declared: string | null): Codec {
  const label =
    (declared ?? '')
      .trim()
      .toLowerCase()
      .split('*')[0]
      ?.replace(/["';\s]/g, '') ?? ''
  const squeezed = label.replace(/[^a-z0-9]/g, '').replace(/(?<=.)charset$/, '')
  const plain = squeezed.replace(/^(?:x|cs)(?=.{3})/, '')
  if (declared === null || saysNothing.test(squeezed)) return { kind: 'none', isAscii: false }
  if (ascii.test(plain)) return { kind: 'none', isAscii: true }
  if (/^(?:hz|hzgb2312|hzgb)$/.test(plain)) return { kind: 'hz' }
  if (plain === 'iso2022kr') return { kind: 'iso-2022-kr' }
  if (plain.startsWith('iso2022cn')) return { kind: 'iso-2022-cn' }
  if (gbFamily.test(squeezed) || gbNames.test(plain) || gbNames.test(squeezed)) return { kind: 'gb' }
  if (/^(?:utf16|ucs2|iso10646ucs2|unicode)$/.test(plain)) return { kind: 'utf-16' }
  const known = [aliases[squeezed], aliases[plain], label, plain].find(
    (name) => name !== undefined && isKnown(name),
  )
  return known === undefined ? { kind: 'unknown' } : { kind: 'label', label: canonical(known) }
}

function isKnown(label: string): boolean {
  try {
    return canonical(label) !== 'x-user-defined'
  } catch {
    return false
  }
}

function canonical(label: string): string {
  return new TextDecoder(label).encoding
}

/** Every byte as its codec wants it, or null where one does not fit. A byte order mark is left out. */
export function decodeStrictly(codec: Codec, bytes: Uint8Array): string | null {
  switch (codec.kind) {
    case 'none':
    case 'unknown':
      return null
    case 'gb':
      return decodeAs('gb18030', bytes)
    case 'hz':
      return decodeHz(bytes)
    case 'iso-2022-kr':
      return decodeShifted(bytes, { designator: 'C', label: 'euc-kr' })
    case 'iso-2022-cn':
      return decodeShifted(bytes, { designator: 'A', label: 'gb18030' })
    case 'utf-16':
      return decodeAs(utf16Order(bytes), bytes)
    case 'label':
      return decodeAs(codec.label, bytes)
  }
}

export function decodeAs(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** What of the bytes can be decoded, with U+FFFD for the rest. */
export function decodeLossy(codec: Codec, bytes: Uint8Array): string {
  return new TextDecoder(labelOf(codec, bytes)).decode(bytes)
}

function labelOf(codec: Codec, bytes: Uint8Array): string {
  if (codec.kind === 'label') return codec.label
  if (codec.kind === 'utf-16') return utf16Order(bytes)
  return codec.kind === 'gb' ? 'gb18030' : 'utf-8'
}

/** By the mark; without one by the half in which ASCII and common signs have their zero bytes; else as Windows writes. */
function utf16Order(bytes: Uint8Array): 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  let [even, odd] = [0, 0]
  for (let at = 0; at < bytes.length; at += 2) {
    if (bytes[at] === 0) even++
    if (bytes[at + 1] === 0) odd++
  }
  if (even !== odd) return even > odd ? 'utf-16be' : 'utf-16le'
  return isPlainUtf16(bytes, 'le') || !isPlainUtf16(bytes, 'be') ? 'utf-16le' : 'utf-16be'
}
