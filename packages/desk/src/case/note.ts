// What stays inside: notes, disagreements, and the decisions that settle them. spec: case §6
import type { Instant } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import { refuseAutomaton, type Actor } from './actor.ts'
import { refuseByLengths } from './case-texts.ts'
import { refuseByMissing } from './entry-refusals.ts'

export type Note = {
  readonly id: string
  readonly kind: 'note' | 'disagreement' | 'decision'
  readonly text: string
  /** Of a decision: the disagreement that it settles; null: none. */
  readonly settles: string | null
  readonly at: Instant
  readonly by: string
}

export type NoteDecided = { readonly kind: 'noted'; readonly note: Note }

/**
 * A note of a case that has `notes`. Refuses, in this order: PERSON_NEEDED; INPUT_INVALID (too long; settles what is no
 * open disagreement); CASE_FACTS_MISSING (missing: text).
 */
export function decideNote(
  written: Omit<Note, 'at' | 'by'>,
  notes: readonly Note[],
  { actor, now }: { readonly actor: Actor; readonly now: Instant },
): NoteDecided | Refusal<'PERSON_NEEDED' | 'INPUT_INVALID' | 'CASE_FACTS_MISSING'> {
  const { text, settles, kind } = written
  const settled =
    settles === null || (kind === 'decision' && listOpenDisagreements(notes).some(({ id }) => id === settles))
  const refused =
    refuseAutomaton(actor, kind) ??
    refuseByLengths({ text }) ??
    (settled ? null : refuse('INPUT_INVALID', { complaints: ['settles: names no open disagreement'] })) ??
    refuseByMissing(null, kind, { text })
  if (refused !== null) return refused
  return { kind: 'noted', note: { ...written, at: now, by: actor.id } }
}

export function listOpenDisagreements(notes: readonly Note[]): readonly Note[] {
  const settled = new Set(notes.map(({ settles }) => settles))
  return notes.filter(({ kind, id }) => kind === 'disagreement' && !settled.has(id))
}
