import { operations } from '@holdfast/contract'
import { refuse, type PlanId } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { planItemWire } from '../../wire/plan.ts'

export const listPlanItems = endpoint(
  operations.listPlanItems,
  async ({ params, query }, _caller, { store }) => {
    const plan = params.plan as PlanId
    if ((await store.read.findPlan(plan)) === null) return refuse('NOT_FOUND', { plan })
    const filter = { plan, ...(query.state === undefined ? {} : { state: query.state }) }
    return pageWire(await store.read.listPlanItems(filter, pageOf(query)), planItemWire)
  },
)
