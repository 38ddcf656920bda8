import { operations } from '@holdfast/contract'
import { refuse, type PlanId } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'
import { planWire } from '../../wire/plan.ts'

export const showPlan = endpoint(operations.showPlan, async ({ params }, _caller, { store }) => {
  const id = params.plan as PlanId
  const plan = await store.read.findPlan(id)
  const sums = (await store.read.sumPlans([id])).get(id)
  return plan === null || sums === undefined ? refuse('NOT_FOUND', { plan: id }) : planWire({ plan, sums })
})
