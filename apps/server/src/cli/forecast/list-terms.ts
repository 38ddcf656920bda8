// Granted terms of a table or of the books, for lint-terms.
import { parseInstant, secondsPerDay } from '@holdfast/capabilities'
import { parseCivilPeriod } from '@holdfast/capabilities/calendar'
import { operations, type LicenceWire } from '@holdfast/contract'
import { RowReader, type TermList } from '@holdfast/fleet'
import type { Problem } from '../../http/problem.ts'
import type { ApiClient } from '../api-client.ts'
import type { Words } from '../command.ts'
import { listAll } from '../list-all.ts'
import type { SetupBefore } from './forecast-setup.ts'
import type { OpenedList } from './open-list.ts'
import { formatRowFault, formatTableFault } from './words.ts'

export type RejectedTerm = { readonly line: number; readonly reason: string }

/** Rejected rows that are listed. */
const rejectedMax = 10_000

/** Adds the term of each row; a row without one is passed over, one that cannot be read is rejected. */
export async function addTableTerms(
  { table, mapping }: OpenedList,
  to: { readonly before: SetupBefore; readonly terms: TermList; readonly rejected: RejectedTerm[] },
  say: (words: Words) => string,
): Promise<void> {
  const { granted, quantity, release } = mapping
  const only = {
    ...(granted === undefined ? {} : { granted }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(release === undefined ? {} : { release }),
  }
  const isWorkbook = table.format === 'xlsx'
  const reader = new RowReader(
    to.before.complete({ columns: table.columns, mapping: only, isWorkbook }).rules.rows,
  )
  for await (const rows of table.rows())
    for (const { line, cells } of rows) {
      const read = reader.readTerm(cells)
      if (read.kind === 'rejected') {
        if (to.rejected.length < rejectedMax)
          to.rejected.push({ line, reason: formatRowFault(read.fault, say) })
      } else if (read.grantedSeconds !== null && read.grantedSeconds !== 'never')
        to.terms.add(read.grantedSeconds, read.count, read.release)
    }
  for (const { line, reason } of table.rejected)
    to.rejected.push({ line, reason: formatTableFault(reason, say) })
}

const daysPerMonthMax = 31
const daysPerYearMax = 366

/** Adds the term of each licence: until its end from the order on, or its period at its longest. */
export async function addDatabaseTerms(
  api: ApiClient,
  terms: TermList,
): Promise<{ readonly kind: 'problem'; readonly problem: Problem } | null> {
  const licences = await listAll<LicenceWire>(api, operations.listLicences, {}, 2_000_000)
  if (licences.kind === 'problem') return licences
  for (const licence of licences.items) {
    const seconds = termSeconds(licence)
    if (seconds !== null && seconds > 0) terms.add(seconds, 1, licence.product)
  }
  return null
}

function termSeconds({ termRule, orderedAt }: LicenceWire): number | null {
  if (termRule.kind === 'perpetual') return null
  if (termRule.kind === 'until') return secondsBetween(orderedAt, termRule.until)
  const period = parseCivilPeriod(termRule.period)
  if (period === null) return null
  return (period.years * daysPerYearMax + period.months * daysPerMonthMax + period.days) * secondsPerDay
}

function secondsBetween(from: string, until: string): number | null {
  const [start, end] = [parseInstant(from), parseInstant(until)]
  return start === null || end === null ? null : end - start
}
