import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarCharsMax } from '../../src/calendar/calendar-file.ts'
import { parseCalendarYear, yearEntriesMax } from '../../src/calendar/calendar-year.ts'
import {
  calendarNameCharsMax,
  daySpansMax,
  parseServiceCalendar,
} from '../../src/calendar/service-calendar.ts'

const weekly = (monday: unknown) => ({
  monday,
  tuesday: [],
  wednesday: [],
  thursday: [],
  friday: [],
  saturday: [],
  sunday: [],
})
const calendar = (changes: object = {}) => ({
  format: 'holdfast-calendar 1',
  name: 'test',
  zone: 'Asia/Shanghai',
  weekly: weekly(['09:00-17:00']),
  publicHolidays: null,
  ...changes,
})
const year = (changes: object = {}) => ({
  format: 'holdfast-calendar-year 1',
  calendar: 'test',
  year: 2024,
  holidays: [{ first: '2024-02-28', last: '2024-03-01' }],
  workdays: [{ day: '2024-03-02' }],
  ...changes,
})
const complaintsOf = (parsed: { kind: string; facts?: object }) =>
  parsed.kind === 'refused' ? (parsed.facts as { complaints: string[] }).complaints : []
const span = (at: number) => `${String(at).padStart(2, '0')}:00-${String(at).padStart(2, '0')}:30`

/** what is wrong | where the complaint stands */
const wrongCalendars: readonly (readonly [string, object, string])[] = [
  ['another format', { format: 'holdfast-calendar 2' }, 'format'],
  ['a name too long', { name: 'n'.repeat(calendarNameCharsMax + 1) }, 'name'],
  ['no zone', { zone: 'Mars/Olympus' }, 'zone'],
  ['no hours at all', { weekly: weekly([]) }, 'weekly'],
  ['a day that is none', { weekly: { ...weekly(['09:00-17:00']), funday: [] } }, 'weekly/funday'],
  ['a span that turns over', { weekly: weekly(['17:00-09:00']) }, 'weekly/monday/0'],
  ['a span past midnight', { weekly: weekly(['22:00-24:01']) }, 'weekly/monday/0'],
  ['minutes that are none', { weekly: weekly(['09:60-17:00']) }, 'weekly/monday/0'],
  ['spans that overlap', { weekly: weekly(['09:00-12:00', '11:59-17:00']) }, 'weekly/monday'],
  [
    'more spans than a day takes',
    { weekly: weekly(Array.from({ length: daySpansMax + 1 }, (_, at) => span(at))) },
    'weekly/monday',
  ],
  ['holidays without hours', { publicHolidays: { calendar: 'china' } }, 'publicHolidays/shiftedWorkday'],
]
test.each(wrongCalendars)('calendar: %s', (_, changes, path) => {
  const parsed = parseServiceCalendar(JSON.stringify(calendar(changes)), [])
  expect(complaintsOf(parsed).map((complaint) => complaint.split(': ')[0])).toEqual([path])
})

/** what is wrong | where the complaint stands */
const wrongYears: readonly (readonly [string, object, string])[] = [
  ['another format', { format: 'x' }, 'format'],
  ['no name', { calendar: '' }, 'calendar'],
  ['no year', { year: '2024' }, 'year'],
  ['no list', { holidays: null }, 'holidays'],
  ['a day of another year', { holidays: [{ first: '2024-01-01', last: '2025-01-01' }] }, 'holidays/0/last'],
  ['a day that does not exist', { workdays: [{ day: '2024-02-30' }] }, 'workdays/0/day'],
  ['backwards', { holidays: [{ first: '2024-02-02', last: '2024-02-01' }] }, 'holidays/0'],
  ['free and worked', { workdays: [{ day: '2024-02-29' }] }, 'workdays/0'],
  [
    'more entries than a year has days',
    { workdays: Array.from({ length: yearEntriesMax + 1 }, () => ({ day: '2024-03-02' })) },
    'workdays',
  ],
]
test.each(wrongYears)('year: %s', (_, changes, path) => {
  const parsed = parseCalendarYear(JSON.stringify(year(changes)))
  expect(complaintsOf(parsed).map((complaint) => complaint.split(': ')[0])).toEqual([path])
})

test('at each limit it is read', () => {
  expect(
    parseServiceCalendar(JSON.stringify(calendar({ name: 'n'.repeat(calendarNameCharsMax) })), []).kind,
  ).toBe('calendar')
  const spans = Array.from({ length: daySpansMax }, (_, at) => span(at))
  expect(parseServiceCalendar(JSON.stringify(calendar({ weekly: weekly(spans) })), []).kind).toBe('calendar')
  const workdays = Array.from({ length: yearEntriesMax }, () => ({ day: '2024-03-02' }))
  expect(parseCalendarYear(JSON.stringify(year({ workdays }))).kind).toBe('year')
  const text = JSON.stringify(year())
  expect(parseCalendarYear(text.padEnd(calendarCharsMax)).kind).toBe('year')
  expect(complaintsOf(parseCalendarYear(text.padEnd(calendarCharsMax + 1)))).toEqual([
    `file: must have at most ${calendarCharsMax} characters`,
  ])
})

test('a year becomes its days, leap day included', () => {
  const parsed = parseCalendarYear(JSON.stringify(year()))
  expect(parsed).toMatchObject({ kind: 'year', year: 2024 })
  expect(parsed.kind === 'year' ? parsed.holidays.size : 0).toBe(3)
})

test('whatever comes, it is a calendar, a year, or every complaint', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), fc.jsonValue(), (text, value) => {
      for (const parsed of [
        parseCalendarYear(text),
        parseServiceCalendar(text, []),
        parseCalendarYear(JSON.stringify(year({ holidays: value, workdays: [value] }))),
        parseServiceCalendar(JSON.stringify(calendar({ weekly: value, publicHolidays: value })), []),
      ])
        expect(complaintsOf(parsed).length > 0).toBe(parsed.kind === 'refused')
    }),
    { seed: 20_240_304, numRuns: 300 },
  )
})
