// Cases and what hangs on them <-> rows.
import type { Instant } from '@holdfast/capabilities'
import type { CaseId, CaseItemId, CaseMessageId, CaseMoveId, CustomerId, ProposalId } from '@holdfast/lease'
import type {
  CaseEventRow,
  CaseItemRow,
  CaseLinkRow,
  CaseMoveRow,
  CaseRow,
  ProposalRow,
} from '../desk-tables.ts'
import { RowReader } from '../row-reader.ts'
import { parseFactsOf, parseList, wordOf } from './desk-shapes.ts'
import {
  caseStateWords,
  linkCertainties,
  linkKinds,
  proposalKinds,
  type CaseEvent,
  type CaseItem,
  type CaseLink,
  type CaseMove,
  type CaseRecord,
  type CaseStateRecord,
  type NewCase,
  type ProposalRecord,
} from './desk-records.ts'
import { storedJson, storedText } from './stored-text.ts'

export function caseOfRow(row: CaseRow): CaseRecord {
  const reader = new RowReader('cases', row.id, row)
  return {
    id: reader.text<CaseId>('id'),
    running: reader.count('running'),
    number: reader.text('number'),
    token: reader.text('token'),
    subject: reader.text('subject'),
    title: reader.text('title'),
    customer: reader.textOrNull<CustomerId>('customer'),
    product: reader.textOrNull('product'),
    severity: reader.textOrNull('severity'),
    owner: reader.textOrNull('owner'),
    queue: reader.textOrNull('queue'),
    state: {
      kind: wordOf(reader, 'state', caseStateWords),
      at: reader.instant('state_at'),
      waitsOn: reader.textOrNull('waits_on'),
      facts: reader.json('state_facts', parseFactsOf),
    },
    dueAt: reader.instantOrNull('due_at'),
    imported: reader.truth('imported'),
    maySend: reader.truth('may_send'),
    mergedInto: reader.textOrNull<CaseId>('merged_into'),
    version: reader.count('version'),
    createdAt: reader.instant('created_at'),
    changedAt: reader.instant('changed_at'),
  }
}

export function rowOfNewCase(made: NewCase, now: Instant): CaseRow {
  return {
    id: made.id,
    running: made.running,
    number: storedText(made.number),
    token: storedText(made.token),
    subject: storedText(made.subject),
    title: storedText(made.title),
    customer: made.customer,
    product: made.product,
    severity: made.severity,
    owner: made.owner,
    queue: made.queue,
    ...columnsOfCaseState(made.state),
    due_at: made.dueAt,
    imported: made.imported ? 1 : 0,
    may_send: made.maySend ? 1 : 0,
    merged_into: null,
    events: 1,
    version: 1,
    created_at: now,
    changed_at: now,
  }
}

export function columnsOfCaseState(
  state: CaseStateRecord,
): Pick<CaseRow, 'state' | 'state_at' | 'state_facts' | 'waits_on'> {
  return {
    state: state.kind,
    state_at: state.at,
    state_facts: storedJson(state.facts),
    waits_on: state.waitsOn,
  }
}

export function eventOfRow(row: CaseEventRow): CaseEvent {
  const reader = new RowReader('case_events', `${row.case_id} ${row.place}`, row)
  return {
    case: reader.text<CaseId>('case_id'),
    place: reader.count('place'),
    kind: reader.text('kind'),
    at: reader.instant('at'),
    actor: reader.text('actor'),
    version: reader.count('version'),
    facts: reader.json('facts', parseFactsOf),
    words: reader.textOrNull('words') === null ? null : reader.json('words', parseFactsOf),
  }
}

export function linkOfRow(row: CaseLinkRow): CaseLink {
  const reader = new RowReader('case_links', row.case_id, row)
  return {
    kind: wordOf(reader, 'kind', linkKinds),
    value: reader.text('value'),
    certainty: wordOf(reader, 'certainty', linkCertainties),
    message: reader.textOrNull<CaseMessageId>('message'),
    actor: reader.text('actor'),
    at: reader.instant('at'),
  }
}

export function moveOfRow(row: CaseMoveRow): CaseMove {
  const reader = new RowReader('case_moves', row.id, row)
  const undoneAt = reader.instantOrNull('undone_at')
  return {
    id: reader.text<CaseMoveId>('id'),
    kind: wordOf(reader, 'kind', ['move', 'merge', 'split'] as const),
    from: reader.text<CaseId>('from_case'),
    to: reader.text<CaseId>('to_case'),
    at: reader.instant('at'),
    actor: reader.text('actor'),
    undone: undoneAt === null ? null : { at: undoneAt, by: reader.text('undone_by') },
  }
}

export function caseItemOfRow(row: CaseItemRow): CaseItem {
  const reader = new RowReader('case_items', row.id, row)
  return {
    id: reader.text<CaseItemId>('id'),
    case: reader.text<CaseId>('case_id'),
    kind: reader.text('kind'),
    state: reader.text('state'),
    owner: reader.textOrNull('owner'),
    dueAt: reader.instantOrNull('due_at'),
    message: reader.textOrNull<CaseMessageId>('message'),
    madeAt: reader.instant('made_at'),
    madeBy: reader.text('made_by'),
    changedAt: reader.instant('changed_at'),
    closedAt: reader.instantOrNull('closed_at'),
    version: reader.count('version'),
    body: reader.json('body', parseFactsOf),
  }
}

export function rowOfCaseItem(item: CaseItem): CaseItemRow {
  return {
    id: item.id,
    case_id: item.case,
    kind: item.kind,
    state: item.state,
    owner: item.owner,
    due_at: item.dueAt,
    message: item.message,
    made_at: item.madeAt,
    made_by: item.madeBy,
    changed_at: item.changedAt,
    closed_at: item.closedAt,
    version: item.version,
    body: storedJson(item.body),
  }
}

export function proposalOfRow(row: ProposalRow): ProposalRecord {
  const reader = new RowReader('proposals', row.id, row)
  const kind = wordOf(reader, 'state', ['proposed', 'accepted', 'rejected'] as const)
  return {
    id: reader.text<ProposalId>('id'),
    case: reader.text<CaseId>('case_id'),
    kind: wordOf(reader, 'kind', proposalKinds),
    cause: reader.text('cause'),
    state:
      kind === 'proposed'
        ? { kind }
        : {
            kind,
            at: reader.instant('state_at'),
            by: reader.text('state_by'),
            reason: reader.textOrNull('state_reason'),
          },
    madeAt: reader.instant('made_at'),
    evidence: reader.json('evidence', parseList),
    text: reader.text('text'),
  }
}
