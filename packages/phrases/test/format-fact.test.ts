import { describe, expect, test } from 'vitest'
import { factCharsMax, factMembersMax, formatFact, isTold } from '../src/format-fact.ts'
import { fillTemplate } from '../src/fill-template.ts'

describe('facts as text', () => {
  test.each([
    ['bytes', 16_384, '16,384 bytes', '16,384 字节'],
    ['bytesMax', 1, '1 byte', '1 字节'],
    ['retryAfterSeconds', 30, '30 seconds', '30 秒'],
    ['days', 1, '1 day', '1 天'],
    ['ordinal', 200, '200', '200'],
    ['generation', 999_999_999, '999,999,999', '999,999,999'],
    ['at', '2026-03-01T08:30:00Z', '2026-03-01 08:30:00 UTC', '2026-03-01 08:30:00（UTC）'],
    ['until', 1_772_353_800, '2026-03-01 08:30:00 UTC', '2026-03-01 08:30:00（UTC）'],
    ['groups', [1, 3], '1, 3', '1、3'],
    ['sent', true, 'yes', '是'],
    ['sent', false, 'no', '否'],
    ['reason', 'key lost', 'key lost', 'key lost'],
  ])('%s %s', (name, value, english, chinese) => {
    expect(formatFact(name, value, 'en')).toBe(english)
    expect(formatFact(name, value, 'zh')).toBe(chinese)
  })

  test('nothing is told about what is not there', () => {
    expect([undefined, null, '', []].map(isTold)).toEqual([false, false, false, false])
    expect([0, false, ' ', [0]].map(isTold)).toEqual([true, true, true, true])
  })

  test('a text at the limit is whole, one character more is cut', () => {
    expect(formatFact('reason', 'x'.repeat(factCharsMax), 'en')).toBe('x'.repeat(factCharsMax))
    expect(formatFact('reason', 'x'.repeat(factCharsMax + 1), 'en')).toBe(`${'x'.repeat(factCharsMax)}…`)
  })

  test('a list at the limit is whole, one member more is cut', () => {
    const members = Array.from({ length: factMembersMax + 1 }, (_, at) => at)
    expect(formatFact('groups', members.slice(1), 'en')).toBe(members.slice(1).join(', '))
    expect(formatFact('groups', members, 'en')).toBe(`${members.slice(0, -1).join(', ')}, …`)
  })

  test('foreign text cannot forge a line or turn the direction of reading', () => {
    expect(formatFact('reason', 'lost\r\nAll is well.\u202egnorw', 'en')).toBe('lost All is well. gnorw')
    expect(formatFact('reason', '\u001b[31mred', 'en')).toBe('[31mred')
  })

  test.each(['0123A-BCDEF-GHJKM-NPQRS-TVWXY', '0123abcdefghjkmnpqrstvwxy', '0123A BCDEF GHJKM NPQRS TVWXY'])(
    'what looks like a product key is never repeated: %s',
    (key) => {
      expect(formatFact('reason', `see ${key} there`, 'en')).toBe('see … there')
    },
  )

  test('serial numbers, ids and thumbprints are shown', () => {
    const thumbprint = '3f9a0c1e'.repeat(8)
    for (const text of ['7K2M9-ABCDE-FGHJK', 'lse_0123456789abcdefghjkmnpqrs', thumbprint])
      expect(formatFact('device', text, 'en')).toBe(text)
  })
})

describe('templates', () => {
  test('a part is shown where all its facts are there', () => {
    const template = 'All taken[ ({taken} of {seats})].'
    expect(fillTemplate(template, { taken: 3, seats: 3 }, 'en')).toBe('All taken (3 of 3).')
    expect(fillTemplate(template, { taken: 3 }, 'en')).toBe('All taken.')
  })

  test('a condition asks for a fact without showing it', () => {
    const template = 'Lost.[?sent: It was sent.]'
    expect(fillTemplate(template, { sent: true }, 'en')).toBe('Lost. It was sent.')
    expect(fillTemplate(template, { sent: false }, 'en')).toBe('Lost.')
    expect(fillTemplate(template, {}, 'en')).toBe('Lost.')
  })

  test('a condition may ask for one value', () => {
    const template = 'Wrong.[?kind=lease: It is a lease.][?kind=receipt: It is a receipt.]'
    expect(fillTemplate(template, { kind: 'lease' }, 'en')).toBe('Wrong. It is a lease.')
    expect(fillTemplate(template, { kind: 'other' }, 'en')).toBe('Wrong.')
  })

  test('a fact that reads like a template stays text', () => {
    expect(
      fillTemplate('Reason[: {reason}].', { reason: '[?x: {secret}] $& {reason}', secret: 's' }, 'en'),
    ).toBe('Reason: [?x: {secret}] $& {reason}.')
  })

  test('names of the prototype are no facts', () => {
    expect(fillTemplate('A[ {constructor}][?toString: b].', {}, 'en')).toBe('A.')
  })
})
