// States of a plan and of its items, each with one table of transitions. spec: repair §4
import type { Instant } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import type { Because, StartedHow } from './remedies.ts'
import type { SightingSource } from './sighting.ts'

export type PlanState =
  | { readonly kind: 'previewed' }
  | { readonly kind: 'approved'; readonly at: Instant; readonly by: string; readonly risk: string | null }
  | { readonly kind: 'running'; readonly at: Instant; readonly by: string; readonly risk: string | null }
  | { readonly kind: 'finished'; readonly at: Instant }
  | { readonly kind: 'closed'; readonly at: Instant; readonly by: string; readonly reason: string }

export type PlanAction = 'approve' | 'run' | 'verify' | 'close'
type PlanOutcome = PlanState['kind'] | 'PLAN_STATE_WRONG'

/** What each action makes of each state; a verification that leaves nothing to wait for finishes a running plan. */
export const planTransitions: {
  readonly [state in PlanState['kind']]: { readonly [action in PlanAction]: PlanOutcome }
} = {
  previewed: {
    approve: 'approved',
    run: 'PLAN_STATE_WRONG',
    verify: 'PLAN_STATE_WRONG',
    close: 'closed',
  },
  approved: {
    approve: 'PLAN_STATE_WRONG',
    run: 'running',
    verify: 'PLAN_STATE_WRONG',
    close: 'closed',
  },
  running: { approve: 'PLAN_STATE_WRONG', run: 'running', verify: 'running', close: 'closed' },
  finished: {
    approve: 'PLAN_STATE_WRONG',
    run: 'PLAN_STATE_WRONG',
    verify: 'finished',
    close: 'closed',
  },
  closed: {
    approve: 'PLAN_STATE_WRONG',
    run: 'PLAN_STATE_WRONG',
    verify: 'PLAN_STATE_WRONG',
    close: 'PLAN_STATE_WRONG',
  },
}

/** The state that an action leads to, or PLAN_STATE_WRONG (facts: state, action). */
export function decidePlanAction(
  state: PlanState,
  action: PlanAction,
): { readonly kind: 'allowed'; readonly to: PlanState['kind'] } | Refusal<'PLAN_STATE_WRONG'> {
  const to = planTransitions[state.kind][action]
  return to === 'PLAN_STATE_WRONG' ? refuse(to, { state: state.kind, action }) : { kind: 'allowed', to }
}

export type ItemState =
  | { readonly kind: 'proposed' }
  | { readonly kind: 'started'; readonly at: Instant; readonly how: StartedHow }
  | { readonly kind: 'outdated'; readonly at: Instant }
  | { readonly kind: 'unrepairable'; readonly because: Because }
  | { readonly kind: 'well' }
  | { readonly kind: 'done'; readonly at: Instant; readonly by: SightingSource }

export const itemStates = ['proposed', 'started', 'outdated', 'unrepairable', 'well', 'done'] as const

export type ItemEvent =
  | { readonly kind: 'start'; readonly at: Instant; readonly how: StartedHow }
  /** The device is no longer as the plan decided on it. */
  | { readonly kind: 'outdate'; readonly at: Instant }
  /** The device needs nothing any more, without any step of the plan. */
  | { readonly kind: 'settle' }
  /** An observation newer than the step shows it. */
  | { readonly kind: 'prove'; readonly at: Instant; readonly by: SightingSource }

/** Where each event leads; null: it changes nothing in this state. */
export const itemTransitions: {
  readonly [state in ItemState['kind']]: { readonly [event in ItemEvent['kind']]: ItemState['kind'] | null }
} = {
  proposed: { start: 'started', outdate: 'outdated', settle: 'well', prove: null },
  // What is started keeps its first moment, so that a proof that came since stays one.
  started: { start: null, outdate: null, settle: null, prove: 'done' },
  outdated: { start: null, outdate: null, settle: 'well', prove: null },
  unrepairable: { start: null, outdate: null, settle: null, prove: null },
  well: { start: null, outdate: null, settle: null, prove: null },
  done: { start: null, outdate: null, settle: null, prove: null },
}

/** The next state of an item; the same object where the event changes nothing. */
export function nextItemState(state: ItemState, event: ItemEvent): ItemState {
  if (itemTransitions[state.kind][event.kind] === null) return state
  switch (event.kind) {
    case 'start':
      return { kind: 'started', at: event.at, how: event.how }
    case 'outdate':
      return { kind: 'outdated', at: event.at }
    case 'settle':
      return { kind: 'well' }
    case 'prove':
      return { kind: 'done', at: event.at, by: event.by }
  }
}

export type ItemCounts = { readonly [state in ItemState['kind']]: number }

/** A plan is finished when every item is done or well; what nobody can repair is for a person to close. */
export function isFinished(counts: ItemCounts): boolean {
  return itemStates.every((state) => state === 'done' || state === 'well' || counts[state] === 0)
}
