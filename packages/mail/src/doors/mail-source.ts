import { Readable } from 'node:stream'

const chunkBytes = 65_536

/**
 * A mail's bytes as a stream that knows whether it was read to its end. The line with the single dot that ends DATA is
 * written after this stream's end and never before, so `isAtEnd` is false exactly while the receiver cannot have been
 * given the whole mail. spec: mail-doors §4
 */
export class MailSource extends Readable {
  #at = 0
  #begun = false
  #atEnd = false
  readonly #raw: Uint8Array
  readonly #beforeEnd: () => Promise<boolean>

  /** `beforeEnd` is asked once all bytes were read; false, or a rejection, and the stream breaks instead of ending. */
  constructor(raw: Uint8Array, beforeEnd: () => Promise<boolean>) {
    super()
    this.#raw = raw
    this.#beforeEnd = beforeEnd
    this.once('end', () => {
      this.#atEnd = true
    })
  }

  get isBegun(): boolean {
    return this.#begun
  }

  get isAtEnd(): boolean {
    return this.#atEnd
  }

  override _read(): void {
    this.#begun = true
    if (this.#at >= this.#raw.length) {
      void this.#endWhenAllowed()
      return
    }
    const chunk = this.#raw.subarray(this.#at, this.#at + chunkBytes)
    this.#at += chunk.length
    this.push(chunk)
  }

  async #endWhenAllowed(): Promise<void> {
    const allowed = await this.#beforeEnd().catch(() => false)
    if (allowed) this.push(null)
    else this.destroy(new Error('the final dot was not allowed'))
  }
}
