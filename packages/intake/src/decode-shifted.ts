// Chinese and Korean in seven bits, which no decoder of the platform knows. RFC 1843, RFC 1557, RFC 1922
import { isAscii } from 'node:buffer'

const [newline, shiftOut, shiftIn, escape] = [0x0a, 0x0e, 0x0f, 0x1b] as const
const [tilde, open, close] = [0x7e, 0x7b, 0x7d] as const
const designation = 4

/** HZ: `~{` begins pairs of GB 2312, `~}` ends them, `~~` is a tilde, `~` at the end of a line joins it with the next. */
export function decodeHz(bytes: Uint8Array): string | null {
  if (!isAscii(bytes)) return null
  const plain = new Uint8Array(bytes.length)
  let [length, inPairs] = [0, false]
  for (let at = 0; at < bytes.length; at++) {
    const [byte, next] = [bytes[at] ?? 0, bytes[at + 1] ?? 0]
    if (byte === tilde && next === (inPairs ? close : open)) {
      inPairs = !inPairs
      at++
    } else if (byte === tilde && !inPairs && (next === tilde || next === newline)) {
      if (next === tilde) plain[length++] = tilde
      at++
    } else if (byte === newline || byte === 0x0d) {
      // Pairs never go beyond a line: a writer that forgot to end them costs one line.
      inPairs = false
      plain[length++] = byte
    } else if (inPairs) {
      plain[length++] = byte | 0x80
      plain[length++] = next | 0x80
      at++
    } else plain[length++] = byte
  }
  return strictly('gb18030', plain.subarray(0, length))
}

/**
 * ISO 2022 with one set of pairs: ESC $ ) names it, SO begins its pairs, SI ends them. null where another set is named, or
 * a byte does not fit.
 */
export function decodeShifted(
  bytes: Uint8Array,
  set: { readonly designator: 'A' | 'C'; readonly label: 'gb18030' | 'euc-kr' },
): string | null {
  if (!isAscii(bytes)) return null
  const plain = new Uint8Array(bytes.length)
  let [length, shifted] = [0, false]
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === escape) {
      const name = Buffer.from(bytes.subarray(at + 1, at + designation)).toString('latin1')
      if (name !== `$)${set.designator}`) return null
      at += designation - 1
    } else if (byte === shiftOut || byte === shiftIn) shifted = byte === shiftOut
    else if (byte === newline) {
      shifted = false
      plain[length++] = byte
    } else plain[length++] = shifted && byte > 0x20 ? byte | 0x80 : byte
  }
  return strictly(set.label, plain.subarray(0, length))
}

function strictly(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
