import { operations } from '@holdfast/contract'
import type { PlanId } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { planWire } from '../../wire/plan.ts'

export const closePlan = endpoint(operations.closePlan, async ({ params, body }, caller, { store }) => {
  const outcome = await store.write(caller.actor, (tx) =>
    tx.closePlan(params.plan as PlanId, body.reason, caller.now),
  )
  return isRefusal(outcome) ? outcome : planWire(outcome)
})
