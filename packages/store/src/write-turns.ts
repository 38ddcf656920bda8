/** Lets writing transactions run one after the other, in the order in which they asked. */
export class WriteTurns {
  #last: Promise<void> = Promise.resolve()

  take<T>(body: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(body)
    this.#last = turn.then(
      () => {},
      () => {},
    )
    return turn
  }
}
