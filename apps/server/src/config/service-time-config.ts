// By which calendar support works, and what it promised. spec: case §8, §9
import { shippedCalendarNames, type CasePromises, type ShippedCalendarName } from '@holdfast/desk'

export type ServiceTimeConfig = {
  readonly calendar: ShippedCalendarName
  /** Working hours; null: nothing was promised. */
  readonly promises: Pick<CasePromises, 'firstResponse' | 'resolution'>
}

export const serviceTimeDefault: ServiceTimeConfig = {
  calendar: 'every-day',
  promises: { firstResponse: null, resolution: null },
}

export type ServiceTimeFlags = {
  readonly calendar?: string
  readonly firstResponseHours?: string
  readonly resolutionHours?: string
}

/** Hours of a promise: a year around the clock. */
export const promiseHoursMax = 8_784

type Complain = (setting: string, reason: string) => null

export function parseServiceTime(given: ServiceTimeFlags, complain: Complain): ServiceTimeConfig {
  const calendar = shippedCalendarNames.find((name) => name === given.calendar)
  if (given.calendar !== undefined && calendar === undefined)
    complain('calendar', `is none of ${shippedCalendarNames.join(', ')}`)
  const promise = (setting: string, text: string | undefined) => {
    if (text === undefined) return null
    const hours = /^\d{1,4}$/.test(text) ? Number(text) : 0
    if (hours >= 1 && hours <= promiseHoursMax) return { kind: 'service', seconds: hours * 3_600 } as const
    return complain(setting, `is no whole number from 1 to ${promiseHoursMax}`)
  }
  return {
    calendar: calendar ?? serviceTimeDefault.calendar,
    promises: {
      firstResponse: promise('first-response-hours', given.firstResponseHours),
      resolution: promise('resolution-hours', given.resolutionHours),
    },
  }
}
