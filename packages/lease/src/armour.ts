// Envelopes as text that survives mail, paper and screens. spec: lease-format §11
import { createHash } from 'node:crypto'
import type { ArtefactKind, Envelope } from './artefacts.ts'
import { formatBase64, parseBase64 } from './base64.ts'
import { formatEnvelope, parseEnvelopeOfAnyKind, type EnvelopeRefusal } from './envelope.ts'
import { armourBlocksMax, armourLengthMax, envelopeBytesMax } from './limits.ts'
import { refuse, type Refusal } from './refusal-codes.ts'

export type ArmourBlock = {
  readonly kind: ArtefactKind
  readonly bytes: Uint8Array
  readonly envelope: Envelope
}
export type ArmourRefusal = EnvelopeRefusal | Refusal<'ENVELOPE_TRUNCATED' | 'ENVELOPE_DAMAGED'>

type Marker = {
  readonly side: string
  readonly word: string
  /** Where the words begin and end, without the dashes. */
  readonly start: number
  readonly end: number
}

const lineLength = 64
const checkDigits = 8
// White space of every kind, quotation marks of mail, and what is invisible.
const blank = '[\\s>\\u00ad\\u200b-\\u200d\\u2060\\ufeff]'
const dash = '[-\\u2010-\\u2015\\u2212]'
// Letters with single dashes between them, so that the two dashes after a word never belong to it.
const armourWord = `[A-Z](?:${dash}?[A-Z]){0,31}`
// Each repetition is bounded, so that no text makes the search slow.
const markerWords = new RegExp(
  `(BEGIN|END)${blank}{1,16}HOLDFAST${blank}{1,16}(${armourWord})(?=${blank}{0,8}${dash}{2})`,
  'g',
)
const dashesBefore = new RegExp(`${dash}{2}${blank}{0,8}$`)
const checkHeader = new RegExp(`^Check${blank}{0,8}:${blank}{0,8}([0-9A-Fa-f]{${checkDigits}})(?=${blank})`)
const edge = new RegExp(`${dash}|${blank}`)
const blanks = new RegExp(`${blank}+`, 'g')

/** One block: BEGIN, Check, an empty line, base64 in lines of 64, END; each line ends in a newline. */
export function formatArmour(kind: ArtefactKind, envelope: Envelope): string {
  const bytes = formatEnvelope(envelope)
  const word = kind.toUpperCase()
  const lines = formatBase64(bytes).match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? []
  return [
    `-----BEGIN HOLDFAST ${word}-----`,
    `Check: ${checkOf(bytes)}`,
    '',
    ...lines,
    `-----END HOLDFAST ${word}-----`,
    '',
  ].join('\n')
}

/**
 * Every block of a text, in order, whatever stands around them; or the bare JSON of one envelope. The first block that
 * cannot be read refuses the text; facts: `line` (of its BEGIN, counted from 1) and those of the envelope.
 * Source: docs/spec/lease-format.md §11.
 */
export function parseArmour(
  text: string,
): { readonly kind: 'blocks'; readonly blocks: readonly ArmourBlock[] } | ArmourRefusal {
  if (text.length > armourLengthMax)
    return refuse('ENVELOPE_TOO_LARGE', { characters: text.length, charactersMax: armourLengthMax })
  const markers = findMarkers(text)
  if (markers.length === 0) return parseBare(text)
  const begins = markers.filter(({ side }) => side === 'BEGIN').length
  if (begins > armourBlocksMax)
    return refuse('ENVELOPE_TOO_LARGE', { blocks: begins, blocksMax: armourBlocksMax })
  const lineOf = lineCounter(text)
  const blocks: ArmourBlock[] = []
  for (let index = 0; index < markers.length; index += 2) {
    const [begin, end] = [markers[index], markers[index + 1]]
    if (begin === undefined) break
    const line = lineOf(begin.start)
    // An END alone is the rest of a block whose beginning is lost.
    const isPair = begin.side === 'BEGIN' && end?.side === 'END' && end.word === begin.word
    if (!isPair) return refuse('ENVELOPE_TRUNCATED', { line })
    const block = parseBlock(text.slice(begin.end, end.start))
    if (block.kind === 'refused') return refuse(block.code, { ...block.facts, line })
    blocks.push(block.block)
  }
  return { kind: 'blocks', blocks }
}

function findMarkers(text: string): Marker[] {
  const markers: Marker[] = []
  for (const found of text.matchAll(markerWords)) {
    const [all, side = '', word = ''] = found
    const end = found.index + all.length
    const before = dashesBefore.test(text.slice(Math.max(0, found.index - 10), found.index))
    if (before) markers.push({ side, word, start: found.index, end })
  }
  return markers
}

function parseBlock(inner: string): { kind: 'block'; block: ArmourBlock } | ArmourRefusal {
  const body = withoutEdges(inner)
  const header = checkHeader.exec(body)
  const digits = (header === null ? body : body.slice(header[0].length)).replace(blanks, '')
  const bytesMax = Math.max(...Object.values(envelopeBytesMax))
  if (digits.length > Math.ceil(bytesMax / 3) * 4) return refuse('ENVELOPE_TOO_LARGE', { bytesMax })
  const bytes = digits === '' ? null : parseBase64(digits)
  if (bytes === null) return refuse('ENVELOPE_DAMAGED')
  if (header?.[1] !== undefined && header[1].toLowerCase() !== checkOf(bytes))
    return refuse('ENVELOPE_DAMAGED')
  const parsed = parseEnvelopeOfAnyKind(bytes)
  if (parsed.kind === 'refused') return parsed
  return { kind: 'block', block: { kind: parsed.artefact, bytes, envelope: parsed.envelope } }
}

/** What stands between two markers, without the dashes and blanks of their lines. Each character is looked at once. */
function withoutEdges(inner: string): string {
  let [start, end] = [0, inner.length]
  while (start < end && edge.test(inner.charAt(start))) start++
  while (end > start && edge.test(inner.charAt(end - 1))) end--
  return inner.slice(start, end)
}

/** Text without any block may be an envelope as it is. */
function parseBare(text: string): { kind: 'blocks'; blocks: ArmourBlock[] } | ArmourRefusal {
  const bytes = new TextEncoder().encode(text.replace(/^\ufeff/, '').trim())
  const parsed = parseEnvelopeOfAnyKind(bytes)
  if (parsed.kind === 'refused') return parsed
  return { kind: 'blocks', blocks: [{ kind: parsed.artefact, bytes, envelope: parsed.envelope }] }
}

function checkOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, checkDigits)
}

/** Line numbers of ascending places in a text; each newline is looked at once. */
function lineCounter(text: string): (place: number) => number {
  let line = 1
  let next = text.indexOf('\n')
  return (place) => {
    while (next >= 0 && next < place) {
      line++
      next = text.indexOf('\n', next + 1)
    }
    return line
  }
}
