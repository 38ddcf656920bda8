// What a mail may name of the books. spec: case §4
import { describe, expect, test } from 'vitest'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { makeSerial } from '@holdfast/lease'
import { findReferences, orderCharsMax, referencesMax } from '../../src/found/find-references.ts'

const serial = makeSerial(new SeededEntropy('references'))
const spaced = serial.replaceAll('-', ' ').toLowerCase()
const undivided = serial.replaceAll('-', '')
const device = '0f'.repeat(32)

const rows: readonly (readonly [text: string, kind: string, found: readonly string[]])[] = [
  ['Our order PO-2026-0031 is late.', 'order', ['PO-2026-0031']],
  ['订单号：PO-7已付款', 'order', ['PO-7']],
  ['ＰＯ－２０２６－００３１', 'order', ['PO-2026-0031']],
  ['order 7', 'order', ['7']],
  ['order no. 4711', 'order', ['4711']],
  ['it shows 4711', 'order', []],
  ['it shows 150000', 'order', ['150000']],
  ['on 2026-03-01 and 2026/3/1', 'order', []],
  ['Order PO-7.Please hurry', 'order', ['PO-7.Please', 'PO-7']],
  ['orders A-1/B-2', 'order', ['A-1/B-2', 'A-1', 'B-2']],
  ['> our order PO-9\n\nStill nothing.', 'order', []],
  ['1'.repeat(orderCharsMax), 'order', ['1'.repeat(orderCharsMax)]],
  ['1'.repeat(orderCharsMax + 1), 'order', []],
  [`see ${serial}.`, 'serial', [serial]],
  [`serial about ${spaced}`, 'serial', [serial]],
  [`序列号${undivided}。`, 'serial', [serial]],
  [`${serial}-${serial.slice(0, 5)}`, 'serial', []],
  ['AAAAA-BBBBB-CCCCC', 'serial', []],
  [`device ${device.toUpperCase()}`, 'device', [device]],
  [`${device}0`, 'device', []],
]

describe('references', () => {
  test.each(rows)('%s: %s', (text, kind, found) => {
    const named = findReferences({ subject: '', text }).filter((one) => one.kind === kind)
    expect(named.map(({ value }) => value)).toEqual(found)
  })

  test('places are those of the text; what the subject names is told of it', () => {
    const text = `The number is ${spaced}.`
    const [first] = findReferences({ subject: '', text })
    expect(text.slice(first?.from, first?.to)).toBe(spaced)
    expect(findReferences({ subject: 'Re: order PO-7', text: 'PO-7' })).toMatchObject([
      { kind: 'order', value: 'PO-7', in: 'subject', from: 10, to: 14 },
    ])
  })

  test('of very many those behind a word for them come first', () => {
    const many = Array.from({ length: referencesMax + 1 }, (_, at) => `X-${at}`).join(' ')
    const found = findReferences({ subject: '', text: `${many}\nour order PO-7` })
    expect(found).toHaveLength(referencesMax)
    expect(found.map(({ value }) => value)).toEqual([
      'PO-7',
      ...Array.from({ length: referencesMax - 1 }, (_, at) => `X-${at}`),
    ])
  })

  test.each([
    '1-'.repeat(100_000),
    '11111 '.repeat(40_000),
    '订单 '.repeat(60_000),
    'order no '.repeat(20_000),
  ])('hostile text is read in linear time: %.10s', (text) => {
    expect(findReferences({ subject: text.slice(0, 2_000), text }).length).toBeLessThanOrEqual(
      3 * referencesMax,
    )
  })
})
