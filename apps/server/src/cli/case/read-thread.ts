import { createReadStream } from 'node:fs'
import { isThreadExport, parseThreadExport, type SourceThread } from '@holdfast/desk'
import { captureBytesMax, decodeText, readStream } from '@holdfast/intake'
import { refuse, type Refusal } from '@holdfast/lease'
import type { CommandContext } from '../command.ts'

/**
 * One thread from a file, or from standard input where the name is `-`.
 * Refuses: FILE_UNREADABLE, CONTENT_EMPTY, CONTENT_TOO_LARGE, CONTENT_BINARY, THREAD_UNREADABLE, THREAD_TOO_LARGE.
 */
export async function readThread(
  { stdin }: Pick<CommandContext, 'stdin'>,
  name: string,
): Promise<SourceThread | Refusal> {
  const bytes = await readBytes(name === '-' ? stdin : createReadStream(name), name)
  return 'kind' in bytes ? bytes : threadOfBytes(bytes)
}

/** What kind of source it is shows in its bytes, never in its name. */
export function threadOfBytes(bytes: Uint8Array): SourceThread | Refusal {
  const decoded = decodeText(bytes)
  if (decoded.kind === 'refused') return decoded
  return isThreadExport(decoded.text)
    ? parseThreadExport(decoded.text)
    : refuse('THREAD_UNREADABLE', { because: 'subject' })
}

async function readBytes(stream: AsyncIterable<Uint8Array>, file: string): Promise<Uint8Array | Refusal> {
  try {
    return await readStream(stream, captureBytesMax)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return refuse('FILE_UNREADABLE', { file, reason: code })
  }
}
