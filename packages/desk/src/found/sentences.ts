// Sentences and clauses of a folded text, with their places. spec: case-import §5
import type { Place } from './places.ts'

export type Sentence = Place & {
  /** The words, without list marks in front and stops behind; a question mark belongs to them. */
  readonly words: string
  readonly asks: boolean
  /** An entry of a list. */
  readonly listed: boolean
}

/** Longer ones are cut, so that no rule reads further than this at once. */
export const sentenceLengthMax = 600

const listMark =
  /[ \n]*(?:[-*+•·●■◆○▪→][ \n]+|\(?\d{1,2}(?:[.、)](?!\d)|\. )[ ]*|[(]?[一二三四五六七八九十]{1,2}[、).][ ]*|[(]?[a-h][.)] +|[①-⑳][ .、]*)?[ \n]*/y
const abbreviation =
  /(?:^|[^A-Za-z])(?:e\.g|i\.e|approx|ca|vs|etc|no|nr|mr|ms|mrs|dr|tel|ext|fig|sec|ver|incl|resp|St|Co|Ltd|Inc)$/i

export function listSentences(plain: string): Sentence[] {
  const sentences: Sentence[] = []
  let lineStart = 0
  let start = afterListMark(plain, 0)
  for (let at = start; at <= plain.length; at++) {
    if (at < plain.length && at - start < sentenceLengthMax && !endsAt(plain, at, lineStart)) {
      if (plain[at] === '\n') lineStart = at + 1
      continue
    }
    if (plain[at] === '\n') lineStart = at + 1
    addSentence(sentences, plain, start, at)
    const next = isStop(plain[at]) ? at + 1 : at
    start = afterListMark(plain, next)
    const newline = plain.slice(next, start).lastIndexOf('\n')
    if (newline >= 0) lineStart = next + newline + 1
    at = Math.max(at, start - 1)
  }
  return sentences
}

function isStop(sign: string | undefined): boolean {
  return sign !== undefined && '。!?;.\n\u0000'.includes(sign)
}

function afterListMark(plain: string, at: number): number {
  listMark.lastIndex = at
  const match = listMark.exec(plain)
  return at + (match?.[0].length ?? 0)
}

/** Whether a list mark stands in front. */
function isListMark(plain: string, start: number): boolean {
  return /(?:^|[\s。;])[(]?(?:[-*+•·●■◆○▪→]|\d{1,2}[.、)]|[一二三四五六七八九十]{1,2}[、).]|[a-h][.)]|[①-⑳])[ .、]*$/.test(
    plain.slice(Math.max(0, start - 8), start),
  )
}

function addSentence(sentences: Sentence[], plain: string, start: number, end: number): void {
  const listed = isListMark(plain, start)
  const asks = plain[end] === '?'
  let to = asks ? end + 1 : end
  let from = start
  while (from < to && isBlank(plain[from])) from++
  while (to > from && isBlank(plain[to - 1])) to--
  if (to > from) sentences.push({ from, to, words: plain.slice(from, to), asks, listed })
}

function isBlank(sign: string | undefined): boolean {
  return sign === ' ' || sign === '\n'
}

function endsAt(plain: string, at: number, lineStart: number): boolean {
  const sign = plain[at]
  if (sign === '。' || sign === '\u0000') return true
  if (sign === '\n') return !isWrapped(plain, at, lineStart)
  if (sign === '!' || sign === '?' || sign === ';') return !isWithinLink(plain, at)
  if (sign === '.') return endsWithDot(plain, at)
  // A list within one line: `1. send it 2. run it`.
  return sign === ' ' && /^ \(?\d{1,2}[.、)](?![\d])/.test(plain.slice(at, at + 6))
}

/** `x?a=b`: a stop of a sentence has a blank or other signs on one side. */
function isWithinLink(plain: string, at: number): boolean {
  return /[A-Za-z0-9/_-]/.test(plain[at - 1] ?? ' ') && /[A-Za-z0-9=&/%_]/.test(plain[at + 1] ?? ' ')
}

function endsWithDot(plain: string, at: number): boolean {
  const next = plain[at + 1] ?? ' '
  if (!/[\s"')\]\u2e80-\u9fff\u0000]/.test(next)) return false
  return !abbreviation.test(plain.slice(Math.max(0, at - 8), at))
}

/** Whether a line goes on in the next one, as mail programs and people break long lines. */
function isWrapped(plain: string, at: number, lineStart: number): boolean {
  const last = plain[at - 1] ?? ''
  const next = plain.slice(at + 1, at + 8)
  if (
    next.trim() === '' ||
    /^\s*\n/.test(next) ||
    /^[ ]*(?:[-*•·●>]|\(?\d{1,2}[.、)]|[一二三四五六七八九十]{1,2}[、.])/.test(next)
  )
    return false
  if (/[。!?;:.\s\u0000]/.test(last)) return false
  const width = widthOf(plain, lineStart, at)
  if (width > 110) return false
  if (/[,、]/.test(last)) return width >= 40
  if (/[\u2e80-\u9fff]/.test(last)) return width >= 72 && width <= 80
  return width >= 56 || (width >= 24 && /^[a-z]/.test(next))
}

function widthOf(plain: string, from: number, to: number): number {
  if (to - from > 110) return to - from
  let width = 0
  for (let at = from; at < to; at++) width += plain.charCodeAt(at) >= 0x2e80 ? 2 : 1
  return width
}

/** From the beginning of the clause that holds `from` to the end of the one that holds `to`, as places in `words`. */
export function clausesAround(words: string, from: number, to: number): Place {
  let start = from
  while (start > 0 && !isClauseEnd(words, start - 1)) start--
  let end = to
  while (end < words.length && !isClauseEnd(words, end)) end++
  while (start < end && isBlank(words[start])) start++
  while (end > start && isBlank(words[end - 1])) end--
  return { from: start, to: end }
}

function isClauseEnd(words: string, at: number): boolean {
  const sign = words[at]
  if (sign === ',' || sign === ':') return !/\d/.test(words[at + 1] ?? '') || !/\d/.test(words[at - 1] ?? '')
  return sign === '(' || sign === ')' || sign === '?'
}
