// What a file is, by its content, and what it says. spec: intake §1
import { stat } from 'node:fs/promises'
import { readFile as readBytes } from 'node:fs/promises'
import { hideKeys, readingWarnings, readRow, recognisesColumns, type LineEnds } from '@holdfast/fleet'
import { refuse, type Refusal } from '@holdfast/lease'
import { decodeText, type DecodedText } from './decode-text.ts'
import { FileWalk, outermost, type Place, type Recognised } from './file-walk.ts'
import type { TextEncoding } from './find-encoding.ts'
import type { Complaint, Found } from './found.ts'
import { cabinetBytesMax, captureBytesMax, entryBytesMax, mailBytesMax } from './limits.ts'
import { looksLikeMail } from './open-mail.ts'
import { openTable } from './open-table.ts'
import { isWorkbook } from './open-workbook.ts'
import { openZip } from './open-zip.ts'
import { readTextContent } from './read-text-content.ts'
import { findSignature } from './signature.ts'
import type { OpenedTable, TableRow } from './table.ts'
import { firstBytes, type ByteSource } from './text-pieces.ts'
import { walkCab, walkMail, walkZip } from './walk-containers.ts'
import { unflow } from './unflow.ts'

export type FileRead = {
  readonly kind: 'read'
  readonly container: Recognised['container']
  /** null for containers and workbooks. */
  readonly encoding: TextEncoding | null
  readonly eol: LineEnds | null
  readonly found: readonly Found[]
  /** What stood beside it and could not be read. */
  readonly complaints: readonly Complaint[]
}

/**
 * Reads one file: captures of licence text, property dumps and product lists, our own reports, and mails and archives that hold
 * any of these. What it is shows in its content, never in its name. Memory is bounded whatever comes.
 * Refuses with the code of what was tried where nothing at all was read; what could not be read beside something that could
 * is in `complaints`. Throws only where the machine fails.
 * Source: docs/spec/intake.md.
 */
export async function readFile(source: ByteSource): Promise<FileRead | Refusal> {
  const walk = new FileWalk()
  const read = await readWhole(walk, source)
  if (read.kind === 'refused') return read
  if (walk.found.length === 0)
    return refusalOf(walk.complaints) ?? refuse('TEXT_NOT_RECOGNISED', { lines: 0 })
  const { container, encoding, eol } = read
  return { kind: 'read', container, encoding, eol, found: walk.found, complaints: walk.complaints }
}

/** What is said of a file with nothing in it: the gravest of its complaints, else the first. */
function refusalOf(complaints: readonly Complaint[]): Refusal | null {
  const grave = complaints.find(({ refusal }) => refusal.code === 'ARCHIVE_LIMIT') ?? complaints[0]
  return grave?.refusal ?? null
}

async function readWhole(walk: FileWalk, source: ByteSource): Promise<Recognised | Refusal> {
  if ('bytes' in source)
    return await readSource(walk, source, { size: source.bytes.length, place: outermost })
  const file = source.path
  try {
    const found = await stat(file)
    if (!found.isFile()) return refuse('FILE_UNREADABLE', { file, reason: 'no file' })
    return await readSource(walk, source, { size: found.size, place: outermost })
  } catch (error) {
    // What the file system says of the file that was given is an answer; everything else is an accident.
    const { code } = error as NodeJS.ErrnoException
    if (typeof code !== 'string') throw error
    return refuse('FILE_UNREADABLE', { file, reason: code })
  }
}

type At = { readonly size: number; readonly place: Place }

async function readSource(walk: FileWalk, source: ByteSource, at: At): Promise<Recognised | Refusal> {
  if (at.size === 0) return refuse('CONTENT_EMPTY')
  const begin = await firstBytes(source)
  const signature = findSignature(begin)?.name
  if (signature === 'zip') return await readZip(walk, source, at)
  if (signature === 'cab') {
    const bytes = await wholeOf(source, at.size, cabinetBytesMax)
    return bytes instanceof Uint8Array
      ? await walkCab(walk, bytes, { place: at.place, read: inner(walk) })
      : bytes
  }
  if (looksLikeMail(begin)) return await readMail(walk, source, at)
  if (at.size > captureBytesMax) return await readLargeTable(walk, source, at)
  const bytes = await wholeOf(source, at.size, captureBytesMax)
  return bytes instanceof Uint8Array ? await readTextBytes(walk, bytes, at.place) : bytes
}

const inner = (walk: FileWalk) => async (bytes: Uint8Array, place: Place) =>
  await readSource(walk, { bytes }, { size: bytes.length, place })

async function wholeOf(
  source: ByteSource,
  size: number,
  bytesMax: number,
): Promise<Uint8Array | Refusal<'CONTENT_TOO_LARGE'>> {
  if (size > bytesMax) return refuse('CONTENT_TOO_LARGE', { bytes: size, bytesMax })
  return 'bytes' in source ? source.bytes : await readBytes(source.path)
}

