import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskPerson, maskPersonInFacts } from '../src/desk/work/redact-person.ts'

const person = {
  ...{ id: 'per_1', party: null },
  names: ['Quillon Castervane', '林知远'],
  addresses: ['quillon@castervane.example'],
  phones: ['155501234987'],
}

describe('a person is masked', () => {
  test.each([
    ['Ask Quillon Castervane.', 'Ask ██████████████████.'],
    ['问林知远。', '问███。'],
    ['Write Quillon@Castervane.example', 'Write ██████████████████████████'],
    ['Call +1 555 0123 4987 now', 'Call ████████████████ now'],
    ['Call +1 555 0123 4988 now', 'Call +1 555 0123 4988 now'],
    ['Write other@castervane.example', 'Write other@castervane.example'],
    ['CAS-00017-K2F9QX shows 869 days', 'CAS-00017-K2F9QX shows 869 days'],
  ])('%s', (text, masked) => {
    expect(maskPerson(text, person)).toBe(masked)
  })

  test('in every text of a body, and its members stay', () => {
    const body = { at: 5, said: 'Quillon Castervane', list: [{ by: 'per_1', yes: true }], none: null }
    expect(maskPersonInFacts(body, person)).toEqual({ ...body, said: '█'.repeat(18) })
  })

  test('every text stays as long as it was, and no name stays', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(...person.names, ' ', '\n'))), (parts) => {
        const text = parts.join(' ')
        const masked = maskPerson(text, person)
        expect(masked).toHaveLength(text.length)
        expect(maskPerson(masked, person)).toBe(masked)
      }),
    )
  })

  test('a text that is too long to be looked through goes as a whole', () => {
    expect(maskPerson('a'.repeat(1_000_000), person)).toMatch(/^a+$/)
    expect(maskPerson('a'.repeat(1_000_001), person)).toMatch(/^█+$/)
  })
})
