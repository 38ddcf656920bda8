import { refuse, type Refusal } from '@holdfast/lease'

export type CalendarFile = { readonly [member: string]: unknown }

/** Characters of one file. */
export const calendarCharsMax = 100_000
/** Complaints that are told at once. */
export const calendarComplaintsMax = 40

/** JSON with the expected `format`; refuses INPUT_INVALID. */
export function openCalendarFile(
  text: string,
  format: string,
): { readonly kind: 'file'; readonly value: CalendarFile } | Refusal<'INPUT_INVALID'> {
  if (text.length > calendarCharsMax)
    return refuseComplaints([`file: must have at most ${calendarCharsMax} characters`])
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuseComplaints(['file: is no JSON object'])
  const file = value as CalendarFile
  return file['format'] === format
    ? { kind: 'file', value: file }
    : refuseComplaints([`format: must be "${format}"`])
}

export function refuseComplaints(complaints: readonly string[]): Refusal<'INPUT_INVALID'> {
  return refuse('INPUT_INVALID', { complaints: complaints.slice(0, calendarComplaintsMax) })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Text from outside: that it is no JSON is an answer, no accident.
    return undefined
  }
}
