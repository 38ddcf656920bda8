import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import {
  findCaseNumbers,
  formatCaseNumber,
  foundNumbersMax,
  numberKey,
  searchedCharactersMax,
} from '../../src/matching/case-number.ts'
import { parseNumberPattern, patternCharactersMax } from '../../src/matching/number-pattern.ts'
import { pattern } from './paper-desk.ts'

const cases = pattern('case', 'CAS-{running:5}-{random:6}')
const tracking = pattern('tracking', 'TRK-{random:10}')
const partner = pattern('partner', '[PartnerDesk#{digits:5-9}]')
const all = [cases, tracking, partner]
const valuesIn = (text: string) => findCaseNumbers(text, all).map(({ value }) => value)

describe('found', () => {
  test.each([
    ['[案例号: CAS-03604-S0V3Q4] 激活失败'],
    ['【案例号：cas-03604-s0v3q4】'],
    ['（ＣＡＳ－０３６０４－Ｓ０Ｖ３Ｑ４）'],
    ['案例CAS-03604-S0V3Q4的进展'],
    ['CAS - 03604 - S0V3Q4'],
    ['CAS-03604-\nS0V3Q4'],
    ['CAS—03604–S0V3Q4'],
    ['《CAS‑03604‑S0V3Q4》'],
    ['logs-of/CAS-03604-S0V3Q4.zip'],
    ['https://support.example/cases/CAS-03604-S0V3Q4?x=1'],
    ['RE:CAS-03604-S0V3Q4:'],
    ['\u3000CAS-03604-S0V3Q4\u3000'],
    ['CAS-03604-S0V3Q4 - second mail'],
    ['CAS-03604-S0V3Q4-回复'],
  ])('%s', (text) => expect(valuesIn(text)).toEqual(['CAS-03604-S0V3Q4']))

  test('with its place, and as it was meant where symbols were confused', () => {
    const text = '回复: [CAS-03604-SOV3QL] 你好'
    expect(findCaseNumbers(text, all)).toEqual([
      { pattern: 'case', value: 'CAS-03604-SOV3QL', meant: 'CAS-03604-S0V3Q1', from: 5, to: 21 },
    ])
    expect(text.slice(5, 21)).toBe('CAS-03604-SOV3QL')
  })

  test('several, in the order of the text', () => {
    expect(valuesIn('TRK-7K2M9QX4ZC, CAS-123456-AAAAAA [partnerdesk#554120]')).toEqual([
      'TRK-7K2M9QX4ZC',
      'CAS-123456-AAAAAA',
      '[PartnerDesk#554120]',
    ])
  })

  test('at most so many, and none behind the part that is searched', () => {
    const many = (count: number) => 'CAS-03604-S0V3Q4 '.repeat(count)
    expect(valuesIn(many(foundNumbersMax))).toHaveLength(foundNumbersMax)
    expect(valuesIn(many(foundNumbersMax + 1))).toHaveLength(foundNumbersMax)
    const behind = (blanks: number) => `${' '.repeat(blanks)}CAS-03604-S0V3Q4`
    expect(valuesIn(behind(searchedCharactersMax - 16))).toHaveLength(1)
    expect(valuesIn(behind(searchedCharactersMax - 15))).toEqual([])
  })
})

describe('never confused with', () => {
  test.each([
    ['an order number', 'CAS-2103-0457 PO-03604-S0V3Q4 CAS03604S0V3Q4'],
    ['a serial number', 'CAS1Q-03604-S0V3Q, XCAS-03604-S0V3Q4, 9CAS-03604-S0V3Q4, A-CAS-03604-S0V3Q4'],
    ['a longer code', 'CAS-03604-S0V3Q4-77, CAS-03604-S0V3Q45, CAS-03604-S0V3Q4_B'],
    ['a shorter one', 'CAS-0360-S0V3Q4, CAS-03604-S0V3Q, CAS-03604'],
    ['a date', '2026-03-04, CAS-2026-03-04, CAS 20260304'],
    ['a telephone number', '010-5550-0136, +86 10 5550 0136, CAS-010-5550-0136'],
    ['a substance number', 'CAS 7732-18-5, CAS-7732-18-5'],
    ['a number too long', 'CAS-123456789012-S0V3Q4'],
  ])('%s', (_, text) => expect(valuesIn(text)).toEqual([]))
})

