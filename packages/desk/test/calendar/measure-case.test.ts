import { formatInstant } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import { describe, expect, test } from 'vitest'
import { measureCase, type CasePromises, type FutureMoment } from '../../src/calendar/measure-case.ts'
import type { CaseEvent } from '../../src/case/case-event.ts'
import type { CaseState } from '../../src/case/case-state.ts'
import { stateOf } from '../case/cases.ts'
import { hoursOf } from './calendars.ts'

const china = hoursOf('china')
const opened = (at: string): CaseEvent => ({ kind: 'opened', at: instant(at), by: 'system', source: 'msg_1' })
const moved = (at: string, state: CaseState): CaseEvent => ({
  kind: 'moved',
  at: instant(at),
  by: 'per_engineer',
  action: 'investigate',
  from: 'received',
  state,
})
const hour = 3600
const promises: CasePromises = {
  firstResponse: { kind: 'service', seconds: 4 * hour },
  resolution: { kind: 'service', seconds: 20 * hour },
}
const measure = (events: readonly CaseEvent[], now: string, promised: CasePromises = promises) => {
  const measured = measureCase(events, china, promised, instant(now))
  if (measured.kind !== 'measure') throw new Error(JSON.stringify(measured))
  return measured
}
const momentOf = (moment: FutureMoment | undefined) =>
  moment?.kind === 'at' ? formatInstant(moment.at) : moment?.kind

/** now | first response: verdict, spent hours, due, warn. Received on Monday 09:00 in China, not answered. */
const unanswered = [
  '2024-03-04T01:00:00Z | running  | 0   | 2024-03-04T06:30:00Z | 2024-03-04T04:00:00Z',
  '2024-03-04T03:59:59Z | running  | 2.9997222222222223 | 2024-03-04T06:30:00Z | 2024-03-04T04:00:00Z',
  '2024-03-04T04:00:00Z | warn     | 3   | 2024-03-04T06:30:00Z | 2024-03-04T04:00:00Z',
  '2024-03-04T06:29:59Z | warn     | 3.9997222222222223 | 2024-03-04T06:30:00Z | 2024-03-04T04:00:00Z',
  '2024-03-04T06:30:00Z | breached | 4   | 2024-03-04T06:30:00Z | 2024-03-04T04:00:00Z',
  '2024-03-05T01:00:00Z | breached | 7.5 | 2024-03-04T06:30:00Z | 2024-03-04T04:00:00Z',
]
test.each(unanswered)('%s', (line) => {
  const [now = '', verdict, spent, due, warn] = line.split('|').map((cell) => cell.trim())
  const { firstResponse, resolution } = measure([opened('2024-03-04T01:00:00Z')], now)
  expect(firstResponse).toMatchObject({ verdict, spentSeconds: Number(spent) * hour, doneAt: null })
  expect([momentOf(firstResponse?.due), momentOf(firstResponse?.warn)]).toEqual([due, warn])
  expect(resolution?.verdict).toBe('running')
})

test('answered in time and too late', () => {
  const kept = measure(
    [opened('2024-03-04T01:00:00Z'), moved('2024-03-04T06:29:59Z', stateOf.responded)],
    '2024-03-20T01:00:00Z',
  ).firstResponse
  expect(kept).toMatchObject({
    verdict: 'kept',
    doneAt: instant('2024-03-04T06:29:59Z'),
    due: { kind: 'none' },
  })
  const late = measure(
    [opened('2024-03-04T01:00:00Z'), moved('2024-03-04T06:30:00Z', stateOf.responded)],
    '2024-03-20T01:00:00Z',
  ).firstResponse
  expect(late).toMatchObject({
    verdict: 'breached',
    due: { kind: 'at', at: instant('2024-03-04T06:30:00Z') },
  })
})

