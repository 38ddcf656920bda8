import { readFileSync } from 'node:fs'
import { parseCalendarYear, type CalendarYear } from '../../src/calendar/calendar-year.ts'
import { parseServiceCalendar, type ServiceCalendar } from '../../src/calendar/service-calendar.ts'
import { ServiceHours } from '../../src/calendar/service-hours.ts'
import {
  shippedCalendarUrl,
  shippedChinaYears,
  shippedChinaYearUrl,
  type ShippedCalendarName,
} from '../../src/calendar/shipped-calendars.ts'

export const chinaYears: readonly CalendarYear[] = shippedChinaYears.map((year) => {
  const parsed = parseCalendarYear(readFileSync(shippedChinaYearUrl(year), 'utf8'))
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.facts))
  return parsed
})

export function shippedCalendar(name: ShippedCalendarName): ServiceCalendar {
  const parsed = parseServiceCalendar(readFileSync(shippedCalendarUrl(name), 'utf8'), chinaYears)
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.facts))
  return parsed
}

export const hoursOf = (name: ShippedCalendarName): ServiceHours => new ServiceHours(shippedCalendar(name))

/** A calendar of one zone with the same spans on every day. */
export function everyDay(zone: string, spans: readonly string[]): ServiceCalendar {
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
  const parsed = parseServiceCalendar(
    JSON.stringify({
      format: 'holdfast-calendar 1',
      name: 'test',
      zone,
      weekly: Object.fromEntries(days.map((day) => [day, spans])),
      publicHolidays: null,
    }),
    [],
  )
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.facts))
  return parsed
}
