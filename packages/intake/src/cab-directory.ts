// The directory of a cabinet, checked before any decoder sees a byte of it. Microsoft Cabinet Format (MS-CAB) §2
import { entriesMax } from './limits.ts'

export type CabDirectory = {
  readonly files: number
  /** Bytes of everything in it, unpacked, as its blocks promise; no block can give more. */
  readonly unpackedBytes: number
}

export const cabMethods = ['stored', 'mszip', 'quantum', 'lzx'] as const

/** `MSCF` */
const signature = 0x4d534346
const headerBytes = 36
const folderBytes = 8
const blockBytes = 8
const fileBytes = 16
const [flagPrevious, flagNext, flagReserve] = [1, 2, 4]
/** Unpacked and packed bytes of one block at most: LZX of libarchive 3.7 writes past its memory where a block claims more. */
const blockUnpackedMax = 0x8000
const blockPackedMax = 0x8000 + 6144

/** Reads header, folders and blocks; null where they contradict each other or the length of the file. */
export function readCabDirectory(bytes: Uint8Array): CabDirectory | 'entries' | 'method' | null {
  if (bytes.length < headerBytes) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0) !== signature) return null
  const [folders, files, flags] = [
    view.getUint16(26, true),
    view.getUint16(28, true),
    view.getUint16(30, true),
  ]
  if (files > entriesMax) return 'entries'
  // A cabinet of a set has files that begin or end in another.
  if ((flags & (flagPrevious | flagNext)) !== 0 || view.getUint32(8, true) > bytes.length) return null
  let at = headerBytes
  let [folderReserve, blockReserve] = [0, 0]
  if ((flags & flagReserve) !== 0) {
    if (bytes.length < at + 4) return null
    folderReserve = bytes[at + 2] ?? 0
    blockReserve = bytes[at + 3] ?? 0
    at += 4 + view.getUint16(at, true)
  }
  let unpackedBytes = 0
  for (let folder = 0; folder < folders; folder++, at += folderBytes + folderReserve) {
    if (bytes.length < at + folderBytes) return null
    const method = cabMethods[view.getUint16(at + 6, true) & 0xf]
    if (method === undefined || method === 'quantum') return 'method'
    const unpacked = sumBlocks(view, view.getUint32(at, true), view.getUint16(at + 4, true), blockReserve)
    if (unpacked === null) return null
    unpackedBytes += unpacked
  }
  return areFilesInside(view, files, folders, unpackedBytes) ? { files, unpackedBytes } : null
}

function sumBlocks(view: DataView, start: number, count: number, reserve: number): number | null {
  let at = start
  let unpacked = 0
  for (let block = 0; block < count; block++) {
    if (at + blockBytes + reserve > view.byteLength) return null
    const [packed, plain] = [view.getUint16(at + 4, true), view.getUint16(at + 6, true)]
    if (packed > blockPackedMax || plain > blockUnpackedMax || plain === 0) return null
    at += blockBytes + reserve + packed
    if (at > view.byteLength) return null
    unpacked += plain
  }
  return unpacked
}

/** Every file must lie in a folder that is there, and be no longer than all that is unpacked. */
function areFilesInside(view: DataView, files: number, folders: number, unpackedBytes: number): boolean {
  let at = view.getUint32(16, true)
  for (let file = 0; file < files; file++) {
    if (at + fileBytes >= view.byteLength) return false
    const [length, offset, folder] = [
      view.getUint32(at, true),
      view.getUint32(at + 4, true),
      view.getUint16(at + 8, true),
    ]
    if (folder >= folders || offset + length > unpackedBytes) return false
    at += fileBytes
    const nameStart = at
    while (at < view.byteLength && view.getUint8(at) !== 0) if (++at - nameStart > 256) return false
    if (at >= view.byteLength) return false
    at++
  }
  return true
}
