// Finds groups of symbols in what a person typed or pasted, and says what is wrong with them. spec: lease-format §9.2
import { typedTextLengthMax } from './limits.ts'
import { alphabet, groupCounts, groupSymbols, isGroup, symbolValue, type GroupKind } from './symbols.ts'

export type FoundGroups =
  | { readonly kind: 'found'; readonly text: string }
  | { readonly kind: 'too-long' }
  /** Several different ones stand in the text; choosing would be guessing. */
  | { readonly kind: 'several'; readonly count: number }
  /**
   * `groups`: the wrong ones, counted from 1. `length`: symbols found, where they are not as many as they should be.
   * `looksLike`: a text of the other kind.
   */
  | {
      readonly kind: 'wrong'
      readonly groups: readonly number[]
      readonly length?: number
      readonly looksLike?: GroupKind
    }

/** Letters and digits that stand together, and how many of its five-symbol groups there are. */
type Word = { readonly text: string; readonly symbols: readonly (number | null)[] }
/** Words with nothing but dashes and spaces between them. */
type Run = readonly Word[]
type Candidate = { readonly text: string; readonly wrongGroups: readonly number[]; readonly length: number }

const invisible = /[\u00ad\u200b-\u200d\u2060\ufeff]/g
const wordOrWall = /[0-9A-Za-z]+|[^\s\-\u2010-\u2015\u2212]/gu

/** The one text of `kind` in `text`, normalised; or why there is none. `rivals`: the other kinds that people confuse with it. */
export function findGroups(text: string, kind: GroupKind, rivals: readonly GroupKind[]): FoundGroups {
  if (text.length > typedTextLengthMax) return { kind: 'too-long' }
  const runs = runsOf(text)
  const right = rightTexts(runs, kind)
  if (right.length === 1 && right[0] !== undefined) return { kind: 'found', text: right[0] }
  if (right.length > 1) return { kind: 'several', count: right.length }
  return explain(runs, kind, rivals)
}

/** Every different text of `kind` in `text` whose check symbols are right, in order; none where the text is too long. */
export function listGroups(text: string, kind: GroupKind): readonly string[] {
  return text.length > typedTextLengthMax ? [] : rightTexts(runsOf(text), kind)
}

/** Cuts the text into runs. Whatever is neither letter, digit, dash nor space is a wall between two runs. */
function runsOf(text: string): Run[] {
  const plain = text.replace(/[\uff01-\uff5e]/g, halfWidth).replace(invisible, '')
  const runs: Word[][] = [[]]
  for (const [token] of plain.matchAll(wordOrWall)) {
    if (/^[0-9A-Za-z]/.test(token)) runs.at(-1)?.push({ text: token, symbols: [...token].map(symbolValue) })
    else if (runs.at(-1)?.length !== 0) runs.push([])
  }
  return runs.filter((run) => run.length > 0)
}

function halfWidth(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) - 0xfee0)
}

/** Every different text of `kind` whose check symbols are all right. */
function rightTexts(runs: readonly Run[], kind: GroupKind): string[] {
  const right = runs
    .flatMap((run) => [...wholeGroups(run, kind), ...wholeRun(run, kind)])
    .filter(({ wrongGroups }) => wrongGroups.length === 0)
  return [...new Set(right.map(({ text }) => text))]
}

/** Neighbouring words of one or more whole groups that are together as long as `kind`. */
function wholeGroups(run: Run, kind: GroupKind): Candidate[] {
  const length = groupCounts[kind] * groupSymbols
  const found: Candidate[] = []
  for (const start of run.keys()) {
    const symbols: number[] = []
    // No word is empty, so there are never more words than groups.
    for (const word of run.slice(start, start + groupCounts[kind])) {
      if (word.symbols.length % groupSymbols !== 0 || !isAllSymbols(word.symbols)) break
      symbols.push(...word.symbols)
      if (symbols.length >= length) break
    }
    if (symbols.length === length) found.push(judge(symbols, kind))
  }
  return found
}

/** A run that is as long as `kind` when all dashes and spaces are left out, wherever they stand. */
function wholeRun(run: Run, kind: GroupKind): Candidate[] {
  const symbols = run.flatMap((word) => word.symbols)
  return symbols.length === groupCounts[kind] * groupSymbols && isAllSymbols(symbols)
    ? [judge(symbols, kind)]
    : []
}

/** Neighbouring words that are as many as `kind` has groups, whatever is in them. */
function wordWindows(run: Run, kind: GroupKind): Candidate[] {
  const count = groupCounts[kind]
  const found: Candidate[] = []
  for (let start = 0; start + count <= run.length; start++) {
    const words = run.slice(start, start + count)
    const wrongGroups = words.flatMap(({ symbols }, group) =>
      isAllSymbols(symbols) && isGroup(kind, group, symbols) ? [] : [group + 1],
    )
    const length = words.reduce((sum, { symbols }) => sum + symbols.length, 0)
    found.push({ text: '', wrongGroups, length })
  }
  return found
}

function explain(runs: readonly Run[], kind: GroupKind, rivals: readonly GroupKind[]): FoundGroups {
  const best = bestCandidate(runs, kind)
  const right = best === null ? 0 : groupCounts[kind] - best.wrongGroups.length
  // Two right groups of another kind are no accident (1 in 1024) as long as nothing fits this kind.
  const isRival = (candidate: Candidate | null, rival: GroupKind) =>
    candidate !== null && candidate.wrongGroups.length <= groupCounts[rival] - 2
  const like = right > 0 ? undefined : rivals.find((rival) => isRival(bestCandidate(runs, rival), rival))
  if (like !== undefined) return { kind: 'wrong', groups: [], looksLike: like }
  const lengthWanted = groupCounts[kind] * groupSymbols
  if (best !== null && best.length === lengthWanted) return { kind: 'wrong', groups: best.wrongGroups }
  if (best !== null && right > 0) return { kind: 'wrong', groups: best.wrongGroups, length: best.length }
  const length = Math.max(0, ...runs.map((run) => run.reduce((sum, word) => sum + word.symbols.length, 0)))
  const rival = rivals.find(
    (other) => groupCounts[other] * groupSymbols === length && length !== lengthWanted,
  )
  return { kind: 'wrong', groups: [], length, ...(rival === undefined ? {} : { looksLike: rival }) }
}

/** The candidate with the fewest wrong groups; among equals one of the right length, then the first. */
function bestCandidate(runs: readonly Run[], kind: GroupKind): Candidate | null {
  const lengthWanted = groupCounts[kind] * groupSymbols
  const rank = ({ wrongGroups, length }: Candidate) =>
    wrongGroups.length * 2 + (length === lengthWanted ? 0 : 1)
  const candidates = runs.flatMap((run) => [
    ...wholeGroups(run, kind),
    ...wordWindows(run, kind),
    ...wholeRun(run, kind),
  ])
  return candidates.reduce<Candidate | null>(
    (best, next) => (best === null || rank(next) < rank(best) ? next : best),
    null,
  )
}

function judge(symbols: readonly number[], kind: GroupKind): Candidate {
  const groups = Array.from({ length: groupCounts[kind] }, (_, group) =>
    symbols.slice(group * groupSymbols, (group + 1) * groupSymbols),
  )
  const wrongGroups = groups.flatMap((values, group) => (isGroup(kind, group, values) ? [] : [group + 1]))
  const text = groups.map((values) => values.map((value) => alphabet.charAt(value)).join('')).join('-')
  return { text, wrongGroups, length: symbols.length }
}

function isAllSymbols(symbols: readonly (number | null)[]): symbols is readonly number[] {
  return symbols.every((symbol) => symbol !== null)
}
