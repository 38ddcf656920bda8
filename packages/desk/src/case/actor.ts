import { refuse, type Refusal } from '@holdfast/lease'

/** Who acts: a person by id, a rule that a person wrote, or an automaton such as a mail server or an auto-reply. */
export type Actor = { readonly kind: 'person' | 'rule' | 'automaton'; readonly id: string }

/** PERSON_NEEDED (facts: action, actor) for everybody but a person. */
export function refuseAutomaton(actor: Actor, action: string): Refusal<'PERSON_NEEDED'> | null {
  return actor.kind === 'person' ? null : refuse('PERSON_NEEDED', { action, actor: actor.kind })
}
