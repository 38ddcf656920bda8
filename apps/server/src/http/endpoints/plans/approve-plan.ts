import { operations } from '@holdfast/contract'
import type { PlanId } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { planWire } from '../../wire/plan.ts'

export const approvePlan = endpoint(operations.approvePlan, async ({ params, body }, caller, { store }) => {
  const outcome = await store.write(caller.actor, (tx) =>
    tx.approvePlan(params.plan as PlanId, body.acceptedRisk ?? null, caller.now),
  )
  return isRefusal(outcome) ? outcome : planWire(outcome)
})
