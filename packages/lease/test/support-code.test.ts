import { addSecondsHeld } from '@holdfast/capabilities'
import { instant, SeededEntropy } from '@holdfast/capabilities/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { refusalNumbers, refuse, type RefusalCode } from '../src/refusal-codes.ts'
import { makeSerial } from '../src/serial-number.ts'
import { formatSupportCode, parseSupportCode, productTag } from '../src/support-code.ts'
import { describeSupportFact, supportFact, supportFacts } from '../src/support-fact.ts'
import { formatGroups } from '../src/symbols.ts'

const codes = Object.keys(refusalNumbers) as RefusalCode[]
const day = instant('2026-03-01T00:00:00Z')

test('every code comes back with product, day and fact', () => {
  fc.assert(
    fc.property(fc.constantFrom(...codes), fc.nat(131_071), fc.nat(86_399), (code, fact, second) => {
      const now = addSecondsHeld(day, second)
      const text = formatSupportCode({ code, product: 'cmge', now, fact })
      expect(text).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){2}$/)
      const number = refusalNumbers[code]
      expect(parseSupportCode(text)).toEqual({
        ...{ kind: 'support-code', code, number, productTag: productTag('cmge'), day, fact },
      })
    }),
    { numRuns: 300 },
  )
})

test('refusal numbers fit into nine bits and are used once', () => {
  const numbers = Object.values(refusalNumbers)
  expect(new Set(numbers).size).toBe(numbers.length)
  expect(numbers.every((number) => number > 0 && number < 512)).toBe(true)
})

test('a number that is not known, another format and a day past the years', () => {
  const code = (bits: bigint) =>
    formatGroups(
      'support',
      Array.from({ length: 12 }, (_, at) => Number((bits >> BigInt(55 - 5 * at)) & 31n)),
    )
  const format1 = 1n << 58n
  expect(parseSupportCode(code(format1 | (511n << 49n)))).toMatchObject({ code: null, number: 511 })
  expect(parseSupportCode(code(2n << 58n))).toMatchObject({
    code: 'SUPPORT_CODE_MALFORMED',
    facts: { format: 2 },
  })
  expect(parseSupportCode(code(0n))).toMatchObject({ code: 'SUPPORT_CODE_MALFORMED' })
  expect(parseSupportCode(code(format1 | (3_652_058n << 17n)))).toMatchObject({
    day: instant('9999-12-31T00:00:00Z'),
  })
  expect(parseSupportCode(code(format1 | (3_652_059n << 17n)))).toMatchObject({
    code: 'SUPPORT_CODE_MALFORMED',
  })
  expect(parseSupportCode(makeSerial(new SeededEntropy(1)))).toMatchObject({ facts: { looksLike: 'serial' } })
})

test('facts past 17 bits are an accident of the caller', () => {
  for (const fact of [-1, 131_072, 0.5])
    expect(() => formatSupportCode({ code: 'INTERNAL', product: 'cmge', now: day, fact })).toThrow(TypeError)
})

test.each([
  [refuse('SERIAL_MALFORMED', { groups: [1, 3] }), 0b101, { name: 'groups', value: '1, 3' }],
  [refuse('SERIAL_MALFORMED', { groups: [], length: 4 }), 0, null],
  [refuse('SEATS_EXHAUSTED', { seatsMax: 0 }), 1, { name: 'seatsMax', value: '0' }],
  [refuse('SEATS_EXHAUSTED', { seatsMax: 140 }), 141, { name: 'seatsMax', value: '140' }],
  [refuse('SEATS_EXHAUSTED', { seatsMax: 999_999_999 }), 131_071, { name: 'seatsMax', value: '>= 131070' }],
  [refuse('RELEASE_NOT_COVERED', { ordinal: 200 }), 201, { name: 'ordinal', value: '200' }],
  [refuse('SEAT_MOVED', { at: '2026-03-01T08:30:00Z' }), 9557, { name: 'at', value: '2026-03-01' }],
  [refuse('SEAT_MOVED', { at: '2000-01-01T00:00:00Z' }), 1, { name: 'at', value: '2000-01-01' }],
  [refuse('SEAT_MOVED', { at: '1999-12-31T23:59:59Z' }), 0, null],
  [refuse('SEAT_MOVED', { at: 'yesterday' }), 0, null],
  [refuse('SEAT_MOVED'), 0, null],
  [refuse('INTERNAL', { line: 7 }), 0, null],
])('%o carries %i', (refusal, fact, described) => {
  expect(supportFact(refusal)).toBe(fact)
  expect(describeSupportFact(refusal.code, fact)).toEqual(described)
})

test('whatever a fact is, it fits', () => {
  const value = fc.oneof(
    fc.integer(),
    fc.double(),
    fc.string(),
    fc.array(fc.integer()),
    fc.boolean(),
    fc.constant(null),
  )
  fc.assert(
    fc.property(fc.constantFrom(...codes), value, fc.integer(), (code, fact, bits) => {
      const name = supportFacts[code]?.fact ?? 'none'
      const carried = supportFact(refuse(code, { [name]: fact }))
      expect(Number.isInteger(carried) && carried >= 0 && carried <= 131_071).toBe(true)
      expect(() => describeSupportFact(code, bits)).not.toThrow()
    }),
    { numRuns: 1000 },
  )
})
