import { describe, expect, test } from 'vitest'
import { shippedCalendarNames } from '@holdfast/desk'
import { parseServiceTime, promiseHoursMax, serviceTimeDefault } from '../src/config/service-time-config.ts'
import { openServiceTime } from '../src/desk/service-time.ts'

function parse(given: Parameters<typeof parseServiceTime>[0]) {
  const complaints: string[] = []
  const config = parseServiceTime(given, (setting) => {
    complaints.push(setting)
    return null
  })
  return { config, complaints }
}

describe('the service calendar and what was promised', () => {
  test('nothing is promised where nothing is said', () => {
    expect(parse({})).toEqual({ config: serviceTimeDefault, complaints: [] })
  })

  test.each([
    ['1', 3_600],
    [String(promiseHoursMax), promiseHoursMax * 3_600],
  ])('%s hours', (hours, seconds) => {
    const { config } = parse({ firstResponseHours: hours, resolutionHours: hours })
    const promise = { kind: 'service', seconds }
    expect(config.promises).toEqual({ firstResponse: promise, resolution: promise })
  })

  test.each(['0', String(promiseHoursMax + 1), '-1', '1.5', 'x', ''])('%j hours are refused', (hours) => {
    expect(parse({ firstResponseHours: hours, resolutionHours: hours }).complaints).toEqual([
      'first-response-hours',
      'resolution-hours',
    ])
  })

  test('a calendar that does not come along is refused; those that do are read', () => {
    expect(parse({ calendar: 'moon' }).complaints).toEqual(['calendar'])
    for (const calendar of shippedCalendarNames)
      expect(openServiceTime({ ...serviceTimeDefault, calendar }).hours.calendar.name).toBe(calendar)
  })
})
