import { openTable } from '../src/open-table.ts'
import type { OpenedTable, TableRow } from '../src/table.ts'

/** Every row of a table. */
export async function collectRows(table: OpenedTable): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const piece of table.rows()) rows.push(...piece)
  return rows
}

/** How the reading of bytes as a table ends: the code of a refusal, or the reasons of the rows that were rejected. */
export async function endOfReading(bytes: Uint8Array): Promise<string> {
  const table = await openTable({ bytes })
  if (table.kind === 'refused') return table.code
  await collectRows(table)
  return table.rejected.map(({ reason }) => reason).join(', ')
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function utf16Of(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'utf16le'))
}
