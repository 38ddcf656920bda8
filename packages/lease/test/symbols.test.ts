import { SeededEntropy } from '@holdfast/capabilities/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeProductKey, parseProductKey } from '../src/product-key.ts'
import type { Refusal } from '../src/refusal-codes.ts'
import { listSerials, makeSerial, parseSerial } from '../src/serial-number.ts'
import { alphabet, checkSymbol, formatGroups, isGroup, type GroupKind } from '../src/symbols.ts'

type Outcome = { readonly kind: string; readonly text?: string } & Partial<Pick<Refusal, 'facts'>>

const readers = {
  serial: (text: string): Outcome => {
    const parsed = parseSerial(text)
    return parsed.kind === 'serial' ? { kind: 'read', text: parsed.serial } : parsed
  },
  key: (text: string): Outcome => {
    const parsed = parseProductKey(text)
    return parsed.kind === 'product-key' ? { kind: 'read', text: parsed.key } : parsed
  },
}
const made = {
  serial: (seed: number): string => makeSerial(new SeededEntropy(seed)),
  key: (seed: number): string => makeProductKey(new SeededEntropy(seed)),
}
const kinds = ['serial', 'key'] as const
const groupsOf = (text: string) => text.split('-')
const replaceAt = (text: string, at: number, symbol: string) =>
  text.slice(0, at) + symbol + text.slice(at + 1)

/** Multiplication in GF(2)[x]/(x^5 + x^2 + 1), the slow way. */
function times(left: number, right: number): number {
  let product = 0
  for (let bit = 0; bit < 5; bit++) if ((right >> bit) & 1) product ^= left << bit
  for (let bit = 9; bit >= 5; bit--) if ((product >> bit) & 1) product ^= 0b100101 << (bit - 5)
  return product
}
const power = (exponent: number): number => (exponent === 0 ? 1 : times(power(exponent - 1), 2))

test.each([
  ['serial', 10],
  ['key', 20],
  ['support', 5],
] as const)('the check symbol of a %s solves the equation of the format', (kind: GroupKind, exponent) => {
  const data = fc.array(fc.nat(31), { minLength: 4, maxLength: 4 })
  fc.assert(
    fc.property(fc.nat(4), data, (group, values) => {
      const all = [...values, checkSymbol(kind, group, values)]
      const sum = all.reduce((total, value, at) => total ^ times(power(at), value), power(exponent + group))
      expect(sum).toBe(0)
      expect(isGroup(kind, group, all)).toBe(true)
    }),
    { numRuns: 200 },
  )
})

describe.each(kinds)('a %s', (kind) => {
  const texts = [1, 2, 3, 4, 5].map((seed) => made[kind](seed))
  const read = readers[kind]

  test('is read as it was made', () => {
    for (const text of texts) expect(read(text)).toEqual({ kind: 'read', text })
  })

  test('with any one symbol wrong is refused, and the group is named', () => {
    for (const text of texts)
      for (const [at, symbol] of [...text].entries())
        for (const other of alphabet) {
          if (symbol === '-' || other === symbol) continue
          expect(read(replaceAt(text, at, other))).toMatchObject({
            kind: 'refused',
            facts: { groups: [Math.floor(at / 6) + 1] },
          })
        }
  })

  test('with any two neighbours swapped is refused, and the group is named', () => {
    for (const text of texts)
      for (const [index, group] of groupsOf(text).entries())
        for (let at = 0; at < 4; at++) {
          const swapped = group.slice(0, at) + group.charAt(at + 1) + group.charAt(at) + group.slice(at + 2)
          if (swapped === group) continue
          const wrong = groupsOf(text).with(index, swapped).join('-')
          expect(read(wrong)).toMatchObject({ kind: 'refused', facts: { groups: [index + 1] } })
        }
  })

  test('with the neighbours of two groups swapped is refused, and both are named', () => {
    for (const text of texts) {
      const run = text.replaceAll('-', '')
      for (let at = 4; at + 1 < run.length; at += 5) {
        if (run.charAt(at) === run.charAt(at + 1)) continue
        const swapped = run.slice(0, at) + run.charAt(at + 1) + run.charAt(at) + run.slice(at + 2)
        const groups = [Math.floor(at / 5) + 1, Math.floor(at / 5) + 2]
        expect(read(swapped)).toMatchObject({ kind: 'refused', facts: { groups } })
      }
    }
  })

  test('with two groups exchanged is refused, and both are named', () => {
    for (const text of texts) {
      const groups = groupsOf(text)
      for (const [first, one] of groups.entries())
        for (const [second, other] of groups.entries()) {
          if (first >= second || one === other) continue
          const wrong = groups.with(first, other).with(second, one).join('-')
          expect(read(wrong)).toMatchObject({ kind: 'refused', facts: { groups: [first + 1, second + 1] } })
        }
    }
  })

  test('with two symbols wrong in two groups names both', () => {
    for (const text of texts) {
      const [first = '', second = '', ...rest] = groupsOf(text)
      const other = (symbol: string) => (symbol === '2' ? '3' : '2')
      const wrong = [
        replaceAt(first, 2, other(first.charAt(2))),
        replaceAt(second, 0, other(second.charAt(0))),
      ]
      expect(read([...wrong, ...rest].join('-'))).toMatchObject({
        kind: 'refused',
        facts: { groups: [1, 2] },
      })
    }
  })
})

