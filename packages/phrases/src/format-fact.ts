import { formatInstant, instantOfSeconds, parseInstant, type Instant } from '@holdfast/capabilities'
import type { RefusalFacts } from '@holdfast/lease'
import type { Locale } from './locale.ts'

type Fact = RefusalFacts[string]

/** Longest text of one fact and most members of a list in a sentence; what is longer is cut with an ellipsis. */
export const factCharsMax = 120
export const factMembersMax = 8

// C0, C1, line and paragraph separators and the bidirectional controls: a fact must not be able to forge a sentence.
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g
// Five groups of five with anything short between them: what looks like a product key is never repeated to anybody.
const likeProductKey =
  /(?<![0-9a-z])[0-9a-z\uff10-\uff5a]{5}(?:[^0-9a-z]{0,3}[0-9a-z\uff10-\uff5a]{5}){4}(?![0-9a-z])/giu

const momentNames = /^(?:at|since|until|from|below|notBefore|notAfter)$|(?:At|Since|Until|From)$/
const units: readonly {
  readonly name: RegExp
  readonly en: readonly [one: string, more: string]
  readonly zh: string
}[] = [
  { name: /Seconds(?:M(?:ax|in))?$/, en: ['second', 'seconds'], zh: '秒' },
  { name: /Days(?:M(?:ax|in))?$|^days$/, en: ['day', 'days'], zh: '天' },
  { name: /^bytes(?:M(?:ax|in))?$|Bytes(?:M(?:ax|in))?$/, en: ['byte', 'bytes'], zh: '字节' },
]

/** Whether there is something to show: null, an empty text and an empty list are nothing. */
export function isTold(fact: Fact | undefined): fact is NonNullable<Fact> {
  if (fact === undefined || fact === null || fact === '') return false
  return !Array.isArray(fact) || fact.length > 0
}

/** One fact as text: numbers with their unit, moments readable, foreign text cleaned and cut. */
export function formatFact(name: string, fact: Fact, locale: Locale): string {
  if (typeof fact === 'number') return formatNumber(name, fact, locale)
  if (typeof fact === 'string') return formatText(fact, locale)
  if (typeof fact === 'boolean') return formatBoolean(fact, locale)
  if (fact === null) return ''
  const members = fact.slice(0, factMembersMax).map((member) => formatFact(name, member, locale))
  if (fact.length > factMembersMax) members.push('…')
  return members.join(locale === 'zh' ? '、' : ', ')
}

/** `2026-03-01 08:30:00 UTC`: people compare it with signed texts, so it stays UTC and exact. */
export function formatMoment(instant: Instant, locale: Locale): string {
  const [day = '', time = ''] = formatInstant(instant).replace('Z', '').split('T')
  return locale === 'zh' ? `${day} ${time}（UTC）` : `${day} ${time} UTC`
}

function formatNumber(name: string, value: number, locale: Locale): string {
  const moment = momentNames.test(name) ? instantOfSeconds(value) : null
  if (moment !== null) return formatMoment(moment, locale)
  const digits = groupDigits(value)
  const unit = units.find((candidate) => candidate.name.test(name))
  if (unit === undefined) return digits
  return locale === 'zh' ? `${digits} ${unit.zh}` : `${digits} ${value === 1 ? unit.en[0] : unit.en[1]}`
}

/** Thousands apart from 10,000 on, the same in both languages and on every machine. */
function groupDigits(value: number): string {
  const text = String(value)
  return Number.isSafeInteger(value) && Math.abs(value) >= 10_000
    ? text.replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
    : text
}

function formatText(text: string, locale: Locale): string {
  const moment = parseInstant(text)
  if (moment !== null) return formatMoment(moment, locale)
  const clean = text.replaceAll(unprintable, ' ').replaceAll(likeProductKey, '…').trim()
  const characters = [...clean]
  return characters.length > factCharsMax ? `${characters.slice(0, factCharsMax).join('')}…` : clean
}

function formatBoolean(value: boolean, locale: Locale): string {
  if (locale === 'zh') return value ? '是' : '否'
  return value ? 'yes' : 'no'
}
