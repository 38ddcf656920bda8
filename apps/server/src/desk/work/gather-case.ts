// Everything of a case that its rules look at. spec: case §2, §5, §7
import {
  listBlockers,
  parseCaseState,
  type Actor as DeskActor,
  type Call,
  type CaseRequest,
  type CaseState,
  type Commitment,
  type Note,
  type OpenQuestion,
} from '@holdfast/desk'
import type { ProposalId } from '@holdfast/lease'
import type { Actor, CaseItem, CaseRecord, DeskReader } from '@holdfast/store'
import { parseEntries, type CaseDraft } from './case-entries.ts'
import { listWhole } from '../list-whole.ts'

export type GatheredCase = {
  readonly record: CaseRecord
  readonly state: CaseState
  readonly items: readonly CaseItem[]
  readonly requests: readonly CaseRequest[]
  readonly commitments: readonly Commitment[]
  readonly questions: readonly OpenQuestion[]
  readonly calls: readonly Call[]
  readonly notes: readonly Note[]
  readonly drafts: readonly CaseDraft[]
  readonly blockers: readonly string[]
  /** Contradictions that nobody settled. */
  readonly contradictions: readonly ProposalId[]
}

export async function gatherCase(
  read: Pick<DeskReader, 'listItems' | 'listProposals' | 'listBlockingCases'>,
  record: CaseRecord,
): Promise<GatheredCase> {
  const items = await listWhole((page) => read.listItems(record.id, page))
  const proposals = await listWhole((page) => read.listProposals({ case: record.id }, page))
  const blocking = await read.listBlockingCases(record.id)
  const blockedBy = blocking.map(({ id, number, state }) => ({ id, number, state: state.kind }))
  const requests = parseEntries('request', items)
  const questions = parseEntries('question', items)
  return {
    record,
    state: stateOfCase(record),
    items,
    requests,
    questions,
    commitments: parseEntries('commitment', items),
    calls: parseEntries('call', items),
    notes: parseEntries('note', items),
    drafts: parseEntries('draft', items),
    blockers: listBlockers({ questions, requests, blockedBy }),
    contradictions: proposals
      .filter(({ kind, state }) => kind === 'contradiction' && state.kind === 'proposed')
      .map(({ id }) => id),
  }
}

export function stateOfCase({ id, state }: CaseRecord): CaseState {
  const parsed = parseCaseState(state)
  if (parsed === null) throw new Error(`the state of case ${id} lacks its facts`)
  return parsed
}

/** Whoever holds a token is a person; a server is none. */
export function deskActor({ kind, id }: Actor): DeskActor {
  return { kind: kind === 'administrator' ? 'person' : 'rule', id: `${kind}:${id}` }
}