test('groups of one kind never pass as groups of another, wherever they stand', () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const keyGroups = groupsOf(made.key(seed))
    for (let at = 0; at + 3 <= keyGroups.length; at++)
      expect(parseSerial(keyGroups.slice(at, at + 3).join('-')).kind).toBe('refused')
    expect(parseSerial(made.key(seed))).toMatchObject({ facts: { groups: [], looksLike: 'product-key' } })
    expect(parseProductKey(made.serial(seed))).toMatchObject({ facts: { groups: [], looksLike: 'serial' } })
  }
})

test('whatever is written between and around the groups, the numbers are read', () => {
  const between = fc.constantFrom(
    '-',
    '',
    ' ',
    '--',
    '\u2013',
    ' \u2014 ',
    '\u00a0',
    '\u3000',
    '\uff0d',
    '\u2212',
    '\t',
    '\n',
  )
  const before = fc.constantFrom(
    '',
    'SN: ',
    'SN ',
    'Serial number ',
    '序列号：',
    '序列号 ',
    '(',
    '> ',
    '#1 ',
    'S/N=',
  )
  const after = fc.constantFrom('', '\n', '.', ' thank you', '。', ')', ' 140 copies', '；数量：5')
  const shape = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.toLowerCase(),
    (text: string) => text.replace(/[!-~]/g, (symbol) => String.fromCharCode(symbol.charCodeAt(0) + 0xfee0)),
    (text: string) => text.replaceAll('0', 'o').replaceAll('1', 'l'),
  )
  fc.assert(
    fc.property(fc.nat(1000), between, before, after, shape, (seed, gap, head, tail, write) => {
      for (const kind of kinds) {
        const text = made[kind](seed)
        const typed = head + write(groupsOf(text).join(gap)) + tail
        expect([typed, readers[kind](typed)]).toEqual([typed, { kind: 'read', text }])
      }
    }),
    { numRuns: 400 },
  )
})

test('a label with both gives each its own, in either order and language', () => {
  const labels = [
    (serial: string, key: string) => `Serial number: ${serial}\nProduct key: ${key}\n`,
    (serial: string, key: string) => `产品密钥：${key}\n序列号：${serial}\n`,
    (serial: string, key: string) => `${serial} / ${key}`,
    (serial: string, key: string) => `${serial} ${key}`,
    (serial: string, key: string) => `Order 2026-0117: SN ${serial}, PK ${key}, V0-H, 140 seats`,
  ]
  for (const seed of [1, 2, 3, 4, 5, 6])
    for (const label of labels) {
      const [serial, key] = [made.serial(seed), made.key(seed)]
      const text = label(serial, key)
      expect([text, readers.serial(text)]).toEqual([text, { kind: 'read', text: serial }])
      expect([text, readers.key(text)]).toEqual([text, { kind: 'read', text: key }])
    }
})

test('several serial numbers in one text are listed, and never chosen from', () => {
  const serials = [1, 2, 3].map((seed) => made.serial(seed))
  const text = serials.map((serial, at) => `${at + 1}. ${serial}`).join('\n')
  expect(listSerials(text)).toEqual(serials)
  expect(parseSerial(text)).toMatchObject({ kind: 'refused', facts: { several: 3 } })
})

test('no text crashes a reader, and facts hold no part of it', () => {
  const symbols = fc.constantFrom(...`${alphabet}abcxyz-- ilou:\n，。`.split(''))
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: symbols, maxLength: 300 }),
    fc.nat(1000).map((seed) => made.key(seed).slice(0, -1)),
  )
  fc.assert(
    fc.property(text, (typed) => {
      for (const outcome of [parseSerial(typed), parseProductKey(typed)]) {
        if (outcome.kind !== 'refused') continue
        const { groups, ...rest } = outcome.facts
        expect((groups as number[]).every((group) => group >= 1 && group <= 5)).toBe(true)
        for (const value of Object.values(rest))
          expect(typeof value === 'number' || value === 'serial' || value === 'product-key').toBe(true)
      }
    }),
    { numRuns: 1000 },
  )
})

test('the longest text is read, one character more is not', () => {
  const serial = made.serial(1)
  expect(parseSerial(serial.padEnd(2000)).kind).toBe('serial')
  expect(parseSerial(serial.padEnd(2001))).toMatchObject({ facts: { textLengthMax: 2000 } })
  expect(parseSerial('A '.repeat(1000)).kind).toBe('refused')
  expect(parseSerial('AAAAA '.repeat(333)).kind).toBe('refused')
})

test('groups are made of as many symbols as their kind has', () => {
  expect(() => formatGroups('serial', [1, 2, 3])).toThrow(TypeError)
})
