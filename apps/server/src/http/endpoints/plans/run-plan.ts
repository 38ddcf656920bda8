import { operations } from '@holdfast/contract'
import type { PlanId } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { planWire } from '../../wire/plan.ts'

export const runPlan = endpoint(operations.runPlan, async ({ params }, caller, { store }) => {
  const outcome = await store.write(caller.actor, (tx) => tx.runPlan(params.plan as PlanId, caller.now))
  return isRefusal(outcome) ? outcome : planWire(outcome)
})
