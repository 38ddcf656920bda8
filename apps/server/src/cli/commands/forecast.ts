import type { Refusal } from '@holdfast/lease'
import type { Command, CommandContext, Options, Outcome, Refused } from '../command.ts'
import { openDatabase } from '../forecast/database-entries.ts'
import {
  forecastOptions,
  readSetup,
  refuseWithoutTerm,
  type ForecastSetup,
} from '../forecast/forecast-setup.ts'
import { formatForecast, ShownDevices } from '../forecast/format-text.ts'
import { openList } from '../forecast/open-list.ts'
import { fileBytes, runDatabase, runList, type EntryTaker, type ListRun } from '../forecast/run-list.ts'
import { StreamWriter } from '../forecast/stream-writer.ts'
import { openFiles } from '../forecast/write-files.ts'
import { jsonTaker, summaryOf, writeJsonEnd } from '../forecast/write-json.ts'

/** A list that is open, with the rules for it: all that is left is to read it. */
type Opened = {
  readonly kind: 'opened'
  readonly setup: ForecastSetup
  run(taker: EntryTaker): Promise<ListRun | Refused>
}

const forecast: Command = {
  path: ['forecast'],
  summary: {
    en: 'Says when each device of a list will first remind and when it ends. A file needs no server.',
    zh: '预测清单中每台设备的首次提醒与到期时间。使用文件时无需服务器。',
  },
  takes: [{ name: '[file]', summary: { en: 'CSV, XLSX or JSON', zh: 'CSV、XLSX 或 JSON 文件' } }],
  options: forecastOptions,
  example: 'forecast devices.csv --finding 32-bit-seconds --granted 150000d --zone Asia/Shanghai',
  async run(context, [file], options) {
    const { api, say, stdout } = context
    if ((file === undefined) === (options['database'] !== true))
      return {
        kind: 'misused',
        message: say({ en: 'give a file, or --database', zh: '请给出文件，或 --database' }),
      }
    const opened = await open(context, file, options)
    if (opened.kind === 'refused') return api.refused(opened)
    if (opened.kind !== 'opened') return opened
    const { setup } = opened
    const files = await openFiles(options, setup, say)
    if (!Array.isArray(files)) return api.refused(files)
    const out = new StreamWriter(stdout)
    const shown = new ShownDevices()
    const json = options['json'] === true ? jsonTaker(out) : null
    const run = await opened.run(allOf([json ?? textTaker(shown), ...files]))
    // What was written so far stays without its end, so that nobody takes it for the whole.
    if ('kind' in run) {
      await out.flush()
      return run
    }
    await json?.end()
    let refused: Refusal | null = null
    for (const writer of files) refused ??= await writer.end(run)
    if (json !== null) await writeJsonEnd(out, run, setup, say)
    else out.add(formatForecast(run, setup, shown, say))
    await out.flush()
    if (refused !== null) return api.refused(refused)
    return { kind: 'written', status: summaryOf(run).rejected === 0 ? 0 : 1 }
  },
}

async function open(
  context: CommandContext,
  file: string | undefined,
  options: Options,
): Promise<Opened | Exclude<Outcome, { kind: 'done' | 'written' | 'failed' }> | Refusal> {
  const before = await readSetup(context, options)
  if (before.kind !== 'setup') return before
  if (file === undefined) {
    const setup = before.complete(null)
    const database = await openDatabase(context.api, setup.rules.asOf)
    if (database.kind === 'problem') return database
    return { kind: 'opened', setup, run: (taker) => runDatabase(database.entries, setup.rules, taker) }
  }
  const asks = options['json'] !== true
  const list = await openList(context, file, { choices: before.choices, needs: 'forecast', asks })
  if (list.kind === 'refused') return list
  const { table, mapping } = list
  const setup = before.complete({ columns: table.columns, mapping, isWorkbook: table.format === 'xlsx' })
  const bytes = await fileBytes(file)
  return (
    refuseWithoutTerm(setup) ?? {
      kind: 'opened',
      setup,
      run: (taker) => runList({ table, bytes }, setup.rules, taker),
    }
  )
}

function textTaker(shown: ShownDevices): EntryTaker {
  return {
    sink(row, forecast) {
      if (shown.isWhole) shown.add({ name: row.name, count: row.count, forecast })
    },
    rest: () => Promise.resolve(true),
  }
}

function allOf(takers: readonly EntryTaker[]): EntryTaker {
  const [only] = takers
  if (takers.length === 1 && only !== undefined) return only
  return {
    sink(row, forecast) {
      for (const taker of takers) taker.sink(row, forecast)
    },
    async rest() {
      let wanted = true
      for (const taker of takers) wanted = (await taker.rest()) && wanted
      return wanted
    },
  }
}

export const forecastCommands: readonly Command[] = [forecast]
