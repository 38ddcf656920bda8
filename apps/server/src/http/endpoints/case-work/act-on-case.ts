import { operations } from '@holdfast/contract'
import { decideTransition, keepCaseState } from '@holdfast/desk'
import { findOpenCase } from '../../../desk/find-case.ts'
import { deskActor, gatherCase } from '../../../desk/work/gather-case.ts'
import { parseAction } from '../../../desk/work/parse-action.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { caseBody } from '../../wire/case-work.ts'

export const actOnCase = endpoint(operations.actOnCase, async ({ params, body }, caller, { store }) => {
  const { now } = caller
  const changed = await store.write(caller.actor, async (tx) => {
    const found = await findOpenCase(tx.read, params.case)
    if (isRefusal(found)) return found
    const gathered = await gatherCase(tx.read, found)
    const parsed = await parseAction(tx.read, gathered, body)
    if (parsed.kind === 'refused') return parsed
    const { id } = found
    const { state, blockers, contradictions } = gathered
    const decided = decideTransition({ id, state, blockers, contradictions }, parsed.action, {
      actor: deskActor(caller.actor),
      now,
    })
    // Whoever looked at an older version is told that first: the state that refuses is one that they have not seen.
    if (decided.kind === 'refused' && body.version === found.version) return decided
    const next = decided.kind === 'refused' ? state : decided.state
    const dueAt = next.kind === 'waiting' ? next.resumeBy : null
    return await tx.changeCase(id, body.version, { state: keepCaseState(next), dueAt }, now)
  })
  return isRefusal(changed) ? changed : caseBody(changed)
})
