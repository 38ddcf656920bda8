// What was promised, and by when it has to be. spec: case §8
import { addSecondsHeld, type Instant } from '@holdfast/capabilities'
import type { NoYear, ServiceHours } from './service-hours.ts'

/** So many seconds of working time, or of plain time. */
export type ServicePromise = { readonly kind: 'service' | 'elapsed'; readonly seconds: number }

/** Longest promise: ten years. */
export const promiseSecondsMax = 10 * 366 * 86_400
/** Part of a promise after which people are warned, where nobody chose another: three quarters. */
export const warnPartDefault = 0.75

export type Deadline = {
  readonly kind: 'deadline'
  readonly start: Instant
  readonly promise: ServicePromise
  /** The first moment that is too late. */
  readonly due: Instant
}

/** When a promise that began at `start` is due. Refuses CALENDAR_YEAR_MISSING. */
export function decideDeadline(
  hours: ServiceHours,
  start: Instant,
  promise: ServicePromise,
): Deadline | NoYear {
  const due = momentAfter(hours, start, promise.kind, promise.seconds)
  return due.kind === 'refused' ? due : { kind: 'deadline', start, promise, due: due.at }
}

/** The moment at which `part` (0 to 1) of the promise is used up. Refuses CALENDAR_YEAR_MISSING. */
export function warnAt(
  hours: ServiceHours,
  { start, promise }: Pick<Deadline, 'start' | 'promise'>,
  part: number = warnPartDefault,
): { readonly kind: 'moment'; readonly at: Instant } | NoYear {
  return momentAfter(hours, start, promise.kind, Math.floor(promise.seconds * part))
}

/** `seconds` of the given kind after `start`. */
export function momentAfter(
  hours: ServiceHours,
  start: Instant,
  kind: ServicePromise['kind'],
  seconds: number,
): { readonly kind: 'moment'; readonly at: Instant } | NoYear {
  return kind === 'service'
    ? hours.addServiceSeconds(start, seconds)
    : { kind: 'moment', at: addSecondsHeld(start, seconds) }
}

/** Seconds of the given kind from `from` to `until`. */
export function secondsOf(
  hours: ServiceHours,
  kind: ServicePromise['kind'],
  from: Instant,
  until: Instant,
): { readonly kind: 'seconds'; readonly seconds: number } | NoYear {
  return kind === 'service'
    ? hours.serviceSecondsBetween(from, until)
    : { kind: 'seconds', seconds: Math.max(0, until - from) }
}
