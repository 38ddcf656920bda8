// Which row of a table is the latest capture of its device, for lists of millions: numbers alone are kept.
import { agreeingSeconds } from '../observation.ts'

const slotsMin = 1 << 14
const loadMax = 0.5

/** What is known of a line: nothing, or its capture counts, counts and agrees with another one, or is overruled. */
const [unknown, latest, agreeing, overruled] = [0, 1, 2, 3]

/**
 * For each device of a list its latest capture: by moment, then by place in the file. Devices are told apart by a hash of
 * 64 bits over name and customer. What became of a line is kept by its number, so that the second reading looks nothing up.
 * Source: docs/spec/forecast.md §6.
 */
export class LatestCaptures {
  // Devices in the order of their first capture, side by side; the table beside them is small, because every look into it
  // goes to a place of memory that nobody was at lately. A slot holds one half of a hash and the number of a device, from 1.
  #size = 0
  #slots = new Uint32Array(slotsMin * 2)
  #highs = new Uint32Array(slotsMin)
  #lines = new Uint32Array(slotsMin)
  #moments = new Float64Array(slotsMin)
  #ends = new Float64Array(slotsMin)
  #states = new Uint8Array(slotsMin)
  #low = 0
  #high = 0

  /** A capture of `line`, taken at `moment`, that gives `end`; the same line again changes nothing. */
  add(
    device: string,
    customer: string,
    capture: { readonly line: number; readonly moment: number; readonly end: number },
  ): void {
    const { line, moment, end } = capture
    if (line >= this.#states.length) this.#states = grown(this.#states, line + 1)
    this.#hash(device, customer)
    const slot = this.#slotOf(this.#low, this.#high)
    const place = (this.#slots[slot + 1] as number) - 1
    if (place < 0) {
      this.#append(slot, capture)
      return
    }
    const kept = this.#lines[place] as number
    if (kept === line) return
    const keptMoment = this.#moments[place] as number
    // The same capture written down twice is one capture.
    if (moment !== keptMoment && Math.abs((this.#ends[place] as number) - end) <= agreeingSeconds)
      this.#states[kept] = agreeing
    if (moment < keptMoment || (moment === keptMoment && line < kept)) {
      this.#states[line] = overruled
      return
    }
    this.#states[line] = this.#states[kept] as number
    this.#states[kept] = overruled
    this.#lines[place] = line
    this.#moments[place] = moment
    this.#ends[place] = end
  }

  /** `latest`: this row is the one that counts, or the device has no capture at all. */
  verdict(
    device: string,
    customer: string,
    line: number,
  ): { readonly latest: boolean; readonly twice: boolean } {
    const state = this.#states[line] ?? unknown
    if (state !== unknown) return { latest: state !== overruled, twice: state === agreeing }
    this.#hash(device, customer)
    return { latest: this.#slots[this.#slotOf(this.#low, this.#high) + 1] === 0, twice: false }
  }

  #append(
    slot: number,
    { line, moment, end }: { readonly line: number; readonly moment: number; readonly end: number },
  ): void {
    const place = this.#size
    if (place === this.#highs.length) {
      this.#highs = grown(this.#highs, place + 1)
      this.#lines = grown(this.#lines, place + 1)
      this.#moments = grown(this.#moments, place + 1)
      this.#ends = grown(this.#ends, place + 1)
    }
    this.#slots[slot] = this.#low
    this.#slots[slot + 1] = place + 1
    this.#highs[place] = this.#high
    this.#lines[place] = line
    this.#moments[place] = moment
    this.#ends[place] = end
    this.#states[line] = latest
    this.#size = place + 1
    if (this.#size * 2 > this.#slots.length * loadMax) this.#growSlots()
  }

  /** Where the two numbers of a device stand, or belong. */
  #slotOf(low: number, high: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = (low * 2) & mask
    for (;;) {
      const number = slots[slot + 1] as number
      if (number === 0 || (slots[slot] === low && this.#highs[number - 1] === high)) return slot
      slot = (slot + 2) & mask
    }
  }

  #growSlots(): void {
    const before = this.#slots
    const after = new Uint32Array(before.length * 2)
    const mask = after.length - 1
    for (let from = 0; from < before.length; from += 2) {
      const number = before[from + 1] as number
      if (number === 0) continue
      const low = before[from] as number
      let to = (low * 2) & mask
      while (after[to + 1] !== 0) to = (to + 2) & mask
      after[to] = low
      after[to + 1] = number
    }
    this.#slots = after
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

/** A copy with at least twice the room. */
function grown<Numbers extends Uint8Array | Uint32Array | Float64Array>(
  numbers: Numbers,
  lengthMin: number,
): Numbers {
  const length = Math.max(numbers.length * 2, lengthMin)
  const copy = new (numbers.constructor as new (length: number) => Numbers)(length)
  copy.set(numbers)
  return copy
}
