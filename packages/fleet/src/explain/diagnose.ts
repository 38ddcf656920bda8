// What is the matter with the devices of some captures. spec: time-faults §8
import { secondsPerDay as day } from '@holdfast/capabilities'
import type { Product, Reading } from '../reading.ts'
import { controlsByCode } from './controls.ts'
import { deriveOf } from './derive.ts'
import { diagnosisCodes, type Diagnosis, type DiagnosisCode, type DiagnosisFacts } from './diagnosis.ts'
import { reminderSeconds, volumeTermSeconds } from '../terms.ts'
import { deviceOf, primaryProduct, type ReadingToObserve } from './observe-readings.ts'

/** A client in the network renews every 7 days; below this it has not for a month. */
export const overdueSeconds = 150 * day
/** A host serves servers from 5 requests on, clients from 25 (the minimum count of the service). */
export const serverCountMin = 5
export const clientCountMin = 25

type Found = { readonly code: DiagnosisCode; readonly facts?: DiagnosisFacts }

/** Every diagnosis, the gravest first; of a device that was captured several times the newest capture counts. Pure. */
export function diagnose(readings: readonly ReadingToObserve[]): Diagnosis[] {
  const all = newestOfEach(readings).flatMap(({ device, reading, product }) =>
    diagnoseReading(reading, product).map((found) => diagnosisOf(device, found)),
  )
  const told = [...all, ...findClones(readings)]
  const order = (code: DiagnosisCode) => diagnosisCodes.indexOf(code)
  return told
    .filter((one, place) => told.findIndex((other) => isSame(one, other)) === place)
    .toSorted((a, b) => order(a.code) - order(b.code))
}

type Captured = { readonly device: string; readonly reading: Reading; readonly product: Product | null }

function newestOfEach(readings: readonly ReadingToObserve[]): Captured[] {
  const newest = new Map<string, Captured>()
  for (const { reading, fallback } of readings) {
    const product = primaryProduct(reading)
    const device = product === null ? fallback : deviceOf(product, fallback)
    const known = newest.get(device)?.product?.trustedTime ?? ''
    if (!newest.has(device) || (product?.trustedTime ?? '') >= known)
      newest.set(device, { device, reading, product })
  }
  return [...newest.values()]
}

function isSame(one: Diagnosis, other: Diagnosis): boolean {
  return one.code === other.code && one.device === other.device && one.facts.until === other.facts.until
}

function diagnosisOf(device: string, { code, facts = {} }: Found): Diagnosis {
  return { code, device, facts, controls: controlsByCode[code] }
}

function diagnoseReading(reading: Reading, product: Product | null): Found[] {
  if (reading.error?.kind === 'wmi') return [{ code: 'service-failed' }]
  if (reading.error?.kind === 'no-product-key') return [{ code: 'key-missing' }]
  const { atoResult } = reading
  const failed = atoResult?.ok === false ? codeOfError(atoResult.errorCode) : null
  if (product === null) return failed === null ? [] : [failed]
  const state = diagnoseState(product)
  const host = diagnoseHost(product)
  return [...(failed === null ? [] : [failed]), ...(host === null ? [] : [host]), state]
}

const codesOfErrors: readonly (readonly [DiagnosisCode, readonly string[]])[] = [
  ['host-unreachable', ['C004F074', '8007232B', '8007251D', '8007232A', '800706BA']],
  ['count-below-minimum', ['C004F038']],
  ['hardware-changed', ['C004F00F']],
  ['non-genuine', ['C004F200']],
  ['key-missing', ['C004F014']],
  ['lapsed', ['C004F009', 'C004F056']],
]

function codeOfError(errorCode: string | null): Found | null {
  const bare = errorCode?.toUpperCase().replace('0X', '') ?? ''
  const found = codesOfErrors.find(([, codes]) => codes.includes(bare))
  return found === undefined || errorCode === null ? null : { code: found[0], facts: { errorCode } }
}

