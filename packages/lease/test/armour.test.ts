import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Envelope } from '../src/artefacts.ts'
import { formatArmour, parseArmour } from '../src/armour.ts'
import { formatEnvelope, signEnvelope } from '../src/envelope.ts'
import { formatLease } from '../src/lease.ts'
import { formatReceipt } from '../src/receipt.ts'
import { sampleKeys, sampleLease, sampleReceipt, sampleTrust, signAsDevice } from '../src/testing.ts'

const lease = signEnvelope('lease', formatLease(sampleLease()), [{ key: sampleKeys.issuing }])
const receipt = signAsDevice('receipt', formatReceipt(sampleReceipt()))
const trust = sampleTrust().envelope
const armoured = formatArmour('lease', lease)
const receiptText = formatArmour('receipt', receipt)

const block = (kind: string, envelope: Envelope) => ({ kind, envelope, bytes: formatEnvelope(envelope) })
const oneLease = { kind: 'blocks', blocks: [block('lease', lease)] }

test.each(['LEASE', 'TYPED-CODE', 'A', 'A-B-C', 'A'.repeat(32), `${'A-'.repeat(31)}A`])(
  'a block with the word %s is found, however its dashes were changed',
  (word) => {
    const named = armoured.replaceAll('LEASE', word)
    expect(parseArmour(named)).toEqual(oneLease)
    expect(parseArmour(named.replaceAll('-', '\u2010'))).toEqual(oneLease)
    expect(parseArmour(named.replaceAll('-----', '\u2014\u2014'))).toEqual(oneLease)
    expect(parseArmour(named.replaceAll('-----', ' -- '))).toEqual(oneLease)
    // The word begins a block also where the one beside it is whole.
    const cut = named.replace(/-----END.*\n/, '')
    expect(parseArmour(receiptText + cut)).toMatchObject({ code: 'ENVELOPE_TRUNCATED' })
  },
)

test.each(['A'.repeat(33), 'TYPED CODE', '-CODE', 'typed-code'])('%s is no word of a block', (word) => {
  expect(parseArmour(armoured.replaceAll('LEASE', word))).toMatchObject({ code: 'ENVELOPE_MALFORMED' })
})

test('lines are no longer than 64 and plain', () => {
  const lines = armoured.split('\n')
  expect(lines[0]).toBe('-----BEGIN HOLDFAST LEASE-----')
  expect(lines[1]).toMatch(/^Check: [0-9a-f]{8}$/)
  expect(lines.at(-2)).toBe('-----END HOLDFAST LEASE-----')
  expect(Math.max(...lines.map((line) => line.length))).toBe(64)
  expect(armoured).toMatch(/^[\x20-\x7e\n]+$/)
})

test('every block of every kind comes back, in order', () => {
  const text = [formatArmour('trust', trust), armoured, receiptText].join('Some text between.\n')
  const blocks = [block('trust', trust), block('lease', lease), block('receipt', receipt)]
  expect(parseArmour(text)).toEqual({ kind: 'blocks', blocks })
})

/** What mail, editors and chat programs do to text. */
const manglings: readonly ((text: string, amount: number) => string)[] = [
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', '\r'),
  (text) => `\ufeff${text}`,
  (text, amount) => text.replace(/^/gm, '> '.repeat(1 + (amount % 4))),
  (text, amount) => text.replace(/^/gm, '>'.repeat(1 + (amount % 4))),
  (text, amount) => text.replace(/^/gm, ' '.repeat(amount % 12)),
  (text) => text.replace(/^/gm, '\t'),
  (text) => text.replace(/$/gm, ' \u00a0'),
  (text) => text.replaceAll(' ', '\u00a0'),
  (text) => text.replaceAll('\n', '\n\n'),
  (text, amount) => rewrapped(text, 7 + (amount % 120)),
  (text) => `Dear colleagues,\n\n-- \nplease see -----\n${text}`,
  (text) => `${text}\nKind regards\n-----\nExample Systems`,
  (text) => text.replaceAll('-----', '\u2014\u2014\u2014'),
  (text) => text.replace(/([A-Za-z0-9+/]{10})/, '$1\u200b'),
]

/** The lines of base64 joined and broken again at another width. */
function rewrapped(text: string, width: number): string {
  return text.replace(/(?<=\n\n)[A-Za-z0-9+/=\n]+(?=\n-)/, (lines) =>
    lines.replaceAll('\n', '').replace(new RegExp(`.{${width}}(?=.)`, 'g'), '$&\n'),
  )
}

test.each(manglings.map((mangle, at) => [at, mangle] as const))('mangling %i does no harm', (_at, mangle) => {
  for (let amount = 0; amount < 12; amount++) expect(parseArmour(mangle(armoured, amount))).toEqual(oneLease)
})

