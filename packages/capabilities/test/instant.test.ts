import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addSeconds,
  formatInstant,
  instantMax,
  instantMin,
  instantOfSeconds,
  parseInstant,
} from '../src/index.ts'

describe('instant', () => {
  test.each([
    ['1970-01-01T00:00:00Z', 0],
    ['0001-01-01T00:00:00Z', instantMin],
    ['9999-12-31T23:59:59Z', instantMax],
    ['2038-01-19T03:14:08Z', 2 ** 31],
    ['2106-02-07T06:28:16Z', 2 ** 32],
    ['2000-02-29T12:00:00Z', 951_825_600],
    ['1600-02-29T00:00:00Z', -11_670_998_400],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseInstant(text)).toBe(seconds)
    expect(formatInstant(instantOfSeconds(seconds)!)).toBe(text)
  })

  test.each([
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T23:59:60Z',
    '0000-01-01T00:00:00Z',
    '2026-01-01T00:00:00z',
    '2026-01-01t00:00:00Z',
    '2026-01-01T00:00:00+00:00',
    '2026-01-01T00:00:00.0Z',
    '2026-01-01 00:00:00Z',
    '12026-01-01T00:00:00Z',
    ' 2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z\n',
    '２０２６-01-01T00:00:00Z',
    '',
  ])('%j is refused', (text) => {
    expect(parseInstant(text)).toBeNull()
  })

  test('every instant is written and read back, and text order is time order', () => {
    const instants = fc.integer({ min: instantMin, max: instantMax })
    fc.assert(
      fc.property(instants, instants, (a, b) => {
        const [first, second] = [formatInstant(instantOfSeconds(a)!), formatInstant(instantOfSeconds(b)!)]
        expect(parseInstant(first)).toBe(a)
        expect(first < second).toBe(a < b)
      }),
    )
  })

  test('agrees with the calendar of the platform on every first of a month', () => {
    const months = Array.from({ length: 9_999 * 12 }, (_, index) => {
      const [year, month] = [Math.floor(index / 12) + 1, (index % 12) + 1]
      return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01T00:00:00Z`
    })
    const differ = (text: string) =>
      parseInstant(text) !== Temporal.Instant.from(text).epochMilliseconds / 1000
    expect(months.filter(differ)).toEqual([])
  })

  test('what leaves the years 1 to 9999 is no instant', () => {
    expect(addSeconds(instantMax, 1)).toBeNull()
    expect(addSeconds(instantMin, -1)).toBeNull()
    expect(instantOfSeconds(0.5)).toBeNull()
    expect(instantOfSeconds(Number.NaN)).toBeNull()
    expect(instantOfSeconds(2 ** 60)).toBeNull()
  })
})
