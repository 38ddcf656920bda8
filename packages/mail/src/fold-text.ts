// What of a text is quoted and what is signed, so that a view can fold it. Nothing is ever cut from storage. spec: mail §5
import {
  attributionEnd,
  attributionHint,
  attributionStart,
  mailerSignatures,
  quotedHeaders,
  separators,
} from './fold-marks.ts'

export type FoldSpan = {
  readonly kind: 'quotation' | 'signature'
  /** What showed it. */
  readonly because: 'marks' | 'separator' | 'headers' | 'attribution' | 'dashes' | 'mailer'
  /** UTF-16 units of the text, whole lines; `to` is excluded. */
  readonly from: number
  readonly to: number
}

export type FoldedText = {
  readonly text: string
  /** In their order, none within another. */
  readonly spans: readonly FoldSpan[]
}

type Line = {
  readonly from: number
  readonly to: number
  readonly text: string
  readonly isEmpty: boolean
  readonly isBarred: boolean
}
type Block = { readonly first: number; readonly end: number } & Pick<FoldSpan, 'kind' | 'because'>

/** Units of a line that are looked at: words of mailers are short. */
const lineLengthMax = 400
/** Lines of the words before a quotation, and of quoted headers. */
const attributionLinesMax = 3
const headerLinesMax = 12

/** Finds quotations and signatures. Linear in the length of the text. */
export function foldText(text: string): FoldedText {
  const lines = listLines(text)
  const quotations = listQuotations(lines)
  const blocks = withSignatures(lines, quotations)
  const spans = blocks.map(({ kind, because, first, end }) => ({
    kind,
    because,
    from: lines[first]?.from ?? text.length,
    to: lines[end]?.from ?? text.length,
  }))
  return { text, spans }
}

/** What the sender wrote in this mail: without what is quoted and signed. */
export function ownText({ text, spans }: FoldedText): string {
  const pieces: string[] = []
  let at = 0
  for (const { from, to } of spans) {
    pieces.push(text.slice(at, from))
    at = to
  }
  pieces.push(text.slice(at))
  const own = pieces.map((piece) => withoutBlankLines(piece)).filter((piece) => piece !== '')
  return own.join('\n\n')
}

function withoutBlankLines(text: string): string {
  const lines = text.split('\n')
  const first = lines.findIndex(isWritten)
  return first < 0 ? '' : lines.slice(first, lines.findLastIndex(isWritten) + 1).join('\n')
}

function isWritten(line: string): boolean {
  return line.trim() !== ''
}

/** Lines with single blanks, without blanks and bars of tables around them. */
function listLines(whole: string): Line[] {
  const lines: Line[] = []
  for (let from = 0; from < whole.length;) {
    const found = whole.indexOf('\n', from)
    const to = found < 0 ? whole.length : found + 1
    const start = whole.slice(from, Math.min(to, from + lineLengthMax))
    const text = start.replace(/[\s\u00a0\u3000\u200b*|]+/g, ' ').trim()
    lines.push({ from, to, text, isEmpty: start.trim() === '', isBarred: start.startsWith('|') })
    from = to
  }
  return lines
}

function listQuotations(lines: readonly Line[]): Block[] {
  const blocks: Block[] = []
  for (let at = 0; at < lines.length;) {
    const block = quotationAt(lines, at)
    if (block === null) at++
    else {
      blocks.push(block)
      at = block.end
    }
  }
  return blocks
}

function quotationAt(lines: readonly Line[], at: number): Block | null {
  const text = lines[at]?.text ?? ''
  if (text === '') return null
  if (isMarked(text)) return { kind: 'quotation', because: 'marks', first: at, end: endOfMarks(lines, at) }
  if (separators.some((separator) => separator.test(text)))
    return { kind: 'quotation', because: 'separator', first: at, end: lines.length }
  const headers = isHeaderBlock(lines, at)
  // Outlook draws a line above the headers that it quotes.
  if (headers || (/^[_\-=—─]{5,}$/.test(text) && isHeaderBlock(lines, at + 1)))
    return { kind: 'quotation', because: 'headers', first: at, end: lines.length }
  const after = endOfAttribution(lines, at)
  if (after === null) return null
  const next = nextWritten(lines, after)
  // Marked lines end where the marks end: the answer may stand below. Unmarked ones have no end.
  const end = isMarked(lines[next]?.text ?? '') ? endOfMarks(lines, next) : lines.length
  return { kind: 'quotation', because: 'attribution', first: at, end }
}

