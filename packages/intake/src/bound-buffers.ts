export type BufferCount = {
  /** Whether a buffer was ever refused. */
  isExceeded(): boolean
}

/**
 * From now on this thread gets no more than `bytesMax` in buffers made by `new Uint8Array`, all that were ever made added up; then a
 * RangeError. The limits of a thread's heap do not count buffers, and what a PDF unpacks is all in them. The streams of the
 * platform that unpack are taken away: the parser has its own for where there are none, and its buffers are counted.
 */
export function boundBuffers(bytesMax: number): BufferCount {
  let bytes = 0
  let isExceeded = false
  const bounded = new Proxy(Uint8Array, {
    construct(target, given: unknown[], made) {
      const [first] = given
      bytes += typeof first === 'number' ? first : lengthOfCopied(first)
      if (bytes > bytesMax) {
        isExceeded = true
        throw new RangeError('more bytes in buffers than reading may take')
      }
      return Reflect.construct(target, given, made) as object
    },
  })
  Object.assign(globalThis, { Uint8Array: bounded, DecompressionStream: undefined })
  return { isExceeded: () => isExceeded }
}

/** A view of a buffer copies nothing. */
function lengthOfCopied(given: unknown): number {
  if (typeof given !== 'object' || given === null || given instanceof ArrayBuffer) return 0
  return (given as { length?: number }).length ?? 0
}
