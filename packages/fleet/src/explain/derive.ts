// What follows from one product of a reading. spec: time-faults §7
import {
  addSeconds,
  formatInstant,
  parseInstant,
  type Instant,
  secondsPerDay as day,
} from '@holdfast/capabilities'
import { turnsOf, type TimeFault, type TimeFinding } from '../fault.ts'
import type { LocalTime, Product } from '../reading.ts'
import { reminderSeconds } from '../terms.ts'
import { formatTerm, formatWidth } from './format-length.ts'
import { keyDayOf } from './key-day.ts'

/** A printed minute count is rounded down. */
const minuteSeconds = 60

/** Local times are those of the device's own clock, as in the reading. */
export type Derived = {
  readonly expiry: LocalTime
  readonly popupsFrom: LocalTime
  readonly basis: string
  readonly overflow?: DerivedOverflow
}

export type DerivedOverflow = {
  readonly hypothesis: string
  /** The value may come from this fault: no more is left than it leaves, and the key was not put in later than it implies. */
  readonly matches: boolean
  readonly impliedActivation: LocalTime
  readonly impliedActivationUncertaintySeconds: number
  /** What the day on which the key was put in says of the implied activation. */
  readonly witness: 'confirms' | 'allows' | 'refutes' | null
}

/** null where the product does not say both the moment and what is left. `finding`: a fault whose end is counted from the activation. */
export function deriveOf(product: Product, finding: TimeFinding | null): Derived | null {
  const { trustedTime, remainingMinutes } = product
  if (trustedTime === null || remainingMinutes === null || remainingMinutes <= 0) return null
  const captured = parseInstant(`${trustedTime}Z`)
  const expiry = captured === null ? null : addSeconds(captured, remainingMinutes * minuteSeconds)
  if (expiry === null) return null
  const popups = addSeconds(expiry, -reminderSeconds)
  const overflow = finding === null ? null : overflowOf(product, expiry, finding)
  return {
    expiry: local(expiry),
    popupsFrom: local(popups ?? expiry),
    basis: 'trustedTime + remainingMinutes, to the minute, local clock of the device',
    ...(overflow === null ? {} : { overflow }),
  }
}

function overflowOf(product: Product, expiry: Instant, finding: TimeFinding): DerivedOverflow | null {
  const { leftSeconds } = finding
  if (leftSeconds === null) return null
  const implied = addSeconds(expiry, -leftSeconds)
  if (implied === null) return null
  const witness = witnessOf(keyDayOf(product.extendedPid), implied)
  const remaining = (product.remainingMinutes ?? 0) * minuteSeconds
  return {
    hypothesis: formatHypothesis(finding, leftSeconds),
    matches: remaining <= leftSeconds && witness !== 'refutes',
    impliedActivation: local(implied),
    impliedActivationUncertaintySeconds: minuteSeconds,
    witness,
  }
}

function witnessOf(
  keyDay: { readonly from: Instant; readonly to: Instant } | null,
  implied: Instant,
): DerivedOverflow['witness'] {
  if (keyDay === null) return null
  if (implied + minuteSeconds <= keyDay.from) return 'refutes'
  return implied < keyDay.to + day ? 'confirms' : 'allows'
}

/** `150000 d term held in 32-bit seconds, wrapped 3 times: 75098112 s = 869 d 04:35:12` */
export function formatHypothesis({ fault, grantedSeconds }: TimeFinding, leftSeconds: number): string {
  const held = `${formatGrant(grantedSeconds)} term held in ${formatWidth(fault)}`
  return `${held}, ${pastWords(fault, grantedSeconds)}: ${leftSeconds} s = ${formatTerm(leftSeconds)}`
}

function formatGrant(seconds: number): string {
  return seconds % day === 0 ? `${seconds / day} d` : formatTerm(seconds)
}

function pastWords(fault: TimeFault, grantedSeconds: number): string {
  if (fault.past === 'clamp') return 'clamped'
  if (fault.past === 'zero') return 'cleared'
  if (fault.past === 'clip') return 'clipped'
  const turns = turnsOf(fault, grantedSeconds)
  return `wrapped ${turns} ${turns === 1 ? 'time' : 'times'}`
}

function local(instant: Instant): LocalTime {
  return formatInstant(instant).slice(0, -1)
}