function isMarked(text: string): boolean {
  return text.startsWith('>') || text.startsWith('＞')
}

/** Blank lines between marked ones are quoted, too. */
function endOfMarks(lines: readonly Line[], from: number): number {
  let end = from
  for (let at = from; at < lines.length; at++) {
    const text = lines[at]?.text ?? ''
    if (isMarked(text)) end = at + 1
    else if (text !== '') break
  }
  return end
}

function nextWritten(lines: readonly Line[], from: number): number {
  // Few blank lines stand between words and quotation; the bound keeps the whole linear.
  let at = from
  while (at < from + headerLinesMax && lines[at]?.text === '') at++
  return at
}

/** A from line, and two more names among the lines that follow, one of them the moment or the subject. */
function isHeaderBlock(lines: readonly Line[], first: number): boolean {
  if (headerOf(lines[first]?.text ?? '') !== 'from') return false
  const found = new Set<string>()
  let strange = 0
  for (let at = first; at < Math.min(lines.length, first + headerLinesMax); at++) {
    const text = lines[at]?.text ?? ''
    const header = headerOf(text)
    if (header !== null) found.add(header)
    // Long lists of recipients go on in lines without a name.
    else if (text !== '' && ++strange > 3) break
  }
  return found.size >= 3 && (found.has('sent') || found.has('subject'))
}

function headerOf(text: string): string | null {
  const colon = text.slice(0, 16).search(/[:：]/)
  if (colon < 1) return null
  const label = text.slice(0, colon).replace(/\s/g, '')
  const spaced = text.slice(0, colon).trim()
  return quotedHeaders.find((row) => row.label.test(label) || row.label.test(spaced))?.header ?? null
}

/** The line after words such as `On Tuesday Anna wrote:`, which may be broken over three lines; null: no such words. */
function endOfAttribution(lines: readonly Line[], at: number): number | null {
  let words = ''
  for (let next = at; next < Math.min(lines.length, at + attributionLinesMax); next++) {
    const text = lines[next]?.text ?? ''
    if (text === '') return null
    words = words === '' ? text : `${words} ${text}`
    if (attributionEnd.test(text)) {
      const isOne = next === at || attributionStart.test(words)
      return isOne && attributionHint.test(words) ? next + 1 : null
    }
    if (next === at && !attributionStart.test(words)) return null
  }
  return null
}

/** Signatures stand at the end of what somebody wrote: before a quotation, or at the end of the text. */
function withSignatures(lines: readonly Line[], quotations: readonly Block[]): Block[] {
  const blocks: Block[] = []
  let from = 0
  for (const quotation of [...quotations, null]) {
    const end = quotation?.first ?? lines.length
    const signature = signatureIn(lines, from, end)
    if (signature !== null) blocks.push(signature)
    if (quotation !== null) {
      blocks.push(quotation)
      from = quotation.end
    }
  }
  return blocks
}

function signatureIn(lines: readonly Line[], from: number, end: number): Block | null {
  for (let at = from; at < end; at++) {
    const text = lines[at]?.text ?? ''
    if (text === '--' || text === '—') return { kind: 'signature', because: 'dashes', first: at, end }
    if (!mailerSignatures.some((signature) => signature.test(text))) continue
    // What follows a mailer's line and is more than a line or two was written.
    const below = lines.slice(at + 1, at + 1 + headerLinesMax).filter((_, next) => at + 1 + next < end)
    const isLast = below.filter((line) => line.text !== '').length <= 2
    return {
      kind: 'signature',
      because: 'mailer',
      first: startOfCard(lines, from, at),
      end: isLast ? end : at + 1,
    }
  }
  return null
}

/** NetEase sets a card above its line: short lines between bars, none of them empty. */
function startOfCard(lines: readonly Line[], from: number, at: number): number {
  let first = at
  for (let back = at - 1; back >= Math.max(from, at - headerLinesMax); back--) {
    const line = lines[back]
    if (line === undefined || line.isEmpty || line.text.length > 60) break
    if (line.isBarred) first = back
  }
  return first
}
