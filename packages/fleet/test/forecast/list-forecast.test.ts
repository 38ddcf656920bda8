// Rows of a list: what is counted, what is left out, and which of several captures counts.
import { describe, expect, test } from 'vitest'
import { formatInstant } from '@holdfast/capabilities'
import { ZoneDays } from '@holdfast/capabilities/calendar'
import { instant } from '@holdfast/capabilities/testing'
import { nothingKnown, type DeviceEvidence } from '../../src/forecast/device-forecast.ts'
import { LatestCaptures } from '../../src/forecast/latest-captures.ts'
import { ListForecast, rejectedListedMax } from '../../src/forecast/list-forecast.ts'
import { nameCharsMax, quantityMax, type DeviceRow } from '../../src/forecast/row-reader.ts'
import { customersMax } from '../../src/forecast/tally.ts'
import { day, forecastLines, forecastRows } from './lists.ts'

const ends = (lines: readonly string[], options = {}) =>
  forecastLines(lines, options).entries.map(
    ({ name, end }) =>
      `${name} ${end === null ? 'never' : `${formatInstant(end.from)}+${end.to - end.from}`}`,
  )

const faults = (lines: readonly string[], options = {}) =>
  forecastLines(lines, options).list.rejected.map(
    ({ line, fault }) => `${line} ${fault.kind} ${fault.field} ${fault.text}`,
  )

describe('captures', () => {
  const head = 'device,customer,captured,remaining minutes,remaining days'

  test('the latest of a device counts, wherever it stands', () => {
    const lines = [
      head,
      'pc-1,A,2020-01-03T00:00:00Z,1440,',
      'pc-1,A,2020-01-01T00:00:00Z,99999,',
      'pc-1,B,2020-01-02T00:00:00Z,2880,',
      'pc-2,A,2020-01-01T00:00:00Z,1440,',
    ]
    expect(ends(lines)).toEqual([
      'pc-1 2020-01-04T00:00:00Z+60',
      'pc-1 2020-01-04T00:00:00Z+60',
      'pc-2 2020-01-02T00:00:00Z+60',
    ])
    expect(forecastLines(lines).list.overruled).toBe(1)
  })

  test('of two at the same moment the later line counts', () => {
    expect(ends([head, 'pc-1,A,2020-01-01T00:00:00Z,10,', 'pc-1,A,2020-01-01T00:00:00Z,20,'])).toEqual([
      'pc-1 2020-01-01T00:20:00Z+60',
    ])
  })

  test.each([
    ['two moments, one end', '2020-01-02T00:00:00Z,1440', 'confirmed'],
    ['two moments, another end', '2020-01-02T00:00:00Z,2880', 'fits'],
    ['the same capture twice', '2020-01-01T00:00:00Z,2880', 'fits'],
  ])('%s: %s is %s', (_, second, certainty) => {
    const { entries } = forecastLines([head, 'pc-1,A,2020-01-01T00:00:00Z,2880,', `pc-1,A,${second},`], {
      finding: null,
    })
    expect(entries.map((entry) => entry.certainty)).toEqual([certainty])
  })

  test('captures whose dates only the column decides', () => {
    const lines = [
      head,
      'pc-1,A,2/1/2020 00:00:00,1440,',
      'pc-1,A,1/1/2020 00:00:00,10,',
      'pc-2,A,13/1/2020 00:00:00,1440,',
    ]
    expect(ends(lines)).toEqual(['pc-1 2020-01-03T00:00:00Z+60', 'pc-2 2020-01-14T00:00:00Z+60'])
  })

  test.each([
    ['up', `2020-01-01T00:01:00Z+${day}`],
    ['down', `2020-01-02T00:00:00Z+${day}`],
    ['either', `2020-01-01T00:01:00Z+${2 * day - 60}`],
  ] as const)('one printed day, rounded %s', (rounding, expected) => {
    expect(ends([head, 'pc-1,A,2020-01-01T00:00:00Z,,1'], { rounding })).toEqual([`pc-1 ${expected}`])
  })

  test.each([
    ['permanent', 'pc-1 never'],
    ['永久', 'pc-1 never'],
    ['2,880 分钟', 'pc-1 2020-01-03T00:00:00Z+60'],
  ])('%s left', (left, expected) => {
    const cells = ['pc-1', 'A', '2020-01-01T00:00:00Z', left, '']
    const { entries } = forecastRows(head.split(','), [{ line: 2, cells }])
    expect(
      entries.map(
        ({ name, end }) =>
          `${name} ${end === null ? 'never' : `${formatInstant(end.from)}+${end.to - end.from}`}`,
      ),
    ).toEqual([expected])
  })

  test('millions of devices need no more than numbers', () => {
    const captures = new LatestCaptures()
    const count = 50_000
    for (let round = 0; round < 3; round++)
      for (let at = 0; at < count; at++)
        captures.add(`pc-${at}`, 'A', { line: round * count + at + 2, moment: (round * 7) % 3, end: 0 })
    const last = Array.from(
      { length: count },
      (_, at) => captures.verdict(`pc-${at}`, 'A', 2 * count + at + 2).latest,
    )
    expect(last.every(Boolean)).toBe(true)
    expect(captures.verdict('pc-0', 'A', 2).latest).toBe(false)
    // A row that is no capture counts only where its device has none.
    expect(captures.verdict('pc-0', 'A', 3 * count + 2).latest).toBe(false)
    expect(captures.verdict('pc-0', 'B', 3 * count + 2).latest).toBe(true)
  })
})

