import { waitingParties, whoHasTheBall, type CaseState } from '@holdfast/desk'
import type { CaseRecord } from '@holdfast/store'

/**
 * Who has to do something, by the state alone; null where nobody has, or where entries of the case are open: they decide it
 * then, and not the state.
 */
export function ballOfState(
  { state }: Pick<CaseRecord, 'state'>,
  hasOpenItems: boolean,
): ReturnType<typeof whoHasTheBall> {
  if (hasOpenItems) return null
  const on = waitingParties.find((party) => party === state.waitsOn)
  if (state.kind === 'waiting' && on === undefined) return null
  const read = {
    ...state.facts,
    kind: state.kind,
    since: state.at,
    on,
    resumeBy: null,
  } as unknown as CaseState
  return whoHasTheBall({ state: read, requests: [], questions: [], commitments: [], now: state.at })
}
