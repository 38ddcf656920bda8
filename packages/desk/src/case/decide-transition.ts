// What an action makes of a case, and why it does not. spec: case §2, §3
import type { Instant } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import { refuseAutomaton, type Actor } from './actor.ts'
import type { CaseAudience } from './audience.ts'
import type { CaseEvent } from './case-event.ts'
import { isText, refuseByLengths } from './case-texts.ts'
import {
  actionNeeds,
  caseTransitions,
  listActions,
  waitingParties,
  type AcceptedContradictions,
  type CaseActionKind,
  type CaseEvidence,
  type CaseState,
  type Consent,
  type NeededFact,
  type WaitingParty,
  type WorkingState,
} from './case-state.ts'

/** A message as far as a first response needs it. */
export type SentMessage = {
  readonly id: string
  readonly audience: CaseAudience
  readonly direction: 'in' | 'out'
  /** Written by a person, not by a rule or a server. */
  readonly byPerson: boolean
}

/** What somebody asks for; what was not filled in is null, '' or empty. */
export type CaseAction =
  | { readonly kind: 'respond'; readonly message: SentMessage | null }
  | { readonly kind: 'scope'; readonly scope: string; readonly definition: string }
  | { readonly kind: 'investigate'; readonly question: string }
  | { readonly kind: 'plan'; readonly plan: string }
  | {
      readonly kind: 'wait'
      readonly on: WaitingParty | null
      readonly what: string
      readonly resumeBy: Instant | null
    }
  | { readonly kind: 'resume' }
  | { readonly kind: 'resolve'; readonly result: string; readonly evidence: readonly CaseEvidence[] }
  | {
      readonly kind: 'archive'
      readonly consent: { readonly [part in keyof Consent]: Consent[part] | null }
      /** The contradictions that the person accepts, and why; null: none. */
      readonly accept: { readonly contradictions: readonly string[]; readonly reason: string } | null
    }
  | { readonly kind: 'reopen'; readonly reason: string }

export type CaseFacts = {
  readonly id: string
  readonly state: CaseState
  /** What still blocks it, in words for people (`question q_1`, `case CAS-00017`). */
  readonly blockers: readonly string[]
  /** Ids of contradictions between recorded claims that nobody settled. */
  readonly contradictions: readonly string[]
}

export type TransitionContext = { readonly actor: Actor; readonly now: Instant }

/** Why a transition is refused, in order of precedence. spec: case §3 */
export const transitionRefusals = [
  'PERSON_NEEDED',
  'INPUT_INVALID',
  'CASE_STATE_WRONG',
  'CASE_FACTS_MISSING',
  'CASE_BLOCKED',
  'CASE_CONTRADICTED',
] as const
export type TransitionRefusal = (typeof transitionRefusals)[number]

export type TransitionDecided = {
  readonly kind: 'changed'
  readonly state: CaseState
  readonly events: readonly CaseEvent[]
}

/** The state after an action with the event that tells it, or the first refusal of `transitionRefusals` that applies. */
export function decideTransition(
  facts: CaseFacts,
  action: CaseAction,
  context: TransitionContext,
): TransitionDecided | Refusal<TransitionRefusal> {
  const refused =
    refuseAutomaton(context.actor, action.kind) ??
    refuseByLengths(textsOf(action)) ??
    refuseByState(facts, action.kind) ??
    refuseByNeeds(facts, action, context.now) ??
    refuseByBlockers(facts, action.kind) ??
    refuseByContradictions(facts, action)
  if (refused !== null) return refused
  const state = nextState(facts, action, context)
  const event: CaseEvent = {
    kind: 'moved',
    at: context.now,
    by: context.actor.id,
    action: action.kind,
    from: facts.state.kind,
    state,
  }
  return { kind: 'changed', state, events: [event] }
}

function textsOf(action: CaseAction): { readonly [path: string]: string | readonly unknown[] | null } {
  switch (action.kind) {
    case 'respond':
    case 'resume':
      return {}
    case 'scope':
      return { scope: action.scope, definition: action.definition }
    case 'investigate':
      return { question: action.question }
    case 'plan':
      return { plan: action.plan }
    case 'wait':
      return { what: action.what }
    case 'resolve':
      return { result: action.result, evidence: action.evidence }
    case 'archive': {
      const { consent, accept } = action
      return {
        'consent/who': consent.who,
        'consent/reference': consent.reference,
        'accept/contradictions': accept?.contradictions ?? null,
        'accept/reason': accept?.reason ?? null,
      }
    }
    case 'reopen':
      return { reason: action.reason }
  }
}

function refuseByState({ id, state }: CaseFacts, action: CaseActionKind): Refusal<'CASE_STATE_WRONG'> | null {
  if (caseTransitions[state.kind][action] !== undefined) return null
  const allowed = listActions(state).map((offered) => offered.action)
  return refuse('CASE_STATE_WRONG', { case: id, state: state.kind, action, allowed })
}

