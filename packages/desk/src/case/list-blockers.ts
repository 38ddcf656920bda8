// What keeps a case from being resolved. spec: case §5
import { isOpenRequest, type CaseRequest } from './case-request.ts'
import type { CaseStateKind } from './case-state.ts'
import type { OpenQuestion } from './open-question.ts'

/** Another case that this one waits for. */
export type CaseLink = { readonly id: string; readonly number: string; readonly state: CaseStateKind }

export type Blocking = {
  readonly questions: readonly OpenQuestion[]
  readonly requests: readonly CaseRequest[]
  readonly blockedBy: readonly CaseLink[]
}

/** Each as `question ID`, `request ID`, `case NUMBER`. */
export function listBlockers({ questions, requests, blockedBy }: Blocking): readonly string[] {
  return [
    ...questions.flatMap(({ id, blocks, state }) =>
      blocks && state.kind === 'open' ? [`question ${id}`] : [],
    ),
    ...requests.flatMap((request) =>
      request.blocks && isOpenRequest(request) ? [`request ${request.id}`] : [],
    ),
    ...blockedBy.flatMap(({ number, state }) =>
      state === 'resolved' || state === 'archived' ? [] : [`case ${number}`],
    ),
  ]
}
