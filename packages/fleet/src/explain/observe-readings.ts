// Readings of captures as observations.
import { addSeconds, parseInstant } from '@holdfast/capabilities'
import type { Observation, SecondsRange, Span } from '../observation.ts'
import type { Product, Reading } from '../reading.ts'
import { volumeTermSeconds } from '../terms.ts'
import { printedDays } from './evidence.ts'
import { keyDayOf } from './key-day.ts'

export type ReadingToObserve = {
  readonly reading: Reading
  /** What names the device where the capture names none: the host of a list, else the file. */
  readonly fallback: string
}

export type ObserveOptions = {
  readonly grantedSeconds: number | null
  readonly upgradedAt: Span | null
  readonly activatedAt: Span | null
}

/** One observation for each reading with a product; devices are told apart by machine id, then installation id. Pure. */
export function observeReadings(
  readings: readonly ReadingToObserve[],
  options: ObserveOptions,
): Observation[] {
  const observations = readings.flatMap(({ reading, fallback }) => {
    const product = primaryProduct(reading)
    return product === null ? [] : [observeProduct(product, deviceOf(product, fallback), options)]
  })
  return options.grantedSeconds === null ? dropVolumeTerms(observations) : observations
}

/** A device that has more left than an activation host grants was granted something else: nobody knows what. */
export function dropVolumeTerms(observations: readonly Observation[]): Observation[] {
  const beyond = new Set(
    observations.flatMap(({ device, remaining }) =>
      remaining !== null && remaining.from > volumeTermSeconds ? [device] : [],
    ),
  )
  return observations.map((observation) =>
    beyond.has(observation.device) ? { ...observation, grantedSeconds: null } : observation,
  )
}

/** The product that a reading is about: the one it names, else the only one with a key, else the first. */
export function primaryProduct(reading: Reading): Product | null {
  const { products, primaryProductIndex } = reading
  const named = products[primaryProductIndex ?? -1]
  return named ?? products.find(({ partialKey }) => partialKey !== null) ?? products[0] ?? null
}

/** Machine id, else the end of the installation id (63 digits are no name), else what the list or the file calls it. */
export function deviceOf(product: Product, fallback: string): string {
  const { kms, installationId } = product
  return kms?.cmid ?? (installationId === null ? fallback : `installation-${installationId.slice(-12)}`)
}

function observeProduct(product: Product, device: string, options: ObserveOptions): Observation {
  return {
    device,
    capturedAt: capturedAtOf(product),
    remaining: remainingOf(product),
    activatedAt: options.activatedAt,
    keyInstalledAt: keyDayOf(product.extendedPid),
    grantedSeconds: options.grantedSeconds ?? (product.expiryKind === 'volume' ? volumeTermSeconds : null),
    upgradedAt: options.upgradedAt,
    releaseBefore: null,
    releaseAfter: null,
  }
}

/** The clock of the device, read as if it were UTC: the device counts by it. Known to the second where it was printed. */
function capturedAtOf(product: Product): Span | null {
  const from = parseInstant(product.trustedTimeUtc ?? `${product.trustedTime}Z`)
  const to = from === null ? null : addSeconds(from, 1)
  return from === null || to === null ? null : { from, to }
}

/** Minutes are the truth and are rounded down; printed days alone were rounded up, but for Windows 7 and before. */
function remainingOf(product: Product): SecondsRange | null {
  const { remainingMinutes, remainingDaysPrinted } = product
  // No device counts below zero: such a figure was altered on its way, and nothing is concluded from it.
  if ((remainingMinutes ?? 0) < 0 || (remainingDaysPrinted ?? 0) < 0) return null
  if (remainingMinutes !== null) return { from: remainingMinutes * 60, to: remainingMinutes * 60 + 60 }
  return remainingDaysPrinted === null ? null : printedDays(remainingDaysPrinted, 'unknown')
}