function diagnoseState(product: Product): Found {
  const isEvaluation = product.channel?.includes('EVAL') === true
  const reason = product.notificationReason
  const evaluation = product.evaluationEnd === null ? {} : { until: product.evaluationEnd }
  switch (product.licenseStatus?.name) {
    case 'unlicensed':
      if (isEvaluation) return { code: 'evaluation-ended', facts: evaluation }
      return { code: product.partialKey === null ? 'key-missing' : 'not-activated' }
    case 'licensed':
      return diagnoseLicensed(product, isEvaluation)
    case 'initial-grace':
      return { code: 'initial-grace', facts: timesOf(product) }
    case 'additional-grace':
    case 'extended-grace':
      return { code: 'additional-grace', facts: timesOf(product) }
    case 'non-genuine-grace':
      return { code: 'non-genuine', facts: timesOf(product) }
    case 'notification': {
      const named = codeOfError(reason?.code ?? null)
      if (isEvaluation && named?.code !== 'non-genuine')
        return { code: 'evaluation-ended', facts: evaluation }
      return named ?? { code: 'lapsed', ...(reason === null ? {} : { facts: { errorCode: reason.code } }) }
    }
    case undefined:
      return { code: 'unclear' }
  }
}

function diagnoseLicensed(product: Product, isEvaluation: boolean): Found {
  const { remainingMinutes, remainingDaysPrinted, expiryKind } = product
  const seconds = remainingMinutes === null ? null : remainingMinutes * 60
  const left = seconds ?? (remainingDaysPrinted === null ? null : remainingDaysPrinted * day)
  if (left !== null && left < 0) return { code: 'unclear' }
  if (left === null || left === 0) {
    if (isEvaluation)
      return {
        code: 'evaluation-running',
        ...(product.evaluationEnd === null ? {} : { facts: { until: product.evaluationEnd } }),
      }
    // A line about an end that says no number is a capture that broke off.
    return { code: expiryKind === null || expiryKind === 'none' ? 'permanent' : 'unclear' }
  }
  const facts = timesOf(product)
  if (left <= reminderSeconds) return { code: 'reminder-window', facts }
  if (isEvaluation || expiryKind === 'timebased') return { code: 'evaluation-running', facts }
  if (expiryKind !== 'volume') return { code: 'healthy', facts }
  if (left > volumeTermSeconds) return { code: 'term-unusual', facts }
  return { code: left < overdueSeconds ? 'renewal-overdue' : 'healthy', facts }
}

function timesOf(product: Product): DiagnosisFacts {
  const derived = deriveOf(product, null)
  const { remainingMinutes, remainingDaysPrinted } = product
  const days = remainingMinutes === null ? remainingDaysPrinted : Math.ceil((remainingMinutes * 60) / day)
  const host = product.kms?.host ?? null
  return {
    ...(days === null ? {} : { days }),
    ...(derived === null ? {} : { until: derived.expiry, remindersFrom: derived.popupsFrom }),
    ...(host === null ? {} : { host }),
  }
}

function diagnoseHost(product: Product): Found | null {
  const count = product.kmsHost?.currentCount ?? null
  if (count === null) return null
  const minimum = product.description?.includes('Server') === true ? serverCountMin : clientCountMin
  return count >= 0 && count < minimum ? { code: 'count-below-minimum', facts: { count, minimum } } : null
}

/** One machine id with several installation ids: disks that were copied without making them anew. */
function findClones(readings: readonly ReadingToObserve[]): Diagnosis[] {
  const byMachine = new Map<string, Map<string, string>>()
  for (const { reading, fallback } of readings) {
    const product = primaryProduct(reading)
    const cmid = product?.kms?.cmid ?? null
    const installation = product?.installationId ?? null
    if (cmid === null || installation === null) continue
    const names = byMachine.get(cmid) ?? new Map<string, string>()
    if (!names.has(installation)) names.set(installation, fallback)
    byMachine.set(cmid, names)
  }
  return [...byMachine].flatMap(([cmid, names]) =>
    names.size < 2
      ? []
      : [
          diagnosisOf(cmid, {
            code: 'cloned-machine-ids',
            facts: { count: names.size, devices: [...names.values()].slice(0, 20) },
          }),
        ],
  )
}
