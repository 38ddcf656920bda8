// A text as lines that can be compared: unquoted, folded, with their place and width. spec: reading §2

export type Line = {
  /** From 1. */
  readonly number: number
  /** Where `text` begins in the text as given. */
  readonly from: number
  /** Folded and without blanks at its ends; as long as `raw`. */
  readonly text: string
  /** The same characters as given. */
  readonly raw: string
  /** Columns of the line without its quoting, blanks at its end included. */
  readonly width: number
  readonly endsBlank: boolean
  /** Whether a line end follows. */
  readonly ended: boolean
  /** Where two lines were made one: from `at` on, positions are so much further. */
  readonly seam?: { readonly at: number; readonly further: number }
}

/** More is no capture, and no collection of captures that a person made. */
export const linesMax = 200_000

/** The first `linesMax` lines and one more, by which a longer text is known. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = []
  let start = 0
  while (start < text.length && lines.length <= linesMax) {
    const end = lineEnd(text, start)
    lines.push(lineOf(text, { start, end, number: lines.length + 1 }))
    start = afterLineEnd(text, end)
  }
  return lines
}

function lineEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || code === 13) return at
  }
  return text.length
}

/** CR LF, LF, CR, and CR CR LF as wmic writes it. */
function afterLineEnd(text: string, end: number): number {
  let at = end
  while (text.charCodeAt(at) === 13) at++
  return text.charCodeAt(at) === 10 ? at + 1 : at
}

function lineOf(text: string, { start, end, number }: { start: number; end: number; number: number }): Line {
  const given = text.slice(start, end)
  const folded = fold(given)
  const quoted = endOfQuoting(folded)
  let from = skipListMark(folded, quoted)
  let to = folded.length
  while (to > from && folded.charCodeAt(to - 1) === 32) to--
  while (from < to && folded.charCodeAt(from) === 32) from++
  return {
    number,
    from: start + from,
    text: folded.slice(from, to),
    raw: given.slice(from, to),
    width: columnsOf(folded, quoted, folded.length),
    endsBlank: to < folded.length,
    ended: end < text.length,
  }
}

const beyondPlain = /[^\u0020-\u007e]/
const blanks = /[\u0000-\u001f\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]/g
const fullWidth = /[\uff01-\uff5e]/g

/** Blanks of all kinds to blanks, full-width signs to their ASCII twins: never longer or shorter than what was given. */
export function fold(text: string): string {
  if (!beyondPlain.test(text)) return text
  return text
    .replace(blanks, ' ')
    .replace(fullWidth, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
}

/** Behind `> > ` and the one blank that belongs to it. */
function endOfQuoting(text: string): number {
  let end = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 62 || code === 124) end = at + 1
    else if (code !== 32) break
  }
  return end > 0 && text.charCodeAt(end) === 32 ? end + 1 : end
}

function skipListMark(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) === 32) at++
  const mark = text.charAt(at)
  return (mark === '-' || mark === '*' || mark === '•') && text.charAt(at + 1) === ' ' ? at + 2 : at
}

/** Columns in a console: Chinese characters and full-width signs fill two. */
export function columnsOf(text: string, from: number, to: number): number {
  let columns = 0
  for (let at = from; at < to; at++) columns += isWide(text.charCodeAt(at)) ? 2 : 1
  return columns
}

export function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff01 && code <= 0xff60)
  )
}

const consoleWidths: readonly number[] = [80, 120]

/** Whether a console of an ordinary width may have broken the line here, with `next` as its other piece. */
export function isBrokenByConsole(line: Line, next: Line | undefined): boolean {
  if (consoleWidths.includes(line.width)) return true
  return next !== undefined && isWide(next.raw.charCodeAt(0)) && consoleWidths.includes(line.width + 1)
}

/** Where a position of `line.text` stood in the text as given. */
export function positionIn(line: Line, at: number): number {
  const further = line.seam !== undefined && at >= line.seam.at ? line.seam.further : 0
  return line.from + at + further
}

/** Two lines as one, with `glue` between. */
export function joinLines(line: Line, next: Line, glue: '' | ' '): Line {
  const at = line.text.length + glue.length
  return {
    ...next,
    number: line.number,
    from: line.from,
    text: line.text + glue + next.text,
    raw: line.raw + glue + next.raw,
    seam: { at, further: next.from - line.from - at },
  }
}

/** A last line behind which more may have stood. */
export function isUnfinished(line: Line, isLast: boolean): boolean {
  return !line.ended || (isLast && consoleWidths.includes(line.width))
}
