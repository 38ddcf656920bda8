// What an order granted, in seconds, as explain and lint-terms compare it.
import { parseInstant, secondsPerDay, type Instant } from '@holdfast/capabilities'
import { parseCivilPeriod } from '@holdfast/capabilities/calendar'
import { operations, type LicenceWire } from '@holdfast/contract'
import type { ApiClient } from './api-client.ts'
import type { Refused } from './command.ts'
import { findOrder } from './order-lookup.ts'
import { listAll } from './list-all.ts'

const daysPerMonthMax = 31
const daysPerYearMax = 366
/** A customer with more licences has too many terms to tell which one a device has. */
const licencesMax = 1_000

/** Until its end from the order on, or its period at its longest; null where it never ends. */
export function grantedSecondsOf({
  termRule,
  orderedAt,
}: Pick<LicenceWire, 'termRule' | 'orderedAt'>): number | null {
  if (termRule.kind === 'perpetual') return null
  if (termRule.kind === 'until') return positive(secondsBetween(orderedAt, termRule.until))
  const period = parseCivilPeriod(termRule.period)
  if (period === null) return null
  const days = period.years * daysPerYearMax + period.months * daysPerMonthMax + period.days
  return positive(days * secondsPerDay)
}

/** The one term that an order, else all licences of a customer, granted; null where there are several or none. */
export async function findGrantedTerm(
  api: ApiClient,
  by: { readonly order: string } | { readonly customer: string },
): Promise<{ readonly kind: 'granted'; readonly seconds: number | null } | Refused> {
  const licences = await listLicences(api, by)
  if ('kind' in licences) return licences
  const terms = new Set(licences.map(grantedSecondsOf))
  const [only = null] = terms
  return { kind: 'granted', seconds: terms.size === 1 ? only : null }
}

async function listLicences(
  api: ApiClient,
  by: { readonly order: string } | { readonly customer: string },
): Promise<readonly LicenceWire[] | Refused> {
  if ('order' in by) {
    const found = await findOrder(api, by.order)
    if (found.kind === 'problem') return found
    const shown = await api.call(operations.showOrder, { params: { order: found.id } })
    return shown.kind === 'problem' ? shown : shown.answer.licences
  }
  const query = { customer: by.customer }
  const listed = await listAll<LicenceWire>(api, operations.listLicences, { query }, licencesMax)
  return listed.kind === 'problem' ? listed : listed.items
}

function secondsBetween(from: string, until: string): number | null {
  const [start, end]: (Instant | null)[] = [parseInstant(from), parseInstant(until)]
  return start === null || end === null || start === undefined || end === undefined ? null : end - start
}

function positive(seconds: number | null): number | null {
  return seconds !== null && seconds > 0 ? seconds : null
}
