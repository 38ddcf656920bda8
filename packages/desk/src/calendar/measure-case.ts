// Time per state, first response and resolution, from what happened to a case. spec: case §9
import type { Instant } from '@holdfast/capabilities'
import type { CaseEvent } from '../case/case-event.ts'
import type { CaseStateKind, WaitingParty } from '../case/case-state.ts'
import type { NoYear, ServiceHours } from './service-hours.ts'
import { momentAfter, secondsOf, warnPartDefault, type ServicePromise } from './service-promise.ts'

export type CasePromises = {
  readonly firstResponse: ServicePromise | null
  readonly resolution: ServicePromise | null
  /** While a case waits for one of these, the time to its resolution stands still. Default: the customer alone. */
  readonly pausedBy?: readonly WaitingParty[]
  /** Part of a promise after which people are warned. */
  readonly warnPart?: number
}

/** A moment to come; `unknown` where the calendar has no data for the year in which it lies. */
export type FutureMoment =
  | { readonly kind: 'at'; readonly at: Instant }
  | { readonly kind: 'unknown'; readonly calendar: string; readonly year: number }
  /** The clock stands still, or stopped in time. */
  | { readonly kind: 'none' }

export type PromiseVerdict = 'running' | 'warn' | 'breached' | 'kept' | 'paused'

export type PromiseMeasure = {
  readonly promise: ServicePromise
  readonly spentSeconds: number
  readonly verdict: PromiseVerdict
  /** The first moment that is too late. */
  readonly due: FutureMoment
  readonly warn: FutureMoment
  /** When it was done; null while it is not. */
  readonly doneAt: Instant | null
}

export type CaseMeasure = {
  readonly kind: 'measure'
  /** Working seconds in each state; a state that was never entered has none. */
  readonly states: { readonly [state in CaseStateKind]?: number }
  readonly waiting: { readonly [party in WaitingParty]?: number }
  readonly firstResponse: PromiseMeasure | null
  readonly resolution: PromiseMeasure | null
}

/** That a case came into a state; `on` of a waiting case. */
export type StateEntered = {
  readonly at: Instant
  readonly state: CaseStateKind
  readonly on: WaitingParty | null
}

/** A stretch in one state; `until` is `now` for the last one. */
type Stretch = {
  readonly state: CaseStateKind
  readonly on: WaitingParty | null
  readonly from: Instant
  readonly until: Instant
}

/** What a case's events measure up to `now`; events are in order and begin with `opened`. Refuses as `measureStates` does. */
export function measureCase(
  events: readonly CaseEvent[],
  hours: ServiceHours,
  promises: CasePromises,
  now: Instant,
): CaseMeasure | NoYear {
  return measureStates(listEntered(events), hours, promises, now)
}

/**
 * What the states of a case measure up to `now`, in the order in which it came into them. Refuses CALENDAR_YEAR_MISSING
 * where time that has passed lies in a year without data; moments to come are then `unknown`.
 */
export function measureStates(
  entered: readonly StateEntered[],
  hours: ServiceHours,
  promises: CasePromises,
  now: Instant,
): CaseMeasure | NoYear {
  const stretches = entered.map(({ state, on, at: from }, at): Stretch => ({
    ...{ state, on, from },
    until: entered[at + 1]?.at ?? now,
  }))
  const states: { [state in CaseStateKind]?: number } = {}
  const waiting: { [party in WaitingParty]?: number } = {}
  for (const { state, on, from, until } of stretches) {
    const spent = hours.serviceSecondsBetween(from, until)
    if (spent.kind === 'refused') return spent
    states[state] = (states[state] ?? 0) + spent.seconds
    if (on !== null) waiting[on] = (waiting[on] ?? 0) + spent.seconds
  }
  const warnPart = promises.warnPart ?? warnPartDefault
  const firstResponse = measureFirstResponse(stretches, hours, promises.firstResponse, warnPart)
  if (firstResponse?.kind === 'refused') return firstResponse
  const resolution = measureResolution(stretches, hours, promises, warnPart)
  if (resolution?.kind === 'refused') return resolution
  return {
    kind: 'measure',
    states,
    waiting,
    firstResponse: firstResponse?.measure ?? null,
    resolution: resolution?.measure ?? null,
  }
}

