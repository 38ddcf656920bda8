// Zip by its central directory, within limits: nothing is unpacked before all sizes are known. spec: intake §3
import { refuse, type Refusal } from '@holdfast/lease'
import {
  fromBufferPromise,
  getFileNameLowLevel,
  openPromise,
  validateFileName,
  type Entry,
  type ZipFile,
} from 'yauzl'
import { findEncoding } from './find-encoding.ts'
import { entriesMax, entryNameLengthMax, ratioFreeBytes, ratioMax } from './limits.ts'
import type { ByteSource } from './text-pieces.ts'

export type ZipRefusal = Refusal<'ARCHIVE_DAMAGED' | 'ARCHIVE_LIMIT'>

export type EntryFault =
  'path' | 'encrypted' | 'duplicate' | 'method' | 'special' | 'damaged' | 'size' | 'ratio'

/** A file in an archive; `fault` says why it will not be unpacked. */
export type ZipEntry = {
  readonly name: string
  /** Unpacked, as the archive promises; reading stops where more comes. */
  readonly bytes: number
  readonly fault: EntryFault | null
  readonly entry: Entry
}

export type OpenedZip = {
  readonly kind: 'zip'
  readonly entries: readonly ZipEntry[]
  /** Throws where the entry is damaged or longer than promised. */
  read(entry: ZipEntry): AsyncGenerator<Uint8Array, void, undefined>
  close(): void
}

/**
 * Opens a zip archive and lists its files; folders and what macOS adds are left out.
 * Refuses: ARCHIVE_DAMAGED, ARCHIVE_LIMIT (limit, max).
 */
export async function openZip(source: ByteSource, entryBytesMax: number): Promise<OpenedZip | ZipRefusal> {
  let zip: ZipFile
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true }
  try {
    zip =
      'path' in source
        ? await openPromise(source.path, options)
        : await fromBufferPromise(bufferOf(source.bytes), options)
  } catch {
    return refuse('ARCHIVE_DAMAGED')
  }
  try {
    const entries = await listEntries(zip, entryBytesMax)
    if (!Array.isArray(entries)) {
      zip.close()
      return entries
    }
    return {
      kind: 'zip',
      entries,
      close: () => zip.close(),
      async *read({ entry }) {
        const stream = await zip.openReadStreamPromise(entry)
        for await (const piece of stream) yield piece as Uint8Array
      },
    }
  } catch {
    zip.close()
    return refuse('ARCHIVE_DAMAGED')
  }
}

async function listEntries(zip: ZipFile, entryBytesMax: number): Promise<ZipEntry[] | ZipRefusal> {
  const listed: ZipEntry[] = []
  const seen = new Set<string>()
  let count = 0
  for await (const entry of zip.eachEntry()) {
    if (++count > entriesMax) return refuse('ARCHIVE_LIMIT', { limit: 'entries', max: entriesMax })
    const name = entryNameOf(entry)
    if (name.endsWith('/') || /^__MACOSX\/|(?:^|\/)\.DS_Store$/.test(name)) continue
    const fault = faultOf(entry, name, entryBytesMax) ?? (seen.has(name) ? 'duplicate' : null)
    seen.add(name)
    listed.push({ name, bytes: entry.uncompressedSize, fault, entry })
  }
  return listed
}

function faultOf(entry: Entry, name: string, entryBytesMax: number): EntryFault | null {
  if (name.length > entryNameLengthMax || name === '' || name.includes('\0')) return 'path'
  if (validateFileName(name.replaceAll('\\', '/')) !== null) return 'path'
  if (entry.isEncrypted()) return 'encrypted'
  if (!entry.canDecodeFileData()) return 'method'
  // The upper half holds the mode of Unix: only files, and entries that name no kind.
  const kind = (entry.externalFileAttributes >>> 28) & 0xf
  if (entry.versionMadeBy >>> 8 === 3 && kind !== 0 && kind !== 8) return 'special'
  if (isBomb(entry.compressedSize, entry.uncompressedSize)) return 'ratio'
  return entry.uncompressedSize > entryBytesMax ? 'size' : null
}

export function isBomb(packedBytes: number, unpackedBytes: number): boolean {
  return unpackedBytes > ratioFreeBytes && unpackedBytes > packedBytes * ratioMax
}

/** Old archivers write names in the code page of their system and do not say so. */
function entryNameOf(entry: Entry): string {
  const raw = entry.fileNameRaw
  const declared = getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, true)
  if ((entry.generalPurposeBitFlag & 0x800) !== 0 || entry.extraFields.some(({ id }) => id === 0x7075))
    return declared
  const encoding = findEncoding(raw)
  if (encoding === 'utf-8') return new TextDecoder().decode(raw)
  return encoding === 'gbk' ? new TextDecoder('gb18030').decode(raw) : declared
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
