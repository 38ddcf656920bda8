// What is no fault of time must not be called one.
import { instantMax, instantMin, type Instant } from '@holdfast/capabilities'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explain } from '../src/explain/explain.ts'
import type { Verdict } from '../src/explain/explanation.ts'
import type { Observation } from '../src/observation.ts'
import { at, chanceOf, day, observed, span } from './observed.ts'

const dated = (device: string, days: number, captured: string, activated: string | null = null) =>
  observed({
    device,
    days,
    capturedAt: span(captured),
    activatedAt: activated === null ? null : span(activated),
  })

const healthyClient = [
  dated('pc-1', 176, '2023-08-14T09:26:41Z', '2021-02-03'),
  dated('pc-1', 179, '2023-09-20T10:00:00Z', '2021-02-03'),
  dated('pc-2', 174, '2025-10-20T09:09:09Z'),
]
const termOf800 = [
  dated('pc-1', 731, '2018-11-27T10:00:00Z', '2018-09-19'),
  dated('pc-2', 500, '2019-07-16T10:00:00Z', '2018-09-19'),
  dated('pc-3', 203, '2020-05-08T10:00:00Z', '2018-09-19'),
]
const evaluation = [
  dated('pc-1', 80, '2024-03-11T08:00:00Z', '2024-03-01'),
  dated('pc-1', 20, '2024-05-10T08:00:00Z', '2024-03-01'),
]
const perpetual = [observed({ device: 'pc-1', capturedAt: span('2024-03-11') }), observed({ device: 'pc-2' })]

describe('negative controls', () => {
  const rows: [string, readonly Observation[], number | null, Verdict][] = [
    ['a healthy client that renews 180 days', healthyClient, 180, 'no-fault-renewing'],
    ['the same, and nobody says what was granted', healthyClient, null, 'no-fault-renewing'],
    ['a real term of 800 days', termOf800, 800, 'no-fault'],
    ['a real term of 800 days, and nobody says so', termOf800, null, 'no-fault-other-term'],
    ['a real term of 800 days where the order says 150,000', termOf800, 150_000, 'no-fault-other-term'],
    ['an evaluation of 90 days', evaluation, 90, 'no-fault'],
    ['devices that have no end', perpetual, 150_000, 'no-fault-no-end'],
    ['nothing at all', [], 150_000, 'too-little'],
    ['one figure, and nobody says what was granted', [observed({ days: 801 })], null, 'too-little'],
  ]
  test.each(rows)('%s', (_, observations, days, verdict) => {
    const answer = explain(observations, { grantedSeconds: days === null ? null : days * day })
    expect(answer.verdict).toBe(verdict)
    expect(answer.hypotheses).toEqual([])
  })
})

test('figures that contradict each other are not explained at any price', () => {
  const observations = [731, 12, 444, 90, 266, 629].map((days, place) =>
    dated(`pc-${place}`, days, '2019-07-16T10:00:00Z', '2018-09-19'),
  )
  const { verdict, hypotheses } = explain(observations, { grantedSeconds: 150_000 * day })
  expect(verdict).toBe('unexplained')
  expect(hypotheses).toEqual([])
})

test('one machine is a coincidence and no law, however well it fits', () => {
  const observations = [dated('pc-1', 801, '2018-11-26T14:00:00Z', '2018-09-19')]
  const [first] = explain(observations, { grantedSeconds: 150_000 * day }).hypotheses
  expect(first).toMatchObject({ leftSeconds: 75_098_112, certainty: 'possible' })
})

describe('the next observation is the one that decides', () => {
  const next = (observations: readonly Observation[]) =>
    explain(observations, { grantedSeconds: 150_000 * day }).next
  test('figures without dates: a fresh device tells', () => {
    expect(next([observed({ days: 801 })])).toMatchObject({ kind: 'fresh-device', firstSeconds: 75_098_112 })
  })
  test('a dated reading without activation: the date in the order tells', () => {
    const answer = next([dated('pc-1', 801, '2018-11-27')])
    expect(answer).toMatchObject({ kind: 'activation-date', device: 'pc-1' })
  })
  test('everything fits one explanation: a pair proves it, and then any further device', () => {
    const fits = ['pc-1', 'pc-2', 'pc-3'].map((device) =>
      dated(device, 801, '2018-11-26T14:00:00Z', '2018-09-19'),
    )
    expect(next(fits)).toEqual({ kind: 'pair' })
    const again = dated('pc-1', 601, '2019-06-14T14:00:00Z', '2018-09-19')
    expect(next([...fits, again])).toEqual({ kind: 'another-device' })
  })
})

test('a fleet of 5,000 devices is ranked by an even part of it and counted whole', () => {
  const chance = chanceOf(7)
  const fleet = Array.from({ length: 5000 }, (_, place) => {
    const activatedAt = at('2018-09-19') + Math.floor(chance() * day)
    const capturedAt = activatedAt + Math.floor(chance() * 800 * day)
    const days = Math.ceil((activatedAt + 75_098_112 - capturedAt) / day)
    const moment = { from: capturedAt as Instant, to: (capturedAt + 1) as Instant }
    return { ...dated(`pc-${place}`, days, '2018-09-19', '2018-09-19'), capturedAt: moment }
  })
  const { hypotheses, devices } = explain(fleet, { grantedSeconds: 150_000 * day })
  expect(devices).toBe(5000)
  expect(hypotheses[0]).toMatchObject({
    leftSeconds: 75_098_112,
    explains: 5000,
    of: 5000,
    certainty: 'fits',
  })
})

test('whatever is typed, an answer comes, and its shares and counts are sound', () => {
  const moment = fc.integer({ min: instantMin, max: instantMax - 100 * day }) as fc.Arbitrary<Instant>
  const anySpan = fc
    .tuple(moment, fc.constantFrom(1, day, 90 * day))
    .map(([from, length]) => ({ from, to: (from + length) as Instant }))
  const any = fc.record({
    device: fc.constantFrom('a', 'b', 'c'),
    capturedAt: fc.option(anySpan),
    remaining: fc.option(
      fc
        .tuple(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: -1, max: 1e8 }))
        .map(([from, length]) => ({ from, to: from + length })),
    ),
    activatedAt: fc.option(anySpan),
    keyInstalledAt: fc.option(anySpan),
    grantedSeconds: fc.option(fc.integer({ min: 0, max: 1e12 })),
    upgradedAt: fc.option(anySpan),
    releaseBefore: fc.constant(null),
    releaseAfter: fc.constant(null),
  })
  fc.assert(
    fc.property(fc.array(any, { maxLength: 6 }), (observations) => {
      const { hypotheses, ordinary, observations: counted, silent } = explain(observations)
      expect(counted + silent).toBe(observations.length)
      for (const { share, explains, of } of [...hypotheses, ...(ordinary === null ? [] : [ordinary])]) {
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1.000001)
        expect(explains).toBeLessThanOrEqual(of)
      }
    }),
    { seed: 5, numRuns: 120 },
  )
}, 300_000)
