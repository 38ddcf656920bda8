// What is open in a case, what can be done, who has the ball, and how long it took.
import type { Instant } from '@holdfast/capabilities'
import type { Output, operations } from '@holdfast/contract'
import { listActions, listBalls, listUnconfirmedCalls, measureStates } from '@holdfast/desk'
import type { CaseItemId } from '@holdfast/lease'
import type { CaseEvent, CaseRecord, DeskReader } from '@holdfast/store'
import { ballBody, itemBody, measureBody, stateBody } from '../../http/wire/case-work.ts'
import type { ServiceTime } from '../service-time.ts'
import { listWhole } from '../list-whole.ts'
import { gatherCase } from './gather-case.ts'
import { listEntered } from './list-entered.ts'

type Work = Output<typeof operations.showCaseWork>

export async function showWork(
  read: Parameters<typeof gatherCase>[0] & Pick<DeskReader, 'listWatchers' | 'listCaseEvents'>,
  record: CaseRecord,
  serviceTime: ServiceTime,
  now: Instant,
): Promise<Work> {
  const gathered = await gatherCase(read, record)
  const events = await listWhole((page) => read.listCaseEvents(record.id, page))
  const { state, items, requests, questions, commitments, calls } = gathered
  const balls = listBalls({ state, requests, questions, commitments, now }).map(ballBody)
  const ofKind = (kind: string) => items.filter((item) => item.kind === kind).map(itemBody)
  return {
    case: record.id,
    number: record.number,
    version: record.version,
    state: stateBody(record),
    maySend: record.maySend,
    watchers: [...(await read.listWatchers(record.id))],
    actions: listActions(state).map(({ action, to, needs }) => ({ action, to, needs: [...needs] })),
    blockers: [...gathered.blockers],
    contradictions: [...gathered.contradictions],
    ball: balls[0] ?? null,
    balls,
    requests: ofKind('request'),
    commitments: ofKind('commitment'),
    questions: ofKind('question'),
    calls: ofKind('call'),
    unconfirmedCalls: listUnconfirmedCalls(calls).map(({ id }) => id as CaseItemId),
    notes: ofKind('note'),
    drafts: ofKind('draft'),
    measures: measure(record, events, serviceTime, now),
  }
}

function measure(
  record: CaseRecord,
  events: readonly CaseEvent[],
  { hours, promises }: ServiceTime,
  now: Instant,
): Work['measures'] {
  const measured = measureStates(listEntered(record, events), hours, promises, now)
  if (measured.kind === 'refused') {
    const { calendar, year } = measured.facts
    return { kind: 'year-missing', calendar: String(calendar), year: Number(year) }
  }
  return measureBody(hours.calendar.name, measured)
}