describe('rows that are left out', () => {
  const head = 'device,activated,ordered,quantity,granted,end'
  test.each([
    ['pc-1,2018-02-30,,,,', ['2 no-such-date activated 2018-02-30']],
    ['pc-1,soon,,,,', ['2 no-date activated soon']],
    [',2018-02-20,,,,', ['2 no-name null ']],
    [`${'x'.repeat(nameCharsMax)},2018-02-20,,,,`, []],
    [`${'x'.repeat(nameCharsMax + 1)},2018-02-20,,,,`, [`2 name-too-long device ${'x'.repeat(20)}…`]],
    ['pc-1,2018-02-20,,-5,,', ['2 no-number quantity -5']],
    ['pc-1,2018-02-20,,0,,', ['2 no-number quantity 0']],
    [`pc-1,2018-02-20,,${quantityMax},,`, []],
    [`pc-1,2018-02-20,,${quantityMax + 1},,`, [`2 no-number quantity ${quantityMax + 1}`]],
    ['pc-1,2018-02-20,,99999999999999999999999,,', ['2 no-number quantity 99999999999999999999…']],
    ['pc-1,2018-02-20,,1e3,,', ['2 no-number quantity 1e3']],
    ['pc-1,2018-02-20,,,3652059,', []],
    ['pc-1,2018-02-20,,,3652060,', ['2 no-term granted 3652060']],
    ['pc-1,2018-02-20,,,-1 d,', ['2 no-term granted -1 d']],
    ['pc-1,,,,,', ['2 silent activated ']],
    ['pc-1,,,,,永久', []],
    ['pc-1,3/4/2018,,,,', ['2 date-order activated 3/4/2018']],
  ])('%s', (row, expected) => {
    expect(faults([head, row])).toEqual(expected)
  })

  test('the others count', () => {
    const { list, entries } = forecastLines([head, 'pc-1,x,,,,', 'pc-2,2018-02-20,,,,', 'pc-3,,,,,'])
    expect(entries.map(({ name }) => name)).toEqual(['pc-2'])
    expect(list.tally.summary()).toMatchObject({ devices: 2, inferred: 1, silent: 1 })
    expect(list.rejectedCount).toBe(2)
  })

  test('a column that contradicts itself refuses what has two readings, and nothing else', () => {
    const lines = [head, 'pc-1,3/4/2018,,,,', 'pc-2,13/4/2018,,,,', 'pc-3,4/13/2018,,,,']
    for (const surveys of [true, false]) {
      expect(faults(lines, { surveys })).toEqual(['2 date-order activated 3/4/2018'])
      expect(ends(lines, { surveys })).toHaveLength(2)
    }
  })

  test.each([
    ['day-first', 'pc-1 2020-08-19T04:35:12Z+86400'],
    ['month-first', 'pc-1 2020-07-20T04:35:12Z+86400'],
  ])('what a person says decides: %s', (dateOrder, first) => {
    const lines = ['device,activated', 'pc-1,3/4/2018', 'pc-2,23/2/2018', 'pc-3,2/23/2018']
    for (const surveys of [true, false]) {
      expect(faults(lines, { surveys, dateOrder })).toEqual([])
      expect(ends(lines, { surveys, dateOrder })).toEqual([
        first,
        'pc-2 2020-07-11T04:35:12Z+86400',
        'pc-3 2020-07-11T04:35:12Z+86400',
      ])
    }
  })

  test.each([
    ['13/4/2018', 'pc-1 2020-08-19T04:35:12Z+86400'],
    ['4/13/2018', 'pc-1 2020-07-20T04:35:12Z+86400'],
  ])('%s decides the whole column, from wherever it stands', (deciding, expected) => {
    for (const surveys of [true, false])
      expect(ends([head, 'pc-1,3/4/2018,,,,', `pc-2,${deciding},,,,`], { surveys })).toContain(expected)
  })

  test('all are counted, so many are listed', () => {
    const lines = Array.from({ length: rejectedListedMax + 1 }, () => 'pc-1,x,,,,')
    const { list } = forecastLines([head, ...lines])
    expect([list.rejected.length, list.rejectedCount]).toEqual([rejectedListedMax, rejectedListedMax + 1])
    expect(forecastLines([head, ...lines.slice(1)]).list.rejected).toHaveLength(rejectedListedMax)
  })

  test('a product key is never repeated', () => {
    const key = 'ABCDE-FGHIJ-KLMNO-PQRST-UVWXY'
    const { entries, list } = forecastLines([head, `${key},2018-02-20,,,,`, `pc-2,${key},,,,`])
    expect(entries.map(({ name }) => name)).toEqual(['*****-*****-*****-*****-UVWXY'])
    expect(JSON.stringify(list.rejected)).not.toContain('FGHIJ-KLMNO-PQRST-UVWXY')
  })
})

