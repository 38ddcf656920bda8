// spec: activation-protocol §4 - failed proofs are counted, and the counts heal with time.

/** Failed proofs that one address, or one serial number, may have at once. */
export const failedProofsMax = 10
/** One failed proof heals in this time. */
export const healMsPerProof = 30_000
/** Addresses and serial numbers that are remembered; past it, the one that failed longest ago is forgotten. */
export const bucketsMax = 20_000

/** `emptyAtMs`: when all failures will have healed. One number says both how many there are and since when. */
type Buckets = Map<string, number>

/**
 * Counts failed proofs by key (`address:...`, `serial:...`) in bounded memory. Pure but for its own map:
 * `nowMs` is monotonic time, handed in.
 */
export class FailedProofs {
  readonly #buckets: Buckets = new Map()
  readonly #bucketsMax: number

  constructor(limit = bucketsMax) {
    this.#bucketsMax = limit
  }

  /** 0 where another proof may be tried for all of `keys`, else the seconds (rounded up) until it may. */
  waitSeconds(keys: readonly string[], nowMs: number): number {
    let waitMs = 0
    for (const key of keys) {
      const emptyAtMs = this.#buckets.get(key)
      if (emptyAtMs !== undefined)
        waitMs = Math.max(waitMs, emptyAtMs - (failedProofsMax - 1) * healMsPerProof - nowMs)
    }
    return Math.ceil(waitMs / 1000)
  }

  /** Counts one failure for each of `keys`. A full count grows no further, so that nobody is kept out longer than one healing. */
  record(keys: readonly string[], nowMs: number): void {
    for (const key of keys) {
      const emptyAtMs = Math.max(this.#buckets.get(key) ?? nowMs, nowMs) + healMsPerProof
      // Deleting first moves the key to the end: the map's order is that of the latest failure.
      this.#buckets.delete(key)
      this.#buckets.set(key, Math.min(emptyAtMs, nowMs + failedProofsMax * healMsPerProof))
    }
    while (this.#buckets.size > this.#bucketsMax)
      this.#buckets.delete(this.#buckets.keys().next().value as string)
  }

  get size(): number {
    return this.#buckets.size
  }
}

/** What a proxy reports may be any text: no more of it is kept. */
const addressCharsMax = 64

/** An IPv6 customer owns a whole /64, so it is counted as one address. An IPv4 address in IPv6 clothes is itself. */
export function addressGroup(reported: string): string {
  const address = reported.slice(0, addressCharsMax)
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1] !== undefined) return mapped[1]
  if (!address.includes(':')) return address
  const [head = '', tail] = (address.split('%')[0] as string).split('::')
  const groups = head === '' ? [] : head.split(':')
  const tailGroups = tail === undefined || tail === '' ? [] : tail.split(':')
  const filled =
    tail === undefined
      ? groups
      : [...groups, ...Array(Math.max(0, 8 - groups.length - tailGroups.length)).fill('0'), ...tailGroups]
  return `${filled.slice(0, 4).join(':')}::/64`
}
