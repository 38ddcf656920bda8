import { refuse, type Refusal } from '@holdfast/lease'
import { ArchiveReader, libarchiveWasm } from 'libarchive-wasm'
import { validateFileName } from 'yauzl'
import { readCabDirectory } from './cab-directory.ts'
import { cabinetBytesMax, entriesMax, entryBytesMax, unpackedBytesMax } from './limits.ts'
import { isBomb, type EntryFault } from './open-zip.ts'

export type CabRefusal = Refusal<'ARCHIVE_DAMAGED' | 'ARCHIVE_LIMIT' | 'CONTENT_TOO_LARGE'>

export type CabEntry = { readonly name: string } & (
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'fault'; readonly fault: EntryFault }
)

const pieceBytes = 64 * 1024

/**
 * Unpacks a cabinet by libarchive in WebAssembly, in memory of its own that is given up afterwards. Its directory is checked
 * first, so that the decoder gets nothing that claims more than a block may hold.
 * Refuses: CONTENT_TOO_LARGE (bytes, bytesMax), ARCHIVE_DAMAGED, ARCHIVE_LIMIT (limit, max or bytesMax).
 */
export async function openCab(
  bytes: Uint8Array,
): Promise<{ readonly kind: 'cab'; entries(): Generator<CabEntry, void, undefined> } | CabRefusal> {
  if (bytes.length > cabinetBytesMax)
    return refuse('CONTENT_TOO_LARGE', { bytes: bytes.length, bytesMax: cabinetBytesMax })
  const directory = readCabDirectory(bytes)
  if (directory === 'entries') return refuse('ARCHIVE_LIMIT', { limit: 'entries', max: entriesMax })
  if (directory === null || directory === 'method') return refuse('ARCHIVE_DAMAGED')
  if (directory.unpackedBytes > unpackedBytesMax)
    return refuse('ARCHIVE_LIMIT', { limit: 'bytes', bytesMax: unpackedBytesMax })
  if (isBomb(bytes.length, directory.unpackedBytes)) return refuse('ARCHIVE_LIMIT', { limit: 'ratio' })
  const library = await libarchiveWasm()
  return {
    kind: 'cab',
    *entries() {
      yield* readEntries(library, bytes)
    },
  }
}

type Library = Awaited<ReturnType<typeof libarchiveWasm>>
type ArchiveReaderEntry = NonNullable<ReturnType<ArchiveReader['nextEntry']>>

function* readEntries(library: Library, bytes: Uint8Array): Generator<CabEntry, void, undefined> {
  const reader = new ArchiveReader(library, new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const seen = new Set<string>()
  for (let count = 0; count < entriesMax; count++) {
    const entry = nextEntry(reader)
    if (entry === null) break
    if (entry === 'damaged') {
      yield { kind: 'fault', name: '', fault: 'damaged' }
      break
    }
    const name = entry.getPathname().replaceAll('\\', '/')
    const fault = faultOf(entry, name) ?? (seen.has(name) ? 'duplicate' : null)
    seen.add(name)
    if (fault !== null) {
      yield { kind: 'fault', name, fault }
      continue
    }
    const content = readContent(library, reader)
    yield content === null
      ? { kind: 'fault', name, fault: 'damaged' }
      : { kind: 'file', name, bytes: content }
  }
}

function nextEntry(reader: ArchiveReader): ArchiveReaderEntry | 'damaged' | null {
  try {
    return reader.nextEntry()
  } catch {
    // A trap of WebAssembly: nothing of this instance is believed from here on.
    return 'damaged'
  }
}

function faultOf(entry: ArchiveReaderEntry, name: string): EntryFault | null {
  if (name === '' || validateFileName(name) !== null) return 'path'
  if (entry.getFiletype() !== 'File') return 'special'
  // Sizes past 2 GiB come out negative.
  const bytes = entry.getSize() >>> 0
  return bytes > entryBytesMax ? 'size' : null
}

/** What really comes out, counted; null where it is damaged or does not end. */
function readContent({ module, read_data }: Library, reader: ArchiveReader): Uint8Array | null {
  const memory = module as {
    _malloc(bytes: number): number
    _free(at: number): void
    readonly HEAP8: Int8Array
  }
  const at = memory._malloc(pieceBytes)
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      const count = read_data(reader.archive, at, pieceBytes)
      if (count === 0) return Buffer.concat(pieces)
      length += count
      if (length > entryBytesMax) return null
      pieces.push(Uint8Array.from(memory.HEAP8.subarray(at, at + count), (value) => value & 0xff))
    }
  } catch {
    return null
  } finally {
    memory._free(at)
  }
}
