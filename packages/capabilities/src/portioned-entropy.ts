import type { Entropy } from './entropy.ts'

/** Bytes of one portion. */
export const portionBytes = 4096
/** What asks for more at once is passed on. */
export const portionedBytesMax = 64

/** `source`, asked for many bytes at a time: asking the system costs microseconds, an id needs 16 bytes. Bytes are given once and wiped. */
export function portionedEntropy(source: Entropy): Entropy {
  let portion = new Uint8Array(0)
  return {
    bytes(length) {
      if (length > portionedBytesMax) return source.bytes(length)
      if (portion.length < length) portion = new Uint8Array(source.bytes(portionBytes))
      const given = portion.slice(0, length)
      portion.fill(0, 0, length)
      portion = portion.subarray(length)
      return given
    },
  }
}
