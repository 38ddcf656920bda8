// The worked example: 150,000 days were granted, and 869.19 of them were left.
import { describe, expect, test } from 'vitest'
import { courseMaker } from '../src/explain/course.ts'
import { evidenceOf, printedDays } from '../src/explain/evidence.ts'
import { explain } from '../src/explain/explain.ts'
import { fitDevice } from '../src/explain/fit.ts'
import { formatTerm } from '../src/explain/format-length.ts'
import { leftSecondsOf, type TimeFault } from '../src/fault.ts'
import type { Observation } from '../src/observation.ts'
import { at, day, observed, span } from './observed.ts'

const grantedSeconds = 150_000 * day
/** Bought from July 2018 on. */
const bought = { from: at('2018-07-01'), to: at('2018-10-01') }
const about = (days: number) => ({ from: (days - 15) * day, to: (days + 15) * day })

const lab = [
  observed({
    device: 'lab',
    // Activated and upgraded within weeks; "800 and something".
    activatedAt: { from: at('2018-09-19'), to: at('2018-09-20') },
    capturedAt: span('2018-11-27'),
    remaining: { from: 800 * day, to: 870 * day },
  }),
]
const field = (values: readonly number[]): Observation[] =>
  values.map((days) =>
    observed({
      device: `field-${days}`,
      activatedAt: bought,
      capturedAt: { from: at('2018-07-01'), to: at('2020-12-31') },
      remaining: about(days),
    }),
  )
const reminders = [
  observed({
    device: 'reminded',
    activatedAt: bought,
    capturedAt: { from: at('2021-01-01'), to: at('2021-02-01') },
    remaining: { from: 1, to: 30 * day + 1 },
  }),
]

const base = { signed: false, held: 'term', epoch: null, past: 'wrap' } as const
const fault = (set: Pick<TimeFault, 'unit' | 'width'> & Partial<TimeFault>): TimeFault => ({
  ...base,
  ...set,
})

/** Whether a fault explains all of these. */
function explainsAll(given: TimeFault, observations: readonly Observation[]): boolean {
  const hypothesis = { kind: 'fault' as const, fault: given, grantedSeconds }
  return evidenceOf(observations, { grantedSeconds, now: null }).every((device) => {
    // After the upgrade, as the story tells them.
    const after = { ...device, looks: device.looks.map((look) => ({ ...look, phase: 'after' as const })) }
    return fitDevice(hypothesis, after, courseMaker(hypothesis)(after)).misses.length === 0
  })
}

describe('what each representation leaves, and what it explains', () => {
  const seconds = { unit: 'second', width: 32 } as const
  const instant = { held: 'instant', epoch: '1970' } as const
  const rows: [string, TimeFault, string, 'yes' | 'no', 'yes' | 'no', 'yes' | 'no'][] = [
    ['32-bit seconds', fault(seconds), '869 d 04:35:12', 'yes', 'yes', 'yes'],
    ['32-bit seconds, signed', fault({ ...seconds, signed: true }), '869 d 04:35:12', 'yes', 'yes', 'yes'],
    ['32-bit seconds since 1970', fault({ ...seconds, ...instant }), '-', 'yes', 'yes', 'yes'],
    ['32-bit minutes', fault({ unit: 'minute', width: 32 }), '150000 d', 'no', 'no', 'no'],
    ['24-bit minutes', fault({ unit: 'minute', width: 24 }), '10189 d 20:48:00', 'no', 'no', 'no'],
    ['16-bit minutes', fault({ unit: 'minute', width: 16 }), '40 d 21:20:00', 'no', 'no', 'no'],
    ['16-bit hours', fault({ unit: 'hour', width: 16 }), '2544 d', 'no', 'no', 'no'],
    ['16-bit days', fault({ unit: 'day', width: 16 }), '18928 d', 'no', 'no', 'no'],
    ['32-bit milliseconds', fault({ unit: 'millisecond', width: 32 }), '24 d 02:47:47', 'no', 'no', 'no'],
    ['low dword of 100 ns', fault({ unit: 'tick', width: 32 }), '0 d 00:02:59', 'no', 'no', 'no'],
    ['64-bit ticks', fault({ unit: 'tick', width: 64 }), '150000 d', 'no', 'no', 'no'],
    ['53-bit seconds', fault({ unit: 'second', width: 53 }), '150000 d', 'no', 'no', 'no'],
    [
      'clamp at 2^31-1 s',
      fault({ ...seconds, signed: true, past: 'clamp' }),
      '24855 d 03:14:07',
      'no',
      'no',
      'no',
    ],
    ['clip to 2038', fault({ ...seconds, ...instant, past: 'clip' }), '-', 'no', 'no', 'no'],
  ]
  test.each(rows)('%s', (_, given, left, inLab, inField, inReminders) => {
    const leftSeconds = leftSecondsOf(given, grantedSeconds)
    expect(leftSeconds === null ? '-' : formatTerm(leftSeconds)).toBe(left)
    const yes = (observations: readonly Observation[]) => (explainsAll(given, observations) ? 'yes' : 'no')
    expect([yes(lab), yes(field([100, 300, 600, 800])), yes(field([200, 500])), yes(reminders)]).toEqual([
      inLab,
      inField,
      inField,
      inReminders,
    ])
  })
})

