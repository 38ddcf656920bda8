import { describe, expect, test } from 'vitest'
import { formatInstant, parseInstant, type Instant } from '@holdfast/capabilities'
import { endUnderFault, leftSecondsOf, type TimeFault } from '../src/fault.ts'

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
