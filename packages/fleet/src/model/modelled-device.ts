// What a modelled device is at a moment: its state, its controls, what it shows and prints. spec: modelled-device §2, §4
import { addSeconds, addSecondsHeld, secondsPerDay, type Instant } from '@holdfast/capabilities'
import type { Mark, Model, ModelState, RuleKind, RuleOfKind, When } from './model.ts'
import type { Words } from './words.ts'

export type EndOfTerm = Instant | 'never' | 'after-9999'

export type Activation = { readonly at: Instant; readonly end: EndOfTerm }

export type ModelledDevice = {
  readonly release: string
  readonly hostReachable: boolean
  /** Where it counts as activated: since when, and until when. */
  readonly activation: Activation | null
  /** The activation that it has, or had before it was cleared. */
  readonly latest: Activation | null
  readonly attempt:
    | { readonly kind: 'none' }
    | { readonly kind: 'waiting'; readonly at: Instant }
    | { readonly kind: 'failing'; readonly since: Instant; readonly retrySeconds: number }
}

export type ControlFace = {
  /** null: the model does not say. */
  readonly open: boolean | null
  readonly why: Words | null
  readonly rule: string | null
  readonly mark: Mark | null
}

/** The first rule of a kind that holds for this device. */
export function findRule<Kind extends RuleKind>(
  model: Model,
  kind: Kind,
  holds: (rule: RuleOfKind<Kind>) => boolean,
): RuleOfKind<Kind> | null {
  return (
    model.rules.find(
      (rule): rule is RuleOfKind<Kind> => rule.kind === kind && holds(rule as RuleOfKind<Kind>),
    ) ?? null
  )
}

/** The first rule of a kind that depends on the release alone. */
export function ruleOfRelease<Kind extends 'reminder' | 'grace' | 'renewal' | 'prints'>(
  model: Model,
  kind: Kind,
  device: ModelledDevice,
): RuleOfKind<Kind> | null {
  return findRule(model, kind, (rule) => {
    const when: Pick<When, 'releases'> = rule.when
    return when.releases?.includes(device.release) ?? true
  })
}

/** What `when` is held against, found once for each moment. */
export type Standing = { readonly state: ModelState; readonly over: boolean | null }

export function standingAt(model: Model, device: ModelledDevice, now: Instant): Standing {
  const { latest } = device
  // Judged as if the last activation still stood: a clearing does not make a term that is over run again.
  const asLatest = { ...device, activation: latest }
  return {
    state: stateAt(model, device, now),
    over: latest === null ? null : stateAt(model, asLatest, now) === 'expired',
  }
}

export function holdsFor(when: When, device: ModelledDevice, { state, over }: Standing): boolean {
  return (
    (when.states?.includes(state) ?? true) &&
    (when.releases?.includes(device.release) ?? true) &&
    (when.host === undefined || (when.host === 'reachable') === device.hostReachable) &&
    (when.term === undefined || (over !== null && (when.term === 'over') === over))
  )
}

export function stateAt(model: Model, device: ModelledDevice, now: Instant): ModelState {
  if (device.activation === null) return 'not-activated'
  const { end } = device.activation
  if (typeof end === 'string') return 'licensed'
  if (now < end) {
    const remindFrom = remindersBegin(model, device, end)
    return remindFrom !== null && now >= remindFrom ? 'reminding' : 'licensed'
  }
  const graceUntil = graceEnd(model, device, end)
  return graceUntil !== null && now < graceUntil ? 'in-grace' : 'expired'
}

function remindersBegin(model: Model, device: ModelledDevice, end: Instant): Instant | null {
  const rule = ruleOfRelease(model, 'reminder', device)
  return rule === null ? null : addSecondsHeld(end, -rule.follows.beforeSeconds)
}

function graceEnd(model: Model, device: ModelledDevice, end: Instant): Instant | null {
  const rule = ruleOfRelease(model, 'grace', device)
  return rule === null ? null : addSecondsHeld(end, rule.follows.lastsSeconds)
}

export type ClockEvent = {
  readonly at: Instant
  readonly event: 'reminders-begin' | 'term-ends' | 'grace-ends'
  readonly rule: string | null
}

/** What the clock alone brings next, after `now`. */
export function nextOnClock(model: Model, device: ModelledDevice, now: Instant): ClockEvent | null {
  const end = device.activation?.end
  if (typeof end !== 'number') return null
  const reminder = remindersBegin(model, device, end)
  const grace = graceEnd(model, device, end)
  const coming: (ClockEvent | null)[] = [
    reminder === null
      ? null
      : {
          at: reminder,
          event: 'reminders-begin',
          rule: ruleOfRelease(model, 'reminder', device)?.id ?? null,
        },
    { at: end, event: 'term-ends', rule: null },
    grace === null
      ? null
      : { at: grace, event: 'grace-ends', rule: ruleOfRelease(model, 'grace', device)?.id ?? null },
  ]
  return coming.find((event) => event !== null && event.at > now) ?? null
}

export function controlFace(
  model: Model,
  control: string,
  device: ModelledDevice,
  standing: Standing,
): ControlFace {
  const rule = findRule(
    model,
    'control',
    ({ when }) => when.control === control && holdsFor(when, device, standing),
  )
  if (rule === null) return { open: null, why: null, rule: null, mark: null }
  return { open: rule.follows.open, why: rule.follows.why, rule: rule.id, mark: rule.mark }
}

/** What a person sees without touching anything: every text that holds, and the reminder. */
export function shownTexts(model: Model, device: ModelledDevice, standing: Standing): Words[] {
  const texts = model.rules.flatMap((rule) =>
    rule.kind === 'shows' && holdsFor(rule.when, device, standing) ? [rule.follows.text] : [],
  )
  const reminder = standing.state === 'reminding' ? ruleOfRelease(model, 'reminder', device) : null
  return reminder === null ? texts : [reminder.follows.shows, ...texts]
}

/** Until the end; in grace, until its end; 0 once expired; null where there is no end to wait for. */
export function leftSeconds(model: Model, device: ModelledDevice, now: Instant): number | null {
  const end = device.activation?.end
  if (typeof end !== 'number') return null
  const until = now < end ? end : (graceEnd(model, device, end) ?? end)
  return Math.max(until - now, 0)
}

/** What the status command prints as days. */
export function printedDays(model: Model, device: ModelledDevice, left: number | null): number | null {
  const rule = ruleOfRelease(model, 'prints', device)
  if (rule === null || left === null) return null
  const unitSeconds = rule.follows.through === 'minute' ? 60 : 1
  const counted = Math.floor(left / unitSeconds) * unitSeconds
  return rule.follows.rounding === 'up'
    ? Math.ceil(counted / secondsPerDay)
    : Math.floor(counted / secondsPerDay)
}

/** Exact: what was granted, counted from `start`. */
export function endExactly(start: Instant, granted: number | 'perpetual'): EndOfTerm {
  return granted === 'perpetual' ? 'never' : (addSeconds(start, granted) ?? 'after-9999')
}
