import type { OpenedTable, TableRow } from '../src/table.ts'

/** Every row of a table. */
export async function collectRows(table: OpenedTable): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const piece of table.rows()) rows.push(...piece)
  return rows
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function utf16Of(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'utf16le'))
}
