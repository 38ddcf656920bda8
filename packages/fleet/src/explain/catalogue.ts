// The faults that are tried, each with its weight before any evidence. Data: docs/spec/time-faults.md §3.
import type { Epoch, TimeFault, TimeUnit } from '../fault.ts'

type Width = TimeFault['width']

const units: readonly (readonly [TimeUnit, number])[] = [
  ['second', 8],
  ['minute', 4],
  ['millisecond', 4],
  ['tick', 4],
  ['hour', 3],
  ['day', 3],
  ['centisecond', 2],
  ['decisecond', 1],
  ['week', 1],
]

/** Widths of 31, 53 and 63 bits are what a sign or a floating number leaves: that they have a sign of their own is rare. */
const widths: readonly (readonly [Width, readonly boolean[], number])[] = [
  [32, [false, true], 8],
  [16, [false, true], 4],
  [64, [false, true], 3],
  [31, [false, true], 2],
  [24, [false, true], 2],
  [63, [false, true], 1],
  [53, [false, true], 1],
  [10, [false, true], 1],
  [8, [false, true], 1],
]

const rarelySigned: ReadonlySet<Width> = new Set([31, 63, 53, 10])

const pasts: readonly (readonly ['wrap' | 'clamp' | 'zero', number])[] = [
  ['wrap', 4],
  ['clamp', 2],
  ['zero', 1],
]

const epochs: readonly (readonly [Epoch, number])[] = [
  ['1970', 2],
  ['1980', 0.5],
  ['2000', 0.5],
  ['1601', 0.5],
  ['1900', 0.3],
  ['1904', 0.2],
  ['1980-01-06', 0.2],
]

/**
 * How the end is held, and when it was made. A length may also be counted from the upgrade, or from each start: the latter
 * foretells one figure for every device, so that a single device read while new looks like it, and is rare.
 */
const ways: readonly {
  readonly fault: Pick<TimeFault, 'held' | 'epoch' | 'kept'>
  readonly weight: number
}[] = [
  { fault: { held: 'term', epoch: null }, weight: 3 },
  { fault: { held: 'term', epoch: null, kept: 'at-upgrade' }, weight: 0.2 },
  { fault: { held: 'term', epoch: null, kept: 'each-start' }, weight: 0.000_001 },
  ...epochs.map(([epoch, weight]) => ({ fault: { held: 'instant' as const, epoch }, weight })),
]

const limits = ['2038-01-19', '2099-12-31', '2107-12-31', '9999-12-31'] as const

export type WeightedFault = { readonly fault: TimeFault; readonly weight: number }

/** Every fault once; the weights add up to 1. */
export const faultWeights: readonly WeightedFault[] = normalised([...heldFaults(), ...clippedFaults()])

function heldFaults(): WeightedFault[] {
  return units.flatMap(([unit, unitWeight]) =>
    widths.flatMap(([width, signs, widthWeight]) =>
      signs.flatMap((signed) =>
        pasts.flatMap(([past, pastWeight]) =>
          ways.map((way) => ({
            fault: { unit, width, signed, past, ...way.fault },
            weight:
              unitWeight *
              widthWeight *
              pastWeight *
              way.weight *
              (signed && rarelySigned.has(width) ? 0.1 : 1),
          })),
        ),
      ),
    ),
  )
}

// What a calendar clips to does not depend on unit and width, so one form of each stands for all.
function clippedFaults(): WeightedFault[] {
  const form = { unit: 'second', width: 32, signed: true, past: 'clip' } as const
  return limits.flatMap((limit) => [
    { fault: { ...form, held: 'instant', epoch: '1970', limit }, weight: 1000 },
    { fault: { ...form, held: 'term', epoch: null, limit }, weight: 500 },
  ])
}

/** The square root keeps a rare form from being shut out by habit. */
function normalised(entries: readonly WeightedFault[]): WeightedFault[] {
  const total = entries.reduce((sum, { weight }) => sum + Math.sqrt(weight), 0)
  return entries.map(({ fault, weight }) => ({ fault, weight: Math.sqrt(weight) / total }))
}
