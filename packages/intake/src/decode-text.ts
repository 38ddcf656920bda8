import type { LineEnds, ReadingWarning } from '@holdfast/fleet'
import { refuse, type Refusal } from '@holdfast/lease'
import { decoderLabelOf, findEncoding, type TextEncoding } from './find-encoding.ts'
import { captureBytesMax } from './limits.ts'
import { repairMojibake } from './repair-mojibake.ts'
import { findSignature } from './signature.ts'

export type DecodedText = {
  readonly kind: 'text'
  /** Without byte order mark. A character that the end cuts is left out. */
  readonly text: string
  readonly encoding: TextEncoding
  readonly eol: LineEnds
  readonly warnings: readonly Extract<ReadingWarning, 'mojibake-repaired'>[]
}

/**
 * Bytes to text, in the encoding that the bytes themselves show; GBK that was read as Latin-1 and stored as UTF-8 is repaired.
 * Refuses: CONTENT_EMPTY, CONTENT_TOO_LARGE (bytes, bytesMax), CONTENT_BINARY (found: what the first bytes look like).
 * Source: docs/spec/intake.md §2.
 */
export function decodeText(
  bytes: Uint8Array,
): DecodedText | Refusal<'CONTENT_EMPTY' | 'CONTENT_TOO_LARGE' | 'CONTENT_BINARY'> {
  if (bytes.length > captureBytesMax)
    return refuse('CONTENT_TOO_LARGE', { bytes: bytes.length, bytesMax: captureBytesMax })
  const encoding = findEncoding(bytes)
  if (encoding === null) return refuse('CONTENT_BINARY', { found: findSignature(bytes)?.name ?? null })
  const text = new TextDecoder(decoderLabelOf(encoding)).decode(bytes, { stream: true })
  if (text.trim() === '') return refuse('CONTENT_EMPTY')
  const repaired = encoding === 'utf-8' || encoding === 'utf-8-bom' ? repairMojibake(text) : null
  if (repaired === null) return { kind: 'text', text, encoding, eol: lineEndsOf(text), warnings: [] }
  return {
    kind: 'text',
    text: repaired,
    encoding: 'utf-8 holding GBK bytes read as latin-1',
    eol: lineEndsOf(repaired),
    warnings: ['mojibake-repaired'],
  }
}

/** A text of one line has no line ends that could differ: it counts as `lf`. */
function lineEndsOf(text: string): LineEnds {
  let [crlf, lf, cr] = [0, 0, 0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
    if (text.charCodeAt(at - 1) === 0x0d) crlf++
    else lf++
  for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) cr++
  if (cr === 0) return 'lf'
  return lf === 0 && cr === crlf ? 'crlf' : 'mixed'
}
