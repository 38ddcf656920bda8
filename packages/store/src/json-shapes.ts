// The JSON columns, read back: undefined for what is not of the shape.
import { instantOfSeconds, type Instant } from '@holdfast/capabilities'
import type { Policy, ReleaseRange } from '@holdfast/lease'
import type { RenewalRule, TermRule } from '@holdfast/licensing'

type Members = { readonly [name: string]: unknown }

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

export function parseReleases(value: unknown): readonly ReleaseRange[] | undefined {
  if (!Array.isArray(value)) return undefined
  const whole = value.every(
    (range) =>
      isMembers(range) && isCount(range['from']) && (range['below'] === undefined || isCount(range['below'])),
  )
  return whole ? (value as ReleaseRange[]) : undefined
}

export function parsePolicies(value: unknown): { readonly [feature: string]: Policy } | undefined {
  if (!isMembers(value)) return undefined
  const whole = Object.values(value).every(
    (policy) => policy === 'enforce' || policy === 'warn' || policy === 'observe',
  )
  return whole ? (value as { readonly [feature: string]: Policy }) : undefined
}

export function parseTermRule(value: unknown): TermRule | undefined {
  if (!isMembers(value)) return undefined
  if (value['kind'] === 'perpetual') return { kind: 'perpetual' }
  if (value['kind'] === 'until') {
    const until = parseMoment(value['until'])
    return until === null ? undefined : { kind: 'until', until }
  }
  const { kind, period, from, zone } = value
  if (kind !== 'period' || !isMembers(period) || typeof zone !== 'string') return undefined
  if (from !== 'order' && from !== 'first-activation') return undefined
  const { years, months, days } = period
  if (!isCount(years) || !isCount(months) || !isCount(days)) return undefined
  return { kind: 'period', period: { years, months, days }, from, zone }
}

export function parseRenewalRule(value: unknown): RenewalRule | undefined {
  if (!isMembers(value)) return undefined
  if (value['kind'] === 'none') return { kind: 'none' }
  const { kind, everyDays, windowDays } = value
  if ((kind !== 'advised' && kind !== 'required') || !isCount(everyDays) || !isCount(windowDays))
    return undefined
  return { kind, everyDays, windowDays }
}

export function parseTexts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((text) => typeof text === 'string') ? value : undefined
}

export type FlatFacts = { readonly [name: string]: string | number | boolean | null }

export function parseFacts(value: unknown): FlatFacts | undefined {
  if (!isMembers(value)) return undefined
  const flat = (fact: unknown) => fact === null || ['string', 'number', 'boolean'].includes(typeof fact)
  return Object.values(value).every(flat) ? (value as FlatFacts) : undefined
}

function parseMoment(value: unknown): Instant | null {
  return typeof value === 'number' ? instantOfSeconds(value) : null
}