function listEntered(events: readonly CaseEvent[]): readonly StateEntered[] {
  const opened = events.find((event) => event.kind === 'opened')
  if (opened === undefined) throw new Error('a case begins with being opened')
  const moves = events.filter((event) => event.kind === 'moved')
  return [
    { state: 'received', on: null, at: opened.at },
    ...moves.map(({ at, state }) => ({
      state: state.kind,
      on: state.kind === 'waiting' ? state.on : null,
      at,
    })),
  ]
}

/** A clock that runs in some stretches: what it shows, and when it used up the promise and its warning. */
type Measured = { readonly kind: 'measured'; readonly measure: PromiseMeasure }

function measureFirstResponse(
  stretches: readonly Stretch[],
  hours: ServiceHours,
  promise: ServicePromise | null,
  warnPart: number,
): Measured | NoYear | null {
  if (promise === null) return null
  const answered = stretches.find(({ state }) => state !== 'received')
  const running = stretches.filter(({ state }) => state === 'received')
  return measurePromise({ running, isRunning: answered === undefined }, hours, promise, {
    doneAt: answered?.from ?? null,
    warnPart,
  })
}

function measureResolution(
  stretches: readonly Stretch[],
  hours: ServiceHours,
  { resolution, pausedBy = ['customer'] }: CasePromises,
  warnPart: number,
): Measured | NoYear | null {
  if (resolution === null) return null
  const isDone = ({ state }: Stretch) => state === 'resolved' || state === 'archived'
  const runs = (stretch: Stretch) =>
    !isDone(stretch) && (stretch.on === null || !pausedBy.includes(stretch.on))
  const last = stretches.at(-1)
  const done = last !== undefined && isDone(last)
  // What counts is the last resolution: one that was opened again did not hold.
  const doneAt = done ? (stretches.findLast((each) => each.state === 'resolved')?.from ?? null) : null
  return measurePromise(
    { running: stretches.filter(runs), isRunning: last !== undefined && runs(last) },
    hours,
    resolution,
    { doneAt, warnPart },
  )
}

function measurePromise(
  { running, isRunning }: { readonly running: readonly Stretch[]; readonly isRunning: boolean },
  hours: ServiceHours,
  promise: ServicePromise,
  { doneAt, warnPart }: { readonly doneAt: Instant | null; readonly warnPart: number },
): Measured | NoYear {
  const { kind, seconds } = promise
  const warnSeconds = Math.floor(seconds * warnPart)
  let spentSeconds = 0
  let due: FutureMoment = { kind: 'none' }
  let warn: FutureMoment = { kind: 'none' }
  for (const [at, { from, until }] of running.entries()) {
    const spent = secondsOf(hours, kind, from, until)
    if (spent.kind === 'refused') return spent
    const open = isRunning && at === running.length - 1
    const reached = (wanted: number) => {
      const left = wanted - spentSeconds
      if (left < 0 || (!open && left > spent.seconds)) return null
      return futureMoment(momentAfter(hours, from, kind, left))
    }
    if (due.kind === 'none') due = reached(seconds) ?? due
    if (warn.kind === 'none') warn = reached(warnSeconds) ?? warn
    spentSeconds += spent.seconds
  }
  const end = running.at(-1)?.until
  const passed = (moment: FutureMoment) => moment.kind === 'at' && end !== undefined && moment.at <= end
  const verdict = verdictOf({ breached: passed(due), warned: passed(warn), isRunning, doneAt })
  return { kind: 'measured', measure: { promise, spentSeconds, verdict, due, warn, doneAt } }
}

function verdictOf(facts: {
  readonly breached: boolean
  readonly warned: boolean
  readonly isRunning: boolean
  readonly doneAt: Instant | null
}): PromiseVerdict {
  if (facts.breached) return 'breached'
  if (facts.doneAt !== null) return 'kept'
  if (!facts.isRunning) return 'paused'
  return facts.warned ? 'warn' : 'running'
}

function futureMoment(moment: { readonly kind: 'moment'; readonly at: Instant } | NoYear): FutureMoment {
  if (moment.kind === 'moment') return { kind: 'at', at: moment.at }
  const { calendar, year } = moment.facts
  return { kind: 'unknown', calendar: String(calendar), year: Number(year) }
}
