// The one fact of a refusal that its support code carries, by code. spec: lease-format §10; docs/errors.md lists the table.
import {
  dayNumber,
  formatInstant,
  instantOfSeconds,
  parseInstant,
  secondsPerDay,
} from '@holdfast/capabilities'
import type { Refusal, RefusalCode } from './refusal-codes.ts'

/** How 17 bits carry a fact. 0 always means that there is none. */
type Coding =
  /** The number itself; what does not fit is held at the largest. */
  | 'number'
  /** 1 + the number, for numbers that may be 0. */
  | 'ordinal'
  /** 1 + the day since 2000-01-01 of a moment. */
  | 'day'
  /** One bit a group, group 1 the lowest. */
  | 'groups'

export type SupportFactRow = { readonly fact: string; readonly coding: Coding }

const factMax = 2 ** 17 - 1
const groupsMax = 17
const firstDay = dayNumber(2000, 1, 1)

/** What is carried, by code; a code that is not named carries nothing. */
export const supportFacts: { readonly [code in RefusalCode]?: SupportFactRow } = {
  SERIAL_MALFORMED: { fact: 'groups', coding: 'groups' },
  PRODUCT_KEY_MALFORMED: { fact: 'groups', coding: 'groups' },
  SUPPORT_CODE_MALFORMED: { fact: 'groups', coding: 'groups' },
  ENVELOPE_TOO_LARGE: { fact: 'bytesMax', coding: 'number' },
  ENVELOPE_TRUNCATED: { fact: 'line', coding: 'number' },
  ENVELOPE_DAMAGED: { fact: 'line', coding: 'number' },
  FORMAT_UNKNOWN: { fact: 'version', coding: 'number' },
  SIGNATURES_TOO_FEW: { fact: 'signatures', coding: 'ordinal' },
  TRUST_CHAIN_BROKEN: { fact: 'version', coding: 'number' },
  TRUST_OLDER: { fact: 'version', coding: 'number' },
  TRUST_NEEDED: { fact: 'trust', coding: 'number' },
  LEASE_GENERATION_OLD: { fact: 'generation', coding: 'number' },
  LEASE_OVER: { fact: 'until', coding: 'day' },
  TERM_OVER: { fact: 'until', coding: 'day' },
  LICENCE_WITHDRAWN: { fact: 'since', coding: 'day' },
  LICENCE_SUSPENDED: { fact: 'since', coding: 'day' },
  DEVICE_BLOCKED: { fact: 'since', coding: 'day' },
  RELEASE_NOT_COVERED: { fact: 'ordinal', coding: 'ordinal' },
  SEATS_EXHAUSTED: { fact: 'seatsMax', coding: 'ordinal' },
  SEAT_MOVED: { fact: 'at', coding: 'day' },
  SEAT_RELEASED: { fact: 'at', coding: 'day' },
  REQUEST_OVERTAKEN: { fact: 'sequence', coding: 'number' },
  RELEASE_OVERTAKEN: { fact: 'sequence', coding: 'number' },
  FAILED_PROOFS_LIMIT: { fact: 'retryAfterSeconds', coding: 'number' },
  SERVER_CLOCK_BEHIND: { fact: 'behindSeconds', coding: 'number' },
  SERVER_OVERLOADED: { fact: 'retryAfterSeconds', coding: 'number' },
  BODY_TOO_LARGE: { fact: 'bytesMax', coding: 'number' },
  VAULT_NEWER: { fact: 'version', coding: 'number' },
}

/** The main fact of a refusal in 17 bits; 0 where it has none or the fact is of another form. */
export function supportFact(refusal: Refusal): number {
  const row = supportFacts[refusal.code]
  const value = row === undefined ? undefined : refusal.facts[row.fact]
  if (row === undefined || value === undefined) return 0
  switch (row.coding) {
    case 'number':
      return isCount(value) ? Math.min(value, factMax) : 0
    case 'ordinal':
      return isCount(value) ? Math.min(value + 1, factMax) : 0
    case 'day': {
      const at = typeof value === 'string' ? parseInstant(value) : null
      const days = at === null ? 0 : Math.floor(at / secondsPerDay) - firstDay + 1
      return Math.min(Math.max(days, 0), factMax)
    }
    case 'groups':
      return Array.isArray(value)
        ? (value as unknown[]).reduce<number>((bits, group) => bits | bitOf(group), 0)
        : 0
  }
}

/** What the 17 bits of a code say: the fact's name and its value; `null` where there is none. Days are dates. */
export function describeSupportFact(
  code: RefusalCode | null,
  fact: number,
): { readonly name: string; readonly value: string } | null {
  const row = code === null ? undefined : supportFacts[code]
  if (row === undefined || !isCount(fact) || fact === 0 || fact > factMax) return null
  const atLeast = fact === factMax ? '>= ' : ''
  switch (row.coding) {
    case 'number':
      return { name: row.fact, value: `${atLeast}${fact}` }
    case 'ordinal':
      return { name: row.fact, value: `${atLeast}${fact - 1}` }
    case 'day': {
      const at = instantOfSeconds((fact - 1 + firstDay) * secondsPerDay)
      return at === null ? null : { name: row.fact, value: `${atLeast}${formatInstant(at).slice(0, 10)}` }
    }
    case 'groups': {
      const groups = Array.from({ length: groupsMax }, (_, index) => index + 1).filter(
        (group) => fact & bitOf(group),
      )
      return { name: row.fact, value: groups.join(', ') }
    }
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function bitOf(group: unknown): number {
  return isCount(group) && group >= 1 && group <= groupsMax ? 1 << (group - 1) : 0
}
