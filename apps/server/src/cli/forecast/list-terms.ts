// Granted terms of a table or of the books, for lint-terms.
import { operations, type HeldSeatWire, type LicenceWire } from '@holdfast/contract'
import { RowReader, type TermList } from '@holdfast/fleet'
import type { ApiClient } from '../api-client.ts'
import type { Refused, Words } from '../command.ts'
import { grantedSecondsOf } from '../granted-term.ts'
import { listAll, listPages } from '../list-all.ts'
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

/** Licences that are held while devices are read. */
const licencesMax = 2_000_000

/**
 * Adds the term of each licence, counted by the devices that hold it, with the releases that they run. A licence that nobody
 * uses counts no device, and its term still has to survive.
 */
export async function addDatabaseTerms(api: ApiClient, terms: TermList): Promise<Refused | null> {
  const licences = await listAll<LicenceWire>(api, operations.listLicences, {}, licencesMax)
  if (licences.kind === 'problem') return licences
  const granted = new Map(licences.items.map((licence) => [licence.id, grantedSecondsOf(licence)]))
  for (const seconds of granted.values()) if (seconds !== null) terms.add(seconds, 0, '')
  for await (const page of listPages<HeldSeatWire>(api, operations.listHeldLeases, {})) {
    if (page.kind === 'problem') return page
    for (const { licence, product, release } of page.items) {
      const seconds = granted.get(licence) ?? null
      if (seconds !== null) terms.add(seconds, 1, release === null ? product : `${product} ${release}`)
    }
  }
  return null
}
