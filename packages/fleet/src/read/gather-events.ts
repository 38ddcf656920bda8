// Lines to what they say, continuations joined. spec: reading §2, §3
import type { Fact, Field, Shape } from './fields.ts'
import type { LabelLocale } from './labels.ts'
import { isBrokenByConsole, isUnfinished, joinLines, positionIn, type Line } from './lines.ts'
import { isBeginning, recogniseLine, shapeOf, type Command, type Recognised } from './recognise-line.ts'
import type { Sentence } from './sentences.ts'
import { accepts, isWhole } from './shapes.ts'

export type Event =
  | {
      readonly kind: 'fact'
      readonly field: Field
      readonly locale: LabelLocale
      readonly weak: boolean
      readonly fact: Fact
    }
  | {
      readonly kind: 'sentence'
      readonly sentence: Exclude<Sentence, { kind: 'fact' }>
      readonly locale: LabelLocale
      /** What follows the words. */
      readonly fact: Fact
      /** The line before, where it ends with a colon: the name of a product. */
      readonly name: Fact | null
    }
  | { readonly kind: 'invocation'; readonly command: Command | null; readonly all: boolean }
  | { readonly kind: 'message' }
  | { readonly kind: 'heading'; readonly title: string; readonly divides: boolean }

export type GatheredEvents = {
  readonly events: readonly Event[]
  /** The last line breaks off within a label or sentence. */
  readonly endsWithin: boolean
  /** Lines with a colon that no label explains. */
  readonly unexplained: number
}

const piecesMax = 4

/** Blanks, and the signs by which people make words stand out. */
const besideValues = ' *`'

/** One pass over the lines; each is recognised once. */
export function gatherEvents(lines: readonly Line[]): GatheredEvents {
  const recognised = recogniseLines(lines)
  const lastAt = lines.findLastIndex((line) => line.text !== '')
  const events: Event[] = []
  let name: Fact | null = null
  let unexplained = 0
  let at = 0
  while (at < lines.length) {
    const { line, found, used } = mended(lines, recognised, at)
    const nextName = found.kind === 'plain' ? nameBeforeSentence(line) : null
    if (found.kind === 'plain' && line.text.includes(':')) unexplained += 1
    const value = readValue({ lines, recognised, lastAt }, { line, found, next: at + used })
    const event = eventOf(found, value, name)
    if (event !== null) events.push(event)
    if (found.kind !== 'blank') name = nextName
    at += used
  }
  return { events, endsWithin: breaksOff(lines[lastAt], recognised[lastAt]), unexplained }
}

/** Each by itself, but for headings that stand between two rules. */
function recogniseLines(lines: readonly Line[]): Recognised[] {
  const recognised = lines.map(recogniseLine)
  for (const [at, line] of lines.entries()) {
    const kind = recognised[at]?.kind
    if (kind !== 'plain' && kind !== 'prompt') continue
    if (recognised[at - 1]?.kind === 'rule' && recognised[at + 1]?.kind === 'rule')
      recognised[at] = { kind: 'heading', title: line.text, divides: true }
  }
  return recognised
}

/** `Windows(R), Enterprise edition:` before a sentence of /xpr. */
function nameBeforeSentence(line: Line): Fact | null {
  if (!line.text.endsWith(':')) return null
  const length = line.text.length - 1
  const { text, raw, from, number } = line
  return {
    text: text.slice(0, length),
    raw: raw.slice(0, length),
    from,
    to: from + length,
    line: number,
    cut: false,
  }
}

/** Whether the text ends within a label or a sentence. */
function breaksOff(line: Line | undefined, found: Recognised | undefined): boolean {
  return line !== undefined && !line.ended && found?.kind === 'plain' && isBeginning(line.text)
}

/** The line, or with the next one where a break runs through its label. */
function mended(
  lines: readonly Line[],
  recognised: readonly Recognised[],
  at: number,
): { line: Line; found: Recognised; used: number } {
  const line = lines[at] as Line
  const found = recognised[at] as Recognised
  const next = lines[at + 1]
  if (found.kind !== 'plain' || next === undefined || recognised[at + 1]?.kind === 'blank')
    return { line, found, used: 1 }
  if (!isBeginning(line.text)) return { line, found, used: 1 }
  for (const glue of ['', ' '] as const) {
    const joined = joinLines(line, next, glue)
    const meant = recogniseLine(joined)
    if (meant.kind === 'label' || meant.kind === 'sentence') return { line: joined, found: meant, used: 2 }
  }
  return { line, found, used: 1 }
}

type Text = {
  readonly lines: readonly Line[]
  readonly recognised: readonly Recognised[]
  readonly lastAt: number
}

