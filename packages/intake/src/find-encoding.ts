// Which encoding bytes are in, by the bytes alone: what a mail or a page declares is not asked. spec: intake §2
import { isAscii, isUtf8 } from 'node:buffer'
import type { Encoding } from '@holdfast/fleet'

/** What fleet calls its encodings, and two that old systems write. */
export type TextEncoding = Encoding | 'utf-16be-bom' | 'windows-1252'

/** How `TextDecoder` calls it. Mojibake is UTF-8 until it is repaired. */
export function decoderLabelOf(encoding: TextEncoding): string {
  switch (encoding) {
    case 'utf-16le':
    case 'utf-16le-bom':
      return 'utf-16le'
    case 'utf-16be-bom':
      return 'utf-16be'
    case 'gbk':
      return 'gb18030'
    case 'windows-1252':
      return 'windows-1252'
    default:
      return 'utf-8'
  }
}

/** The encoding, or null where the bytes are no text. `bytes` may end in the middle of a character. */
export function findEncoding(bytes: Uint8Array): TextEncoding | null {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf)
    return isPlain(bytes.subarray(3)) ? 'utf-8-bom' : null
  if (first === 0xff && second === 0xfe) return isPlainUtf16(bytes.subarray(2), 'le') ? 'utf-16le-bom' : null
  if (first === 0xfe && second === 0xff) return isPlainUtf16(bytes.subarray(2), 'be') ? 'utf-16be-bom' : null
  // A zero byte or two in something tiny is no evidence of UTF-16.
  if (bytes.includes(0))
    return bytes.length >= 8 && isPlainUtf16(bytes, 'le', asciiShareMin) ? 'utf-16le' : null
  if (!isPlain(bytes)) return null
  if (isAscii(bytes)) return 'ascii'
  if (isUtf8(withoutOpenTail(bytes)) || isMostlyUtf8(bytes)) return 'utf-8'
  return isPlausibleGb(bytes) ? 'gbk' : 'windows-1252'
}

/** UTF-8 without the first bytes of a character that a cut left at its end. */
function withoutOpenTail(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return back < length ? bytes.subarray(0, bytes.length - back) : bytes
    }
  }
  return bytes
}

// A single damaged byte in a long text does not make it another encoding.
const goodOverBad = 10

function isMostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes)
  let [good, bad] = [0, 0]
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit === 0xfffd) bad++
    else if (unit >= 0x80) good++
  }
  return good >= goodOverBad * bad
}

/** Of what high bytes consist, read as GB18030. */
type GbCount = { pairs: number; lowTrails: number; quads: number; stray: number }

export function countGb(bytes: Uint8Array): GbCount {
  const count: GbCount = { pairs: 0, lowTrails: 0, quads: 0, stray: 0 }
  const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39
  for (let index = 0; index < bytes.length;) {
    const lead = bytes[index] ?? 0
    if (lead < 0x80) {
      index++
      continue
    }
    // A pair that the end cuts is no evidence against.
    if (index + 1 >= bytes.length) break
    const trail = bytes[index + 1] ?? 0
    if (lead === 0x80 || lead === 0xff) {
      count.stray++
      index++
    } else if (trail >= 0xa1 && trail <= 0xfe && lead >= 0xa1) {
      count.pairs++
      index += 2
    } else if (isDigit(trail) && (bytes[index + 2] ?? 0) >= 0x81 && isDigit(bytes[index + 3] ?? 0)) {
      count.quads++
      index += 4
    } else if (trail >= 0x40 && trail <= 0xfe && trail !== 0x7f) {
      count.lowTrails++
      index += 2
    } else {
      count.stray++
      index++
    }
  }
  return count
}

/**
 * Chinese in the GB family consists of pairs of two high bytes; letters of western languages stand alone before an ASCII
 * letter, which GBK would take for a rare character.
 */
export function isPlausibleGb(bytes: Uint8Array): boolean {
  const { pairs, lowTrails, quads, stray } = countGb(bytes)
  const common = pairs + quads
  return common > 0 && lowTrails <= common / 2 && stray <= common / 20
}

// Tab, line ends, form feed, end of file of DOS, and the escape and backspace of terminals.
const plainControls: ReadonlySet<number> = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d, 0x1a, 0x1b])
const strangePerThousand = 5

function isPlain(bytes: Uint8Array): boolean {
  let strange = 0
  for (const byte of bytes)
    if (byte < 0x20 && !plainControls.has(byte)) {
      if (byte === 0) return false
      strange++
    }
  return strange * 1000 <= bytes.length * strangePerThousand
}

// Without a mark, a text shows itself by the ASCII that all texts have: blanks, digits, line ends.
const asciiShareMin = 0.05

/** Whether it reads as UTF-16 text: no controls, no halves of surrogate pairs. */
export function isPlainUtf16(bytes: Uint8Array, order: 'le' | 'be', asciiShare = 0): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const units = Math.floor(bytes.length / 2)
  let [strange, ascii, expectsLow] = [0, 0, false]
  for (let index = 0; index < units; index++) {
    const unit = view.getUint16(index * 2, order === 'le')
    const isLow = unit >= 0xdc00 && unit <= 0xdfff
    if (isLow !== expectsLow) strange++
    expectsLow = unit >= 0xd800 && unit <= 0xdbff
    if (unit < 0x20 ? !plainControls.has(unit) : unit >= 0xfffe) strange++
    else if (unit < 0x80) ascii++
  }
  return strange * 1000 <= units * strangePerThousand && ascii >= units * asciiShare
}
