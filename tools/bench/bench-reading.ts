// Captures read from their bytes: many small ones, in every encoding of the corpus, and a long list.
import { readdirSync, readFileSync } from 'node:fs'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Clock } from '@holdfast/capabilities'
import { openTable, readFile } from '@holdfast/intake'

export type ReadingFigures = {
  readonly captures: number
  readonly bytes: number
  readonly seconds: number
  readonly tableRows: number
  readonly tableSeconds: number
}

const corpus = fileURLToPath(new URL('../../vectors/capture/', import.meta.url))

/** Reads the captures of the corpus again and again from memory, until so many were read; then a CSV of so many rows. */
export async function measureReading(
  ground: { readonly folder: string; readonly clock: Clock },
  wanted: { readonly captures: number; readonly rows: number },
): Promise<ReadingFigures> {
  const { clock } = ground
  const files = readdirSync(corpus)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => readFileSync(join(corpus, name)))
  let bytes = 0
  const startedMs = clock.monotonicMs()
  for (let index = 0; index < wanted.captures; index++) {
    const file = files[index % files.length] ?? Buffer.alloc(0)
    bytes += file.length
    const read = await readFile({ bytes: file })
    if (read.kind === 'refused') throw new Error(`capture ${index % files.length}: ${read.code}`)
  }
  const seconds = (clock.monotonicMs() - startedMs) / 1000
  const tableSeconds = await measureTable(ground, wanted.rows)
  return { captures: wanted.captures, bytes, seconds, tableRows: wanted.rows, tableSeconds }
}

async function measureTable(
  { folder, clock }: { readonly folder: string; readonly clock: Clock },
  rows: number,
): Promise<number> {
  const path = join(folder, 'list.csv')
  const lines = ['device,serial,customer,activated,granted,release']
  for (let index = 0; index < rows; index++)
    lines.push(`PC-${index},7K2M9-ABCDE-${index},Harbour Office,2018-09-19T10:21:37Z,150000,V0-G`)
  writeFileSync(path, lines.join('\r\n'))
  lines.length = 0
  const startedMs = clock.monotonicMs()
  const table = await openTable({ path })
  if (table.kind === 'refused') throw new Error(table.code)
  let count = 0
  for await (const piece of table.rows()) count += piece.length
  if (count !== rows) throw new Error(`${count} of ${rows} rows were read`)
  return (clock.monotonicMs() - startedMs) / 1000
}