describe('made', () => {
  test('by the pattern, and found again in any writing', () => {
    const entropy = new SeededEntropy('numbers')
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999_999_999 }),
        fc.constantFrom('', '案例号：', 're '),
        (running, before) => {
          const number = formatCaseNumber(cases, running, entropy)
          expect(number).toMatch(/^CAS-\d{5,11}-[0-9A-HJKMNP-TV-Z]{6}$/)
          expect(valuesIn(`${before}【${number.toLowerCase()}】`)).toEqual([number])
          expect(valuesIn(before + number.replaceAll('-', ' － '))).toEqual([number])
        },
      ),
    )
  })

  test('never twice: the running number grows beyond its width', () => {
    const entropy = { bytes: (length: number) => new Uint8Array(length) }
    const runs = [1, 10, 99_999, 100_000, 100_001, 1_000_010, 99_999_999_999]
    const numbers = runs.map((running) => formatCaseNumber(cases, running, entropy))
    expect(new Set(numbers).size).toBe(runs.length)
    expect(numbers[0]).toBe('CAS-00001-000000')
    expect(numbers[3]).toBe('CAS-100000-000000')
    expect(() => formatCaseNumber(cases, 0, entropy)).toThrow('running')
    expect(() => formatCaseNumber(cases, 100_000_000_000, entropy)).toThrow('running')
    expect(() => formatCaseNumber(partner, 1, entropy)).toThrow('foreign')
  })

  test('under a key that names the pattern', () => {
    expect(numberKey('case', 'CAS-03604-S0V3Q4')).toBe('case/CAS-03604-S0V3Q4')
  })
})

describe('patterns', () => {
  const complaintsOf = (written: string, name = 'case') => {
    const parsed = parseNumberPattern(name, written)
    return 'code' in parsed ? [parsed.code, ...(parsed.facts['complaints'] as readonly string[])] : []
  }

  test.each([
    ['CAS-{running:5}-{random:6}'],
    ['TRK-{random:4}'],
    ['TRK-{random:24}'],
    ['CAS{running:1}'],
    ['CAS{running:11}'],
    ['[Ticket#{digits:4-20}]'],
    ['RMA {digits:6}'],
  ])('good: %s', (written) => expect(complaintsOf(written)).toEqual([]))

  test.each([
    ['{running:5}-{random:6}', 'begins with at least 2 letters'],
    ['1-{running:5}', 'begins with at least 2 letters'],
    ['C-{running:5}', 'begins with at least 2 letters'],
    ['CAS', 'needs a slot'],
    ['CAS-{running:5}{random:6}', 'between two slots'],
    ['CAS-{running:0}', '{running:WIDTH}'],
    ['CAS-{running:12}', '{running:WIDTH}'],
    ['CAS-{random:3}', '{random:LENGTH}'],
    ['CAS-{random:25}', '{random:LENGTH}'],
    ['CAS-{random:4-6}', 'neither plain text'],
    ['CAS-{digits:3}', '{digits:MIN-MAX}'],
    ['CAS-{digits:4-21}', '{digits:MIN-MAX}'],
    ['CAS-{digits:9-5}', '{digits:MIN-MAX}'],
    ['CAS-{digits:5}-{random:6}', 'stands alone'],
    ['CAS-{running:5}-{running:5}', 'stands once'],
    ['案例-{running:5}', 'neither plain text'],
    ['CAS-{wild:5}', 'neither plain text'],
    [`CAS-{running:5}${'-'.repeat(patternCharactersMax)}`, `at most ${patternCharactersMax}`],
  ])('refused: %s', (written, complaint) => {
    expect(complaintsOf(written)[0]).toBe('INPUT_INVALID')
    expect(complaintsOf(written).join('\n')).toContain(complaint)
  })

  test('lengths and names, at the limit and one past', () => {
    const longest = `CAS-{running:5}${'-'.repeat(patternCharactersMax - 15)}`
    expect([longest.length, complaintsOf(longest)]).toEqual([patternCharactersMax, []])
    expect(complaintsOf(`${longest}-`)[0]).toBe('INPUT_INVALID')
    expect(complaintsOf('CAS-{running:5}', `a${'b'.repeat(31)}`)).toEqual([])
    expect(complaintsOf('CAS-{running:5}', `a${'b'.repeat(32)}`)[0]).toBe('INPUT_INVALID')
  })
})

describe('hostile text', () => {
  test('of any kind gives places that lie within it', () => {
    const piece = fc.constantFrom(
      'CAS',
      '-',
      ' ',
      '\n',
      '03604',
      'S0V3Q4',
      'cas-',
      '－',
      '[PartnerDesk#',
      '中',
      '\u{20bb7}',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('')
        for (const { from, to } of findCaseNumbers(text, all))
          expect(text.slice(from, to)).toMatch(/^\S[\s\S]*\S$/)
      }),
    )
  })

  test.each([
    ['prefixes', 'CAS-'],
    ['hyphens and blanks', 'CAS - '],
    ['digits', '0'],
    ['numbers that just miss', 'CAS-03604-S0V3Q '],
    ['brackets', '[PartnerDesk#'],
    ['full width', 'ＣＡＳ－'],
  ])('a whole megabyte of %s is searched at once', (_, piece) => {
    expect(valuesIn(piece.repeat(Math.ceil(1_048_576 / piece.length)))).toEqual([])
  })
})
