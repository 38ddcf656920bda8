// Files of the command line in bodies that the server takes.
import { readFileSync, statSync } from 'node:fs'
import { captureFilesMax } from '@holdfast/contract'
import { refuse, type Refusal } from '@holdfast/lease'

export type FileToSend = { readonly name: string; readonly contentBase64: string }
export type RefusedHere = { readonly file: string; readonly refusal: Refusal }

/** Room for everything but the files in one body. */
const bodyBytesBeside = 65_536
/** Characters of a file's name that are sent: its end tells most. */
const nameCharsMax = 200

/** Files read as they are sent, together as far as one body has room. One that cannot be sent stops none of the others. */
export function* bodiesOf(
  files: readonly string[],
  bodyBytesMax: number,
): Generator<readonly FileToSend[] | RefusedHere> {
  const bytesMax = bodyBytesMax - bodyBytesBeside
  // Base64 writes three bytes as four.
  const fileBytesMax = Math.floor((bytesMax * 3) / 4) - 4 * nameCharsMax
  let body: FileToSend[] = []
  let left = bytesMax
  for (const file of files) {
    const bytes = readToSend(file, fileBytesMax)
    if ('code' in bytes) {
      yield { file, refusal: bytes }
      continue
    }
    const sent = fileToSend(file, bytes)
    const room = sent.contentBase64.length + 4 * sent.name.length + 64
    if (room > left || body.length === captureFilesMax) {
      if (body.length > 0) yield body
      body = []
      left = bytesMax
    }
    body.push(sent)
    left -= room
  }
  if (body.length > 0) yield body
}

export function fileToSend(file: string, bytes: Uint8Array): FileToSend {
  return { name: file.slice(-nameCharsMax), contentBase64: Buffer.from(bytes).toString('base64') }
}

/** By its size first: what is too large is never read. */
function readToSend(file: string, bytesMax: number): Buffer | Refusal {
  try {
    const { size } = statSync(file)
    if (size > bytesMax) return refuse('CONTENT_TOO_LARGE', { bytes: size, bytesMax })
    return readFileSync(file)
  } catch (error) {
    return refuse('FILE_UNREADABLE', { file, reason: (error as NodeJS.ErrnoException).code ?? 'unknown' })
  }
}
