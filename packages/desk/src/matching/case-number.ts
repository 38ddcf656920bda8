// Numbers of cases and tracking tokens: made, and found in what people write. spec: threading §3
import type { Entropy } from '@holdfast/capabilities'
import { alphabet } from '@holdfast/lease'
import { runningDigitsMax, type NumberPart, type NumberPattern } from './number-pattern.ts'

export type FoundNumber = {
  /** Name of the pattern. */
  readonly pattern: string
  /** In its normal spelling, as written: `CAS-03604-S0V3Q4`. */
  readonly value: string
  /** The same where confused symbols of random parts are mended: O is 0, I and L are 1. Mostly equal to `value`. */
  readonly meant: string
  /** Positions in the text, in UTF-16 code units; `to` excluded. */
  readonly from: number
  readonly to: number
}

/** Characters of a text that are searched for numbers; what follows is not looked at. */
export const searchedCharactersMax = 262_144
/** Numbers of one text that are told; further ones are not. */
export const foundNumbersMax = 32

/**
 * The number of case `running` by this pattern. As running numbers are never given twice, neither is it; the random parts are
 * for those who guess and mistype. Throws on a pattern of a foreign desk: those are only read.
 */
export function formatCaseNumber(pattern: NumberPattern, running: number, entropy: Entropy): string {
  if (!Number.isSafeInteger(running) || running < 1 || String(running).length > runningDigitsMax)
    throw new TypeError('not a running number')
  return pattern.parts.map((part) => formatPart(part, running, entropy)).join('')
}

function formatPart(part: NumberPart, running: number, entropy: Entropy): string {
  if (part.kind === 'text') return part.text
  if (part.kind === 'running') return String(running).padStart(part.width, '0')
  if (part.kind === 'digits') throw new TypeError('numbers of a foreign desk are only read')
  // 256 is a multiple of 32, so that each symbol is equally likely.
  return Array.from(entropy.bytes(part.length), (byte) => alphabet.charAt(byte % alphabet.length)).join('')
}

/** Where a number leads in the books: pattern and value. */
export function numberKey(pattern: string, value: string): string {
  return `${pattern}/${value}`
}

/**
 * Every number of these patterns, in the order of the text; where two patterns match at one place, the longer first. Full-width
 * characters, small letters, dashes of every kind, blanks around hyphens and any brackets around the number do not matter.
 */
export function findCaseNumbers(text: string, patterns: readonly NumberPattern[]): readonly FoundNumber[] {
  const folded = foldUnits(text.slice(0, searchedCharactersMax))
  const found: FoundNumber[] = []
  for (const pattern of patterns) {
    let count = 0
    for (const match of folded.matchAll(pattern.finds)) {
      if (++count > foundNumbersMax) break
      found.push(readMatch(pattern, match))
    }
  }
  return found.toSorted((one, other) => one.from - other.from || other.to - one.to).slice(0, foundNumbersMax)
}

function readMatch(pattern: NumberPattern, match: RegExpExecArray): FoundNumber {
  const slots = match.slice(1)
  let at = 0
  const written = pattern.parts.map((part) => ({
    part,
    text: part.kind === 'text' ? part.text : (slots[at++] ?? ''),
  }))
  const value = written.map(({ text }) => text).join('')
  const meant = written.map(({ part, text }) => (part.kind === 'random' ? mendSymbols(text) : text)).join('')
  return { pattern: pattern.name, value, meant, from: match.index, to: match.index + match[0].length }
}

function mendSymbols(text: string): string {
  return text.replaceAll('O', '0').replaceAll(/[IL]/g, '1')
}

const dashes = /[\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63]/g
const blanks = /[\t\r\u00a0\u2000-\u200a\u202f\u3000]/g

/** One unit becomes one unit, so that positions stay: full-width to plain, small to capital, every dash, every blank. */
function foldUnits(text: string): string {
  return text
    .replaceAll(/[\uff01-\uff5e]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) - 0xfee0))
    .replaceAll(dashes, '-')
    .replaceAll(blanks, ' ')
    .replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase())
}
