import { describe, expect, test } from 'vitest'
import { instant } from '@holdfast/capabilities/testing'
import type { SeatId, Thumbprint } from '@holdfast/lease'
import {
  adviceAfterSeconds,
  adviceSpreadSecondsMax,
  adviceWindow,
  decideItem,
  decideItemRun,
  decidePlan,
  planItemsMax,
} from '../../src/repair/decide-plan.ts'
import type { PlanDevice } from '../../src/repair/plan-device.ts'
import { costOf, remedyNames } from '../../src/repair/remedies.ts'
import { aForeignDevice, anOwnDevice, held, now, perpetual, until } from './devices.ts'

const horizon = instant('2027-01-01T00:00:00Z')
const options = { now, horizon }
const refused = (code: 'TERM_OVER' | 'LICENCE_SUSPENDED' | 'SEATS_EXHAUSTED') =>
  ({ kind: 'refused', code }) as const
const granted = (end: string) => ({ kind: 'granted', end: until(end) }) as const
const same = { licenceTerm: until('2026-12-01T00:00:00Z'), renewal: granted('2026-12-01T00:00:00Z') }
const released = { seat: { id: 'sea_1' as SeatId, state: 'released' }, named: true } as const
const soon = '2026-03-10T00:00:00Z'

/** device | need | the cheapest remedy, or why there is none */
const rows: [string, PlanDevice, string, string][] = [
  ['term entered wrongly, corrected', anOwnDevice(), 'term-differs', 'renew'],
  ['the same, without a network', anOwnDevice({ offline: true }), 'term-differs', 'reissue'],
  [
    'the same, licence suspended',
    anOwnDevice({ renewal: refused('LICENCE_SUSPENDED') }),
    'term-differs',
    'LICENCE_SUSPENDED',
  ],
  [
    'offline and suspended: the real reason',
    anOwnDevice({ offline: true, renewal: refused('LICENCE_SUSPENDED') }),
    'term-differs',
    'LICENCE_SUSPENDED',
  ],
  ['ends as the order says', anOwnDevice(same), 'ends-soon', 'TERM_NOT_LATER'],
  [
    'ended, the order says so',
    anOwnDevice({ ...same, renewal: refused('TERM_OVER') }),
    'ends-soon',
    'TERM_OVER',
  ],
  ['required renewal missed', anOwnDevice({ held: held(soon, { term: perpetual }) }), 'ends-soon', 'renew'],
  [
    'reminds before the horizon, ends after it',
    anOwnDevice({
      ...same,
      licenceTerm: until('2027-01-15T00:00:00Z'),
      held: held('2027-01-15T00:00:00Z'),
      renewal: granted('2027-01-15T00:00:00Z'),
    }),
    'ends-soon',
    'TERM_NOT_LATER',
  ],
  [
    'ends long after the horizon',
    anOwnDevice({ licenceTerm: until('2029-01-01T00:00:00Z'), held: held('2029-01-01T00:00:00Z') }),
    'none',
    'well',
  ],
  ['perpetual', anOwnDevice({ held: held(null) }), 'none', 'well'],
  ['seat given back by its own device', anOwnDevice({ ...released, named: false }), 'none', 'well'],
  ['the same, but somebody names it', anOwnDevice(released), 'unseated', 'reactivate'],
  [
    'seat moved to another device',
    anOwnDevice({ seat: { id: 'sea_1' as SeatId, state: 'moved' } }),
    'unseated',
    'reactivate',
  ],
  [
    'no seat left, one is silent',
    anOwnDevice({ ...released, activation: refused('SEATS_EXHAUSTED'), silentSeats: ['sea_2' as SeatId] }),
    'unseated',
    'release-seat',
  ],
  [
    'no seat left, none is silent',
    anOwnDevice({ ...released, activation: refused('SEATS_EXHAUSTED') }),
    'unseated',
    'NO_SILENT_SEAT',
  ],
  [
    'no seat, licence suspended',
    anOwnDevice({ ...released, activation: refused('LICENCE_SUSPENDED') }),
    'unseated',
    'LICENCE_SUSPENDED',
  ],
  ['the machine is gone', anOwnDevice({ gone: true }), 'gone', 'rehost'],
  ['gone, and has no seat', anOwnDevice({ ...released, gone: true }), 'gone', 'NO_SEAT'],
  ['volume client, ends soon', aForeignDevice(), 'ends-soon', 'vendor-activate'],
  [
    'volume client, well',
    aForeignDevice({ end: { kind: 'within', span: { from: horizon, to: horizon } } }),
    'none',
    'well',
  ],
  ['permanently activated', aForeignDevice({ end: perpetual as { kind: 'perpetual' } }), 'none', 'well'],
  ['not licensed', aForeignDevice({ licensed: false, end: null }), 'ends-soon', 'vendor-activate'],
  ['no key installed', aForeignDevice({ hasKey: false, licensed: false }), 'ends-soon', 'vendor-key'],
  ['evaluation ends', aForeignDevice({ scheme: 'windows-evaluation' }), 'ends-soon', 'vendor-key'],
  ['another maker', aForeignDevice({ scheme: 'other', licensed: false }), 'ends-soon', 'vendor-case'],
  ['nobody has looked', aForeignDevice({ licensed: null, end: null }), 'unknown', 'capture'],
]

test.each(rows)('%s', (_, device, need, outcome) => {
  const item = decideItem(device, options)
  expect(item.need).toBe(need)
  const { state } = item
  const told = state.kind === 'unrepairable' ? state.because : state.kind === 'well' ? 'well' : item.remedy
  expect(told).toBe(outcome)
})

