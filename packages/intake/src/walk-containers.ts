// Archives and mails: their contents one after another, the good ones kept. Nothing is ever written to disk.
import { hideKeys } from '@holdfast/fleet'
import { refuse, type Refusal } from '@holdfast/lease'
import { enter, refuseDepth, type FileWalk, type Place, type Recognised } from './file-walk.ts'
import { entryBytesMax } from './limits.ts'
import { openCab } from './open-cab.ts'
import { openMail, type MailPart } from './open-mail.ts'
import { isBomb, type OpenedZip, type ZipEntry } from './open-zip.ts'

/** Reads the content that stands at a place; given by whoever walks, so that the walk may go round. */
export type ReadContent = (bytes: Uint8Array, place: Place) => Promise<Recognised | Refusal>

export async function walkZip(
  walk: FileWalk,
  zip: OpenedZip,
  how: { readonly place: Place; readonly packedBytes: number; readonly read: ReadContent },
): Promise<Recognised | Refusal> {
  const { place, packedBytes, read } = how
  const refused = refuseDepth(place) ?? refuseSum(walk, zip.entries, packedBytes)
  if (refused !== null) return refused
  for (const entry of zip.entries) {
    const inner = enter(place, entry.name)
    if (entry.fault !== null) {
      walk.complain(
        inner.inside,
        refuse('ENTRY_REFUSED', { entry: hideKeys(entry.name), because: entry.fault }),
      )
      continue
    }
    const bytes = await unpack(zip, entry)
    if (bytes === null) {
      walk.complain(
        inner.inside,
        refuse('ENTRY_REFUSED', { entry: hideKeys(entry.name), because: 'damaged' }),
      )
      continue
    }
    const full = walk.unpack(bytes.length)
    if (full !== null) {
      walk.complain(inner.inside, full)
      break
    }
    await readInner(walk, bytes, { inner, read })
  }
  return { kind: 'recognised', container: 'zip', encoding: null, eol: null }
}

/** All sizes are known before anything is unpacked. */
function refuseSum(
  walk: FileWalk,
  entries: readonly ZipEntry[],
  packedBytes: number,
): Refusal<'ARCHIVE_LIMIT'> | null {
  const wanted = entries.filter(({ fault }) => fault === null)
  const sum = wanted.reduce((bytes, entry) => bytes + entry.bytes, 0)
  if (sum > walk.unpackedLeft) return refuse('ARCHIVE_LIMIT', { limit: 'bytes', bytesMax: walk.unpackedLeft })
  if (isBomb(packedBytes, sum)) return refuse('ARCHIVE_LIMIT', { limit: 'ratio' })
  // Where nothing is left to read, what is too large is what is wrong with the archive.
  const grave =
    wanted.length > 0 ? undefined : entries.find(({ fault }) => fault === 'ratio' || fault === 'size')
  return grave === undefined ? null : refuse('ARCHIVE_LIMIT', { limit: grave.fault })
}

/** The content, counted as it comes; null where it is damaged. */
async function unpack(zip: OpenedZip, entry: ZipEntry): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    for await (const piece of zip.read(entry)) {
      length += piece.length
      if (length > entryBytesMax) return null
      pieces.push(piece)
    }
  } catch {
    return null
  }
  return Buffer.concat(pieces)
}

export async function walkCab(
  walk: FileWalk,
  bytes: Uint8Array,
  how: { readonly place: Place; readonly read: ReadContent },
): Promise<Recognised | Refusal> {
  const deep = refuseDepth(how.place)
  if (deep !== null) return deep
  const cab = await openCab(bytes)
  if (cab.kind === 'refused') return cab
  for (const entry of cab.entries()) {
    const inner = enter(how.place, entry.name)
    if (entry.kind === 'fault') {
      walk.complain(
        inner.inside,
        refuse('ENTRY_REFUSED', { entry: hideKeys(entry.name), because: entry.fault }),
      )
      continue
    }
    const full = walk.unpack(entry.bytes.length)
    if (full !== null) {
      walk.complain(inner.inside, full)
      break
    }
    await readInner(walk, entry.bytes, { inner, read: how.read })
  }
  return { kind: 'recognised', container: 'cab', encoding: null, eol: null }
}

export async function walkMail(
  walk: FileWalk,
  bytes: Uint8Array,
  how: { readonly place: Place; readonly read: ReadContent },
): Promise<Recognised | Refusal> {
  const deep = refuseDepth(how.place)
  if (deep !== null) return deep
  const mail = await openMail(bytes)
  if (mail.kind === 'refused') return mail
  const before = walk.found.length
  const pages = mail.parts.filter(({ role }) => role === 'html')
  for (const part of mail.parts) {
    if (part.role === 'html') continue
    const refused = await readPart(walk, part, { ...how, sentAt: mail.sentAt })
    if (refused !== null) return refused
  }
  // The page of a mail says what its text says; it counts only where no text was read.
  if (walk.found.length === before)
    for (const part of pages) {
      const refused = await readPart(walk, part, { ...how, sentAt: mail.sentAt })
      if (refused !== null) return refused
    }
  return { kind: 'recognised', container: 'mail', encoding: null, eol: null }
}

async function readPart(
  walk: FileWalk,
  part: MailPart,
  how: { readonly place: Place; readonly read: ReadContent; readonly sentAt: string | null },
): Promise<Refusal | null> {
  const full = walk.unpack(part.bytes.length)
  if (full !== null) return full
  const inner = enter(how.place, part.name, {
    sentAt: how.sentAt,
    isHtml: part.role === 'html',
    flowed: part.flowed,
  })
  // What somebody wrote around an attachment need not be licence text; only an attachment that is none is a complaint.
  if (part.role === 'attachment' || part.role === 'mail')
    await readInner(walk, part.bytes, { inner, read: how.read })
  else await how.read(part.bytes, inner)
  return null
}

async function readInner(
  walk: FileWalk,
  bytes: Uint8Array,
  how: { readonly inner: Place; readonly read: ReadContent },
): Promise<void> {
  const read = await how.read(bytes, how.inner)
  if (read.kind === 'refused') walk.complain(how.inner.inside, read)
}
