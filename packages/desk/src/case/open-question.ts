// What nobody knows yet, and what hangs on it. spec: case §5
import type { Instant } from '@holdfast/capabilities'
import type { Refusal } from '@holdfast/lease'
import { refuseAutomaton, type Actor } from './actor.ts'
import type { Addressee } from './case-party.ts'
import type { CaseEvidence } from './case-state.ts'
import { refuseByLengths } from './case-texts.ts'
import {
  refuseByMissing,
  refuseEntryChange,
  type EntryRefusal,
  type EntryTransitions,
} from './entry-refusals.ts'

export type QuestionState =
  | { readonly kind: 'open' }
  | {
      readonly kind: 'answered'
      readonly at: Instant
      readonly answer: string
      readonly evidence: readonly CaseEvidence[]
    }
  | { readonly kind: 'withdrawn'; readonly at: Instant; readonly reason: string }

export type OpenQuestion = {
  readonly id: string
  readonly question: string
  readonly raisedAt: Instant
  /** The message that raised it; null: a person wrote it down. */
  readonly message: string | null
  /** Who is to settle it; null: nobody yet. */
  readonly owner: Addressee | null
  /** The case cannot be resolved or archived while it is open. */
  readonly blocks: boolean
  /** Why it cannot be settled now, and by what it could be; '' where nothing stands in the way. */
  readonly hindered: string
  readonly state: QuestionState
}

export type QuestionAction =
  | { readonly kind: 'answer'; readonly answer: string; readonly evidence: readonly CaseEvidence[] }
  | { readonly kind: 'withdraw'; readonly reason: string }
  | { readonly kind: 'reopen'; readonly reason: string }

export const questionTransitions: EntryTransitions<QuestionState['kind'], QuestionAction['kind']> = {
  open: { answer: 'answered', withdraw: 'withdrawn' },
  answered: { reopen: 'open' },
  withdrawn: { reopen: 'open' },
}

type ChangeContext = { readonly actor: Actor; readonly now: Instant }
export type QuestionDecided = { readonly kind: 'question'; readonly question: OpenQuestion }

/** A question that a person writes down. Refuses PERSON_NEEDED, INPUT_INVALID, CASE_FACTS_MISSING (missing: question). */
export function decideQuestion(
  raised: Omit<OpenQuestion, 'raisedAt' | 'state'>,
  { actor, now }: ChangeContext,
): QuestionDecided | Refusal<'PERSON_NEEDED' | 'INPUT_INVALID' | 'CASE_FACTS_MISSING'> {
  const { question, hindered } = raised
  const refused =
    refuseAutomaton(actor, 'raise') ??
    refuseByLengths({ question, hindered }) ??
    refuseByMissing(null, 'raise', { question })
  if (refused !== null) return refused
  return { kind: 'question', question: { ...raised, raisedAt: now, state: { kind: 'open' } } }
}

/** The question after an action; refuses as `entryRefusals` has it. An answer without evidence is one, and shows none. */
export function decideQuestionChange(
  question: OpenQuestion,
  action: QuestionAction,
  { actor, now }: ChangeContext,
): QuestionDecided | Refusal<EntryRefusal> {
  const needs = action.kind === 'answer' ? { answer: action.answer } : { reason: action.reason }
  const refused = refuseEntryChange(
    { what: 'question', id: question.id, state: question.state.kind, action: action.kind, actor, needs },
    questionTransitions,
  )
  if (refused !== null) return refused
  return { kind: 'question', question: { ...question, state: questionStateAfter(action, now) } }
}

function questionStateAfter(action: QuestionAction, at: Instant): QuestionState {
  switch (action.kind) {
    case 'answer':
      return { kind: 'answered', at, answer: action.answer, evidence: action.evidence }
    case 'withdraw':
      return { kind: 'withdrawn', at, reason: action.reason }
    case 'reopen':
      return { kind: 'open' }
  }
}
