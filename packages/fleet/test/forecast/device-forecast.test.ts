// One device: what decides, what follows, how sure it is.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatInstant, type Instant } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import { endAsGranted, endUnderFault, type TimeFault } from '../../src/fault.ts'
import { Delays } from '../../src/forecast/delays.ts'
import {
  forecastDevice,
  nothingKnown,
  type DeviceEvidence,
  type ForecastRules,
} from '../../src/forecast/device-forecast.ts'
import { FaultShift } from '../../src/forecast/fault-shift.ts'
import { parseFaultName } from '../../src/forecast/finding-text.ts'
import { day, overflow } from './lists.ts'

const delay = new Delays().rule()
const plain: ForecastRules = { finding: null, grantedSeconds: null, reminderDays: 30 }
const faulty: ForecastRules = { finding: overflow, grantedSeconds: overflow.grantedSeconds, reminderDays: 30 }
const second = (text: string) => ({ from: instant(text), to: (instant(text) + 1) as Instant })
const wholeDay = (text: string) => ({ from: instant(text), to: (instant(text) + day) as Instant })
const activated = second('2018-09-19T02:21:37Z')
const lease = { end: instant('2027-01-01T00:00:00Z'), reminderDays: 14, certain: true }
const minutes = (count: number) => ({ from: count * 60, to: count * 60 + 60 })
const capture = (at: string, left: number) =>
  ({ kind: 'remaining', capturedAt: second(at), remaining: minutes(left) }) as const

function say(known: Partial<DeviceEvidence>, rules: ForecastRules = plain): string {
  const forecast = forecastDevice({ ...nothingKnown, ...known }, rules, delay)
  if ('kind' in forecast) return `silent: ${forecast.missing}`
  const span = (of: { from: Instant; to: Instant } | null) =>
    of === null ? 'never' : `${formatInstant(of.from)}+${of.to - of.from}`
  return `${span(forecast.firstReminder)} | ${span(forecast.end)} | ${forecast.basis} | ${forecast.certainty}`
}

describe('what decides', () => {
  const captured = capture('2018-11-27T01:40:03Z', 1_152_796)
  const inferred = '2021-01-05T06:56:49Z+1 | 2021-02-04T06:56:49Z+1 | finding | fits'
  const rows: [string, Partial<DeviceEvidence>, ForecastRules, string][] = [
    [
      'a lease rules over all',
      { lease, seen: captured, activated },
      faulty,
      '2026-12-18T00:00:00Z+1 | 2027-01-01T00:00:00Z+1 | lease | confirmed',
    ],
    [
      'a lease without an end',
      { lease: { ...lease, end: null } },
      faulty,
      'never | never | lease | confirmed',
    ],
    [
      'a lease that has to be renewed on the way',
      { lease: { ...lease, certain: false } },
      plain,
      '2026-12-18T00:00:00Z+1 | 2027-01-01T00:00:00Z+1 | lease | possible',
    ],
    [
      'an end that moves on before it comes shows no reminder',
      { seen: { kind: 'within', end: wholeDay('2026-08-15T00:00:00Z'), movesOn: true } },
      faulty,
      'never | 2026-08-15T00:00:00Z+86400 | capture | possible',
    ],
    [
      'an end that was seen as one',
      { seen: { kind: 'within', end: wholeDay('2026-08-15T00:00:00Z'), movesOn: false } },
      plain,
      '2026-07-16T00:00:00Z+86400 | 2026-08-15T00:00:00Z+86400 | capture | fits',
    ],
    [
      'the day of the key for an activation is no more than possible',
      { activated, activatedByKey: true },
      faulty,
      inferred.replace('fits', 'possible'),
    ],
    [
      'minutes are a minute wide',
      { seen: captured },
      plain,
      '2021-01-05T14:56:03Z+60 | 2021-02-04T14:56:03Z+60 | capture | fits',
    ],
    [
      'a capture rules over a finding',
      { seen: captured, activated },
      faulty,
      '2021-01-05T14:56:03Z+60 | 2021-02-04T14:56:03Z+60 | capture | fits',
    ],
    [
      'a capture that the finding foresees',
      { seen: captured, activated: second('2018-09-19T10:21:37Z') },
      faulty,
      '2021-01-05T14:56:03Z+60 | 2021-02-04T14:56:03Z+60 | capture | confirmed',
    ],
    [
      'two captures with one end',
      { seen: captured, seenTwice: true },
      plain,
      '2021-01-05T14:56:03Z+60 | 2021-02-04T14:56:03Z+60 | capture | confirmed',
    ],
    [
      'an end that was written down',
      { seen: { kind: 'stated', end: wholeDay('2021-02-04T00:00:00Z') } },
      plain,
      '2021-01-05T00:00:00Z+86400 | 2021-02-04T00:00:00Z+86400 | capture | possible',
    ],
    ['permanent', { seen: { kind: 'never' }, activated }, faulty, 'never | never | capture | fits'],
    ['a finding and an activation', { activated }, faulty, inferred],
    [
      'its own granted term rules',
      { activated, grantedSeconds: 180 * day },
      faulty,
      '2019-02-16T02:21:37Z+1 | 2019-03-18T02:21:37Z+1 | finding | fits',
    ],
    ['granted for ever', { activated, grantedSeconds: 'never' }, faulty, 'never | never | order | possible'],
    [
      'an activation and a plain term',
      { activated, grantedSeconds: 180 * day },
      plain,
      '2019-02-16T02:21:37Z+1 | 2019-03-18T02:21:37Z+1 | order | possible',
    ],
    ['an activation and what a finding left', { activated }, { ...faulty, grantedSeconds: null }, inferred],
    [
      'its own reminder days',
      { activated, reminderDays: 60 },
      faulty,
      '2020-12-06T06:56:49Z+1 | 2021-02-04T06:56:49Z+1 | finding | fits',
    ],
    [
      'no reminder before the activation',
      { activated, grantedSeconds: 10 * day },
      plain,
      '2018-09-19T02:21:37Z+1 | 2018-09-29T02:21:37Z+1 | order | possible',
    ],
    [
      'an order date alone',
      { ordered: wholeDay('2018-07-01T00:00:00Z'), grantedSeconds: 180 * day },
      plain,
      '2018-11-28T00:00:00Z+31622399 | 2018-12-28T00:00:00Z+31622399 | order | possible',
    ],
    ['neither date', { grantedSeconds: 180 * day }, plain, 'silent: dates'],
    ['no term', { activated }, plain, 'silent: granted'],
  ]
  test.each(rows)('%s', (_, known, rules, expected) => {
    expect(say(known, rules)).toBe(expected)
  })
})

