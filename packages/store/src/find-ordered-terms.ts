import { secondsPerDay } from '@holdfast/capabilities'
import type { GrantedTerm, OrderedTerm } from '@holdfast/fleet'
import type { CustomerId } from '@holdfast/lease'
import type { Licence } from '@holdfast/licensing'
import { licenceOfRow } from './rows.ts'
import type { Db } from './tables.ts'

/** A customer with more licences has so many terms that an end fits one of them by chance: then nothing is compared. */
const licencesComparedMax = 100

/** What each customer bought, for comparison with what devices show. Customers of one batch are few, mostly one. */
export async function findOrderedTerms(
  db: Db,
  customers: readonly CustomerId[],
): Promise<ReadonlyMap<CustomerId, readonly OrderedTerm[]>> {
  const terms = new Map<CustomerId, readonly OrderedTerm[]>()
  for (const customer of customers) {
    const rows = await db
      .selectFrom('licences')
      .selectAll()
      .where('customer', '=', customer)
      .orderBy('id')
      .limit(licencesComparedMax + 1)
      .execute()
    if (rows.length <= licencesComparedMax)
      terms.set(
        customer,
        rows.map((row) => orderedTermOf(licenceOfRow(row))),
      )
  }
  return terms
}

function orderedTermOf({ orderNumber, orderedAt, termRule }: Licence): OrderedTerm {
  const startsAt = termRule.kind === 'period' ? termRule.from : 'order'
  return { order: orderNumber, orderedAt, startsAt, term: grantedTermOf(termRule) }
}

function grantedTermOf(rule: Licence['termRule']): GrantedTerm {
  if (rule.kind !== 'period') return rule
  const { years, months, days } = rule.period
  const from = (years * 365 + months * 28 + days) * secondsPerDay
  return { kind: 'period', seconds: { from, to: (years * 366 + months * 31 + days) * secondsPerDay + 1 } }
}
