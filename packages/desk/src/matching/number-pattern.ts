// How numbers of cases, tracking tokens and references of foreign desks are written. spec: threading §3
import { refuse, type Refusal } from '@holdfast/lease'

export type NumberPart =
  | { readonly kind: 'text'; readonly text: string }
  /** A running number, filled up with zeros to `width` digits; it grows beyond them. */
  | { readonly kind: 'running'; readonly width: number }
  /** Random symbols that nobody can guess or mishear. */
  | { readonly kind: 'random'; readonly length: number }
  /** Digits that a foreign desk gives out. */
  | { readonly kind: 'digits'; readonly min: number; readonly max: number }

export type NumberPattern = {
  /** Names the pattern in verdicts and keys: `case`, `tracking`, or a foreign desk. */
  readonly name: string
  readonly parts: readonly NumberPart[]
  /** Finds the pattern in folded text; its groups are the parts that are not text. */
  readonly finds: RegExp
}

export const patternCharactersMax = 60
export const runningDigitsMax = 11
export const randomSymbolsMin = 4
export const randomSymbolsMax = 24
export const foreignDigitsMin = 4
export const foreignDigitsMax = 20
/** Letters at the beginning, without which an order number, a date or a telephone number would look alike. */
export const prefixLettersMin = 2

const slot = /\{(running|random|digits):(\d{1,2})(?:-(\d{1,2}))?\}/g
const plainText = /^[\w\-#:/.[\] ]*$/
const nameForm = /^[a-z][a-z0-9-]{0,31}$/

/**
 * Reads `CAS-{running:5}-{random:6}`: text, `{running:WIDTH}`, `{random:LENGTH}`, and for foreign desks `{digits:MIN-MAX}`.
 * It begins with at least two letters, and between two slots stands text. Refuses INPUT_INVALID with every complaint.
 */
export function parseNumberPattern(name: string, written: string): NumberPattern | Refusal<'INPUT_INVALID'> {
  if (written.length > patternCharactersMax)
    return refuse('INPUT_INVALID', { complaints: [`${name}: at most ${patternCharactersMax} characters`] })
  const parts = partsOf(written)
  const complaints = [
    ...(nameForm.test(name) ? [] : ['the name: small letters, digits and hyphens, at most 32']),
    ...parts.flatMap((part) => complaintsOf(part)),
    ...complaintsOfOrder(parts),
  ]
  if (complaints.length > 0)
    return refuse('INPUT_INVALID', { complaints: complaints.map((text) => `${name}: ${text}`) })
  return { name, parts, finds: finderOf(parts) }
}

function partsOf(written: string): NumberPart[] {
  const parts: NumberPart[] = []
  let end = 0
  for (const found of written.matchAll(slot)) {
    if (found.index > end) parts.push({ kind: 'text', text: written.slice(end, found.index) })
    const [first, last] = [Number(found[2]), Number(found[3] ?? found[2])]
    if (found[1] === 'digits') parts.push({ kind: 'digits', min: first, max: last })
    else if (found[3] !== undefined) parts.push({ kind: 'text', text: found[0] })
    else if (found[1] === 'running') parts.push({ kind: 'running', width: first })
    else parts.push({ kind: 'random', length: first })
    end = found.index + found[0].length
  }
  if (end < written.length) parts.push({ kind: 'text', text: written.slice(end) })
  return parts
}

function complaintsOf(part: NumberPart): string[] {
  if (part.kind === 'text')
    return plainText.test(part.text)
      ? []
      : [`"${part.text}" is neither plain text nor a slot such as {running:5}`]
  if (part.kind === 'running')
    return part.width >= 1 && part.width <= runningDigitsMax
      ? []
      : [`{running:WIDTH} takes 1 to ${runningDigitsMax} digits`]
  if (part.kind === 'random')
    return part.length >= randomSymbolsMin && part.length <= randomSymbolsMax
      ? []
      : [`{random:LENGTH} takes ${randomSymbolsMin} to ${randomSymbolsMax} symbols`]
  return part.min >= foreignDigitsMin && part.min <= part.max && part.max <= foreignDigitsMax
    ? []
    : [`{digits:MIN-MAX} takes ${foreignDigitsMin} to ${foreignDigitsMax} digits, the lower first`]
}

function complaintsOfOrder(parts: readonly NumberPart[]): string[] {
  const [first] = parts
  const letters = first?.kind === 'text' ? (first.text.match(/[A-Za-z]/g) ?? []).length : 0
  const slots = parts.filter((part) => part.kind !== 'text')
  const touching = parts.some((part, at) => part.kind !== 'text' && isSlot(parts[at + 1]))
  const foreign = slots.some((part) => part.kind === 'digits') && slots.length > 1
  return [
    ...(letters < prefixLettersMin ? [`it begins with at least ${prefixLettersMin} letters`] : []),
    ...(slots.length === 0 ? ['it needs a slot such as {running:5}'] : []),
    ...(touching ? ['between two slots stands text'] : []),
    ...(foreign ? ['{digits} stands alone'] : []),
    ...(slots.filter((part) => part.kind === 'running').length > 1 ? ['{running} stands once'] : []),
  ]
}

function isSlot(part: NumberPart | undefined): boolean {
  return part !== undefined && part.kind !== 'text'
}

/**
 * Every place where it may match begins with the fixed prefix, and every repetition is bounded, so that its time grows with the
 * text alone. A longer code that merely contains the number (`XCAS-...`, `...-S0V3Q4-77`) is another code.
 */
function finderOf(parts: readonly NumberPart[]): RegExp {
  const body = parts.map((part) => {
    if (part.kind === 'text') return sourceOf(part.text)
    if (part.kind === 'running') return `(\\d{${part.width},${runningDigitsMax}})`
    if (part.kind === 'random') return `([0-9A-Z]{${part.length}})`
    return `(\\d{${part.min},${part.max}})`
  })
  return new RegExp(`(?<![0-9A-Z]|[0-9A-Z][-_])${body.join('')}(?![0-9A-Z]|[-_][0-9A-Z])`, 'g')
}

/** Hyphens may stand between blanks, and at the end of a line that a mailer broke. */
function sourceOf(text: string): string {
  return Array.from(text.toUpperCase(), (character) =>
    character === '-' ? String.raw`[ \n]{0,2}-[ \n]{0,2}` : character.replaceAll(/[^\w]/g, String.raw`\$&`),
  ).join('')
}
