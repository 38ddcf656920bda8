// What is late in a case or soon will be, and when to look again. spec: case §14
import { addSecondsHeld, secondsPerDay, type Instant } from '@holdfast/capabilities'
import type { CaseMeasure, FutureMoment, PromiseMeasure } from './measure-case.ts'
import type { NoYear } from './service-hours.ts'

export const caseWarningKinds = ['promise-near', 'promise-broken', 'entry-overdue', 'look-again'] as const

export type CaseWarning = {
  readonly kind: (typeof caseWarningKinds)[number]
  /** `first-response`, `resolution`, the id of an entry, or `case`. */
  readonly of: string
  /** The first moment that is too late; null where the calendar does not know it. */
  readonly due: Instant | null
}

export type CaseOutlook = {
  /** Those that hold now. */
  readonly warnings: readonly CaseWarning[]
  /** The earliest moment that is too late among what is still open. */
  readonly due: Instant | null
  /** When time alone may have changed it; null: never. */
  readonly nextLook: Instant | null
}

/** Something of a case that is open, and the moment by which it is to be done. */
export type OpenMoment = {
  readonly kind: 'entry-overdue' | 'look-again'
  readonly of: string
  readonly due: Instant
}

/** `moments`: of entries that are open, and the one at which a waiting case is to be looked at again. */
export function decideOutlook(
  measured: CaseMeasure | NoYear,
  moments: readonly OpenMoment[],
  now: Instant,
): CaseOutlook {
  const parts = [
    ...moments.map((moment) => partOfMoment(moment, now)),
    ...(measured.kind === 'refused'
      ? [{ ...nothing, nextLook: nextDay(now) }]
      : [
          partOfPromise('first-response', measured.firstResponse, now),
          partOfPromise('resolution', measured.resolution, now),
        ]),
  ]
  return {
    warnings: parts.flatMap(({ warning }) => (warning === null ? [] : [warning])),
    due: earliest(parts.map(({ due }) => due)),
    nextLook: earliest(parts.map(({ nextLook }) => nextLook)),
  }
}

/**
 * Those that were not told while they hold. A promise that moved - its clock stood still for a while - is the same warning;
 * an entry with another moment is another one.
 */
export function listUntold(
  warnings: readonly CaseWarning[],
  told: readonly CaseWarning[],
): readonly CaseWarning[] {
  const known = new Set(told.map(nameOf))
  return warnings.filter((warning) => !known.has(nameOf(warning)))
}

function nameOf({ kind, of, due }: CaseWarning): string {
  const isPromise = kind === 'promise-near' || kind === 'promise-broken'
  return JSON.stringify(isPromise ? [kind, of] : [kind, of, due])
}

type Part = Omit<CaseOutlook, 'warnings'> & { readonly warning: CaseWarning | null }

const nothing: Part = { warning: null, due: null, nextLook: null }

function partOfMoment(moment: OpenMoment, now: Instant): Part {
  const { due } = moment
  return due <= now ? { warning: moment, due, nextLook: null } : { warning: null, due, nextLook: due }
}

function partOfPromise(
  of: 'first-response' | 'resolution',
  measure: PromiseMeasure | null,
  now: Instant,
): Part {
  if (measure === null) return nothing
  const { verdict, warn, doneAt } = measure
  const due = atOrNull(measure.due)
  if (verdict === 'breached')
    return { warning: { kind: 'promise-broken', of, due }, due: doneAt === null ? due : null, nextLook: null }
  if (verdict === 'warn')
    return { warning: { kind: 'promise-near', of, due }, due, nextLook: lookAt(measure.due, now) }
  return verdict === 'running' ? { warning: null, due, nextLook: lookAt(warn, now) } : nothing
}

/** A year without data may get some any day. */
function lookAt(moment: FutureMoment, now: Instant): Instant | null {
  return moment.kind === 'unknown' ? nextDay(now) : atOrNull(moment)
}

function atOrNull(moment: FutureMoment): Instant | null {
  return moment.kind === 'at' ? moment.at : null
}

function nextDay(now: Instant): Instant {
  return addSecondsHeld(now, secondsPerDay)
}

function earliest(moments: readonly (Instant | null)[]): Instant | null {
  return moments.reduce((first, one) => (one !== null && (first === null || one < first) ? one : first), null)
}
