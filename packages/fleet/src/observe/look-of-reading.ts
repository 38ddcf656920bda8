import { addSecondsHeld, parseInstant, type Instant } from '@holdfast/capabilities'
import { parseLocalTime } from '@holdfast/capabilities/calendar'
import { printedDays } from '../explain/evidence.ts'
import { keyDayOf } from '../explain/key-day.ts'
import { primaryProduct } from '../explain/observe-readings.ts'
import type { SecondsRange, Span } from '../observation.ts'
import type { LocalTime, Product, Reading } from '../reading.ts'
import { stateWithReminders, type CapturedBy, type Look } from './look.ts'

/** What is known of a reading beside what stands in it. */
export type ReadingContext = {
  /** Name of the file, and of the entry in it. */
  readonly source: string
  /** Of a list: the device of the row, when its row was brought up to date, and when its licence ends. */
  readonly host: string | null
  readonly updatedAt: LocalTime | null
  readonly graceEnd: LocalTime | null
  /** When it was captured, as whoever sent it says. */
  readonly given: Span | null
  /** When the mail around it was sent. */
  readonly sentAt: Instant | null
  /** In which local clocks are read: an IANA name. */
  readonly zone: string
}

/**
 * What one capture of licence text says of its device: by the licence that counts, which is the one of Windows itself
 * where there are several. Null where it names no licence at all, such as a text that says that no key is installed.
 */
export function lookOfReading(reading: Reading, context: ReadingContext): Look | null {
  const product = primaryProduct(reading)
  const { minimumFacts } = reading
  if (product === null && minimumFacts === undefined) return null
  const cmid = product?.kms?.cmid ?? minimumFacts?.cmid ?? null
  const { capturedAt, capturedBy } = momentOf(product, context)
  const remaining =
    remainingOf(
      {
        minutes: product?.remainingMinutes ?? minimumFacts?.remainingMinutes ?? null,
        days: product?.remainingDaysPrinted ?? minimumFacts?.remainingDaysPrinted ?? null,
      },
      reading.serviceVersion,
    ) ?? untilEnd(capturedAt, context)
  const state = product?.licenseStatus?.name ?? null
  const extendedPid = product?.extendedPid ?? minimumFacts?.extendedPid ?? null
  const channel = product?.channel ?? minimumFacts?.channel ?? null
  return {
    names: {
      deviceId: null,
      machineId: cmid === null ? null : `cmid:${cmid.toLowerCase()}`,
      installationId: product?.installationId ?? minimumFacts?.installationId ?? null,
      serial: null,
      host: context.host,
    },
    source: context.source,
    seen: {
      capturedAt,
      remaining,
      activatedAt: null,
      keyInstalledAt: keyDayOf(extendedPid),
      grantedSeconds: null,
      upgradedAt: null,
      releaseBefore: null,
      releaseAfter: null,
    },
    capturedBy,
    state: stateWithReminders(state, remaining),
    renewsItself: product?.kms !== null && product?.kms !== undefined && product.expiryKind === 'volume',
    product: product?.name ?? minimumFacts?.name ?? null,
    channel,
    extendedPid,
    facts: factsOf(reading, product),
  }
}

/** A capture's moment: from its text, else as given, else from the list or the mail; else only that it came. */
function momentOf(
  product: Product | null,
  { given, sentAt, updatedAt, zone }: ReadingContext,
): { readonly capturedAt: Span | null; readonly capturedBy: CapturedBy } {
  const local = product?.trustedTime ?? null
  const exact = product?.trustedTimeUtc === undefined ? null : parseInstant(product.trustedTimeUtc)
  const printed = exact ?? (local === null ? null : parseLocalTime(local, zone))
  if (printed !== null) return { capturedAt: second(printed), capturedBy: 'text' }
  if (given !== null) return { capturedAt: given, capturedBy: 'given' }
  const listed = updatedAt === null ? null : parseLocalTime(updatedAt, zone)
  if (listed !== null) return { capturedAt: second(listed), capturedBy: 'text' }
  if (sentAt !== null) return { capturedAt: second(sentAt), capturedBy: 'mail' }
  return { capturedAt: null, capturedBy: 'received' }
}

function second(from: Instant): Span {
  return { from, to: addSecondsHeld(from, 1) }
}

/** Minutes are the truth; days alone are rounded down by Windows 7 and up by every later one. */
function remainingOf(
  { minutes, days }: { readonly minutes: number | null; readonly days: number | null },
  serviceVersion: string | null,
): SecondsRange | null {
  if ((minutes ?? 0) < 0 || (days ?? 0) < 0) return null
  if (minutes !== null) return { from: minutes * 60, to: (minutes + 1) * 60 }
  if (days === null) return null
  return printedDays(
    days,
    serviceVersion === null ? 'unknown' : /^6\.[01]\./.test(serviceVersion) ? 'down' : 'up',
  )
}

function untilEnd(capturedAt: Span | null, { graceEnd, zone }: ReadingContext): SecondsRange | null {
  const end = graceEnd === null ? null : parseLocalTime(graceEnd, zone)
  if (end === null || capturedAt === null) return null
  return { from: end - capturedAt.to + 1, to: end - capturedAt.from + 1 }
}

/** Short values that lists and the desk show beside the columns of an observation. */
function factsOf(reading: Reading, product: Product | null): Look['facts'] {
  const { kms, notificationReason, expiryKind, partialKey } = product ?? {}
  const facts = {
    expiryKind,
    notificationReason: notificationReason?.code,
    partialKey,
    kmsHost: kms?.host,
    renewalIntervalMinutes: kms?.renewalIntervalMinutes,
    evaluationEnd: product?.evaluationEnd,
    localTime: product?.trustedTime,
    command: reading.command,
    warnings: reading.warnings.length === 0 ? null : reading.warnings.join(' '),
  }
  const told = Object.entries(facts).filter(([, fact]) => fact !== null && fact !== undefined)
  return Object.fromEntries(told) as Look['facts']
}