describe('orders', () => {
  test('one entry for so many devices', () => {
    const { list, entries } = forecastLines([
      '订单号,客户,下单日期,数量',
      '2018-0719,港务局,2018年7月19日,140',
    ])
    expect(entries).toMatchObject([{ name: '2018-0719', customer: '港务局', count: 140, basis: 'order' }])
    expect(list.tally.counts()).toEqual({ reminders: 140, ends: 140 })
    expect(list.tally.customers()).toMatchObject([{ customer: '港务局', devices: 140 }])
  })

  test('an activation before its order is believed, and widens what counts for the others', () => {
    const seen = Array.from({ length: 5 }, (_, at) => `pc-${at},2018-07-1${at},2018-07-05`)
    const { list } = forecastLines(['device,ordered,activated', ...seen, 'pc-9,2018-07-20,'])
    expect(list.delay.fromSeconds).toBeLessThan(-9 * day)
  })
})

describe('after a plan', () => {
  const lines = ['device,activated', 'pc-1,2018-09-19', 'pc-2,2018-09-20', 'pc-3,2018-09-21']

  test('what it renews is counted at its new end, or not at all', () => {
    const renewals = new Map([
      ['pc-1', null],
      ['pc-2', instant('2031-01-01T00:00:00Z')],
    ])
    const { list } = forecastLines(lines, { renewals })
    expect(list.renewed).toBe(2)
    expect(list.tally.counts()).toEqual({ reminders: 3, ends: 3 })
    expect(list.afterPlan!.months()).toEqual([
      { month: '2021-01', reminders: 1, ends: 0 },
      { month: '2021-02', reminders: 0, ends: 1 },
      { month: '2030-12', reminders: 1, ends: 0 },
      { month: '2031-01', reminders: 0, ends: 1 },
    ])
  })
})

test('customers past the limit are counted together', () => {
  const rows = Array.from({ length: customersMax + 2 }, (_, at) => ({
    line: at + 2,
    cells: [`pc-${at}`, `c${at}`, '2018-09-19'],
  }))
  const { list } = forecastRows(['device', 'customer', 'activated'], rows)
  const customers = list.tally.customers()
  expect(customers).toHaveLength(customersMax + 1)
  expect(customers.find(({ customer }) => customer === '')).toMatchObject({ devices: 2 })
})

describe('entries of the books', () => {
  const rules = {
    rows: { mapping: {}, days: new ZoneDays('UTC'), sheetNumbers: false, rounding: 'up' },
    forecast: { finding: null, grantedSeconds: null, reminderDays: 30 },
    asOf: instant('2026-03-01T00:00:00Z'),
    renewals: null,
  } as const
  const entry = (name: string, id: string, known: Partial<DeviceEvidence>): DeviceRow => ({
    ...{ kind: 'row', name, id, customer: '', release: '', count: 1 },
    known: { ...nothingKnown, ...known },
  })

  test('one that says too little is silent, and rejected nowhere', () => {
    const list = new ListForecast(rules)
    list.addEntry(entry('pc-1', 'dev_1', {}), () => undefined)
    expect([list.tally.summary().silent, list.rejectedCount]).toEqual([1, 0])
  })

  test('one that renews itself is in no calendar', () => {
    const list = new ListForecast(rules)
    const span = { from: instant('2026-08-15T00:00:00Z'), to: instant('2026-08-15T00:01:00Z') }
    list.addEntry(
      entry('pc-1', 'dev_1', { seen: { kind: 'within', end: span, movesOn: true } }),
      () => undefined,
    )
    expect(list.tally.summary()).toMatchObject({ devices: 1, known: 1, renewing: 1, never: 0, past: 0 })
    expect(list.tally.calendar()).toEqual([])
  })

  test('a plan renews by id where names are told apart', () => {
    const list = new ListForecast({ ...rules, renewals: new Map([['dev_2', null]]) })
    const lease = { end: instant('2027-01-01T00:00:00Z'), reminderDays: 30, certain: true }
    list.addEntry(entry('pc-1', 'dev_1', { lease }), () => undefined)
    list.addEntry(entry('pc-1 (dev_2)', 'dev_2', { lease }), () => undefined)
    expect([list.renewed, list.afterPlan?.summary().never]).toEqual([1, 1])
  })
})
