// The forecast of a whole list, row by row. Whoever reads the file decides how often; this keeps what must be kept.
import type { Instant } from '@holdfast/capabilities'
import { Delays, type DelayRule } from './delays.ts'
import { endSeen, Forecaster, type DeviceForecast, type ForecastRules } from './device-forecast.ts'
import { LatestCaptures } from './latest-captures.ts'
import { RowReader, type DeviceRow, type ListKnowledge, type RowFault, type RowRules } from './row-reader.ts'
import { Tally } from './tally.ts'

/** Rejected rows that are listed; all are counted. */
export const rejectedListedMax = 100_000

/** `line` counts from 1 in the file. */
export type ListedRow = { readonly line: number; readonly cells: readonly string[] }
export type RejectedRow = { readonly line: number; readonly fault: RowFault }

/** New ends by name of device: what a plan would renew. `null`: no end any more. */
export type Renewals = ReadonlyMap<string, Instant | null>

export type ListRules = {
  readonly rows: RowRules
  readonly forecast: ForecastRules
  readonly asOf: Instant
  readonly renewals: Renewals | null
}

export type EntrySink = (
  row: Pick<DeviceRow, 'name' | 'id' | 'customer' | 'count'>,
  forecast: DeviceForecast,
) => void

/**
 * A list is surveyed where the whole of it decides (`needsSurvey`; else only where a reader wants the order of the file), then
 * read, and where rows were deferred, read again for these alone. Memory does not grow with the list, but for
 * `LatestCaptures`, which is there only where rows are captures.
 * Source: docs/spec/forecast.md §6, §7.
 */
export class ListForecast {
  readonly #rules: ListRules
  readonly #reader: RowReader
  readonly #forecaster: Forecaster
  readonly #captures: LatestCaptures | null
  readonly #noDelays: DelayRule = new Delays().rule()
  #knowledge: ListKnowledge | null = null
  readonly tally: Tally
  /** The same rows with the ends of a plan. */
  readonly afterPlan: Tally | null
  readonly rejected: RejectedRow[] = []
  rejectedCount = 0
  overruled = 0
  renewed = 0
  /** Rows that wait for what the whole list says. */
  deferred = 0

  constructor(rules: ListRules) {
    this.#rules = rules
    this.#reader = new RowReader(rules.rows)
    this.#forecaster = new Forecaster(rules.forecast)
    this.tally = new Tally(rules.rows.days, rules.asOf)
    this.afterPlan = rules.renewals === null ? null : new Tally(rules.rows.days, rules.asOf)
    const { captured, remainingDays, remainingMinutes } = rules.rows.mapping
    const hasCaptures = captured !== undefined && (remainingDays ?? remainingMinutes) !== undefined
    this.#captures = hasCaptures ? new LatestCaptures() : null
  }

  /** Only the latest capture of a device counts, and it may stand in the last row. */
  get needsSurvey(): boolean {
    return this.#captures !== null
  }

  get delay(): DelayRule {
    return this.#knowledge?.delay ?? this.#noDelays
  }

  /** Learns from rows without counting any. */
  survey(rows: readonly ListedRow[]): void {
    const learns = this.#knowledge === null
    for (const { line, cells } of rows) {
      const answer = this.#reader.read(cells, this.#knowledge, learns)
      if (answer.kind === 'deferred') this.deferred += 1
      if (answer.kind !== 'row' || this.#captures === null || answer.known.seen?.kind !== 'remaining')
        continue
      const end = endSeen(answer.known.seen)
      const moment = answer.known.seen.capturedAt.from
      if (end !== null) this.#captures.add(answer.name, answer.customer, { line, moment, end: end.from })
    }
  }

  /** The survey has seen every row. True where it has to run once more: dates of captures were undecided until now. */
  endSurvey(): boolean {
    const isFirst = this.#knowledge === null
    const wasDeferred = this.deferred > 0
    this.#knowledge = this.#reader.knowledge
    this.deferred = 0
    return isFirst && wasDeferred && this.#captures !== null
  }

  /** Counts rows and gives each entry to `sink`; rows that wait for the whole list are counted in `deferred`. */
  read(rows: readonly ListedRow[], sink: EntrySink): void {
    const known = this.#knowledge
    for (const row of rows) {
      const answer = this.#reader.read(row.cells, known, known === null)
      if (answer.kind === 'row') this.#count(answer, row.line, sink)
      else if (answer.kind === 'rejected') this.#reject(row.line, answer.fault)
      else this.deferred += 1
    }
  }

  /** After `read` has seen every row: those that it deferred. */
  readDeferred(rows: readonly ListedRow[], sink: EntrySink): void {
    this.#knowledge ??= this.#reader.knowledge
    for (const row of rows) {
      if (this.#reader.read(row.cells, null, false).kind !== 'deferred') continue
      const answer = this.#reader.read(row.cells, this.#knowledge, false)
      if (answer.kind === 'row') this.#count(answer, row.line, sink)
      else if (answer.kind === 'rejected') this.#reject(row.line, answer.fault)
    }
  }

  /** An entry that comes from somewhere else than a table; one that says too little is counted as silent, and rejected nowhere. */
  addEntry(row: DeviceRow, sink: EntrySink): void {
    this.#count(row, null, sink)
  }

  #count(row: DeviceRow, line: number | null, sink: EntrySink): void {
    let { known } = row
    if (this.#captures !== null && line !== null) {
      const { latest, twice } = this.#captures.verdict(row.name, row.customer, line)
      if (!latest) {
        this.overruled += 1
        return
      }
      if (twice) known = { ...known, seenTwice: true }
    }
    const forecast = this.#forecaster.forecast(known, this.delay)
    if ('kind' in forecast) {
      this.tally.addSilent(row.count)
      this.afterPlan?.addSilent(row.count)
      const field = forecast.missing === 'granted' ? 'granted' : 'activated'
      if (line !== null) this.#reject(line, { kind: 'silent', field, text: '' })
      return
    }
    this.tally.add(forecast, row.customer, row.count)
    if (this.afterPlan !== null) this.afterPlan.add(this.#renewed(row, forecast), row.customer, row.count)
    sink(row, forecast)
  }

  #renewed(row: DeviceRow, forecast: DeviceForecast): DeviceForecast {
    const { renewals } = this.#rules
    // By id where the plan knows it; null is an end too: none.
    const byId = row.id === undefined ? undefined : renewals?.get(row.id)
    const until = byId === undefined ? renewals?.get(row.name) : byId
    if (until === undefined) return forecast
    this.renewed += row.count
    const { reminderDays } = this.#rules.forecast
    const known = {
      ...row.known,
      lease: { end: until, reminderDays: row.known.reminderDays ?? reminderDays, certain: true },
    }
    return this.#forecaster.forecast(known, this.delay) as DeviceForecast
  }

  #reject(line: number, fault: RowFault): void {
    this.rejectedCount += 1
    if (this.rejected.length < rejectedListedMax) this.rejected.push({ line, fault })
  }
}
