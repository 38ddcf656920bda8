// Refusals that requests, commitments and open questions have in common, in order of precedence. spec: case §5
import { refuse, type Refusal } from '@holdfast/lease'
import { refuseAutomaton, type Actor } from './actor.ts'
import { isText, refuseByLengths } from './case-texts.ts'

/** Why a change of an entry is refused, in order of precedence. */
export const entryRefusals = [
  'PERSON_NEEDED',
  'INPUT_INVALID',
  'CASE_ENTRY_STATE_WRONG',
  'CASE_FACTS_MISSING',
] as const
export type EntryRefusal = (typeof entryRefusals)[number]

export type EntryKind = 'request' | 'commitment' | 'question'

/** Where each action leads from each state; an action that is not named is refused. */
export type EntryTransitions<State extends string, Action extends string> = {
  readonly [state in State]: { readonly [action in Action]?: State }
}

export function refuseEntryChange<State extends string, Action extends string>(
  asked: {
    readonly what: EntryKind
    readonly id: string
    readonly state: State
    readonly action: Action
    readonly actor: Actor
    /** What the action must bring, by name. */
    readonly needs: { readonly [name: string]: string | readonly string[] | null }
    /** What it may bring beside that. */
    readonly extras?: { readonly [name: string]: string | readonly string[] | null }
  },
  transitions: EntryTransitions<State, Action>,
): Refusal<EntryRefusal> | null {
  const { what, id, state, action, actor, needs, extras } = asked
  return (
    refuseAutomaton(actor, action) ??
    refuseByLengths({ ...needs, ...extras }) ??
    refuseByEntryState({ what, id, state, action }, transitions) ??
    refuseByMissing(null, action, needs)
  )
}

function refuseByEntryState<State extends string, Action extends string>(
  { what, id, state, action }: { what: EntryKind; id: string; state: State; action: Action },
  transitions: EntryTransitions<State, Action>,
): Refusal<'CASE_ENTRY_STATE_WRONG'> | null {
  if (transitions[state][action] !== undefined) return null
  const allowed = Object.keys(transitions[state])
  return refuse('CASE_ENTRY_STATE_WRONG', { what, entry: id, state, action, allowed })
}

/** CASE_FACTS_MISSING with every name whose text is blank or whose list is empty. */
export function refuseByMissing(
  caseId: string | null,
  action: string,
  needs: { readonly [name: string]: string | readonly string[] | null },
): Refusal<'CASE_FACTS_MISSING'> | null {
  const missing = Object.entries(needs).flatMap(([name, value]) => {
    const given = typeof value === 'string' || value === null ? isText(value) : value.some(isText)
    return given ? [] : [name]
  })
  return missing.length === 0 ? null : refuse('CASE_FACTS_MISSING', { case: caseId, action, missing })
}
