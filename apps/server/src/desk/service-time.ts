import { readFileSync } from 'node:fs'
import {
  parseCalendarYear,
  parseServiceCalendar,
  ServiceHours,
  shippedCalendarUrl,
  shippedChinaYears,
  shippedChinaYearUrl,
  type CasePromises,
} from '@holdfast/desk'
import type { ServiceTimeConfig } from '../config/service-time-config.ts'

/** What cases are measured by. */
export type ServiceTime = { readonly hours: ServiceHours; readonly promises: CasePromises }

/** Reads the calendar that comes with the product. spec: case §8 */
export function openServiceTime({ calendar, promises }: ServiceTimeConfig): ServiceTime {
  const years = shippedChinaYears.map((year) => {
    const parsed = parseCalendarYear(readFileSync(shippedChinaYearUrl(year), 'utf8'))
    if (parsed.kind === 'refused') throw new Error(`the shipped year ${year} cannot be read`)
    return parsed
  })
  const parsed = parseServiceCalendar(readFileSync(shippedCalendarUrl(calendar), 'utf8'), years)
  if (parsed.kind === 'refused') throw new Error(`the shipped calendar ${calendar} cannot be read`)
  return { hours: new ServiceHours(parsed), promises }
}
