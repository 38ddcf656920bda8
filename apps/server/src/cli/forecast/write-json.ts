// The JSON of a forecast, written while it is made. spec: forecast §8
import { formatInstant } from '@holdfast/capabilities'
import { DeviceJsonWriter, formatFaultName, rejectedListedMax, type ListForecast } from '@holdfast/fleet'
import type { Words } from '../command.ts'
import type { ForecastSetup } from './forecast-setup.ts'
import type { EntryTaker, ListRun } from './run-list.ts'
import type { StreamWriter } from './stream-writer.ts'
import { formatRowFault, formatTableFault, showsWords } from './words.ts'

export type JsonTaker = EntryTaker & {
  /** What is still held, after the last entry. */
  end(): Promise<void>
}

/** Writes `devices` as entries come. */
export function jsonTaker(out: StreamWriter): JsonTaker {
  const devices = new DeviceJsonWriter()
  out.add('{"devices":[')
  return {
    sink: (row, forecast) => devices.add(row.name, row.count, forecast, row.id),
    async rest() {
      if (devices.isFull) await out.writeBytes(devices.take())
      return !out.isClosed
    },
    end: () => out.writeBytes(devices.take()),
  }
}

/** The rest, after the last entry. */
export async function writeJsonEnd(
  out: StreamWriter,
  run: ListRun,
  setup: ForecastSetup,
  say: (words: Words) => string,
): Promise<void> {
  const { list } = run
  out.add(']')
  await writeList(out, 'calendar', list.tally.calendar())
  await writeList(out, 'rejected', listRejected(run, say))
  await writeList(out, 'weeks', list.tally.weeks())
  await writeList(out, 'months', list.tally.months())
  await writeList(out, 'customers', list.tally.customers())
  for (const [name, value] of Object.entries(factsOf(run, setup)))
    out.add(`,\n"${name}":${JSON.stringify(value)}`)
  out.add('}\n')
  await out.flush()
}

async function writeList(out: StreamWriter, name: string, members: readonly object[]): Promise<void> {
  out.add(`,\n"${name}":[`)
  for (const [at, member] of members.entries()) {
    out.add((at === 0 ? '\n' : ',\n') + JSON.stringify(member))
    if (out.isFull) await out.flush()
  }
  out.add(']')
}

/** Every rejected row that is listed, in the order of the file. */
export function listRejected(
  { list, unreadable }: ListRun,
  say: (words: Words) => string,
): { readonly line: number; readonly reason: string }[] {
  const rows = list.rejected.map(({ line, fault }) => ({ line, reason: formatRowFault(fault, say) }))
  const broken = unreadable.map(({ line, reason }) => ({
    line,
    reason: formatTableFault(reason, say),
  }))
  return [...rows, ...broken].toSorted((a, b) => a.line - b.line).slice(0, rejectedListedMax)
}

function factsOf(run: ListRun, setup: ForecastSetup): { readonly [name: string]: unknown } {
  const { list } = run
  return {
    zone: setup.zone,
    asOf: formatInstant(setup.rules.asOf),
    summary: summaryOf(run),
    finding:
      setup.finding === null
        ? null
        : {
            ...setup.finding,
            name: formatFaultName(setup.finding.fault),
            grantedSeconds: setup.rules.forecast.grantedSeconds,
          },
    delay: list.delay,
    mapping: setup.mapping,
    shows: showsWords,
    ...(list.afterPlan === null ? {} : { after: afterOf(list) }),
  }
}

export function summaryOf({ list, unreadable }: ListRun) {
  const { overruled, rejectedCount } = list
  return { ...list.tally.summary(), overruled, rejected: rejectedCount + unreadable.length }
}

function afterOf(list: ListForecast): object | null {
  const { afterPlan, renewed, tally } = list
  if (afterPlan === null) return null
  const [before, after] = [tally.counts(), afterPlan.counts()]
  return {
    renewed,
    before,
    after,
    calendar: afterPlan.calendar(),
    summary: afterPlan.summary(),
  }
}
