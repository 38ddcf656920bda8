// The moment in ordered ids, read back. spec: threading §5
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantMax, instantMin, type Instant } from '@holdfast/capabilities'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { makeCaseId, makeCaseMessageId, momentOfIdSymbols } from '../src/ids.ts'

test('an ordered id tells the second in which it was made, from the first to the last', () => {
  const moments = fc.integer({ min: instantMin, max: instantMax })
  fc.assert(
    fc.property(moments, fc.string(), (moment, seed) => {
      const entropy = new SeededEntropy(seed)
      for (const make of [makeCaseId, makeCaseMessageId])
        expect(momentOfIdSymbols(make(moment as Instant, entropy).slice(4))).toBe(moment)
    }),
    { examples: [instantMin, instantMax].map((moment) => [moment, ''] as [number, string]) },
  )
})

test.each(['', 'x', '0'.repeat(25), '0'.repeat(27), `8${'0'.repeat(25)}`, `0${'u'.repeat(25)}`])(
  'no symbols of an id: "%s"',
  (symbols) => {
    expect(momentOfIdSymbols(symbols)).toBeNull()
  },
)
