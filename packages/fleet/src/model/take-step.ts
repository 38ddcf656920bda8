// One step of a script on a modelled device: what changes, and what the person is told. spec: modelled-device §5
import { addSecondsHeld, type Instant } from '@holdfast/capabilities'
import { computeEnd } from './compute-end.ts'
import type { Deed, Effect, EndMoment, Model } from './model.ts'
import {
  controlFace,
  findRule,
  holdsFor,
  ruleOfRelease,
  standingAt,
  type ModelledDevice,
} from './modelled-device.ts'
import type { Words } from './words.ts'

export type TakenStep = {
  readonly device: ModelledDevice
  readonly event: 'upgraded' | 'action' | 'host-lost' | 'host-back' | 'observed' | 'not-known'
  readonly about: string | null
  readonly reported: Words | null
  readonly stoppedBy: readonly string[]
  readonly rules: readonly string[]
}

export type StepContext = {
  readonly model: Model
  readonly device: ModelledDevice
  readonly granted: number | 'perpetual'
  readonly now: Instant
}

export function takeStep(context: StepContext, deed: Deed): TakenStep {
  const { model, device } = context
  const quiet = { device, reported: null, stoppedBy: [], rules: [] }
  switch (deed.kind) {
    case 'observe':
      return { ...quiet, event: 'observed', about: null }
    case 'event':
      return {
        ...quiet,
        device: withHost(context, deed.event === 'host-back'),
        event: deed.event,
        about: null,
      }
    case 'upgrade': {
      if (!model.releases.includes(deed.release)) return { ...quiet, event: 'not-known', about: deed.release }
      const upgraded = upgrade(context, deed.release)
      return { ...quiet, ...upgraded, event: 'upgraded', about: deed.release }
    }
    case 'action':
      return takeAction(context, deed.action)
  }
}

/** Activated anew at `now`: the term is granted again. */
export function activate(context: StepContext, moment: 'activation' | 'renewal' = 'activation') {
  const { model, device, granted, now } = context
  const { end, rule } = computeEnd(model, device, {
    ...{ moment, now, granted, from: device.release, activatedAt: now, end: null },
  })
  const activation = { at: now, end }
  return {
    device: { ...device, activation, latest: activation, attempt: firstAttempt(model, device, now) },
    rules: rule === null ? [] : [rule],
  }
}

function firstAttempt(model: Model, device: ModelledDevice, now: Instant): ModelledDevice['attempt'] {
  const renewal = ruleOfRelease(model, 'renewal', device)
  if (renewal === null) return { kind: 'none' }
  return { kind: 'waiting', at: addSecondsHeld(now, renewal.follows.everySeconds) }
}

function upgrade(context: StepContext, release: string) {
  const { model, device, now } = context
  const after: ModelledDevice = { ...device, release }
  const first = firstAttempt(model, after, now)
  const goesOn = device.activation === null || (device.attempt.kind !== 'none' && first.kind !== 'none')
  const attempt = goesOn ? device.attempt : first
  return recompute({ ...context, device: { ...after, attempt } }, 'upgrade', device.release)
}

function recompute(context: StepContext, moment: EndMoment, from: string) {
  const { model, device, granted, now } = context
  if (device.activation === null) return { device, rules: [] }
  const { at: activatedAt, end: before } = device.activation
  const { end, rule } = computeEnd(model, device, { moment, now, from, granted, activatedAt, end: before })
  const activation = { at: activatedAt, end }
  return {
    device: { ...device, activation, latest: activation },
    rules: rule === null ? [] : [rule],
  }
}

/** A host that comes back is met at the next attempt. Attempts at this very moment came before. */
function withHost({ device, now }: StepContext, hostReachable: boolean): ModelledDevice {
  const { attempt } = device
  if (!hostReachable || attempt.kind !== 'failing') return { ...device, hostReachable }
  const tried = Math.floor((now - attempt.since) / attempt.retrySeconds)
  const at = addSecondsHeld(attempt.since, (tried + 1) * attempt.retrySeconds)
  return { ...device, hostReachable, attempt: { kind: 'waiting', at } }
}

function takeAction(context: StepContext, action: string): TakenStep {
  const { model, device, now } = context
  const quiet = { device, event: 'action', about: action, reported: null, stoppedBy: [], rules: [] } as const
  const known = model.actions.find(({ id }) => id === action)
  if (known === undefined) return { ...quiet, event: 'not-known' }
  const standing = standingAt(model, device, now)
  const faces = known.through.map((control) => ({
    control,
    ...controlFace(model, control, device, standing),
  }))
  const closed = faces.filter(({ open }) => open === false)
  const judged = closed.length > 0 ? closed : faces
  const rules = [...new Set(judged.flatMap(({ rule }) => (rule === null ? [] : [rule])))]
  if (closed.length > 0) return { ...quiet, stoppedBy: closed.map(({ control }) => control), rules }
  const rule = findRule(
    model,
    'action',
    ({ when }) => when.action === action && holdsFor(when, device, standing),
  )
  if (rule === null) return { ...quiet, rules }
  const changed = applyEffect(context, rule.follows.effect)
  return {
    ...quiet,
    device: changed.device,
    reported: rule.follows.reports,
    rules: [...rules, rule.id, ...changed.rules],
  }
}

function applyEffect(
  context: StepContext,
  effect: Effect,
): { readonly device: ModelledDevice; readonly rules: readonly string[] } {
  const { model, device, now } = context
  switch (effect) {
    case 'nothing':
      return { device, rules: [] }
    case 'cleared':
      return { device: { ...device, activation: null, attempt: { kind: 'none' } }, rules: [] }
    case 'granted':
      return activate(context)
    case 'restarted':
      return recompute(context, 'restart', device.release)
    case 'resumed': {
      if (device.activation !== null || device.latest === null) return { device, rules: [] }
      const attempt = firstAttempt(model, device, now)
      return { device: { ...device, activation: device.latest, attempt }, rules: [] }
    }
  }
}