const first = (observations: readonly Observation[]) =>
  explain(observations, { grantedSeconds }).hypotheses[0]
const secondsFirst = {
  unit: 'second',
  width: 32,
  signed: null,
  held: null,
  past: 'wrap',
  leftSeconds: 75_098_112,
}

describe('32-bit seconds come first, and what cannot be told apart is not told apart', () => {
  const bare = (values: readonly number[]) =>
    values.map((days, place) => observed({ device: `pc-${place}`, remaining: printedDays(days, 'unknown') }))
  const rows: [string, readonly Observation[]][] = [
    ['869 and 801, without any date', bare([869, 801])],
    ['869 alone', bare([869])],
    ['the field: 100, 300, 600, 800', bare([100, 300, 600, 800])],
    ['lab and field', bare([869, 800, 600, 300, 100])],
    ['elsewhere: 200, 500, with 800', bare([200, 500, 800])],
    [
      'the lab and all of the field, as it was told',
      [...lab, ...field([100, 300, 600, 800, 200, 500]), ...reminders],
    ],
  ]
  test.each(rows)('%s', (_, observations) => {
    expect(first(observations)).toMatchObject({ ...secondsFirst, left: '869 d 04:35:12', turns: 3 })
    expect(first(observations)?.explains).toBe(observations.length)
  })
})

test('two bare figures are possible and no more; a device read before and after its upgrade is proof', () => {
  const bare = [869, 801].map((days) => observed({ device: `pc-${days}`, days }))
  expect(first(bare)?.certainty).toBe('possible')
  const pair = [
    observed({ days: 149_935, capturedAt: span('2018-11-23'), upgradedAt: span('2018-11-25') }),
    observed({ days: 801, capturedAt: span('2018-11-27'), upgradedAt: span('2018-11-25') }),
  ]
  expect(first(pair)).toMatchObject({ ...secondsFirst, certainty: 'confirmed', pairs: 1, explains: 2 })
})

test('what does not fit is named, with the seconds by which it misses, and is not believed', () => {
  const dated = (device: string, days: number, date: string) =>
    observed({ device, days, capturedAt: span(date), activatedAt: span('2018-09-19') })
  const found = first([
    dated('pc-1', 801, '2018-11-26T10:00:00Z'),
    dated('pc-2', 601, '2019-06-14T10:00:00Z'),
    dated('pc-3', 301, '2020-04-09T10:00:00Z'),
    dated('pc-4', 365, '2019-06-14T10:00:00Z'),
  ])
  expect(found).toMatchObject({ ...secondsFirst, explains: 3, of: 4, certainty: 'fits' })
  expect(found?.against).toMatchObject([{ device: 'pc-4', observation: 3 }])
  expect(Math.round((found?.against[0]?.residualSeconds ?? 0) / day)).toBe(-236)
})

test('the order of observations and the names of devices change nothing', () => {
  const observations = [...lab, ...field([100, 300, 600, 800])]
  const renamed = observations.toReversed().map((one) => ({ ...one, device: `x ${one.device}` }))
  expect(first(renamed)?.share).toBeCloseTo(first(observations)?.share ?? 0, 9)
})
