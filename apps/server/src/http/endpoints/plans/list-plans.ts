import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { planWire } from '../../wire/plan.ts'

export const listPlans = endpoint(operations.listPlans, async ({ query }, _caller, { store }) => {
  const listed = await store.read.listPlans(
    query.state === undefined ? {} : { state: query.state },
    pageOf(query),
  )
  if (listed.kind === 'refused') return listed
  const sums = await store.read.sumPlans(listed.items.map(({ id }) => id))
  return pageWire(listed, (plan) => {
    const own = sums.get(plan.id)
    if (own === undefined) throw new Error(`plan ${plan.id} has no sums`)
    return planWire({ plan, sums: own })
  })
})
