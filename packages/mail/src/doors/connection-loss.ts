/**
 * The end of a connection, told to whoever waits for something at that moment. One promise that lives as long as the
 * connection would do the same, but hold on to everything that was ever waited for beside it: every mail.
 */
export class ConnectionLoss {
  readonly #waiting = new Set<(error: Error) => void>()
  #error: Error | null = null

  /** The first one counts. */
  report(error: Error): void {
    this.#error ??= error
    for (const reject of this.#waiting) reject(this.#error)
  }

  /** What `work` gives; rejects as soon as the connection is lost. */
  async race<Given>(work: Promise<Given>): Promise<Given> {
    const lost = Promise.withResolvers<never>()
    if (this.#error !== null) lost.reject(this.#error)
    this.#waiting.add(lost.reject)
    try {
      return await Promise.race([work, lost.promise])
    } finally {
      this.#waiting.delete(lost.reject)
    }
  }
}
