// Lengths that licences of other makers have in common.
import { secondsPerDay } from '@holdfast/capabilities'

/** What an activation host grants each time; such a device is taken to have been granted that while nothing says otherwise. */
export const volumeTermSeconds = 180 * secondsPerDay

/** Licence text announces the end from so many days before it. */
export const reminderDaysDefault = 30
export const reminderSeconds = reminderDaysDefault * secondsPerDay
