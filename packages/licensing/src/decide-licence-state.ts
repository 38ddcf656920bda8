import { formatInstant, type Instant } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import type { Decided } from './decision.ts'
import type { Licence, LicenceState } from './licence.ts'

export type LicenceAction = 'suspend' | 'resume' | 'withdraw'
type Outcome = LicenceState['kind'] | 'as-it-is' | 'LICENCE_WITHDRAWN'

/** What each action makes of each state. A withdrawal is final; what is so already stays, with its first date and reason. */
export const licenceTransitions: {
  readonly [state in LicenceState['kind']]: { readonly [action in LicenceAction]: Outcome }
} = {
  active: { suspend: 'suspended', resume: 'as-it-is', withdraw: 'withdrawn' },
  suspended: { suspend: 'as-it-is', resume: 'active', withdraw: 'withdrawn' },
  withdrawn: { suspend: 'LICENCE_WITHDRAWN', resume: 'LICENCE_WITHDRAWN', withdraw: 'as-it-is' },
}

/** An administrator suspends, resumes or withdraws a licence. No lease changes by it: devices learn of it when they ask. */
export function decideLicenceState(
  licence: Licence,
  action: LicenceAction,
  by: { readonly now: Instant; readonly reason: string },
): Decided | Refusal<'LICENCE_WITHDRAWN'> {
  const { state } = licence
  const outcome = licenceTransitions[state.kind][action]
  switch (outcome) {
    case 'as-it-is':
      return { kind: 'decided', changes: [] }
    case 'LICENCE_WITHDRAWN':
      return refuse(
        outcome,
        state.kind === 'withdrawn' ? { since: formatInstant(state.since), reason: state.reason } : {},
      )
    case 'active':
      return decided(licence, { kind: 'active' })
    case 'suspended':
    case 'withdrawn':
      return decided(licence, { kind: outcome, since: by.now, reason: by.reason })
  }
}

function decided(licence: Licence, state: LicenceState): Decided {
  return { kind: 'decided', changes: [{ kind: 'licence-state-set', licence: licence.id, state }] }
}