function refuseByNeeds(
  { id }: CaseFacts,
  action: CaseAction,
  now: Instant,
): Refusal<'CASE_FACTS_MISSING'> | null {
  const given = givenFacts(action, now)
  const missing = actionNeeds[action.kind].filter((need) => given[need] !== true)
  return missing.length === 0
    ? null
    : refuse('CASE_FACTS_MISSING', { case: id, action: action.kind, missing })
}

/** Which of the needed facts an action brings. */
function givenFacts(action: CaseAction, now: Instant): { readonly [need in NeededFact]?: boolean } {
  switch (action.kind) {
    case 'respond':
      return { customerMessage: action.message !== null && isResponse(action.message) }
    case 'scope':
      return { scope: isText(action.scope), definition: isText(action.definition) }
    case 'investigate':
      return { question: isText(action.question) }
    case 'plan':
      return { plan: isText(action.plan) }
    case 'wait':
      return { on: action.on !== null && waitingParties.includes(action.on), what: isText(action.what) }
    case 'resume':
      return {}
    case 'resolve':
      return { result: isText(action.result), evidence: action.evidence.some(({ id }) => isText(id)) }
    case 'archive': {
      const { who, how, at, reference } = action.consent
      return {
        consentWho: isText(who),
        consentHow: how === 'mail' || how === 'call',
        // A consent that is still to come is none.
        consentAt: at !== null && at <= now,
        consentReference: isText(reference),
      }
    }
    case 'reopen':
      return { reason: isText(action.reason) }
  }
}

/** A first response is a message that a person sent to the customer. */
export function isResponse(message: SentMessage): boolean {
  return message.audience === 'customer' && message.direction === 'out' && message.byPerson
}

function refuseByBlockers(
  { id, blockers }: CaseFacts,
  action: CaseActionKind,
): Refusal<'CASE_BLOCKED'> | null {
  if ((action !== 'resolve' && action !== 'archive') || blockers.length === 0) return null
  return refuse('CASE_BLOCKED', { case: id, action, blockers })
}

function refuseByContradictions(
  { id, contradictions }: CaseFacts,
  action: CaseAction,
): Refusal<'CASE_CONTRADICTED'> | null {
  if (action.kind !== 'archive') return null
  const accepted = action.accept !== null && isText(action.accept.reason) ? action.accept.contradictions : []
  const open = contradictions.filter((contradiction) => !accepted.includes(contradiction))
  return open.length === 0 ? null : refuse('CASE_CONTRADICTED', { case: id, contradictions: open })
}

function nextState(facts: CaseFacts, action: CaseAction, { actor, now }: TransitionContext): CaseState {
  const since = now
  switch (action.kind) {
    case 'respond':
      return { kind: 'responded', since, message: given(action.message).id }
    case 'scope':
      return { kind: 'scoped', since, scope: action.scope, definition: action.definition }
    case 'investigate':
      return { kind: 'investigating', since, question: action.question }
    case 'plan':
      return { kind: 'planned', since, plan: action.plan }
    case 'wait': {
      const { what, resumeBy } = action
      return { kind: 'waiting', since, on: given(action.on), what, resumeBy, before: workOf(facts.state) }
    }
    case 'resume':
      return { ...workOf(facts.state), since }
    case 'resolve': {
      const [first, ...rest] = action.evidence.filter(({ id }) => isText(id))
      return { kind: 'resolved', since, result: action.result, evidence: [given(first), ...rest] }
    }
    case 'archive': {
      const { who, how, at, reference } = action.consent
      const consent = { who: given(who), how: given(how), at: given(at), reference: given(reference) }
      return { kind: 'archived', since, consent, accepted: acceptedOf(facts, action.accept, actor) }
    }
    case 'reopen': {
      const from = facts.state.kind === 'archived' ? 'archived' : 'resolved'
      return { kind: 'reopened', since, from, reason: action.reason }
    }
  }
}

/** Only what is really open is kept as accepted: a name that nobody knows accepts nothing. */
function acceptedOf(
  { contradictions }: CaseFacts,
  accept: { readonly contradictions: readonly string[]; readonly reason: string } | null,
  actor: Actor,
): AcceptedContradictions | null {
  return contradictions.length === 0 || accept === null
    ? null
    : { contradictions, reason: accept.reason, by: actor.id }
}

/** The work that a case comes back to; waiting for somebody else keeps the work that was interrupted first. */
function workOf(state: CaseState): WorkingState {
  switch (state.kind) {
    case 'waiting':
      return state.before
    case 'received':
    case 'resolved':
    case 'archived':
      throw new Error(`nothing waits in ${state.kind}`)
    default:
      return state
  }
}

function given<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('a needed fact passed unseen')
  return value
}
