/** Calendars that come with the product, as files beside the sources: `calendars/NAME.json`. */
export const shippedCalendarNames = ['china', 'weekdays', 'every-day'] as const
export type ShippedCalendarName = (typeof shippedCalendarNames)[number]

/** Years of China's public holidays and shifted working days that come along: `calendars/china-YEAR.json`. */
export const shippedChinaYears = [2021, 2022, 2023, 2024, 2025, 2026] as const

/** Where the file of a calendar lies; whoever may read files reads it. */
export function shippedCalendarUrl(name: ShippedCalendarName): URL {
  return new URL(`../../calendars/${name}.json`, import.meta.url)
}

export function shippedChinaYearUrl(year: (typeof shippedChinaYears)[number]): URL {
  return new URL(`../../calendars/china-${year}.json`, import.meta.url)
}
