// The ring under which the books seal the key of every message. spec: desk-books §7
import type { Entropy } from '@holdfast/capabilities'
import { openUnderKey, sealUnderKey, type Sealer } from '@holdfast/store'

export type DeskRings = {
  readonly rings: ReadonlyMap<string, Uint8Array>
  /** The one that seals. */
  readonly sealing: string
}

/** One ring seals, each opens. One that another process began since is fetched when something hangs on it. */
export class RingSealer implements Sealer {
  readonly #entropy: Entropy
  readonly #fetch: () => Promise<DeskRings>
  #rings: ReadonlyMap<string, Uint8Array> = new Map()
  #sealing: string | null = null
  /** Rings that were asked for and are in no secret: lost, and not to be looked for at each use. */
  readonly #absent = new Set<string>()

  constructor(entropy: Entropy, fetch: () => Promise<DeskRings>) {
    this.#entropy = entropy
    this.#fetch = fetch
  }

  /** The books are open before the keys that lie in them. */
  hold({ rings, sealing }: DeskRings): void {
    // What is held stays, whatever became of its secret in the books.
    this.#rings = new Map([...this.#rings, ...rings])
    this.#sealing = sealing
  }

  get ring(): string {
    if (this.#sealing === null) throw new Error('a message came before the keys')
    return this.#sealing
  }

  seal(bytes: Uint8Array, about: string): Uint8Array {
    const key = this.#rings.get(this.ring)
    if (key === undefined) throw new Error('the ring that seals has no key')
    return sealUnderKey(bytes, { key, about, entropy: this.#entropy })
  }

  open(sealed: Uint8Array, about: string): Uint8Array | null {
    for (const key of this.#rings.values()) {
      const opened = openUnderKey(sealed, { key, about })
      if (opened !== null) return opened
    }
    return null
  }

  async learn(rings: readonly string[]): Promise<void> {
    const unknown = rings.filter((ring) => !this.#rings.has(ring) && !this.#absent.has(ring))
    if (unknown.length === 0) return
    this.hold(await this.#fetch())
    for (const ring of unknown) if (!this.#rings.has(ring)) this.#absent.add(ring)
  }
}
