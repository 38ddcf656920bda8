import type { Entropy } from '@holdfast/capabilities'

/** A table of what there is, each with how often in a thousand. */
export type PerMille<Kind extends string> = { readonly [kind in Kind]: number }

// Asked for many at a time, because a load draws millions.
const portionBytes = 4096

/** Draws for loads: the same entropy gives the same draws, in their order. */
export class Chance {
  readonly #entropy: Entropy
  #portion: DataView = new DataView(new ArrayBuffer(0))
  #at = 0

  constructor(entropy: Entropy) {
    this.#entropy = entropy
  }

  /** From 0 up to and without `limit`, at most 2^32. The bias of the remainder is too small to matter to a load. */
  below(limit: number): number {
    if (this.#at === this.#portion.byteLength) {
      const { buffer, byteOffset, byteLength } = this.#entropy.bytes(portionBytes)
      this.#portion = new DataView(buffer, byteOffset, byteLength)
      this.#at = 0
    }
    const drawn = this.#portion.getUint32(this.#at)
    this.#at += 4
    return drawn % limit
  }

  /** Both ends included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }

  /** A kind of a table, as often as it says. */
  pickKind<Kind extends string>(table: PerMille<Kind>): Kind {
    let left = this.below(1000)
    for (const [kind, perMille] of Object.entries<number>(table)) {
      left -= perMille
      if (left < 0) return kind as Kind
    }
    throw new Error('a table of kinds does not add up to a thousand')
  }

  hex(bytes: number): string {
    return Buffer.from(this.#entropy.bytes(bytes)).toString('hex')
  }
}
