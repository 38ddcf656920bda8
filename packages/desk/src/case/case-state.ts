// States of a case, each with its own facts, and the one table of transitions. spec: case §1, §2
import type { Instant } from '@holdfast/capabilities'

/** Whom a case waits for. */
export const waitingParties = ['customer', 'rnd', 'upstream', 'product', 'legal'] as const
export type WaitingParty = (typeof waitingParties)[number]

/** What shows that something is so: a message, a call, a test, an observation, a finding, by its id. */
export type CaseEvidence = {
  readonly kind: 'message' | 'call' | 'test' | 'observation' | 'finding'
  readonly id: string
}

/** That the customer's side agreed: who, by what, when, and where it is recorded (a message or a call). */
export type Consent = {
  readonly who: string
  readonly how: 'mail' | 'call'
  readonly at: Instant
  readonly reference: string
}

/** A person took responsibility for contradictions that stay open. */
export type AcceptedContradictions = {
  readonly contradictions: readonly string[]
  readonly reason: string
  readonly by: string
}

/** States in which somebody of ours works on it: where waiting leads back to. */
export type WorkingState =
  | { readonly kind: 'responded'; readonly since: Instant; readonly message: string }
  | {
      readonly kind: 'scoped'
      readonly since: Instant
      readonly scope: string
      readonly definition: string
    }
  | { readonly kind: 'investigating'; readonly since: Instant; readonly question: string }
  | { readonly kind: 'planned'; readonly since: Instant; readonly plan: string }
  | {
      readonly kind: 'reopened'
      readonly since: Instant
      readonly from: 'resolved' | 'archived'
      readonly reason: string
    }

export type CaseState =
  | { readonly kind: 'received'; readonly since: Instant; readonly source: string }
  | WorkingState
  | {
      readonly kind: 'waiting'
      readonly since: Instant
      readonly on: WaitingParty
      readonly what: string
      /** When to look again; null: when something comes. */
      readonly resumeBy: Instant | null
      readonly before: WorkingState
    }
  | {
      readonly kind: 'resolved'
      readonly since: Instant
      readonly result: string
      readonly evidence: readonly [CaseEvidence, ...CaseEvidence[]]
    }
  | {
      readonly kind: 'archived'
      readonly since: Instant
      readonly consent: Consent
      /** null: no contradiction was open. */
      readonly accepted: AcceptedContradictions | null
    }

export type CaseStateKind = CaseState['kind']
export const caseStateKinds = [
  'received',
  'responded',
  'scoped',
  'investigating',
  'planned',
  'waiting',
  'resolved',
  'archived',
  'reopened',
] as const satisfies readonly CaseStateKind[]

export const caseActionKinds = [
  'respond',
  'scope',
  'investigate',
  'plan',
  'wait',
  'resume',
  'resolve',
  'archive',
  'reopen',
] as const
export type CaseActionKind = (typeof caseActionKinds)[number]

/** `before`: the state that waiting interrupted. */
export type TransitionTarget = CaseStateKind | 'before'

/** Where each action leads from each state; an action that is not named is refused with CASE_STATE_WRONG. */
export const caseTransitions: {
  readonly [state in CaseStateKind]: { readonly [action in CaseActionKind]?: TransitionTarget }
} = {
  // Nothing but a message to the customer leads out of `received`: a case that nobody answered is not being worked on.
  received: { respond: 'responded' },
  responded: { scope: 'scoped', investigate: 'investigating', wait: 'waiting', resolve: 'resolved' },
  scoped: {
    scope: 'scoped',
    investigate: 'investigating',
    plan: 'planned',
    wait: 'waiting',
    resolve: 'resolved',
  },
  investigating: {
    scope: 'scoped',
    investigate: 'investigating',
    plan: 'planned',
    wait: 'waiting',
    resolve: 'resolved',
  },
  planned: { investigate: 'investigating', plan: 'planned', wait: 'waiting', resolve: 'resolved' },
  waiting: { wait: 'waiting', resume: 'before', resolve: 'resolved' },
  resolved: { archive: 'archived', reopen: 'reopened' },
  archived: { reopen: 'reopened' },
  reopened: {
    scope: 'scoped',
    investigate: 'investigating',
    plan: 'planned',
    wait: 'waiting',
    resolve: 'resolved',
  },
}

/** What each action must bring; CASE_FACTS_MISSING names what is missing in this order. */
export const actionNeeds = {
  respond: ['customerMessage'],
  scope: ['scope', 'definition'],
  investigate: ['question'],
  plan: ['plan'],
  wait: ['on', 'what'],
  resume: [],
  resolve: ['result', 'evidence'],
  archive: ['consentWho', 'consentHow', 'consentAt', 'consentReference'],
  reopen: ['reason'],
} as const satisfies { readonly [action in CaseActionKind]: readonly string[] }

export type NeededFact = (typeof actionNeeds)[CaseActionKind][number]

export type OfferedAction = {
  readonly action: CaseActionKind
  readonly to: CaseStateKind
  readonly needs: readonly NeededFact[]
}

/** What can be done in a state, in the order of the life cycle: the buttons of a console. */
export function listActions(state: CaseState): readonly OfferedAction[] {
  return caseActionKinds.flatMap((action) => {
    const to = caseTransitions[state.kind][action]
    if (to === undefined) return []
    const target = to === 'before' ? beforeOf(state) : to
    return [{ action, to: target, needs: actionNeeds[action] }]
  })
}

function beforeOf(state: CaseState): CaseStateKind {
  if (state.kind !== 'waiting') throw new Error(`${state.kind} interrupted nothing`)
  return state.before.kind
}
