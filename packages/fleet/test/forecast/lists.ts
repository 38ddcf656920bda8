// Lists for tests: rows as a table has them, and everything that came out of them.
import type { Instant } from '@holdfast/capabilities'
import { ZoneDays } from '@holdfast/capabilities/calendar'
import { instant } from '@holdfast/capabilities/testing'
import { mapColumns } from '../../src/forecast/column-mapping.ts'
import type { DeviceForecast } from '../../src/forecast/device-forecast.ts'
import { parseFaultName, type AppliedFinding } from '../../src/forecast/finding-text.ts'
import { ListForecast, type ListedRow, type Renewals } from '../../src/forecast/list-forecast.ts'
import type { DateOrder } from '../../src/forecast/moment-text.ts'
import type { DayRounding } from '../../src/forecast/row-reader.ts'

export const day = 86_400
/** 150,000 days in 32-bit seconds. */
export const overflow: AppliedFinding = {
  fault: parseFaultName('32-bit-seconds')!,
  certainty: 'fits',
  grantedSeconds: 150_000 * day,
  leftSeconds: 75_098_112,
}

export type Entry = DeviceForecast & {
  readonly name: string
  readonly customer: string
  readonly count: number
}

export type ListOptions = {
  readonly zone?: string
  readonly finding?: AppliedFinding | null
  readonly grantedSeconds?: number | null
  readonly asOf?: string
  readonly rounding?: DayRounding
  readonly dateOrder?: DateOrder
  readonly renewals?: Renewals
  readonly sheetNumbers?: boolean
  /** Whether the list is read through before anything is said, as short lists are. */
  readonly surveys?: boolean
}

/** Lines of text, the head first, cells separated by commas. */
export function forecastLines(lines: readonly string[], options: ListOptions = {}) {
  const [head = '', ...rest] = lines
  const rows = rest.map((text, at): ListedRow => ({ line: at + 2, cells: text.split(',') }))
  return forecastRows(head.split(','), rows, options)
}

export function forecastRows(
  columns: readonly string[],
  rows: readonly ListedRow[],
  options: ListOptions = {},
) {
  const { finding = overflow, surveys = true } = options
  const mapped = mapColumns(columns, [])
  if (mapped.kind !== 'mapped') throw new Error(`the columns are ${mapped.kind}`)
  const list = new ListForecast({
    rows: {
      mapping: mapped.mapping,
      days: new ZoneDays(options.zone ?? 'UTC'),
      sheetNumbers: options.sheetNumbers ?? false,
      rounding: options.rounding ?? 'up',
      dateOrder: options.dateOrder ?? null,
    },
    forecast: {
      finding,
      grantedSeconds:
        options.grantedSeconds === undefined ? (finding?.grantedSeconds ?? null) : options.grantedSeconds,
      reminderDays: 30,
    },
    asOf: instant(options.asOf ?? '2020-06-01T00:00:00Z'),
    renewals: options.renewals ?? null,
  })
  const entries: Entry[] = []
  const sink = (row: { name: string; customer: string; count: number }, forecast: DeviceForecast) =>
    void entries.push({ name: row.name, customer: row.customer, count: row.count, ...forecast })
  let again = surveys || list.needsSurvey
  while (again) {
    list.survey(rows)
    again = list.endSurvey()
  }
  list.read(rows, sink)
  if (list.deferred > 0) list.readDeferred(rows, sink)
  return { list, entries }
}

export function holds(span: { readonly from: Instant; readonly to: Instant } | null, truth: number): boolean {
  return span !== null && span.from <= truth && truth < span.to
}
