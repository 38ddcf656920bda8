/** Text that grows to a limit and no further. */
export class TextSink {
  readonly #lengthMax: number
  readonly #pieces: string[] = []
  #length = 0

  constructor(lengthMax: number) {
    this.#lengthMax = lengthMax
  }

  /** Whether more came than is kept; whoever reads can stop. */
  get isCut(): boolean {
    return this.#length > this.#lengthMax
  }

  get isEmpty(): boolean {
    return this.#length === 0
  }

  add(text: string): void {
    if (this.isCut || text === '') return
    this.#pieces.push(text)
    this.#length += text.length
  }

  /** What was kept. No pair of surrogates is cut in two. */
  take(): string {
    return cutText(this.#pieces.join(''), this.#lengthMax)
  }
}

/** The first `lengthMax` UTF-16 units, or one less where they would end in the middle of a character. */
export function cutText(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text
  const last = text.charCodeAt(lengthMax - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? lengthMax - 1 : lengthMax)
}