test('an item says what the remedy will make of the device, and what a proof must show', () => {
  expect(decideItem(anOwnDevice(), options)).toMatchObject({
    end: until('2026-12-01T00:00:00Z'),
    expectedEnd: perpetual,
    notBefore: perpetual,
    generation: 1,
    state: { kind: 'proposed' },
  })
  expect(decideItem(aForeignDevice(), options)).toMatchObject({
    end: until('2026-03-05T00:00:00Z'),
    expectedEnd: null,
    notBefore: { kind: 'until', until: horizon },
  })
})

test('every remedy has a rank, and none that gives a seat back is cheaper than one that does not', () => {
  const ranks = remedyNames.map((name) => costOf(name))
  expect(ranks).toEqual(ranks.toSorted((one, other) => one - other))
})

describe('a plan', () => {
  test('leaves out what is well where only a date chose, and keeps it where somebody named it', () => {
    const devices = [anOwnDevice(), anOwnDevice({ held: held(null) })]
    const wellLeftOut = decidePlan(devices, { ...options, keepWell: false })
    const wellKept = decidePlan(devices, { ...options, keepWell: true })
    expect(wellLeftOut).toMatchObject({ kind: 'plan', items: [{ state: { kind: 'proposed' } }] })
    expect(wellKept).toMatchObject({ items: [{}, { state: { kind: 'well' } }] })
  })

  test('of nothing is refused', () => {
    expect(decidePlan([anOwnDevice({ held: held(null) })], { ...options, keepWell: false })).toMatchObject({
      code: 'PLAN_EMPTY',
      facts: { examined: 1 },
    })
  })

  test('takes so many devices, and not one more', () => {
    const devices = (count: number) => Array.from({ length: count }, () => anOwnDevice())
    expect(decidePlan(devices(planItemsMax), { ...options, keepWell: true })).toMatchObject({ kind: 'plan' })
    expect(decidePlan(devices(planItemsMax + 1), { ...options, keepWell: true })).toMatchObject({
      code: 'PLAN_TOO_LARGE',
    })
  })

  test('gives no seat back for two devices', () => {
    const activation = refused('SEATS_EXHAUSTED')
    const silentSeats = ['sea_7', 'sea_8'] as SeatId[]
    const devices = ['a', 'b', 'c'].map((letter) =>
      anOwnDevice({ ...released, device: letter.repeat(64) as Thumbprint, activation, silentSeats }),
    )
    const decided = decidePlan(devices, { ...options, keepWell: true })
    expect(decided).toMatchObject({
      items: [
        { remedy: 'release-seat', seatGivenBack: 'sea_7' },
        { remedy: 'release-seat', seatGivenBack: 'sea_8' },
        { remedy: null, state: { kind: 'unrepairable', because: 'NO_SILENT_SEAT' } },
      ],
    })
  })
})

describe('at the run, by the facts read again', () => {
  const item = decideItem(anOwnDevice(), options)
  const run = (device: PlanDevice | null) => decideItemRun(item, device, options)

  test('the same device is started, however much later', () => {
    expect(run(anOwnDevice())).toEqual({ kind: 'start', at: now, how: 'advised' })
  })
  test('a device that has renewed by itself is well', () => {
    expect(run(anOwnDevice({ held: held(null, { generation: 2 }), generation: 2 }))).toEqual({
      kind: 'settle',
    })
  })
  test.each([
    ['got another lease that is no better', anOwnDevice({ generation: 2 })],
    ['lost its seat', anOwnDevice({ seat: { id: 'sea_1' as SeatId, state: 'moved' } })],
    ['the books have another term', anOwnDevice({ licenceTerm: until('2030-01-01T00:00:00Z') })],
    ['the licence was suspended', anOwnDevice({ renewal: refused('LICENCE_SUSPENDED') })],
    ['is not there any more', null],
  ])('a device that %s is outdated', (_, device) => {
    expect(run(device)).toEqual({ kind: 'outdate', at: now })
  })
  test('a silent seat that is silent no more is outdated', () => {
    const exhausted = {
      ...released,
      activation: refused('SEATS_EXHAUSTED'),
      silentSeats: ['sea_7' as SeatId],
    }
    const seatItem = decideItem(anOwnDevice(exhausted), options)
    expect(decideItemRun(seatItem, anOwnDevice(exhausted), options)).toMatchObject({ how: 'seat-released' })
    const awake = anOwnDevice({ ...exhausted, silentSeats: ['sea_8' as SeatId] })
    expect(decideItemRun(seatItem, awake, options)).toMatchObject({ kind: 'outdate' })
  })
  test('what is started already, or cannot be repaired, is left alone', () => {
    const started = { ...item, state: { kind: 'started', at: now, how: 'advised' } } as const
    expect(decideItemRun(started, anOwnDevice({ generation: 2 }), options)).toBeNull()
    const hopeless = decideItem(anOwnDevice({ renewal: refused('LICENCE_SUSPENDED') }), options)
    expect(decideItemRun(hopeless, anOwnDevice(), options)).toBeNull()
  })
})

describe('the window of advice', () => {
  test('spreads many devices, by their thumbprints alone, and never past a day', () => {
    expect(adviceWindow(9, now)).toEqual({ from: now, until: now })
    expect(adviceWindow(10_000, now)).toEqual({ from: now, until: now + 1_000 })
    expect(adviceWindow(10_000_000, now).until - now).toBe(adviceSpreadSecondsMax)
    const window = adviceWindow(10_000, now)
    const places = ['0', '4', '8', 'c', 'f'].map((digit) => adviceAfterSeconds(digit.repeat(64), window, now))
    expect(places).toEqual([0, 266, 533, 799, 999])
    expect(adviceAfterSeconds('f'.repeat(64), window, instant('2026-03-01T09:00:00Z'))).toBe(0)
  })
})
