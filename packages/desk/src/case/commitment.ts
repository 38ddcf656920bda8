// Who owes what to whom, by when. spec: case §5
import type { Instant } from '@holdfast/capabilities'
import type { Refusal } from '@holdfast/lease'
import { refuseAutomaton, type Actor } from './actor.ts'
import type { Addressee } from './case-party.ts'
import type { CaseEvidence } from './case-state.ts'
import { isText, refuseByLengths } from './case-texts.ts'
import {
  refuseByMissing,
  refuseEntryChange,
  type EntryRefusal,
  type EntryTransitions,
} from './entry-refusals.ts'

export type CommitmentState =
  | { readonly kind: 'open' }
  | {
      readonly kind: 'kept'
      readonly at: Instant
      readonly evidence: readonly [CaseEvidence, ...CaseEvidence[]]
    }
  | { readonly kind: 'broken'; readonly at: Instant; readonly reason: string }
  | { readonly kind: 'withdrawn'; readonly at: Instant; readonly reason: string }

export type Commitment = {
  readonly id: string
  readonly owner: Addressee
  readonly to: Addressee
  readonly what: string
  readonly madeAt: Instant
  /** null: nobody said by when. */
  readonly due: Instant | null
  readonly state: CommitmentState
}

export type CommitmentAction =
  | { readonly kind: 'keep'; readonly evidence: readonly CaseEvidence[] }
  | { readonly kind: 'break'; readonly reason: string }
  | { readonly kind: 'withdraw'; readonly reason: string }

export const commitmentTransitions: EntryTransitions<CommitmentState['kind'], CommitmentAction['kind']> = {
  open: { keep: 'kept', break: 'broken', withdraw: 'withdrawn' },
  kept: {},
  // Late is better than never, and the moment tells that it was late.
  broken: { keep: 'kept' },
  withdrawn: {},
}

type ChangeContext = { readonly actor: Actor; readonly now: Instant }
export type CommitmentDecided = { readonly kind: 'commitment'; readonly commitment: Commitment }

/** A new commitment. Refuses PERSON_NEEDED, INPUT_INVALID, CASE_FACTS_MISSING (missing: what). */
export function decideCommitment(
  made: Omit<Commitment, 'madeAt' | 'state'>,
  { actor, now }: ChangeContext,
): CommitmentDecided | Refusal<'PERSON_NEEDED' | 'INPUT_INVALID' | 'CASE_FACTS_MISSING'> {
  const { what } = made
  const refused =
    refuseAutomaton(actor, 'commit') ?? refuseByLengths({ what }) ?? refuseByMissing(null, 'commit', { what })
  if (refused !== null) return refused
  return { kind: 'commitment', commitment: { ...made, madeAt: now, state: { kind: 'open' } } }
}

/** The commitment after an action; refuses as `entryRefusals` has it. */
export function decideCommitmentChange(
  commitment: Commitment,
  action: CommitmentAction,
  { actor, now }: ChangeContext,
): CommitmentDecided | Refusal<EntryRefusal> {
  const needs =
    action.kind === 'keep' ? { evidence: action.evidence.map(({ id }) => id) } : { reason: action.reason }
  const refused = refuseEntryChange(
    {
      what: 'commitment',
      id: commitment.id,
      state: commitment.state.kind,
      action: action.kind,
      actor,
      needs,
    },
    commitmentTransitions,
  )
  if (refused !== null) return refused
  return { kind: 'commitment', commitment: { ...commitment, state: commitmentStateAfter(action, now) } }
}

function commitmentStateAfter(action: CommitmentAction, at: Instant): CommitmentState {
  switch (action.kind) {
    case 'keep': {
      const [first, ...rest] = action.evidence.filter(({ id }) => isText(id))
      if (first === undefined) throw new Error('kept without evidence')
      return { kind: 'kept', at, evidence: [first, ...rest] }
    }
    case 'break':
      return { kind: 'broken', at, reason: action.reason }
    case 'withdraw':
      return { kind: 'withdrawn', at, reason: action.reason }
  }
}

/** Open, and its moment has come. */
export function isOverdue({ state, due }: Commitment, now: Instant): boolean {
  return state.kind === 'open' && due !== null && now >= due
}

/** Kept at its due moment or later, or after it had been given up. */
export function wasKeptLate({ state, due }: Commitment): boolean {
  return state.kind === 'kept' && due !== null && state.at >= due
}
