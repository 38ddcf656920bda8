import { stat } from 'node:fs/promises'
import { refuse, type Refusal } from '@holdfast/lease'
import { openCsv } from './open-csv.ts'
import { openJson } from './open-json.ts'
import { openWorkbook } from './open-workbook.ts'
import { findSignature } from './signature.ts'
import type { OpenedTable, TableSource } from './table.ts'
import { firstBytes } from './text-pieces.ts'

export type TableRefusal = Refusal<
  | 'FILE_UNREADABLE'
  | 'CONTENT_EMPTY'
  | 'CONTENT_BINARY'
  | 'TABLE_REFUSED'
  | 'WORKBOOK_REFUSED'
  | 'ARCHIVE_DAMAGED'
  | 'ARCHIVE_LIMIT'
>

/**
 * Opens CSV, JSON or XLSX, told apart by content. Memory stays bounded however long the table is.
 * Refuses: FILE_UNREADABLE, CONTENT_EMPTY, CONTENT_BINARY (found), TABLE_REFUSED (because), WORKBOOK_REFUSED (because),
 * ARCHIVE_DAMAGED, ARCHIVE_LIMIT. Throws where a file that was readable stops being so.
 * Source: docs/spec/intake.md §4.
 */
export async function openTable(source: TableSource): Promise<OpenedTable | TableRefusal> {
  const begin = await readBegin(source)
  if ('kind' in begin) return begin
  const { bytes } = begin
  if (bytes.length === 0) return refuse('CONTENT_EMPTY')
  const signature = findSignature(bytes)
  if (signature?.name === 'zip') return await openWorkbook(source)
  if (signature?.name === 'ole' || signature?.name === 'cab')
    return refuse('CONTENT_BINARY', { found: signature.name })
  const table = isJson(bytes) ? await openJson(source) : await openCsv(source)
  return table.kind === 'refused' && table.code === 'CONTENT_BINARY'
    ? refuse('CONTENT_BINARY', { found: signature?.name ?? null })
    : table
}

async function readBegin(source: TableSource): Promise<{ bytes: Uint8Array } | Refusal<'FILE_UNREADABLE'>> {
  try {
    if ('path' in source && !(await stat(source.path)).isFile())
      return refuse('FILE_UNREADABLE', { file: source.path, reason: 'no file' })
    return { bytes: await firstBytes(source) }
  } catch (error) {
    const file = 'path' in source ? source.path : null
    return refuse('FILE_UNREADABLE', { file, reason: (error as NodeJS.ErrnoException).code ?? 'unknown' })
  }
}

/** Whether the first sign is a bracket or a brace that JSON could go on from; half of it may be UTF-16. */
function isJson(bytes: Uint8Array): boolean {
  const begin = Buffer.from(bytes.subarray(0, 4096))
    .toString('latin1')
    .replace(/[\0\xef\xbb\xbf\xff\xfe]/g, '')
  return /^\s*(?:\[\s*(?:[{\]]|$)|\{\s*(?:["}]|$))/.test(begin)
}