async function readZip(
  walk: FileWalk,
  source: ByteSource,
  { size, place }: At,
): Promise<Recognised | Refusal> {
  const zip = await openZip(source, entryBytesMax)
  if (zip.kind === 'refused') return zip
  try {
    if (isWorkbook(zip)) return await readTable(walk, source, place)
    return await walkZip(walk, zip, { place, packedBytes: size, read: inner(walk) })
  } finally {
    zip.close()
  }
}

/** A text that only begins like a mail is read as a text. */
async function readMail(
  walk: FileWalk,
  source: ByteSource,
  { size, place }: At,
): Promise<Recognised | Refusal> {
  const bytes = await wholeOf(source, size, mailBytesMax)
  if (!(bytes instanceof Uint8Array)) return bytes
  const before = walk.found.length
  const read = await walkMail(walk, bytes, { place, read: inner(walk) })
  if (read.kind === 'recognised' && walk.found.length > before) return read
  const text = size > captureBytesMax ? null : await readTextBytes(walk, bytes, place)
  if (text?.kind === 'recognised') return text
  return read.kind === 'recognised' && walk.complaints.length === 0 && text !== null ? text : read
}

async function readLargeTable(
  walk: FileWalk,
  source: ByteSource,
  { size, place }: At,
): Promise<Recognised | Refusal> {
  const read = await readTable(walk, source, place)
  return read.kind === 'recognised'
    ? read
    : refuse('CONTENT_TOO_LARGE', { bytes: size, bytesMax: captureBytesMax })
}

async function readTextBytes(walk: FileWalk, bytes: Uint8Array, place: Place): Promise<Recognised | Refusal> {
  const decoded = decodeText(bytes)
  if (decoded.kind === 'refused') return decoded
  const content = await readTextContent(unflow(decoded.text, place.flowed), place)
  if (content.kind === 'refused') return content
  if (content.kind === 'rows') return await readTable(walk, { bytes }, place)
  const { encoding, eol } = decoded
  const { inside, sentAt } = place
  const base = { inside, sentAt, encoding, eol, list: null }
  if (content.kind === 'reports')
    for (const value of content.reports) walk.add({ ...base, value, places: [] })
  else
    for (const { reading, places } of content.readings)
      walk.add({ ...base, value: withWarnings(reading, decoded.warnings), places })
  return { kind: 'recognised', container: null, encoding, eol }
}

/** Warnings of the text join those of the reading, in the order of the vocabulary. */
function withWarnings<Value extends { readonly warnings: readonly (typeof readingWarnings)[number][] }>(
  reading: Value,
  warnings: DecodedText['warnings'],
): Value {
  if (warnings.length === 0) return reading
  const all = [...reading.warnings, ...warnings]
  return { ...reading, warnings: readingWarnings.filter((warning) => all.includes(warning)) }
}

async function readTable(walk: FileWalk, source: ByteSource, place: Place): Promise<Recognised | Refusal> {
  const table = await openTable(source)
  if (table.kind === 'refused') return table
  if (recognisesColumns(table.columns) === null)
    return refuse('TEXT_NOT_RECOGNISED', {
      nearest: 'table',
      columns: table.columns.slice(0, columnsShown).map(hideKeys),
    })
  reading: for await (const rows of table.rows())
    for (const row of rows) if (!readTableRow(walk, table, { row, place })) break reading
  for (const { line, reason } of table.rejected)
    walk.complain(place.inside, refuse('ROW_REFUSED', { line, reason }), line)
  return { kind: 'recognised', container: null, encoding: table.encoding, eol: null }
}

/** Whether there is room for more. */
function readTableRow(
  walk: FileWalk,
  table: OpenedTable,
  { row, place }: { readonly row: TableRow; readonly place: Place },
): boolean {
  const { line, cells } = row
  const { inside, sentAt } = place
  const read = readRow({ line, values: new Map(table.columns.map((name, at) => [name, cells[at] ?? ''])) })
  if (read.kind === 'unreadable') {
    walk.complain(inside, refuse('ROW_REFUSED', { line, reason: rowWords[read.reason] }), line)
    return true
  }
  const { reading, host, updatedAt, graceEnd } = read
  const { encoding } = table
  const list = { line, host, updatedAt, graceEnd }
  if (walk.add({ inside, sentAt, encoding, eol: null, list, value: reading, places: [] })) return true
  walk.complain(
    inside,
    refuse('ROW_REFUSED', { line, reason: 'more rows than are read; reading ended here' }),
    line,
  )
  return false
}

const columnsShown = 8
const rowWords = { 'no-licence': 'no licence in this row', 'no-status': 'no state that is known' } as const