/** The value behind the label or sentence, with the lines that continue it. */
function readValue(
  text: Text,
  { line, found, next }: { line: Line; found: Recognised; next: number },
): Fact | null {
  if (found.kind !== 'label' && found.kind !== 'sentence') return null
  const shape = shapeOf(found)
  let start = found.valueAt
  while (start < line.text.length && besideValues.includes(line.text.charAt(start))) start++
  let end = line.text.length
  while (end > start && besideValues.includes(line.text.charAt(end - 1))) end--
  const first: Joined = {
    text: line.text.slice(start, end),
    raw: line.raw.slice(start, end),
    to: positionIn(line, end),
    last: next - 1,
    pieces: [],
  }
  const value = continued(text, shape, line, first)
  const lastLine = text.lines[value.last] ?? line
  const cut = isUnfinished(lastLine, value.last === text.lastAt) && !isWhole(shape, value.text)
  const { text: folded, raw, to, pieces } = value
  // Alone on the next line, a value does not stand behind its label.
  const [piece] = first.text === '' ? pieces : []
  const from = piece?.from ?? positionIn(line, start)
  return { text: folded, raw, from, to, line: piece?.line ?? line.number, pieces, cut }
}

type Joined = {
  readonly text: string
  readonly raw: string
  readonly to: number
  /** Index of the last line that belongs to it. */
  readonly last: number
  readonly pieces: NonNullable<Fact['pieces']>
}

function continued(text: Text, shape: Shape, line: Line, first: Joined): Joined {
  if (isWhole(shape, first.text) || text.recognised[first.last + 1]?.kind !== 'plain') return first
  const asConsole = joinedAsConsole(text, line, first)
  if (asConsole !== null && (accepts(shape, asConsole.text) || !accepts(shape, first.text))) return asConsole
  if (accepts(shape, first.text)) return first
  return joinedUntilAccepted(text, shape, first) ?? first
}

/** Pieces as wide as a console belong together without a blank. */
function joinedAsConsole(text: Text, line: Line, first: Joined): Joined | null {
  let joined = first
  let before = line
  for (let pieces = 1; pieces < piecesMax; pieces++) {
    const next = followerOf(text, joined)
    if (next === null || !isBrokenByConsole(before, next)) break
    joined = join(joined, next, before.endsBlank ? ' ' : '')
    before = next
  }
  return joined === first ? null : joined
}

function joinedUntilAccepted(text: Text, shape: Shape, first: Joined): Joined | null {
  for (const glue of ['', ' '] as const) {
    let joined = first
    for (let pieces = 1; pieces < piecesMax; pieces++) {
      const next = followerOf(text, joined)
      if (next === null) break
      joined = join(joined, next, joined.text === '' ? '' : glue)
      // Any line would do as a text: alone behind its label only one without blanks, or one that is whole, is believed.
      if (shape === 'text' && joined.text.includes(' ') && !isWhole(shape, joined.text)) break
      if (accepts(shape, joined.text)) return joined
    }
  }
  return null
}

function followerOf(text: Text, joined: Joined): Line | null {
  if (text.recognised[joined.last + 1]?.kind !== 'plain') return null
  return text.lines[joined.last + 1] ?? null
}

function join(joined: Joined, next: Line, glue: '' | ' '): Joined {
  return {
    text: joined.text + glue + next.text,
    raw: joined.raw + glue + next.raw,
    to: next.from + next.text.length,
    last: joined.last + 1,
    pieces: [...joined.pieces, { at: joined.text.length + glue.length, from: next.from, line: next.number }],
  }
}

function eventOf(found: Recognised, fact: Fact | null, name: Fact | null): Event | null {
  switch (found.kind) {
    case 'label':
      return fact === null ? null : { ...found, kind: 'fact', fact }
    case 'sentence':
      return fact === null ? null : sentenceEvent(found.sentence, found.locale, fact, name)
    case 'prompt':
      return { kind: 'invocation', command: found.command, all: found.all }
    case 'heading':
      return found
    case 'message':
      return { kind: 'message' }
    case 'blank':
    case 'plain':
    case 'rule':
      return null
  }
}

function sentenceEvent(sentence: Sentence, locale: LabelLocale, fact: Fact, name: Fact | null): Event | null {
  if (sentence.kind === 'fact') return { kind: 'fact', field: sentence.field, locale, weak: false, fact }
  if (sentence.kind === 'furniture') return null
  if (sentence.kind === 'banner' || sentence.kind === 'box')
    return { kind: 'invocation', command: null, all: false }
  if (sentence.kind === 'xpr' && sentence.afterName && name === null) return null
  return { kind: 'sentence', sentence, locale, fact, name }
}
