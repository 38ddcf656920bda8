import { caseStateKinds, waitingParties, type StateEntered } from '@holdfast/desk'
import type { CaseEvent, CaseRecord } from '@holdfast/store'

/** The states into which a case came, as its events tell; other events are passed over. */
export function listEntered(
  record: Pick<CaseRecord, 'createdAt'>,
  events: readonly CaseEvent[],
): readonly StateEntered[] {
  const entered = events.flatMap(enteredBy)
  // Books always begin with the state in which a case was added.
  return entered.length === 0 ? [{ at: record.createdAt, state: 'received', on: null }] : entered
}

function enteredBy({ kind, at, facts }: CaseEvent): StateEntered[] {
  const state = kind === 'state' ? caseStateKinds.find((known) => known === facts['to']) : undefined
  if (state === undefined) return []
  const on = state === 'waiting' ? (waitingParties.find((party) => party === facts['waitsOn']) ?? null) : null
  return [{ at, state, on }]
}
