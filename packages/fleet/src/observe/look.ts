import { addSecondsHeld, secondsPerDay, type Instant } from '@holdfast/capabilities'
import type { CustomerId, Thumbprint } from '@holdfast/lease'
import {
  agreeingSeconds,
  endOfRemaining,
  type Observation,
  type SecondsRange,
  type Span,
} from '../observation.ts'
import { reminderSeconds, volumeTermSeconds } from '../terms.ts'
import type { LicenceStatusName } from '../reading.ts'

/** What a device is in: the words of licence text, those of our own devices, and `reminding`: licensed, and reminders show. */
export type ObservedState = LicenceStatusName | 'in-grace' | 'lapsed' | 'reminding'

/** Where the moment of a capture comes from, the surest first. */
export const capturedByWords = ['text', 'given', 'mail', 'file', 'received'] as const
export type CapturedBy = (typeof capturedByWords)[number]

/**
 * What a look names its device by. `deviceId` is the thumbprint of one of our own devices; `machineId` names its kind, as
 * `cmid:<guid>` or `hash:<digits>`; `installationId` is the other machine id of licence text, and stays there when an
 * expired client no longer prints its CMID. Texts as they stood, null where the capture does not say.
 */
export type DeviceNames = {
  readonly deviceId: Thumbprint | null
  readonly machineId: string | null
  readonly installationId: string | null
  readonly serial: string | null
  readonly host: string | null
}

/** What one capture says of one device, before anybody knows which device that is. */
export type Look = {
  readonly names: DeviceNames
  /** What a device that nothing names is called: the name of the file. */
  readonly source: string
  readonly seen: Omit<Observation, 'device'>
  readonly capturedBy: CapturedBy
  readonly state: ObservedState | null
  /** Volume activation that an activation host renews by itself, every few days, for 180 days each time. */
  readonly renewsItself: boolean
  readonly product: string | null
  readonly channel: string | null
  readonly extendedPid: string | null
  /** Whatever else is worth a column in a list; short values without secrets. */
  readonly facts: { readonly [name: string]: string | number | boolean | null }
}

/** Below it a device that meets its host every few days has a problem. */
export const volumeWellSeconds = 150 * secondsPerDay

/** Licensed and in its last 30 days: reminders show, though the text still says that all is well. */
export function stateWithReminders(
  state: ObservedState | null,
  remaining: SecondsRange | null,
): ObservedState | null {
  if (state !== 'licensed' || remaining === null) return state
  return remaining.to <= reminderSeconds && remaining.from > 0 ? 'reminding' : state
}

/** Nothing is asked of anybody. A device whose state nobody knows is not called ill. */
export function isWell(state: ObservedState | null): boolean {
  return state === null || state === 'licensed'
}

/** When the licence ends by this look alone; null where it speaks of no end or of no moment. */
export function endOfLook({ seen }: Pick<Look, 'seen'>): Span | null {
  const { capturedAt, remaining } = seen
  return capturedAt === null || remaining === null ? null : endOfRemaining(capturedAt, remaining)
}

/** Two looks at different moments that give the same end. */
export function sameEnd(one: Pick<Look, 'seen'>, other: Pick<Look, 'seen'>): boolean {
  const [first, second] = [endOfLook(one), endOfLook(other)]
  if (first === null || second === null) return false
  const isOther = one.seen.capturedAt?.from !== other.seen.capturedAt?.from
  return isOther && Math.abs(first.from - second.from) <= agreeingSeconds
}

/**
 * The first moment at which reminders may show; null where none are due. A volume client that renews itself in time shows
 * none: its end moves on before it comes. Below 150 days it was not renewed for a month, and its end counts. Devices of
 * ours are judged by their licences in the books, not by the next renewal that a report shows.
 */
export function firstReminderOf(look: Pick<Look, 'seen' | 'renewsItself' | 'names'>): Instant | null {
  const end = endOfLook(look)
  if (end === null || renewsInTime(look) || look.names.deviceId !== null) return null
  return addSecondsHeld(end.from, -reminderSeconds)
}

export function renewsInTime({ seen, renewsItself }: Pick<Look, 'seen' | 'renewsItself'>): boolean {
  const { remaining } = seen
  if (!renewsItself || remaining === null) return false
  return remaining.from >= volumeWellSeconds && remaining.from <= volumeTermSeconds
}

/** The one moment by which lists and timelines put a look in order: the middle of its span, else when it came in. */
export function momentOfLook({ seen }: Pick<Look, 'seen'>, receivedAt: Instant): Instant {
  const { capturedAt } = seen
  if (capturedAt === null) return receivedAt
  return Math.floor((capturedAt.from + capturedAt.to - 1) / 2) as Instant
}

/**
 * The facts of a look as one text: two looks of one text are one observation, whatever file, encoding or mail they came
 * in. The day of the capture counts only where neither a moment nor a remaining time stood in the capture itself: else a
 * file that is sent again tomorrow would be a second look. A look that names no device is told apart by its file's name.
 */
export function factsTextOfLook(look: Look, customer: CustomerId | null): string {
  const { names, seen, state } = look
  const named = Object.values(names).some((name) => name !== null)
  const datesItself = look.capturedBy === 'text' || seen.remaining !== null
  const day =
    datesItself || seen.capturedAt === null || look.capturedBy === 'received'
      ? null
      : Math.floor(seen.capturedAt.from / secondsPerDay)
  return JSON.stringify([
    'holdfast look 1',
    customer,
    named
      ? [names.deviceId, names.machineId, names.installationId, names.serial, names.host]
      : ['file', look.source],
    state,
    spanText(seen.remaining),
    look.capturedBy === 'text' ? spanText(seen.capturedAt) : null,
    day,
    [spanText(seen.activatedAt), seen.grantedSeconds, spanText(seen.upgradedAt)],
    [seen.releaseBefore, seen.releaseAfter],
    [look.product, look.extendedPid],
  ])
}

function spanText(span: { readonly from: number; readonly to: number } | null): readonly number[] | null {
  return span === null ? null : [span.from, span.to]
}

/** Host names are compared in small letters and without a dot at their end. */
export function normaliseHost(host: string | null): string | null {
  return host === null ? null : host.trim().toLowerCase().replace(/\.$/, '')
}
