// What happened to a case, in the order in which it happened; nothing in it is ever rewritten. spec: case §4
import type { Instant } from '@holdfast/capabilities'
import type { CaseActionKind, CaseState, CaseStateKind } from './case-state.ts'

/** `at`: when it happened, `by`: who, by id. */
type Stamp = { readonly at: Instant; readonly by: string }

export type CaseMoved = Stamp & {
  readonly kind: 'moved'
  readonly action: CaseActionKind
  readonly from: CaseStateKind
  readonly state: CaseState
}

export type CaseEvent =
  | (Stamp & { readonly kind: 'opened'; readonly source: string })
  | CaseMoved
  /** A message came after the archive: somebody has to answer it. */
  | (Stamp & { readonly kind: 'challenged'; readonly message: string })
