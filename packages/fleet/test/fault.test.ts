import { describe, expect, test } from 'vitest'
import { formatInstant, parseInstant, type Instant } from '@holdfast/capabilities'
import { famousFaults, type FamousFaultId } from '../src/explain/famous-faults.ts'
import { formatTerm } from '../src/explain/format-length.ts'
import {
  endUnderFault,
  epochSeconds,
  leftSecondsOf,
  rangeOf,
  unitTicks,
  type TimeFault,
} from '../src/fault.ts'

const day = 86_400
const at = (text: string): Instant => {
  const instant = parseInstant(text)
  if (instant === null) throw new RangeError(text)
  return instant
}
const fault = (set: Partial<TimeFault>): TimeFault => ({
  unit: 'second',
  width: 32,
  signed: false,
  held: 'term',
  epoch: null,
  past: 'wrap',
  ...set,
})
const instant = (set: Partial<TimeFault>) => fault({ held: 'instant', epoch: '1970', ...set })
const activatedAt = at('2018-09-19T10:20:51Z')

describe('what is left of 150,000 days', () => {
  const rows: [string, Partial<TimeFault>, number | null][] = [
    ['32-bit seconds', {}, 75_098_112],
    ['32-bit seconds, signed', { signed: true }, 75_098_112],
    ['31-bit seconds', { width: 31 }, 75_098_112],
    ['32-bit minutes: fits', { unit: 'minute' }, 150_000 * day],
    ['24-bit minutes', { unit: 'minute', width: 24 }, 14_673_408 * 60],
    ['16-bit minutes', { unit: 'minute', width: 16 }, 58_880 * 60],
    ['16-bit hours', { unit: 'hour', width: 16 }, 61_056 * 3600],
    ['16-bit days', { unit: 'day', width: 16 }, 18_928 * day],
    ['32-bit milliseconds', { unit: 'millisecond' }, 2_083_667],
    ['low dword of 100 ns', { unit: 'tick' }, 179],
    ['64-bit ticks: fit', { unit: 'tick', width: 64 }, 150_000 * day],
    ['10-bit weeks', { unit: 'week', width: 10 }, 948 * 7 * day],
    ['clamped at 2^31 - 1 s', { signed: true, past: 'clamp' }, 2_147_483_647],
    ['cleared', { past: 'zero' }, 0],
    ['clipped to a calendar: depends on the activation', { past: 'clip' }, null],
    ['an instant: depends on the activation', { held: 'instant', epoch: '1970' }, null],
  ]
  test.each(rows)('%s', (_, set, left) => {
    expect(leftSecondsOf(fault(set), 150_000 * day)).toBe(left)
  })
})

describe('the end of a device activated on 2018-09-19T10:20:51Z', () => {
  const rows: [string, TimeFault, number, string][] = [
    ['term, 32-bit seconds', fault({}), 150_000, '2021-02-04T14:56:03Z'],
    ['end since 1970, 32-bit seconds', instant({}), 150_000, '2021-02-04T14:56:03Z'],
    ['end since 1970, signed', instant({ signed: true }), 150_000, '2021-02-04T14:56:03Z'],
    ['end since 1970, clamped', instant({ signed: true, past: 'clamp' }), 150_000, '2038-01-19T03:14:07Z'],
    ['clipped to 2038', fault({ past: 'clip' }), 150_000, '2038-01-19T03:14:07Z'],
    ['clipped to 2099', fault({ past: 'clip', limit: '2099-12-31' }), 150_000, '2099-12-31T23:59:59Z'],
    [
      'a limit beyond the end changes nothing',
      fault({ past: 'clip', limit: '9999-12-31' }),
      150_000,
      'unchanged',
    ],
    ['30 years since 1970, signed: negative', instant({ signed: true }), 10_957, 'over'],
    ['30 years since 1970, unsigned: fits', instant({}), 10_957, 'unchanged'],
    [
      'GPS weeks, 10 bits: before the activation',
      instant({ unit: 'week', width: 10, epoch: '1980-01-06' }),
      3650,
      'over',
    ],
    ['days since 1970, 16 bits', instant({ unit: 'day', width: 16 }), 150_000, '2070-07-16T00:00:00Z'],
    ['term of 70 years, signed: negative', fault({ signed: true }), 25_567, 'over'],
    ['64-bit clamp of a term that fits', fault({ width: 64, past: 'clamp' }), 150_000, 'unchanged'],
    ['clamped at 2^32 - 1 weeks', fault({ unit: 'week', past: 'clamp', width: 31 }), 150_000, 'unchanged'],
    [
      '2^24 - 1 days: later than 9999',
      fault({ unit: 'day', width: 24, past: 'clamp' }),
      20_000_000,
      'outside-years',
    ],
  ]
  test.each(rows)('%s', (_, given, days, expected) => {
    const end = endUnderFault(given, { grantedSeconds: days * day, activatedAt })
    expect(end.kind === 'end' ? formatInstant(end.at) : end.kind).toBe(expected)
  })
})

