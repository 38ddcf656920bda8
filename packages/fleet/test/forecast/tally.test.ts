// Calendars: days, ISO weeks, months, and whom to call first.
import { describe, expect, test } from 'vitest'
import { dayNumber, secondsPerDay, type Instant } from '@holdfast/capabilities'
import { ZoneDays } from '@holdfast/capabilities/calendar'
import { instant } from '@holdfast/capabilities/testing'
import { DeviceJsonWriter, InstantWriter } from '../../src/forecast/device-json.ts'
import type { DeviceForecast } from '../../src/forecast/device-forecast.ts'
import { stateAt, Tally } from '../../src/forecast/tally.ts'

const asOf = instant('2021-01-15T00:00:00Z')

function forecastOf(reminder: string, end: string, widthSeconds = 1): DeviceForecast {
  const span = (text: string) => ({ from: instant(text), to: (instant(text) + widthSeconds) as Instant })
  return { firstReminder: span(reminder), end: span(end), basis: 'finding', certainty: 'fits' }
}

describe('weeks', () => {
  test.each([
    ['2021-01-03', '2020-W53'],
    ['2021-01-04', '2021-W01'],
    ['2020-12-31', '2020-W53'],
    ['2018-12-31', '2019-W01'],
    ['2016-01-03', '2015-W53'],
    ['2024-12-29', '2024-W52'],
    ['2024-12-30', '2025-W01'],
    ['2026-12-31', '2026-W53'],
    ['1969-12-29', '1970-W01'],
  ])('%s is in %s', (day, week) => {
    const tally = new Tally(new ZoneDays('UTC'), asOf)
    tally.add(forecastOf(`${day}T00:00:00Z`, `${day}T23:59:59Z`), '', 1)
    expect(tally.weeks()).toEqual([{ week, reminders: 1, ends: 1 }])
  })
})

describe('days', () => {
  test('are days of the zone', () => {
    const forecast = forecastOf('2021-01-05T16:00:00Z', '2021-02-28T15:59:59Z')
    const days = (zone: string) => {
      const tally = new Tally(new ZoneDays(zone), asOf)
      tally.add(forecast, '', 3)
      return tally.calendar()
    }
    expect(days('UTC')).toEqual([
      { day: '2021-01-05', reminders: 3, ends: 0 },
      { day: '2021-02-28', reminders: 0, ends: 3 },
    ])
    expect(days('Asia/Shanghai')).toEqual([
      { day: '2021-01-06', reminders: 3, ends: 0 },
      { day: '2021-02-28', reminders: 0, ends: 3 },
    ])
  })

  test('a span counts at its first possible day', () => {
    const tally = new Tally(new ZoneDays('UTC'), asOf)
    tally.add(forecastOf('2021-01-05T04:00:00Z', '2021-02-04T04:00:00Z', secondsPerDay), '', 1)
    expect(tally.calendar().map(({ day }) => day)).toEqual(['2021-01-05', '2021-02-04'])
    expect(tally.summary()).toMatchObject({ severalDays: 1, widestSeconds: secondsPerDay })
  })
})

