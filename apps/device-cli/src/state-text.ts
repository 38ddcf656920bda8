import { addSecondsHeld, formatInstant, secondsPerDay, type Instant } from '@holdfast/capabilities'
import type { DeviceState } from '@holdfast/device'
import type { Lease } from '@holdfast/lease'
import { phraseNoticed, phraseState } from '@holdfast/phrases'
import type { Words } from './words/words.ts'

/** How the licence stands, for people: what is, until when, what was noticed, what to do. spec: device §1 */
export function stateText(state: DeviceState, lease: Lease | null, words: Words): string {
  const { title, userAction, adminAction } = phraseState(state, words.locale)
  const remindFrom = remindersFrom(state, lease)
  const lines = [
    title,
    ...(lease === null ? [] : [words.leaseLine(lease.serial, lease.holder)]),
    ...(remindFrom === null ? [] : [words.remindersFrom(dayOf(remindFrom))]),
    userAction,
    ...(state.kind === 'licensed' ? [] : [words.adminCan(adminAction)]),
  ]
  for (const word of state.noticed) {
    const noticed = phraseNoticed(word, words.locale)
    lines.push(words.noticed(noticed.title, noticed.action))
  }
  return lines.filter((line) => line !== '').join('\n')
}

/** Computed for display, never stored. spec: lease-format §5 */
function remindersFrom(state: DeviceState, lease: Lease | null): Instant | null {
  if (lease === null || state.kind !== 'licensed' || state.until === 'perpetual' || state.reminding)
    return null
  return addSecondsHeld(state.until, -lease.reminderDays * secondsPerDay)
}

function dayOf(moment: Instant): string {
  return formatInstant(moment).slice(0, 10)
}
