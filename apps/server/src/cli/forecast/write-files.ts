// Files beside the answer: CSV in a stream, a workbook and a plot at the end.
import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { csvWriter, formatCsvRow, formatWorkbook } from '@holdfast/intake'
import { refuse, type Refusal } from '@holdfast/lease'
import { textOf, type Options } from '../command.ts'
import { deviceCells, deviceHead, tallySheets, type Cells, type Say } from './entry-rows.ts'
import type { ForecastSetup } from './forecast-setup.ts'
import type { EntryTaker, ListRun } from './run-list.ts'
import { StreamWriter } from './stream-writer.ts'

/** Entries that a workbook is made from: it is held in memory as a whole. Longer lists go to CSV. */
export const workbookEntriesMax = 200_000

export type FileWriter = EntryTaker & {
  /** After the last entry. Refuses FILE_UNWRITABLE, WORKBOOK_TOO_LARGE. */
  end(run: ListRun): Promise<Refusal | null>
}

/** Opens what `--csv`, `--xlsx` and `--svg` ask for, so that a file that cannot be written is told before the work begins. */
export async function openFiles(
  options: Options,
  setup: ForecastSetup,
  say: Say,
): Promise<FileWriter[] | Refusal> {
  const writers: FileWriter[] = []
  const [csv, xlsx, svg] = [textOf(options, 'csv'), textOf(options, 'xlsx'), textOf(options, 'svg')]
  if (csv !== undefined) {
    const writer = await openCsv(csv, setup, say)
    if ('code' in writer) return writer
    writers.push(writer)
  }
  if (xlsx !== undefined) writers.push(workbook(xlsx, setup, say))
  if (svg !== undefined) writers.push(plot(svg, setup, say))
  return writers
}

async function openCsv(file: string, setup: ForecastSetup, say: Say): Promise<FileWriter | Refusal> {
  let stream: WriteStream
  let failed: unknown = null
  try {
    stream = createWriteStream(file)
    await once(stream, 'open')
  } catch (error) {
    return unwritable(file, error)
  }
  stream.on('error', (error) => {
    failed = error
  })
  const out = new StreamWriter(stream)
  out.add(csvWriter(deviceHead(say)).head)
  const cells = deviceCells(say, setup.rules.asOf)
  return {
    sink(row, forecast) {
      out.add(formatCsvRow(cells(row, forecast)))
    },
    async rest() {
      if (out.isFull) await out.flush()
      return true
    },
    async end({ list }) {
      await out.flush()
      stream.end()
      if (failed === null) await once(stream, 'close')
      if (failed !== null) return unwritable(file, failed)
      const sheets = tallySheets(list.tally, setup.zone, say)
      for (const [at, { columns, rows }] of sheets.entries()) {
        const writer = csvWriter(columns)
        const beside = fileBeside(file, at === 0 ? 'calendar' : 'customers')
        const refused = await writeOrRefuse(beside, writer.head + writer.rows(rows))
        if (refused !== null) return refused
      }
      return null
    },
  }
}

/** `list.csv` and `calendar` make `list.calendar.csv`. */
function fileBeside(file: string, part: string): string {
  const ending = extname(file)
  return `${ending === '' ? file : file.slice(0, -ending.length)}.${part}${ending}`
}

function workbook(file: string, setup: ForecastSetup, say: Say): FileWriter {
  const cells = deviceCells(say, setup.rules.asOf)
  const rows: Cells[] = []
  let entries = 0
  return {
    sink(row, forecast) {
      entries += 1
      if (entries <= workbookEntriesMax) rows.push(cells(row, forecast))
    },
    rest: () => Promise.resolve(true),
    async end({ list }) {
      const columns = deviceHead(say)
      if (entries > workbookEntriesMax)
        return refuse('WORKBOOK_TOO_LARGE', { cellsMax: workbookEntriesMax * columns.length })
      const devices = { name: say({ en: 'Devices', zh: '设备' }), columns, rows }
      const made = await formatWorkbook([devices, ...tallySheets(list.tally, setup.zone, say)])
      return made.kind === 'refused' ? made : await writeOrRefuse(file, made.bytes)
    },
  }
}

function plot(file: string, setup: ForecastSetup, say: Say): FileWriter {
  return {
    sink: () => undefined,
    rest: () => Promise.resolve(true),
    async end({ list }) {
      // The library is large; a forecast without a plot does not wait for it.
      const { drawWeeks } = await import('./draw-weeks.ts')
      return await writeOrRefuse(file, drawWeeks(list.tally.weeks(), setup.zone, say))
    },
  }
}

async function writeOrRefuse(file: string, content: string | Uint8Array): Promise<Refusal | null> {
  try {
    await writeFile(file, content)
    return null
  } catch (error) {
    return unwritable(file, error)
  }
}

function unwritable(file: string, error: unknown): Refusal<'FILE_UNWRITABLE'> {
  return refuse('FILE_UNWRITABLE', { file, reason: (error as NodeJS.ErrnoException).code ?? 'unknown' })
}
