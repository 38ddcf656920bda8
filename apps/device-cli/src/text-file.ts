// Files that people carry: read within a limit, and written so that nobody meets half of one.
import {
  closeSync,
  createReadStream,
  fsyncSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { refuse, type Refusal } from '@holdfast/lease'

/** The longest armoured text, also as UTF-16 with its mark. spec: lease-format §11 */
export const textBytesMax = 33_554_434

/** The bytes of a file; `-` is standard input, lent as `standardInput`. */
export async function readBytes(
  path: string,
  standardInput: () => AsyncIterable<Uint8Array>,
): Promise<{ readonly kind: 'bytes'; readonly bytes: Uint8Array } | Refusal<'FILE_UNREADABLE'>> {
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for await (const part of path === '-' ? standardInput() : createReadStream(path)) {
      parts.push(part as Uint8Array)
      length += (part as Uint8Array).length
      if (length > textBytesMax)
        return refuse('FILE_UNREADABLE', { file: path, errno: 'EFBIG', bytesMax: textBytesMax })
    }
  } catch (error) {
    return refuse('FILE_UNREADABLE', { file: path, errno: errnoOf(error) })
  }
  return { kind: 'bytes', bytes: Buffer.concat(parts) }
}

/** A file to be written: opened before anything is done whose result could then have no place to go. */
export type Output = {
  /** Writes all, durably, in the place of what stood there before. */
  write(text: string): { readonly kind: 'written' } | Refusal<'FILE_UNWRITABLE'>
  /** Leaves everything as it was. */
  drop(): void
}

/** `-` is standard output, given as `print`. Devices and pipes are written directly, files by a new one beside them. */
export function openOutput(
  path: string,
  print: (text: string) => void,
): { readonly kind: 'output'; readonly output: Output } | Refusal<'FILE_UNWRITABLE'> {
  if (path === '-') return { kind: 'output', output: printed(print) }
  const refusal = (error: unknown) => refuse('FILE_UNWRITABLE', { file: path, errno: errnoOf(error) })
  let direct: boolean
  let target: string
  let file: number
  try {
    const kind = kindOfTarget(path)
    if (kind === 'folder') return refuse('FILE_UNWRITABLE', { file: path, errno: 'EISDIR' })
    direct = kind === 'device'
    target = direct ? path : join(dirname(path), `.${basename(path)}.${process.pid}.part`)
    // What a killed process of the same number left: in a container every run has that number.
    if (!direct) rmSync(target, { force: true })
    file = openSync(target, direct ? 'w' : 'wx', 0o644)
  } catch (error) {
    return refusal(error)
  }
  const drop = () => {
    closeSync(file)
    if (!direct) rmSync(target, { force: true })
  }
  const write: Output['write'] = (text) => {
    try {
      writeAll(file, Buffer.from(text))
      if (!direct) fsyncSync(file)
      if (!direct) renameSync(target, path)
      if (!direct) syncFolder(dirname(path))
    } catch (error) {
      drop()
      return refusal(error)
    }
    closeSync(file)
    return { kind: 'written' }
  }
  return { kind: 'output', output: { write, drop } }
}

function printed(print: (text: string) => void): Output {
  return {
    write: (text) => {
      print(text)
      return { kind: 'written' }
    },
    drop: () => undefined,
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}

// What a file system or its rights say where they know no fsync of folders: then the rename is as durable as it gets.
const noFolderSync = ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EBADF', 'EISDIR', 'EACCES', 'EPERM']

/** Makes the new name durable. Windows opens no folders; its rename is in the file system's journal. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  try {
    const folder = openSync(path, 'r')
    try {
      fsyncSync(folder)
    } finally {
      closeSync(folder)
    }
  } catch (error) {
    if (!noFolderSync.includes(errnoOf(error))) throw error
  }
}

function kindOfTarget(path: string): 'file' | 'folder' | 'device' {
  // The target of a link stays where it is and is written through the link.
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined || found.isFile()) return 'file'
  return found.isDirectory() ? 'folder' : 'device'
}

function errnoOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (typeof code !== 'string') throw error
  return code
}
