// Three groups that a person can read out: code, product, day and main fact of a refusal. spec: lease-format §10
import { createHash } from 'node:crypto'
import { addSeconds, dayNumber, instantMin, secondsPerDay, type Instant } from '@holdfast/capabilities'
import type { Name } from './artefacts.ts'
import { refusalNumbers, refuse, type Refusal, type RefusalCode } from './refusal-codes.ts'
import { factsOfTyped } from './serial-number.ts'
import { dataOfGroups, formatGroups } from './symbols.ts'
import { findGroups } from './typed-groups.ts'

export type SupportCode = {
  readonly kind: 'support-code'
  /** `null` where this reader does not know the number. */
  readonly code: RefusalCode | null
  readonly number: number
  /** The first 10 bits of SHA-256 of the product; compare with `productTag`. */
  readonly productTag: number
  /** The first moment of the day, UTC. */
  readonly day: Instant
  /** 17 bits; what they mean says `describeSupportFact`. */
  readonly fact: number
}

const formatKnown = 1n
const factMax = 2 ** 17 - 1
const dataSymbols = 12
const firstDay = dayNumber(1, 1, 1)
// Widths of the fields after the two bits of the format, from the highest: number, product tag, day, fact.
const widths = { number: 9n, tag: 10n, day: 22n, fact: 17n }

/** `fact`: 0 to 131,071 as `supportFact` gives it; 0 where none. */
export function formatSupportCode(about: {
  readonly code: RefusalCode
  readonly product: Name
  readonly now: Instant
  readonly fact?: number
}): string {
  const fact = about.fact ?? 0
  if (!Number.isInteger(fact) || fact < 0 || fact > factMax) throw new TypeError('a fact has 17 bits')
  const day = Math.floor(about.now / secondsPerDay) - firstDay
  let bits = formatKnown
  bits = (bits << widths.number) | BigInt(refusalNumbers[about.code])
  bits = (bits << widths.tag) | BigInt(productTag(about.product))
  bits = (bits << widths.day) | BigInt(day)
  bits = (bits << widths.fact) | BigInt(fact)
  const data = Array.from({ length: dataSymbols }, (_, index) =>
    Number((bits >> BigInt(5 * (dataSymbols - 1 - index))) & 31n),
  )
  return formatGroups('support', data)
}

/**
 * The support code in what somebody typed or pasted. Refuses SUPPORT_CODE_MALFORMED; facts as of `parseSerial`, or
 * `format` where the code is of another format.
 */
export function parseSupportCode(text: string): SupportCode | Refusal<'SUPPORT_CODE_MALFORMED'> {
  const found = findGroups(text, 'support', ['serial', 'key'])
  if (found.kind !== 'found') return refuse('SUPPORT_CODE_MALFORMED', factsOfTyped(found))
  let bits = dataOfGroups(found.text).reduce((sum, value) => (sum << 5n) | BigInt(value), 0n)
  const take = (width: bigint) => {
    const value = Number(bits & ((1n << width) - 1n))
    bits >>= width
    return value
  }
  const fact = take(widths.fact)
  const days = take(widths.day)
  const tag = take(widths.tag)
  const number = take(widths.number)
  if (bits !== formatKnown) return refuse('SUPPORT_CODE_MALFORMED', { groups: [], format: Number(bits) })
  const day = addSeconds(instantMin, days * secondsPerDay)
  if (day === null) return refuse('SUPPORT_CODE_MALFORMED', { groups: [], days })
  return { kind: 'support-code', code: codeOf(number), number, productTag: tag, day, fact }
}

/** The first 10 bits of SHA-256 of the product's name. */
export function productTag(product: Name): number {
  return createHash('sha256').update(product, 'utf8').digest().readUInt16BE(0) >> 6
}

function codeOf(number: number): RefusalCode | null {
  const entry = Object.entries(refusalNumbers).find(([, known]) => known === number)
  return entry === undefined ? null : (entry[0] as RefusalCode)
}
