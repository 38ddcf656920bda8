// Which row of a table is the latest capture of its device, for lists of millions: numbers alone are kept.

const slotsMin = 1 << 12
const loadMax = 0.6
/** Two captures give the same end where these lie no further apart: each is exact to a minute. */
const agreeingSeconds = 120

/**
 * For each device of a list its latest capture: by moment, then by place in the file. Devices are told apart by a hash of
 * 64 bits over name and customer.
 * Source: docs/spec/forecast.md §6.
 */
export class LatestCaptures {
  #size = 0
  #slots = slotsMin
  #low = new Uint32Array(slotsMin)
  #high = new Uint32Array(slotsMin)
  #moment = new Float64Array(slotsMin)
  #end = new Float64Array(slotsMin)
  // 0: the slot is free.
  #line = new Uint32Array(slotsMin)
  #agrees = new Uint8Array(slotsMin)
  #hashLow = 0
  #hashHigh = 0

  /** A capture of `line`, taken at `moment`, that gives `end`. Captures come in the order of the file. */
  add(
    device: string,
    customer: string,
    capture: { readonly line: number; readonly moment: number; readonly end: number },
  ): void {
    this.#hash(device, customer)
    const at = this.#slotOf(this.#hashLow, this.#hashHigh)
    if (this.#line[at] === 0) {
      this.#low[at] = this.#hashLow
      this.#high[at] = this.#hashHigh
      this.#size += 1
    } else {
      // The same capture written down twice is one capture.
      const isOther = capture.moment !== this.#moment[at]
      if (isOther && Math.abs((this.#end[at] as number) - capture.end) <= agreeingSeconds)
        this.#agrees[at] = 1
      if (capture.moment < (this.#moment[at] as number)) return
    }
    this.#moment[at] = capture.moment
    this.#end[at] = capture.end
    this.#line[at] = capture.line
    if (this.#size > this.#slots * loadMax) this.#grow()
  }

  /** `latest`: this row is the one that counts, or the device has no capture at all. */
  verdict(
    device: string,
    customer: string,
    line: number,
  ): { readonly latest: boolean; readonly twice: boolean } {
    this.#hash(device, customer)
    const at = this.#slotOf(this.#hashLow, this.#hashHigh)
    const kept = this.#line[at] as number
    return { latest: kept === 0 || kept === line, twice: this.#agrees[at] === 1 }
  }

  #slotOf(low: number, high: number): number {
    const [lines, lows, highs] = [this.#line, this.#low, this.#high]
    const mask = this.#slots - 1
    let at = (low ^ (high >>> 7)) & mask
    while (lines[at] !== 0 && (lows[at] !== low || highs[at] !== high)) at = (at + 1) & mask
    return at
  }

  #grow(): void {
    const old = {
      low: this.#low,
      high: this.#high,
      moment: this.#moment,
      end: this.#end,
      line: this.#line,
      agrees: this.#agrees,
    }
    this.#slots *= 2
    this.#low = new Uint32Array(this.#slots)
    this.#high = new Uint32Array(this.#slots)
    this.#moment = new Float64Array(this.#slots)
    this.#end = new Float64Array(this.#slots)
    this.#line = new Uint32Array(this.#slots)
    this.#agrees = new Uint8Array(this.#slots)
    for (let from = 0; from < old.line.length; from++) {
      if (old.line[from] === 0) continue
      const to = this.#slotOf(old.low[from] as number, old.high[from] as number)
      this.#low[to] = old.low[from] as number
      this.#high[to] = old.high[from] as number
      this.#moment[to] = old.moment[from] as number
      this.#end[to] = old.end[from] as number
      this.#line[to] = old.line[from] as number
      this.#agrees[to] = old.agrees[from] as number
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
    this.#hashLow = one >>> 0
    this.#hashHigh = two >>> 0
  }
}
