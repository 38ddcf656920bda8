// Which row of a table is the latest capture of its device, for lists of millions: numbers alone are kept.

const slotsMin = 1 << 14
const loadMax = 0.6
/** Two captures give the same end where these lie no further apart: each is exact to a minute. */
const agreeingSeconds = 120

// A slot is four numbers side by side, so that looking it up touches one place of memory: both halves of the hash, the line
// (0: free), and whether two captures agree.
const slotWidth = 4
const [highAt, lineAt, agreesAt] = [1, 2, 3]

/**
 * For each device of a list its latest capture: by moment, then by place in the file. Devices are told apart by a hash of
 * 64 bits over name and customer.
 * Source: docs/spec/forecast.md §6.
 */
export class LatestCaptures {
  #size = 0
  #slots = slotsMin
  #keys = new Uint32Array(slotsMin * slotWidth)
  #moments = new Float64Array(slotsMin)
  #ends = new Float64Array(slotsMin)
  #low = 0
  #high = 0

  /** A capture of `line`, taken at `moment`, that gives `end`. Captures come in the order of the file. */
  add(
    device: string,
    customer: string,
    capture: { readonly line: number; readonly moment: number; readonly end: number },
  ): void {
    this.#hash(device, customer)
    const slot = this.#slotOf(this.#low, this.#high)
    const key = slot * slotWidth
    if (this.#keys[key + lineAt] === 0) {
      this.#keys[key] = this.#low
      this.#keys[key + highAt] = this.#high
      this.#size += 1
    } else {
      // The same capture written down twice is one capture.
      const isOther = capture.moment !== this.#moments[slot]
      if (isOther && Math.abs((this.#ends[slot] as number) - capture.end) <= agreeingSeconds)
        this.#keys[key + agreesAt] = 1
      if (capture.moment < (this.#moments[slot] as number)) return
    }
    this.#moments[slot] = capture.moment
    this.#ends[slot] = capture.end
    this.#keys[key + lineAt] = capture.line
    if (this.#size > this.#slots * loadMax) this.#grow()
  }

  /** `latest`: this row is the one that counts, or the device has no capture at all. */
  verdict(
    device: string,
    customer: string,
    line: number,
  ): { readonly latest: boolean; readonly twice: boolean } {
    this.#hash(device, customer)
    const key = this.#slotOf(this.#low, this.#high) * slotWidth
    const kept = this.#keys[key + lineAt] as number
    return { latest: kept === 0 || kept === line, twice: this.#keys[key + agreesAt] === 1 }
  }

  #slotOf(low: number, high: number): number {
    const keys = this.#keys
    const mask = this.#slots - 1
    let slot = (low ^ (high >>> 7)) & mask
    for (;;) {
      const key = slot * slotWidth
      if (keys[key + lineAt] === 0 || (keys[key] === low && keys[key + highAt] === high)) return slot
      slot = (slot + 1) & mask
    }
  }

  #grow(): void {
    const [keys, moments, ends, slots] = [this.#keys, this.#moments, this.#ends, this.#slots]
    this.#slots = slots * 2
    this.#keys = new Uint32Array(this.#slots * slotWidth)
    this.#moments = new Float64Array(this.#slots)
    this.#ends = new Float64Array(this.#slots)
    for (let from = 0; from < slots; from++) {
      const key = from * slotWidth
      if (keys[key + lineAt] === 0) continue
      const to = this.#slotOf(keys[key] as number, keys[key + highAt] as number)
      this.#keys.set(keys.subarray(key, key + slotWidth), to * slotWidth)
      this.#moments[to] = moments[from] as number
      this.#ends[to] = ends[from] as number
    }
  }

  /** Two multiplicative hashes over the same units, as in cyrb53. Nothing but rows of one file depends on it. */
  #hash(device: string, customer: string): void {
    let [one, two] = [0xdeadbeef, 0x41c6ce57]
    for (let at = 0; at < device.length; at++) {
      const code = device.charCodeAt(at)
      one = Math.imul(one ^ code, 0x9e3779b1)
      two = Math.imul(two ^ code, 0x5f356495)
    }
    one = Math.imul(one ^ 0x10000, 0x9e3779b1)
    two = Math.imul(two ^ 0x10000, 0x5f356495)
    for (let at = 0; at < customer.length; at++) {
      const code = customer.charCodeAt(at)
      one = Math.imul(one ^ code, 0x9e3779b1)
      two = Math.imul(two ^ code, 0x5f356495)
    }
    one = Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(two ^ (two >>> 13), 0xc2b2ae35)
    two = Math.imul(two ^ (two >>> 16), 0x85ebca6b) ^ Math.imul(one ^ (one >>> 13), 0xc2b2ae35)
    this.#low = one >>> 0
    this.#high = two >>> 0
  }
}
