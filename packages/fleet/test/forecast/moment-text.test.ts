import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatInstant, type Instant } from '@holdfast/capabilities'
import { ZoneDays } from '@holdfast/capabilities/calendar'
import { MomentReader, momentCharsMax } from '../../src/forecast/moment-text.ts'

const shanghai = new ZoneDays('Asia/Shanghai')

function read(
  text: string,
  { zone = shanghai, sheetNumbers = false, order = null as 'day-first' | 'month-first' | null } = {},
) {
  const span = new MomentReader({ days: zone, sheetNumbers }).read(text, order)
  return typeof span === 'string' ? span : `${formatInstant(span.from)} +${span.to - span.from}`
}

describe('what a cell means in Asia/Shanghai', () => {
  const day = '2018-09-18T16:00:00Z +86400'
  const second = '2018-09-19T02:21:37Z +1'
  test.each([
    ['2018-09-19', day],
    ['2018/9/19', day],
    ['2018.9.19', day],
    ['20180919', day],
    ['2018年9月19日', day],
    ['2018年09月19号', day],
    ['2018年9月19', day],
    ['  2018-09-19\u3000', day],
    ['19.9.2018', day],
    ['19/9/2018', day],
    ['9/19/2018', day],
    ['2018-09-19 10:21:37', second],
    ['2018-09-19T10:21:37', second],
    ['2018/9/19 10:21:37', second],
    ['2018年9月19日 10时21分37秒', second],
    ['2018年9月19日 上午10:21:37', second],
    ['9/19/2018 10:21:37 AM', second],
    ['2018-09-19T02:21:37Z', second],
    ['2018-09-19 02:21:37 z', second],
    ['2018-09-19T10:21:37+08:00', second],
    ['2018-09-19T10:21:37+0800', second],
    ['2018-09-18T22:21:37-04', second],
    ['2018-09-19T02:21:37.999Z', second],
    ['2018-09-19 10:21', '2018-09-19T02:21:00Z +60'],
    ['2018年9月19日 下午3:05', '2018-09-19T07:05:00Z +60'],
    ['19/9/2018 12:00:01 AM', '2018-09-18T16:00:01Z +1'],
    ['19/9/2018 12:00:01 PM', '2018-09-19T04:00:01Z +1'],
    ['2018年9月19日 10时21分', '2018-09-19T02:21:00Z +60'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['3/4/2018', 'date-order'],
    ['3-4-2018 10:00', 'date-order'],
    ['2018-02-29', 'no-such-date'],
    ['2018-13-01', 'no-such-date'],
    ['13/13/2018', 'no-such-date'],
    ['2018-09-19 24:00', 'no-such-date'],
    ['2018-09-19 10:60', 'no-such-date'],
    ['2018-09-19 13:00 PM', 'no-such-date'],
    ['1899-12-31', 'no-such-date'],
    ['19/9/18', 'no-date'],
    ['2018-09/19', 'no-date'],
    ['2018-9', 'no-date'],
    ['2018-09-19x', 'no-date'],
    ['2018-09-19 10', 'no-date'],
    ['2018-09-19T10:21:37+8x', 'no-date'],
    ['43362', 'no-date'],
    ['150000', 'no-date'],
    ['-2018-09-19', 'no-date'],
    ['next week', 'no-date'],
    [`2018-09-19${' '.repeat(momentCharsMax - 10)}`, day],
    [`2018-09-19${' '.repeat(momentCharsMax - 9)}`, 'no-date'],
  ])('%s: %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test.each([
    ['43362', day],
    ['43362.4316782407', second],
    ['0', 'no-date'],
    ['19999', 'no-date'],
    ['20000', '1954-10-02T16:00:00Z +86400'],
    ['2958464', '9999-12-29T16:00:00Z +86400'],
    ['2958465', 'no-such-date'],
    ['2958466', 'no-date'],
    ['2018', 'no-date'],
    ['4.3e4', 'no-date'],
  ])('%s in a workbook', (text, expected) => {
    expect(read(text, { sheetNumbers: true })).toBe(expected)
  })
})

describe('day and month', () => {
  test('same numbers need no decision', () => {
    expect(read('9/9/2018')).toBe('2018-09-08T16:00:00Z +86400')
  })

  test('the order of the column decides', () => {
    expect(read('3/4/2018', { order: 'day-first' })).toBe('2018-04-02T16:00:00Z +86400')
    expect(read('3/4/2018', { order: 'month-first' })).toBe('2018-03-03T16:00:00Z +86400')
  })

  test.each([
    [['3/4/2018', '13/4/2018'], 'day-first'],
    [['3/4/2018', '4/13/2018'], 'month-first'],
    [['3/4/2018', '4/13/2018', '13/4/2018'], null],
    [['3/4/2018', '5.4.2018', '2018-04-13'], null],
  ] as const)('%j: %s', (texts, expected) => {
    const reader = new MomentReader({ days: shanghai, sheetNumbers: false })
    for (const text of texts) reader.read(text, null)
    expect(reader.order).toBe(expected)
  })
})

describe('hours that a zone turns', () => {
  const berlin = new ZoneDays('Europe/Berlin')
  test.each([
    ['2026-10-25 02:30:00', '2026-10-25T00:30:00Z +3601', 'the repeated hour is both'],
    ['2026-10-25', '2026-10-24T22:00:00Z +90000', 'a day of 25 hours'],
    ['2026-03-29', '2026-03-28T23:00:00Z +82800', 'a day of 23 hours'],
  ])('%s: %s, %s', (text, expected) => {
    expect(read(text, { zone: berlin })).toBe(expected)
  })

  test('a day that the zone left out is none', () => {
    expect(read('2011-12-30', { zone: new ZoneDays('Pacific/Apia') })).toBe('no-such-date')
  })
})

test('every instant is read back from its own text', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(1900, 0, 1) / 1000, max: Date.UTC(9999, 11, 30) / 1000 }),
      (at) => {
        expect(read(formatInstant(at as Instant))).toBe(`${formatInstant(at as Instant)} +1`)
      },
    ),
    { seed: 2018 },
  )
})

test('nothing that anybody writes breaks it', () => {
  const reader = new MomentReader({ days: shanghai, sheetNumbers: true })
  const signs = fc.stringMatching(/^[0-9:/.\-+TZ 年月日时分秒上午APM]{0,45}$/u)
  fc.assert(
    fc.property(signs, (text) => {
      const span = reader.read(text, null)
      const width = typeof span === 'object' ? span.to - span.from : 1
      expect(width).toBeGreaterThan(0)
    }),
    { seed: 2018, numRuns: 5000 },
  )
})
