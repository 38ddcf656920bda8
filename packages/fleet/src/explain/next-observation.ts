// Which single further observation would tell the best two explanations apart.
import { type Instant, secondsPerDay as day } from '@holdfast/capabilities'
import type { HypothesisClass } from './classes.ts'
import { courseMaker, type Course } from './course.ts'
import type { DeviceEvidence, Look } from './evidence.ts'
import type { NextObservation } from './explanation.ts'
import { fitDevice } from './fit.ts'

type Pair = { readonly first: HypothesisClass; readonly second: HypothesisClass }

/** The cheapest first: a date from the order book, then a trial in the lab, then waiting. null where none of them would tell. */
export function nextBetween(devices: readonly DeviceEvidence[], pair: Pair): NextObservation | null {
  return askActivation(devices, pair) ?? askFreshDevice(devices, pair) ?? askLater(devices, pair)
}

function askActivation(devices: readonly DeviceEvidence[], { first, second }: Pair): NextObservation | null {
  for (const device of devices.slice(0, 50)) {
    if (device.activationKnown || !device.looks.some(({ captured }) => captured !== null)) continue
    const [one, two] = [first, second].map(({ members: [best] }) => {
      const fit = fitDevice(best.hypothesis, device, courseMaker(best.hypothesis)(device))
      return fit.misses.length === 0 ? fit.implied : null
    })
    if (!one || !two) continue
    if (one.to + day <= two.from || two.to + day <= one.from)
      return { kind: 'activation-date', device: device.device, first: spanOf(one), second: spanOf(two) }
  }
  return null
}

function askFreshDevice(devices: readonly DeviceEvidence[], { first, second }: Pair): NextObservation | null {
  const sample = devices[0]
  if (sample === undefined) return null
  const from = Math.max(...devices.slice(0, 1000).map(({ activated }) => Math.floor(activated.to)))
  const span = { from: from as Instant, to: (from + 1) as Instant }
  const fresh: DeviceEvidence = { ...sample, activated: span, activationKnown: true, upgraded: span }
  const [firstSeconds, secondSeconds] = [first, second].map(({ members: [best] }) =>
    leftAt(courseMaker(best.hypothesis)(fresh), from, from),
  )
  if (firstSeconds === undefined || secondSeconds === undefined) return null
  if (Math.abs(firstSeconds - secondSeconds) < 2 * day) return null
  return { kind: 'fresh-device', firstSeconds, secondSeconds }
}

/** A device whose activation is known, looked at again a quarter later. */
function askLater(devices: readonly DeviceEvidence[], { first, second }: Pair): NextObservation | null {
  for (const device of devices.slice(0, 50)) {
    const last = Math.max(...device.looks.map(({ captured }: Look) => captured?.from ?? -Infinity))
    if (!device.activationKnown || !Number.isFinite(last)) continue
    const at = last + 90 * day
    const activated = Math.floor((device.activated.from + device.activated.to) / 2)
    const [firstSeconds, secondSeconds] = [first, second].map(({ members: [best] }) =>
      leftAt(courseMaker(best.hypothesis)(device), activated, at),
    )
    if (firstSeconds === undefined || secondSeconds === undefined) continue
    if (Math.abs(firstSeconds - secondSeconds) >= 2 * day)
      return { kind: 'reading-on', device: device.device, at: at as Instant, firstSeconds, secondSeconds }
  }
  return null
}

/** What is left at a moment for an activation; 0 where it is over. */
function leftAt(courses: readonly Course[], activated: number, at: number): number {
  const course = courses.find(({ from, to }) => activated >= from && activated < to) ?? courses[0]
  if (course === undefined || course.end.kind === 'over') return 0
  if (course.end.kind === 'restart') return course.end.left
  const end = course.end.kind === 'offset' ? activated + course.end.left : course.end.at
  return Math.max(end - at, 0)
}

function spanOf(span: { readonly from: number; readonly to: number }): { from: Instant; to: Instant } {
  return { from: Math.floor(span.from) as Instant, to: Math.ceil(span.to) as Instant }
}
