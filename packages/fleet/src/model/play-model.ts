// Plays a script on a model: from event to event, never tick by tick. spec: modelled-device §5
import { addSecondsHeld, instantMax, secondsPerDay, type Instant } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import { entriesMax, type Model } from './model.ts'
import { findRule, nextOnClock, ruleOfRelease, type ModelledDevice } from './modelled-device.ts'
import type { Script } from './script.ts'
import { activate, takeStep, type StepContext } from './take-step.ts'
import { Timeline, type Entry } from './timeline.ts'

export type Played = {
  readonly kind: 'played'
  readonly entries: readonly Entry[]
  readonly until: Instant
}

type Run = {
  readonly model: Model
  readonly granted: number | 'perpetual'
  readonly timeline: Timeline
  device: ModelledDevice
  now: Instant
}

/** Refuses: MODEL_RUN_TOO_LONG (facts: model, entriesMax). */
export function playModel(model: Model, script: Script): Played | Refusal<'MODEL_RUN_TOO_LONG'> {
  const { granted, activatedAt } = script
  const run = begin(model, script)
  const last = script.until ?? instantMax
  for (const { at, deed } of script.steps) {
    if (at > last) break
    advance(run, at)
    const taken = takeStep({ model, granted, device: run.device, now: at }, deed)
    run.device = taken.device
    run.timeline.add({ ...taken, at })
  }
  const until = script.until ?? untilOf(run, Math.max(activatedAt, run.now) as Instant)
  advance(run, until)
  run.timeline.finish(until)
  if (run.timeline.full) return refuse('MODEL_RUN_TOO_LONG', { model: model.name, entriesMax })
  run.timeline.add({ at: until, event: 'run-ends', device: run.device })
  return { kind: 'played', entries: run.timeline.entries, until }
}

function begin(model: Model, { granted, activatedAt }: Script): Run {
  const blank: ModelledDevice = {
    release: model.releases[0],
    hostReachable: true,
    activation: null,
    latest: null,
    attempt: { kind: 'none' },
  }
  const { device, rules } = activate({ model, granted, device: blank, now: activatedAt })
  const timeline = new Timeline(model)
  timeline.add({ at: activatedAt, event: 'activated', about: device.release, device, rules })
  return { model, granted, timeline, device, now: activatedAt }
}

/** Lets the clock and the renewals happen, up to `to` and at it. */
function advance(run: Run, to: Instant): void {
  while (!run.timeline.full) {
    const clock = nextOnClock(run.model, run.device, run.now)
    const attempt = attemptAt(run.device)
    const attemptNext = attempt !== null && (clock === null || attempt < clock.at)
    const at = attemptNext ? attempt : (clock?.at ?? null)
    if (at === null || at > to) break
    run.now = at
    if (attemptNext) tryRenewal(run, at, to)
    else if (clock !== null)
      run.timeline.add({
        ...{ at, event: clock.event, device: run.device },
        rules: clock.rule === null ? [] : [clock.rule],
      })
  }
  run.now = to
}

/** A term without an end needs no renewal. */
function attemptAt({ activation, attempt }: ModelledDevice): Instant | null {
  return attempt.kind === 'waiting' && activation !== null && typeof activation.end === 'number'
    ? attempt.at
    : null
}

function tryRenewal(run: Run, at: Instant, to: Instant): void {
  const { model, granted } = run
  const rule = ruleOfRelease(model, 'renewal', run.device)
  if (rule === null) {
    run.device = { ...run.device, attempt: { kind: 'none' } }
    return
  }
  const { everySeconds, retrySeconds } = rule.follows
  if (!run.device.hostReachable) {
    run.device = { ...run.device, attempt: { kind: 'failing', since: at, retrySeconds } }
    run.timeline.add({ at, event: 'renewal-failed', device: run.device, rules: [rule.id] })
    return
  }
  const renewed = activate(contextOf(run, at), 'renewal')
  const times = quietFor(run, renewed.device, at) ? Math.floor((to - at) / everySeconds) + 1 : 1
  const last = (at + (times - 1) * everySeconds) as Instant
  run.timeline.add({
    ...{ at, event: 'renewed', device: renewed.device, rules: [rule.id, ...renewed.rules] },
    repeats: { everySeconds, times, last },
  })
  run.device = activate({ model, granted, device: run.device, now: last }, 'renewal').device
  run.now = last
}

/** Whether nothing but renewals can happen between renewals, so that all of them up to the next step are one entry. */
function quietFor(run: Run, renewed: ModelledDevice, at: Instant): boolean {
  const computed = findRule(
    run.model,
    'end',
    ({ when, follows }) => when.at.includes('renewal') && follows.end === 'computed',
  )
  const clock = nextOnClock(run.model, renewed, at)
  const next = attemptAt(renewed)
  return computed === null && next !== null && clock !== null && next < clock.at
}

function contextOf(run: Run, now: Instant): StepContext {
  return { model: run.model, granted: run.granted, device: run.device, now }
}

/** A day after the last thing that still happens; where renewals go on for ever, one term later. */
function untilOf(run: Run, after: Instant): Instant {
  const renews = attemptAt(run.device) !== null && run.device.hostReachable
  if (renews && run.granted !== 'perpetual') return addSecondsHeld(after, run.granted)
  let last = after
  for (let event = nextOnClock(run.model, run.device, last); event !== null;) {
    last = event.at
    event = nextOnClock(run.model, run.device, last)
  }
  return addSecondsHeld(last, secondsPerDay)
}