test('several manglings together do no harm', () => {
  const mangle = fc.record({ which: fc.constantFrom(...manglings), amount: fc.nat(200) })
  fc.assert(
    fc.property(fc.array(mangle, { maxLength: 3 }), (list) => {
      const text = list.reduce((before, { which, amount }) => which(before, amount), armoured)
      // Long dashes of one program, made of the short ones of another, may leave too few of them.
      fc.pre((text.match(/[-\u2014]{2}\s*(BEGIN|END)/g) ?? []).length === 2)
      expect(parseArmour(text)).toEqual(oneLease)
    }),
    { numRuns: 300 },
  )
})

test('cut off anywhere, it is refused, or only dashes of the last line are missing', () => {
  const whole = armoured.lastIndexOf('LEASE-----') + 'LEASE--'.length
  for (let length = 0; length < whole; length++)
    expect(parseArmour(armoured.slice(0, length))).toMatchObject({ kind: 'refused' })
  for (let length = whole; length < armoured.length; length++)
    expect(parseArmour(armoured.slice(0, length))).toEqual(oneLease)
})

test('cut off within the block, it is named as truncated, with its line', () => {
  const text = `first line\n\n${armoured}`
  for (let length = text.indexOf('Check'); length < text.indexOf('-----END'); length++)
    expect(parseArmour(text.slice(0, length))).toMatchObject({
      code: 'ENVELOPE_TRUNCATED',
      facts: { line: 3 },
    })
})

test('any other symbol in any place is found', () => {
  const start = armoured.indexOf('\n\n') + 2
  const end = armoured.indexOf('\n-----END')
  for (let at = start; at < end; at++) {
    if (armoured.charAt(at) === '\n') continue
    const other = armoured.charAt(at) === 'A' ? 'B' : 'A'
    const parsed = parseArmour(armoured.slice(0, at) + other + armoured.slice(at + 1))
    expect(parsed).toMatchObject({ code: 'ENVELOPE_DAMAGED' })
  }
})

test('the second of two blocks is named by its own line', () => {
  const lines = armoured.split('\n').length - 1
  const damaged = receiptText.replace(/Check: ......../, 'Check: 00000000')
  expect(parseArmour(armoured + damaged)).toMatchObject({
    code: 'ENVELOPE_DAMAGED',
    facts: { line: lines + 1 },
  })
})

test('as many blocks as there may be, and one more', () => {
  expect(parseArmour(receiptText.repeat(1024))).toMatchObject({ kind: 'blocks' })
  expect(parseArmour(receiptText.repeat(1025))).toMatchObject({
    code: 'ENVELOPE_TOO_LARGE',
    facts: { blocks: 1025, blocksMax: 1024 },
  })
})

test('as many characters as there may be, and one more', () => {
  expect(parseArmour(armoured.padEnd(16_777_216))).toEqual(oneLease)
  expect(parseArmour(armoured.padEnd(16_777_217))).toMatchObject({ code: 'ENVELOPE_TOO_LARGE' })
})

test.each([
  ['dashes', '-'],
  ['blanks', ' '],
  ['quotation marks', '>'],
  ['beginnings', 'BEGIN '],
  ['half markers', '-----BEGIN HOLDFAST '],
  ['markers', '-----BEGIN HOLDFAST LEASE-----'],
  ['ends', '-----END HOLDFAST LEASE-----'],
  ['long words', 'BEGIN HOLDFAST AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ['dashed words', `BEGIN HOLDFAST ${'A-'.repeat(32)}`],
  ['markers of dashed words', '-----BEGIN HOLDFAST TYPED-CODE-----'],
  ['checks', 'Check:'],
  ['braces', '{'],
])('a text of nothing but %s is refused in the end', (_what, part) => {
  const text = part.repeat(Math.floor(2_000_000 / part.length))
  expect(parseArmour(text)).toMatchObject({ kind: 'refused' })
  const inside = `-----BEGIN HOLDFAST LEASE-----\n${text}x\n-----END HOLDFAST LEASE-----`
  expect(parseArmour(inside)).toMatchObject({ kind: 'refused' })
})

test('no text crashes the reader', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      '-----BEGIN HOLDFAST LEASE-----',
      '-----END HOLDFAST LEASE-----',
      'Check: 3f9a0c1e',
      '\n',
      '>',
    ),
    fc.nat(armoured.length).map((at) => armoured.slice(at, at + 40)),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      expect(['blocks', 'refused']).toContain(parseArmour(pieces.join('')).kind)
    }),
    { numRuns: 1000 },
  )
})
