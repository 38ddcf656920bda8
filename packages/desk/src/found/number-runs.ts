// One number, or several that share the unit behind the last of them. spec: case-import §5
import { listNumbers, type WrittenNumber } from './numbers.ts'
import { before, type Place } from './places.ts'

export type Marks = { readonly about?: true; readonly atLeast?: true }

export type NumberRun = Place & {
  readonly kind: 'single' | 'list' | 'range'
  readonly numbers: readonly WrittenNumber[]
  readonly marks: Marks
  /** Where the unit has to begin. */
  readonly unitAt: number
}

export const listedNumbersMax = 50

const listSign = /^(?: ?[/、,;|] ?| ?(?:和|或者?|及|以及|与) ?|,? (?:and|or) )$/
const rangeSign = /^(?: ?[-~] ?| ?[到至] ?| to )$/
/** Between number and unit. */
const marksBetween: readonly (readonly [RegExp, Marks])[] = [
  [/ {0,2}(?:多|余|\+|-?odd\b)/y, { atLeast: true }],
  [/ {0,2}来/y, { about: true }],
  [/几/y, { about: true, atLeast: true }],
]
const aboutBefore =
  /(?:约|大概|大致|差不多|(?<![最附])近|接近|不到|不足|估计|少于|低于|最多|至多|\b(?:about|around|approx\.?|approximately|roughly|some|nearly|almost|circa|ca\.|close to|fewer than|less than|under|up to|at most)|[~≈≤<])(?:有|是|为| of)?[ \n]*$/i
const atLeastBefore =
  /(?:超过|超出|超|逾|至少|不少于|不低于|多于|大于|(?<!不)高达|\b(?:over|more than|at least|above|upwards of|no fewer than|no less than|in excess of|exceeding|beyond)|[>≥]=?)(?:了|有|是|为)?[ \n]*$/i

export function listRuns(plain: string): NumberRun[] {
  const numbers = listNumbers(plain).filter((number) => !isListMark(plain, number))
  const runs: NumberRun[] = []
  for (let at = 0; at < numbers.length;) {
    const run = gatherRun(plain, numbers, at)
    at += run.numbers.length
    if (isStart(plain, run.from)) runs.push(run)
  }
  return runs
}

function gatherRun(plain: string, numbers: readonly WrittenNumber[], start: number): NumberRun {
  const first = numbers[start] as WrittenNumber
  const gathered = [first]
  let sign: RegExp | null = null
  while (gathered.length < listedNumbersMax) {
    const last = gathered.at(-1) as WrittenNumber
    const next = numbers[start + gathered.length]
    if (next === undefined || next.from - last.to > 6) break
    const gap = plain.slice(last.to, next.from)
    const joined: RegExp | null = listSign.test(gap) ? listSign : rangeSign.test(gap) ? rangeSign : null
    if (joined === null || (sign !== null && joined !== sign)) break
    sign = joined
    gathered.push(next)
  }
  const last = gathered.at(-1) as WrittenNumber
  const between = markBetween(plain, last.to)
  const kind = sign === null ? 'single' : sign === listSign ? 'list' : 'range'
  return {
    from: first.from,
    to: last.to,
    kind,
    numbers: gathered,
    marks: {
      ...marksBefore(plain, first),
      ...between.marks,
      ...(kind === 'range' ? { about: true as const } : {}),
    },
    unitAt: between.to,
  }
}

function markBetween(plain: string, at: number): { to: number; marks: Marks } {
  for (const [pattern, marks] of marksBetween) {
    pattern.lastIndex = at
    const match = pattern.exec(plain)
    if (match !== null) return { to: at + match[0].length, marks }
  }
  return { to: at, marks: {} }
}

function marksBefore(plain: string, number: WrittenNumber): Marks {
  const words = before(plain, number.from, 24)
  return {
    ...(aboutBefore.test(words) ? { about: true as const } : {}),
    ...(atLeastBefore.test(words) || (number.bareUnit && /[上过]$/.test(words))
      ? { atLeast: true as const }
      : {}),
  }
}

/** `2、` at the beginning of a line. */
function isListMark(plain: string, { from, to, written }: WrittenNumber): boolean {
  if (to - from > 2 || written === 'words' || !/^[、.)]/.test(plain.slice(to, to + 1))) return false
  return /(?:^|\n) *\(?$/.test(plain.slice(Math.max(0, from - 8), from))
}

/** A number that is no part of a code: `#4711`, `V0-2`, `x/100`. */
function isStart(plain: string, at: number): boolean {
  const sign = plain[at - 1] ?? ' '
  if (sign === '#' || sign === '\\' || sign === '@' || sign === '第') return false
  if (sign === '/') return !/\d/.test(plain[at - 2] ?? ' ')
  return !((sign === '-' || sign === ',') && /[A-Za-z0-9]/.test(plain[at - 2] ?? ' '))
}

/** Marks that stand behind the unit. */
export function marksBehind(words: string): Marks {
  if (/^[^。,;!?\n]{0,3}(?:左右|上下)|^ or so\b/.test(words)) return { about: true }
  if (/^[^。,;!?\n]{0,2}(?:以上|之多|有余)|^ (?:or|and) more\b|^ plus\b|^多/.test(words))
    return { atLeast: true }
  return {}
}
