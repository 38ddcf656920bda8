// 140 machines bought from July to September 2018, granted 150,000 days, upgraded since: forecast from what the order book says.
import { beforeAll, describe, expect, test } from 'vitest'
import { formatDay, formatInstant, type Instant } from '@holdfast/capabilities'
import { ZoneDays } from '@holdfast/capabilities/calendar'
import { instant, SeededEntropy } from '@holdfast/capabilities/testing'
import { day, forecastLines, holds, type Entry } from './lists.ts'

const left = 75_098_112
const machines = 140
const zones = ['UTC', 'Asia/Shanghai', 'Europe/Berlin', 'America/Sao_Paulo']

type Machine = {
  readonly name: string
  readonly ordered: string
  readonly activatedAt: Instant
  readonly end: number
  readonly reminder: number
}

/** Ordered on some day of July to September, activated within 14 days of it, at any second of the day. */
function makeFleet(zone: string): Machine[] {
  const entropy = new SeededEntropy(`story ${zone}`)
  const zoneDays = new ZoneDays(zone)
  const below = (limit: number) => {
    const [a = 0, b = 0, c = 0] = entropy.bytes(3)
    return (a * 65_536 + b * 256 + c) % limit
  }
  const firstDay = zoneDays.dayOf(instant('2018-07-01T12:00:00Z'))
  return Array.from({ length: machines }, (_, at) => {
    const orderDay = firstDay + below(92)
    const activatedAt = (zoneDays.startOf(orderDay)! + below(14 * day)) as Instant
    const end = activatedAt + left
    return {
      name: `pc-${String(at + 1).padStart(4, '0')}`,
      ordered: formatDay(orderDay),
      activatedAt,
      end,
      reminder: end - 30 * day,
    }
  })
}

describe.each(zones)('days of %s', (zone) => {
  const fleet = makeFleet(zone)
  const zoneDays = new ZoneDays(zone)
  const byName = new Map(fleet.map((machine) => [machine.name, machine]))
  const activationDay = (machine: Machine) => formatDay(zoneDays.dayOf(machine.activatedAt))
  const head = 'device,order date,activation date'

  function expectTruth(entries: readonly Entry[]) {
    expect(entries).toHaveLength(machines)
    const wrong = entries.filter(({ name, firstReminder, end }) => {
      const truth = byName.get(name)!
      return !holds(end, truth.end) || !holds(firstReminder, truth.reminder)
    })
    expect(wrong).toEqual([])
  }
  const widest = (entries: readonly Entry[]) => Math.max(...entries.map(({ end }) => end!.to - end!.from))

  test('with activation instants, the calendar is true to the day', () => {
    const { list, entries } = forecastLines(
      [
        head,
        ...fleet.map((machine) => `${machine.name},${machine.ordered},${formatInstant(machine.activatedAt)}`),
      ],
      { zone },
    )
    expectTruth(entries)
    expect(widest(entries)).toBe(1)
    expect(new Set(entries.map(({ basis }) => basis))).toEqual(new Set(['finding']))
    const counted = new Map<string, { reminders: number; ends: number }>()
    const count = (at: number, what: 'reminders' | 'ends') => {
      const text = formatDay(zoneDays.dayOf(at as Instant))
      const row = counted.get(text) ?? { reminders: 0, ends: 0 }
      row[what] += 1
      counted.set(text, row)
    }
    for (const machine of fleet) {
      count(machine.reminder, 'reminders')
      count(machine.end, 'ends')
    }
    const truth = [...counted]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([text, row]) => ({ day: text, ...row }))
    expect(list.tally.calendar()).toEqual(truth)
    const reminders = list.tally.months().filter((row) => row.reminders > 0)
    expect(reminders.every(({ month }) => month >= '2020-10' && month <= '2021-01')).toBe(true)
  })

  test('with dates, no span is longer than two days', () => {
    const { list, entries } = forecastLines(
      [head, ...fleet.map((machine) => `${machine.name},${machine.ordered},${activationDay(machine)}`)],
      { zone },
    )
    expectTruth(entries)
    expect(widest(entries)).toBeLessThanOrEqual(2 * day)
    expect(list.tally.counts()).toEqual({ reminders: machines, ends: machines })
  })

  test('with order dates alone, the span is that of a year of delays', () => {
    const { list, entries } = forecastLines(
      [head, ...fleet.map((machine) => `${machine.name},${machine.ordered},`)],
      { zone },
    )
    expectTruth(entries)
    expect(list.delay).toMatchObject({ basis: 'default', devices: 0 })
    expect(new Set(entries.map(({ basis, certainty }) => `${basis} ${certainty}`))).toEqual(
      new Set(['order possible']),
    )
  })

  test.each([5, 20, 70])('with activations of %i devices, the others take their delays', (seen) => {
    const lines = fleet.map(
      (machine, at) => `${machine.name},${machine.ordered},${at < seen ? activationDay(machine) : ''}`,
    )
    const { list, entries } = forecastLines([head, ...lines], { zone })
    expectTruth(entries)
    expect(list.delay).toMatchObject({ basis: 'seen', devices: seen })
    const inferred = entries.filter(({ basis }) => basis === 'order')
    expect(inferred).toHaveLength(machines - seen)
    expect(widest(inferred)).toBeLessThan(60 * day)
  })

  test('a list too long to be read twice says the same, in another order', () => {
    const lines = [
      head,
      ...fleet.map(
        (machine, at) => `${machine.name},${machine.ordered},${at % 3 === 0 ? '' : activationDay(machine)}`,
      ),
    ]
    const [surveyed, deferred] = [true, false].map((surveys) => forecastLines(lines, { zone, surveys }))
    const sorted = (entries: readonly Entry[]) => entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    expect(sorted(deferred!.entries)).toEqual(sorted(surveyed!.entries))
    expect(deferred!.list.tally.calendar()).toEqual(surveyed!.list.tally.calendar())
    expect(surveyed!.entries.map(({ name }) => name)).toEqual(fleet.map(({ name }) => name))
  })
})

describe('without the finding', () => {
  let entry: Entry | undefined
  beforeAll(() => {
    const lines = ['device,activation date', 'pc-1,2018-09-19T02:21:37Z']
    entry = forecastLines(lines, { finding: null, grantedSeconds: 150_000 * day }).entries[0]
  })

  test('the plain term counts, and rests on the order', () => {
    expect(entry).toMatchObject({ basis: 'order', certainty: 'possible' })
    expect(formatInstant(entry!.end!.from)).toBe('2429-05-27T02:21:37Z')
  })
})
