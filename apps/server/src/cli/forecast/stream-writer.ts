/** Characters that wait before they are written: few writes, and never the whole answer in memory. */
const waitingCharsMax = 1 << 19

/**
 * Text to a stream, joined into pieces. After `add`, `flush` where the writer is `full`: it waits until the reader has
 * taken what was written.
 */
export class StreamWriter {
  readonly #stream: NodeJS.WritableStream
  #parts: string[] = []
  #chars = 0

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream
  }

  /** Whoever read has gone: there is nobody to write for. */
  get isClosed(): boolean {
    return (this.#stream as { destroyed?: boolean }).destroyed === true
  }

  get isFull(): boolean {
    return this.#chars >= waitingCharsMax
  }

  add(text: string): void {
    this.#parts.push(text)
    this.#chars += text.length
  }

  async flush(): Promise<void> {
    if (this.#chars === 0) return
    const text = this.#parts.join('')
    this.#parts = []
    this.#chars = 0
    await this.#write(text)
  }

  /** Bytes of their own, after what was added before. */
  async writeBytes(bytes: Uint8Array): Promise<void> {
    await this.flush()
    if (bytes.length > 0) await this.#write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  }

  async #write(piece: string | Buffer): Promise<void> {
    if (this.isClosed) return
    if (!this.#stream.write(piece)) await drained(this.#stream)
  }
}

function drained(stream: NodeJS.WritableStream): Promise<void> {
  const names = ['drain', 'close', 'error'] as const
  return new Promise((resolve) => {
    const end = () => {
      for (const name of names) stream.off(name, end)
      resolve()
    }
    for (const name of names) stream.on(name, end)
  })
}
