import { refuse, type Refusal } from '@holdfast/lease'

/** Everything that a stream gives, as long as it is no more than `bytesMax`. Refuses: CONTENT_TOO_LARGE (bytesMax). */
export async function readStream(
  stream: AsyncIterable<Uint8Array>,
  bytesMax: number,
): Promise<Uint8Array | Refusal<'CONTENT_TOO_LARGE'>> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of stream) {
    length += piece.length
    if (length > bytesMax) return refuse('CONTENT_TOO_LARGE', { bytesMax })
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