describe('how sure a finding is elsewhere', () => {
  const upgraded = second('2018-11-27T01:40:03Z')
  test.each([
    ['confirmed', 'once', null, 'fits'],
    ['fits', 'once', null, 'fits'],
    ['possible', 'once', null, 'possible'],
    ['confirmed', 'at-upgrade', null, 'possible'],
    ['confirmed', 'at-upgrade', upgraded, 'fits'],
    ['confirmed', 'each-start', upgraded, 'possible'],
  ] as const)('%s, kept %s: %s', (certainty, kept, at, expected) => {
    const finding = { ...overflow, fault: { ...overflow.fault, kept }, certainty }
    expect(say({ activated, upgraded: at }, { ...faulty, finding })).toMatch(new RegExp(`${expected}$`))
  })
})

describe('spans through the arithmetic of a fault', () => {
  const names = [
    '32-bit-seconds',
    'signed-32-bit-seconds-since-1970',
    '32-bit-seconds-since-1970',
    '16-bit-hours',
    '16-bit-days-since-1980',
    '24-bit-minutes-since-2000',
    '31-bit-seconds-since-1970',
  ]
  const faults: TimeFault[] = names.flatMap((name) => {
    const fault = parseFaultName(name)!
    return (['wrap', 'clamp', 'clip', 'zero'] as const).map((past) => ({ ...fault, past }))
  })
  const trueEnd = (fault: TimeFault, grantedSeconds: number, activatedAt: Instant, upgradedAt: Instant) => {
    const end = endUnderFault(fault, { grantedSeconds, activatedAt, upgradedAt })
    if (end.kind === 'end') return end.at
    if (end.kind === 'over') return fault.kept === 'at-upgrade' ? upgradedAt : activatedAt
    return end.kind === 'unchanged' ? endAsGranted({ grantedSeconds, activatedAt }) : null
  }

  test('whatever moment of the span it was, its end is in the span of ends', () => {
    const moment = fc.integer({ min: instant('2010-01-01T00:00:00Z'), max: instant('2037-01-01T00:00:00Z') })
    const drawn = fc.record({
      fault: fc.constantFrom(...faults),
      kept: fc.constantFrom('once', 'at-upgrade'),
      grantedDays: fc.integer({ min: 1, max: 200_000 }),
      from: moment,
      width: fc.integer({ min: 1, max: 366 * day }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      later: fc.integer({ min: 0, max: 900 * day }),
    })
    const shifts = new Map<TimeFault, FaultShift>()
    fc.assert(
      fc.property(drawn, ({ fault: bare, kept, grantedDays, from, width, part, later }) => {
        const fault = kept === 'once' ? bare : { ...bare, kept: 'at-upgrade' as const }
        // Many draws share one, as the rows of a list do: what it keeps must not show.
        const shift = shifts.get(bare) ?? new FaultShift(bare)
        shifts.set(bare, shift)
        const used = kept === 'once' ? shift : new FaultShift(fault)
        const at = (from + Math.floor(part * (width - 1))) as Instant
        const upgradedAt = (from + width + later) as Instant
        const upgraded = kept === 'once' ? null : { from: upgradedAt, to: (upgradedAt + day) as Instant }
        const activatedWithin = { from: from as Instant, to: (from + width) as Instant }
        const end = used.endOf(activatedWithin, grantedDays * day, upgraded)
        const truth = trueEnd(fault, grantedDays * day, at, upgradedAt)
        if (end === null || truth === null) return
        expect(truth).toBeGreaterThanOrEqual(end.from)
        expect(truth).toBeLessThan(end.to)
      }),
      { seed: 75_098_112, numRuns: 5000 },
    )
  })

  test('one moment gives one second', () => {
    const widths = faults.map((fault) => {
      const end = new FaultShift(fault).endOf(activated, 150_000 * day, null)
      return end === null ? 1 : end.to - end.from
    })
    expect(new Set(widths)).toEqual(new Set([1]))
  })
})
