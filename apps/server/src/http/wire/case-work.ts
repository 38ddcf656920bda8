// Cases, their entries and their moves as answers.
import { formatInstant, type Instant } from '@holdfast/capabilities'
import type { CaseItemBody, CaseMoveBody, Output, operations } from '@holdfast/contract'
import type { Ball, CaseMeasure, PromiseMeasure } from '@holdfast/desk'
import type { CaseItem, CaseMove, CaseRecord } from '@holdfast/store'

type CaseBody = Output<typeof operations.openCase>
type Measures = Output<typeof operations.showCaseWork>['measures']
type Severity = CaseBody['severity']

const severities: readonly Severity[] = ['critical', 'high', 'normal', 'low']

export function caseBody(record: CaseRecord): CaseBody {
  const { id, number, token, subject, title, customer, product, owner, queue } = record
  return {
    ...{ id, number, token, subject, title, customer, product, owner, queue },
    severity: severities.find((known) => known === record.severity) ?? 'normal',
    state: stateBody(record),
    dueAt: momentOrNull(record.dueAt),
    imported: record.imported,
    maySend: record.maySend,
    mergedInto: record.mergedInto,
    version: record.version,
    createdAt: formatInstant(record.createdAt),
    changedAt: formatInstant(record.changedAt),
  }
}

export function stateBody({ state }: CaseRecord): CaseBody['state'] {
  const { kind, at, waitsOn, facts } = state
  return {
    kind,
    since: formatInstant(at),
    facts: { ...facts, ...(waitsOn === null ? {} : { on: waitsOn }) },
  }
}

export function itemBody(item: CaseItem): CaseItemBody {
  return {
    ...item,
    dueAt: momentOrNull(item.dueAt),
    madeAt: formatInstant(item.madeAt),
    changedAt: formatInstant(item.changedAt),
    closedAt: momentOrNull(item.closedAt),
    body: { ...item.body },
  }
}

export function moveBody({ undone, at, ...move }: CaseMove): CaseMoveBody {
  return {
    ...move,
    at: formatInstant(at),
    undone: undone === null ? null : { at: formatInstant(undone.at), by: undone.by },
  }
}

export function ballBody({ party, since, because }: Ball) {
  return { party, since: formatInstant(since), because: because.map((reason) => ({ ...reason })) }
}

export function measureBody(calendar: string, measure: CaseMeasure): Measures {
  return {
    kind: 'measured',
    calendar,
    states: { ...measure.states },
    waiting: { ...measure.waiting },
    firstResponse: promiseBody(measure.firstResponse),
    resolution: promiseBody(measure.resolution),
  }
}

function promiseBody(measure: PromiseMeasure | null) {
  if (measure === null) return null
  const { promise, spentSeconds, verdict, due, warn, doneAt } = measure
  return {
    promisedSeconds: promise.seconds,
    spentSeconds,
    verdict,
    due: due.kind === 'at' ? formatInstant(due.at) : null,
    warn: warn.kind === 'at' ? formatInstant(warn.at) : null,
    doneAt: momentOrNull(doneAt),
  }
}

function momentOrNull(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at)
}
