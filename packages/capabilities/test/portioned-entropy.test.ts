import { expect, test } from 'vitest'
import { portionBytes, portionedBytesMax, portionedEntropy } from '../src/portioned-entropy.ts'

function counting() {
  const asked: number[] = []
  let next = 0
  const source = {
    bytes(length: number) {
      asked.push(length)
      return Uint8Array.from({ length }, () => next++ % 251)
    },
  }
  return { asked, source }
}

test('bytes come from few portions, in order, each once', () => {
  const { asked, source } = counting()
  const entropy = portionedEntropy(source)
  const given = Array.from({ length: 300 }, () => [...entropy.bytes(16)]).flat()
  // 256 pieces of 16 bytes are one portion.
  expect(asked).toEqual([portionBytes, portionBytes])
  expect(given).toEqual(Array.from({ length: 300 * 16 }, (_, at) => at % 251))
})

test('what was given is neither shared nor given again', () => {
  const { source } = counting()
  const entropy = portionedEntropy(source)
  const first = entropy.bytes(8)
  first.fill(255)
  expect([...entropy.bytes(2)]).toEqual([8, 9])
})

test('at the limit from the portion, one past it from the source', () => {
  const { asked, source } = counting()
  const entropy = portionedEntropy(source)
  expect(entropy.bytes(portionedBytesMax)).toHaveLength(portionedBytesMax)
  expect(entropy.bytes(portionedBytesMax + 1)).toHaveLength(portionedBytesMax + 1)
  expect(asked).toEqual([portionBytes, portionedBytesMax + 1])
})
