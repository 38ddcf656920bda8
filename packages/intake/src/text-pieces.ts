// A long text in pieces, in whatever encoding, without holding it. spec: intake §2
import { isAscii } from 'node:buffer'
import { open } from 'node:fs/promises'
import { decoderLabelOf, findEncoding, type TextEncoding } from './find-encoding.ts'
import { misreadBytes, repairMojibake } from './repair-mojibake.ts'

/** Where a table or a text comes from. A path is read piece by piece. */
export type ByteSource = { readonly path: string } | { readonly bytes: Uint8Array }

/** Small, so that the rows of one piece are forgotten before they count as old; read in fewer and larger steps. */
const pieceBytes = 64 * 1024
const readBytes = 4 * pieceBytes

/** The bytes in pieces; each piece is the caller's own. Throws as the file system does. */
export async function* bytePieces(source: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  if ('bytes' in source) {
    yield* piecesOf(source.bytes)
    return
  }
  const file = await open(source.path)
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafe(readBytes)
      const { bytesRead } = await file.read(buffer, 0, readBytes)
      if (bytesRead === 0) return
      yield* piecesOf(buffer.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

/** The first bytes, at most one piece. */
export async function firstBytes(source: ByteSource): Promise<Uint8Array> {
  for await (const piece of bytePieces(source)) return piece
  return new Uint8Array()
}

export type TextPieces = {
  /** As known so far: `ascii` until a piece shows more. null: the bytes are no text. */
  readonly encoding: TextEncoding | null
  pieces(): AsyncGenerator<string, void, undefined>
}

/**
 * The text of a source in pieces. The encoding is found in the first piece that has more than ASCII; what does not fit it
 * later becomes replacement characters.
 */
export function textPieces(source: ByteSource): TextPieces {
  let encoding: TextEncoding | null = 'ascii'
  return {
    get encoding() {
      return encoding
    },
    async *pieces() {
      encoding = 'ascii'
      let decode: ((bytes: Uint8Array, isLast: boolean) => string) | null = null
      for await (const bytes of bytePieces(source)) {
        if (decode === null && isAscii(bytes) && !bytes.includes(0)) {
          yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
          continue
        }
        if (decode === null) {
          encoding = findEncoding(bytes)
          if (encoding === null) return
          const label = decoderLabelOf(encoding)
          const sample = label === 'utf-8' ? new TextDecoder().decode(bytes, { stream: true }) : ''
          if (sample !== '' && repairMojibake(sample) !== null)
            encoding = 'utf-8 holding GBK bytes read as latin-1'
          decode = decoderOf(encoding)
        }
        const text = decode(bytes, false)
        if (text !== '') yield text
      }
      const rest = decode?.(new Uint8Array(), true) ?? ''
      if (rest !== '') yield rest
    },
  }
}

function decoderOf(encoding: TextEncoding): (bytes: Uint8Array, isLast: boolean) => string {
  const outer = new TextDecoder(decoderLabelOf(encoding))
  if (encoding !== 'utf-8 holding GBK bytes read as latin-1')
    return (bytes, isLast) => outer.decode(bytes, { stream: !isLast })
  const inner = new TextDecoder('gb18030')
  return (bytes, isLast) => {
    const text = outer.decode(bytes, { stream: !isLast })
    const misread = misreadBytes(text)
    // A character that no misreading makes was put there since; it stays as it is.
    return misread === null ? text : inner.decode(misread, { stream: !isLast })
  }
}