describe('a case that waits for the customer over Spring Festival', () => {
  const waiting = { ...stateOf.waiting, on: 'customer' } as CaseState
  const events = [
    opened('2024-02-08T01:00:00Z'),
    moved('2024-02-08T02:00:00Z', stateOf.responded),
    moved('2024-02-08T04:00:00Z', waiting),
    moved('2024-02-19T01:00:00Z', stateOf.investigating),
  ]

  test('each state has its working time, and waiting does not count towards the resolution', () => {
    const { states, waiting: waited, resolution } = measure(events, '2024-02-19T04:00:00Z')
    expect(states).toEqual({
      received: hour,
      responded: 2 * hour,
      waiting: (4.5 + 15) * hour,
      investigating: 3 * hour,
    })
    expect(waited).toEqual({ customer: 19.5 * hour })
    expect(resolution).toMatchObject({ verdict: 'running', spentSeconds: 6 * hour })
    expect(momentOf(resolution?.due)).toBe('2024-02-21T03:00:00Z')
  })

  test('while it waits the clock stands still and nothing is due', () => {
    const { resolution } = measure(events.slice(0, 3), '2024-02-18T04:00:00Z')
    expect(resolution).toMatchObject({ verdict: 'paused', spentSeconds: 3 * hour, due: { kind: 'none' } })
  })

  test('a vendor may count it, or not count waiting for the maker either', () => {
    const counted = measure(events, '2024-02-19T04:00:00Z', { ...promises, pausedBy: [] }).resolution
    expect(counted).toMatchObject({ verdict: 'breached', spentSeconds: 25.5 * hour })
    const upstream = [
      ...events,
      moved('2024-02-19T04:00:00Z', { ...stateOf.waiting, on: 'upstream' } as CaseState),
    ]
    const now = '2024-02-20T04:00:00Z'
    expect(measure(upstream, now).resolution?.spentSeconds).toBe(13.5 * hour)
    expect(
      measure(upstream, now, { ...promises, pausedBy: ['customer', 'upstream'] }).resolution,
    ).toMatchObject({ verdict: 'paused', spentSeconds: 6 * hour })
  })
})

test('resolved in time; opened again it goes on counting, and only the last resolution counts', () => {
  const events = [
    opened('2024-03-04T01:00:00Z'),
    moved('2024-03-04T02:00:00Z', stateOf.responded),
    moved('2024-03-05T01:00:00Z', stateOf.resolved),
    moved('2024-03-05T02:00:00Z', stateOf.archived),
  ]
  const { resolution } = measure(events, '2024-03-20T01:00:00Z')
  expect(resolution).toMatchObject({
    verdict: 'kept',
    spentSeconds: 7.5 * hour,
    doneAt: instant('2024-03-05T01:00:00Z'),
  })
  const again = [...events, moved('2024-03-18T01:00:00Z', stateOf.reopened)]
  expect(measure(again, '2024-03-18T04:00:00Z').resolution).toMatchObject({
    verdict: 'running',
    spentSeconds: 10.5 * hour,
    doneAt: null,
  })
  expect(measure(again, '2024-03-20T03:00:00Z').resolution).toMatchObject({
    verdict: 'breached',
    due: { kind: 'at', at: instant('2024-03-19T07:30:00Z') },
  })
})

test('plain time runs at night too', () => {
  const elapsed: CasePromises = { firstResponse: { kind: 'elapsed', seconds: 10 * hour }, resolution: null }
  const measured = measure([opened('2024-03-08T09:00:00Z')], '2024-03-08T18:00:00Z', elapsed)
  expect(measured.firstResponse).toMatchObject({ verdict: 'warn', spentSeconds: 9 * hour })
  expect(measured.resolution).toBeNull()
})

test('a year without data: what has passed is refused, what is to come is unknown', () => {
  const late = [opened('2026-12-31T07:00:00Z')]
  expect(measure(late, '2026-12-31T09:00:00Z').firstResponse).toMatchObject({
    verdict: 'running',
    due: { kind: 'unknown', calendar: 'china', year: 2027 },
    warn: { kind: 'at', at: instant('2026-12-31T10:00:00Z') },
  })
  expect(measureCase(late, china, promises, instant('2027-01-04T09:00:00Z'))).toMatchObject({
    code: 'CALENDAR_YEAR_MISSING',
    facts: { calendar: 'china', year: 2027 },
  })
})
