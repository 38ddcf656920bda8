import { secondsPerDay } from '@holdfast/capabilities'
import type { ClipLimit, Epoch, TimeFault, TimeUnit } from '../fault.ts'
import { termDaysMax } from './term-text.ts'
import type { Certainty } from '../observation.ts'

/**
 * A finding as a forecast takes it: the fault, how sure it is, and the granted term and what was left of it, where the
 * finding says so.
 */
export type AppliedFinding = {
  readonly fault: TimeFault
  readonly certainty: Certainty
  readonly grantedSeconds: number | null
  readonly leftSeconds: number | null
}

const units: { readonly [word: string]: TimeUnit } = {
  weeks: 'week',
  days: 'day',
  hours: 'hour',
  minutes: 'minute',
  seconds: 'second',
  deciseconds: 'decisecond',
  centiseconds: 'centisecond',
  milliseconds: 'millisecond',
  ticks: 'tick',
}
const widths: readonly TimeFault['width'][] = [8, 10, 16, 24, 31, 32, 53, 63, 64]
const epochs: readonly Epoch[] = ['1601', '1900', '1904', '1970', '1980', '1980-01-06', '2000']
const limits: readonly ClipLimit[] = ['2038-01-19', '2099-12-31', '2107-12-31', '9999-12-31']

const shorthand = /^(signed-)?(\d{1,2})-bit-([a-z]+)(?:-since-(\d{4}(?:-\d\d-\d\d)?))?$/

/** `32-bit-seconds`, `signed-16-bit-days`, `32-bit-seconds-since-1970`: a fault that wraps. Null for anything else. */
export function parseFaultName(text: string): TimeFault | null {
  const found = shorthand.exec(text)
  if (found === null) return null
  const width = widths.find((known) => known === Number(found[2]))
  const unit = Object.hasOwn(units, found[3] ?? '') ? units[found[3] ?? ''] : undefined
  const epoch = found[4] === undefined ? null : epochs.find((known) => known === found[4])
  if (width === undefined || unit === undefined || epoch === undefined) return null
  return {
    unit,
    width,
    signed: found[1] !== undefined,
    held: epoch === null ? 'term' : 'instant',
    epoch,
    past: 'wrap',
  }
}

/** The inverse of `parseFaultName`, for a fault that wraps. */
export function formatFaultName(fault: Pick<TimeFault, 'unit' | 'width' | 'signed' | 'epoch'>): string {
  const since = fault.epoch === null ? '' : `-since-${fault.epoch}`
  return `${fault.signed ? 'signed-' : ''}${fault.width}-bit-${fault.unit}s${since}`
}

/**
 * A finding from JSON: what `explain --json` writes (its first hypothesis), or a `TimeFinding` alone. Where the
 * explanation cannot tell signed from unsigned, or a length from an instant, the plainer one is taken: unsigned, a length;
 * for what was observed they give the same. Null where the JSON holds no finding.
 */
export function parseFinding(value: unknown): AppliedFinding | null {
  if (!isRecord(value)) return null
  const { hypotheses } = value
  if (Array.isArray(hypotheses)) {
    const [first] = hypotheses as readonly unknown[]
    if (!isRecord(first)) return null
    // The members beside `fault` are null where nobody can tell; the fault itself is one that explains everything.
    return ofHypothesis(isRecord(first['fault']) ? first['fault'] : first, { ...value, ...first })
  }
  if (!isRecord(value['fault'])) return null
  return ofHypothesis(value['fault'], value)
}

function ofHypothesis(
  hypothesis: { readonly [name: string]: unknown },
  around: { readonly [name: string]: unknown },
): AppliedFinding | null {
  const unit = Object.values(units).find((known) => known === hypothesis['unit'])
  const width = widths.find((known) => known === hypothesis['width'])
  const past = (['wrap', 'clamp', 'zero', 'clip'] as const).find((known) => known === hypothesis['past'])
  if (unit === undefined || width === undefined || past === undefined) return null
  const epoch = epochs.find((known) => known === hypothesis['epoch']) ?? null
  const limit = limits.find((known) => known === hypothesis['limit'])
  const kept = (['at-upgrade', 'each-start'] as const).find((known) => known === hypothesis['kept'])
  const held = hypothesis['held'] === 'instant' ? 'instant' : 'term'
  if (held === 'instant' && epoch === null) return null
  const fault: TimeFault = {
    unit,
    width,
    signed: hypothesis['signed'] === true,
    held,
    epoch: held === 'instant' ? epoch : null,
    past,
    ...(limit === undefined ? {} : { limit }),
    ...(kept === undefined ? {} : { kept }),
  }
  return {
    fault,
    certainty: certaintyOf(hypothesis['certainty'] ?? around['certainty']),
    grantedSeconds: secondsOf(hypothesis['grantedSeconds'] ?? around['grantedSeconds']),
    leftSeconds: held === 'instant' ? null : secondsOf(hypothesis['leftSeconds'] ?? around['leftSeconds']),
  }
}

function secondsOf(value: unknown): number | null {
  return typeof value === 'number' &&
    Number.isSafeInteger(value) &&
    value >= 0 &&
    value <= termDaysMax * secondsPerDay
    ? value
    : null
}

function certaintyOf(value: unknown): Certainty {
  return value === 'confirmed' || value === 'fits' ? value : 'possible'
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