describe('whom to call first', () => {
  test('by earliest reminder, then by number; whoever is past all ends comes last', () => {
    const tally = new Tally(new ZoneDays('UTC'), asOf)
    tally.add(forecastOf('2020-10-01T00:00:00Z', '2020-11-01T00:00:00Z'), 'over', 9)
    tally.add(forecastOf('2020-10-01T00:00:00Z', '2020-11-01T00:00:00Z'), 'partly over', 1)
    tally.add(forecastOf('2021-03-01T00:00:00Z', '2021-04-01T00:00:00Z'), 'partly over', 1)
    tally.add(forecastOf('2021-02-01T00:00:00Z', '2021-03-01T00:00:00Z'), 'few', 2)
    tally.add(forecastOf('2021-02-01T00:00:00Z', '2021-03-01T00:00:00Z'), 'many', 20)
    tally.add(forecastOf('2021-01-10T00:00:00Z', '2021-02-10T00:00:00Z'), 'first', 1)
    tally.add({ firstReminder: null, end: null, basis: 'lease', certainty: 'confirmed' }, 'for ever', 1)
    expect(
      tally
        .customers()
        .map(({ customer, devices, firstReminder, past }) => [customer, devices, firstReminder, past]),
    ).toEqual([
      ['first', 1, '2021-01-10', 0],
      ['many', 20, '2021-02-01', 0],
      ['few', 2, '2021-02-01', 0],
      ['partly over', 2, '2021-03-01', 1],
      ['over', 9, '2020-10-01', 9],
      ['for ever', 1, null, 0],
    ])
    expect(tally.summary()).toMatchObject({
      devices: 35,
      known: 1,
      inferred: 34,
      past: 10,
      reminding: 1,
      never: 1,
    })
  })

  test.each([
    ['2020-12-15T00:00:00Z', '2021-01-14T23:59:59Z', 'past'],
    ['2020-12-15T00:00:01Z', '2021-01-15T00:00:00Z', 'reminding'],
    ['2021-01-15T00:00:00Z', '2021-02-15T00:00:00Z', 'reminding'],
    ['2021-01-15T00:00:01Z', '2021-02-15T00:00:00Z', 'running'],
  ])('%s to %s is %s', (reminder, end, state) => {
    expect(stateAt(forecastOf(reminder, end), asOf)).toBe(state)
  })
})

describe('JSON of a device', () => {
  const forecast = forecastOf('2021-01-05T06:56:49Z', '2021-02-04T06:56:49Z')

  function written(...entries: Parameters<DeviceJsonWriter['add']>[]) {
    const writer = new DeviceJsonWriter()
    for (const entry of entries) writer.add(...entry)
    return JSON.parse(`[${new TextDecoder().decode(writer.take())}]`) as unknown[]
  }

  test.each([
    'pc-1',
    '前台 7 号',
    'a "b" \\ c',
    'line\nend',
    '\ud800',
    '\u2028',
    '\u0001'.repeat(256),
    '号'.repeat(256),
  ])('%j is read back', (name) => {
    expect(written([name, 1, forecast])).toEqual([
      {
        device: name,
        firstReminder: { from: '2021-01-05T06:56:49Z', to: '2021-01-05T06:56:50Z' },
        end: { from: '2021-02-04T06:56:49Z', to: '2021-02-04T06:56:50Z' },
        basis: 'finding',
        certainty: 'fits',
      },
    ])
  })

  test('several devices are counted, and what never ends is null', () => {
    const never = { firstReminder: null, end: null, basis: 'lease', certainty: 'confirmed' } as const
    expect(written(['order 7', 140, never])).toEqual([{ device: 'order 7', ...never, count: 140 }])
  })

  test('an entry of the books carries its id', () => {
    const devices = new DeviceJsonWriter()
    devices.add('pc-1', 1, forecast, 'dev_1')
    const entry = JSON.parse(new TextDecoder().decode(devices.take())) as object
    expect(entry).toMatchObject({ device: 'pc-1', basis: forecast.basis, id: 'dev_1' })
  })

  test('however many stand between two writes', () => {
    const name = '\u0001'.repeat(256)
    const entries = written(
      ...Array.from({ length: 3000 }, () => [name, 1, forecast] as [string, number, DeviceForecast]),
    )
    expect(entries).toHaveLength(3000)
    expect(new Set(entries.map((entry) => JSON.stringify(entry))).size).toBe(1)
  })

  test('more days than are kept come out the same', () => {
    const instants = new InstantWriter()
    const first = dayNumber(1900, 1, 1) * secondsPerDay
    const texts = Array.from({ length: 146_102 }, (_, at) =>
      instants.format((first + at * secondsPerDay) as Instant),
    )
    expect([texts[0], texts[146_101], instants.format(first as Instant)]).toEqual([
      '1900-01-01T00:00:00Z',
      '2300-01-05T00:00:00Z',
      '1900-01-01T00:00:00Z',
    ])
  })
})
