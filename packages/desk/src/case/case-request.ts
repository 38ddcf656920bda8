// What one side asks of another, each with a state of its own. spec: case §5
import type { Instant } from '@holdfast/capabilities'
import type { Refusal } from '@holdfast/lease'
import { refuseAutomaton, type Actor } from './actor.ts'
import type { Addressee } from './case-party.ts'
import { isText, refuseByLengths } from './case-texts.ts'
import {
  refuseByMissing,
  refuseEntryChange,
  type EntryRefusal,
  type EntryTransitions,
} from './entry-refusals.ts'

export type RequestState =
  | { readonly kind: 'asked'; readonly since: Instant }
  | { readonly kind: 'partly'; readonly since: Instant; readonly open: string }
  | { readonly kind: 'answered'; readonly since: Instant }
  | { readonly kind: 'declined'; readonly since: Instant; readonly reason: string }
  /** What was asked for is here: an archive, a file, a form. */
  | { readonly kind: 'collected'; readonly since: Instant; readonly reference: string }
  | { readonly kind: 'withdrawn'; readonly since: Instant; readonly reason: string }

export type RequestAnswer = {
  readonly at: Instant
  readonly by: string
  readonly text: string
  /** The message or call in which it stands; null: said otherwise. */
  readonly reference: string | null
}

export type CaseRequest = {
  readonly id: string
  readonly asker: Addressee
  readonly addressee: Addressee
  readonly question: string
  readonly askedAt: Instant
  /** The case cannot be resolved while it is open. */
  readonly blocks: boolean
  readonly answers: readonly RequestAnswer[]
  readonly state: RequestState
}

export type RequestAction =
  | { readonly kind: 'answer'; readonly text: string; readonly reference: string | null }
  | {
      readonly kind: 'answer-partly'
      readonly text: string
      readonly reference: string | null
      readonly open: string
    }
  | { readonly kind: 'decline'; readonly reason: string }
  | { readonly kind: 'collect'; readonly reference: string }
  | { readonly kind: 'withdraw'; readonly reason: string }
  | { readonly kind: 'ask-again'; readonly reason: string }

export const requestTransitions: EntryTransitions<RequestState['kind'], RequestAction['kind']> = {
  asked: {
    answer: 'answered',
    'answer-partly': 'partly',
    decline: 'declined',
    collect: 'collected',
    withdraw: 'withdrawn',
  },
  partly: {
    answer: 'answered',
    'answer-partly': 'partly',
    decline: 'declined',
    collect: 'collected',
    withdraw: 'withdrawn',
  },
  answered: { 'ask-again': 'asked' },
  // Who declined may still answer.
  declined: {
    answer: 'answered',
    'answer-partly': 'partly',
    collect: 'collected',
    withdraw: 'withdrawn',
    'ask-again': 'asked',
  },
  collected: { 'ask-again': 'asked' },
  withdrawn: {},
}

type ChangeContext = { readonly actor: Actor; readonly now: Instant }
export type RequestDecided = { readonly kind: 'request'; readonly request: CaseRequest }

/** A new request. Refuses PERSON_NEEDED, INPUT_INVALID, CASE_FACTS_MISSING (missing: question, other). */
export function decideRequest(
  asked: Omit<CaseRequest, 'askedAt' | 'answers' | 'state'>,
  { actor, now }: ChangeContext,
): RequestDecided | Refusal<'PERSON_NEEDED' | 'INPUT_INVALID' | 'CASE_FACTS_MISSING'> {
  const { question, asker, addressee } = asked
  // Nobody asks themselves: another party, or another person of it.
  const other = asker.party !== addressee.party || asker.person !== addressee.person ? 'yes' : null
  const refused =
    refuseAutomaton(actor, 'ask') ??
    refuseByLengths({ question }) ??
    refuseByMissing(null, 'ask', { question, other })
  if (refused !== null) return refused
  return {
    kind: 'request',
    request: { ...asked, askedAt: now, answers: [], state: { kind: 'asked', since: now } },
  }
}

/** The request after an action; refuses as `entryRefusals` has it. */
export function decideRequestChange(
  request: CaseRequest,
  action: RequestAction,
  { actor, now }: ChangeContext,
): RequestDecided | Refusal<EntryRefusal> {
  const { kind, ...needs } = action
  const { reference, ...texts } = { reference: null, ...needs }
  const refused = refuseEntryChange(
    {
      what: 'request',
      id: request.id,
      state: request.state.kind,
      action: kind,
      actor,
      // Where an answer stands may be unknown; what was collected is somewhere.
      needs: kind === 'collect' ? { reference } : texts,
      extras: { reference },
    },
    requestTransitions,
  )
  if (refused !== null) return refused
  const answers = answersAfter(request.answers, action, { actor, now })
  return { kind: 'request', request: { ...request, answers, state: requestStateAfter(action, now) } }
}

function answersAfter(
  answers: readonly RequestAnswer[],
  action: RequestAction,
  { actor, now }: ChangeContext,
): readonly RequestAnswer[] {
  if (action.kind !== 'answer' && action.kind !== 'answer-partly') return answers
  const reference = isText(action.reference) ? action.reference : null
  return [...answers, { at: now, by: actor.id, text: action.text, reference }]
}

function requestStateAfter(action: RequestAction, since: Instant): RequestState {
  switch (action.kind) {
    case 'answer':
      return { kind: 'answered', since }
    case 'answer-partly':
      return { kind: 'partly', since, open: action.open }
    case 'decline':
      return { kind: 'declined', since, reason: action.reason }
    case 'collect':
      return { kind: 'collected', since, reference: action.reference }
    case 'withdraw':
      return { kind: 'withdrawn', since, reason: action.reason }
    case 'ask-again':
      return { kind: 'asked', since }
  }
}

/** Somebody still has to answer. */
export function isOpenRequest({ state }: CaseRequest): boolean {
  return state.kind === 'asked' || state.kind === 'partly'
}