test('held as 32-bit seconds, a term and an end since 1970 come to the same end for every activation until 2103', () => {
  for (let year = 2000; year <= 2100; year += 1) {
    const given = { grantedSeconds: 150_000 * day, activatedAt: at(`${year}-02-03T04:05:06Z`) }
    expect(endUnderFault(instant({}), given)).toEqual(endUnderFault(fault({}), given))
  }
})

describe('faults that are known by name', () => {
  const rows: [FamousFaultId, string][] = [
    ['Y2038', '2038-01-19T03:14:08Z'],
    ['NTP_ERA', '2036-02-07T06:28:16Z'],
    ['GPS_WEEK', '1999-08-22T00:00:00Z'],
    ['SIXTEEN_BIT_DAYS', '2149-06-07T00:00:00Z'],
    ['SMALLDATETIME', '2079-06-07T00:00:00Z'],
    ['GET_TICK_COUNT', '49 d 17:02:47'],
    ['SET_TIMEOUT', '24 d 20:31:23'],
    ['HUNDREDTHS', '497 d 02:27:52'],
    ['WINDOWS_GRACE_MINUTES', '2982616 d 04:16:00'],
  ]
  test.each(rows)('%s: the first value that no longer fits is %s', (id, expected) => {
    const { fault: known } = famousFaults[id]
    const units = rangeOf(known).most + 1n
    const seconds = Number((units * unitTicks[known.unit]) / 10_000_000n)
    const epoch = known.held === 'instant' ? epochSeconds[known.epoch] : null
    expect(epoch === null ? formatTerm(seconds) : formatInstant((epoch + seconds) as Instant)).toBe(expected)
  })
  test('all have a source', () => {
    for (const { source } of Object.values(famousFaults)) expect(source).toMatch(/^https:\/\/\S+$/)
  })
})

describe('counted from the upgrade', () => {
  const kept = { kept: 'at-upgrade' } as const
  const given = (upgraded: string) => ({
    grantedSeconds: 150_000 * day,
    activatedAt,
    upgradedAt: at(upgraded),
  })
  const rows: [string, TimeFault, string, string][] = [
    ['before its first end: the same end', fault(kept), '2020-12-31T00:00:00Z', '2021-02-04T14:56:03Z'],
    ['after it: one turn later', fault(kept), '2021-03-01T00:00:00Z', '2157-03-13T21:24:19Z'],
    [
      'clamped: from the upgrade',
      fault({ ...kept, signed: true, past: 'clamp' }),
      '2020-01-01T00:00:00Z',
      '2088-01-19T03:14:07Z',
    ],
  ]
  test.each(rows)('%s', (_, held, upgraded, expected) => {
    const end = endUnderFault(held, given(upgraded))
    expect(end.kind === 'end' ? formatInstant(end.at) : end.kind).toBe(expected)
  })
})
