const [newline, quote, backslash, comma] = [0x0a, 0x22, 0x5c, 0x2c]
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Either answer says whether reading goes on. */
export type JsonSink = {
  value(text: string, line: number): boolean
  fault(reason: 'no JSON object' | 'the list breaks off' | 'the row is too long', line: number): boolean
}

/**
 * Cuts a JSON array that arrives in pieces into its elements, or gives the one object that a text is. Looks at each unit once
 * and holds no more than one element.
 */
export class JsonValues {
  readonly #lengthMax: number
  readonly #sink: JsonSink
  #held = ''
  #line = 1
  #startLine = 1
  #depth = 0
  #inString = false
  #escaped = false
  #inArray = false
  /** Something at the level of elements that is no object. */
  #stray = false
  #ended = false

  constructor(lengthMax: number, sink: JsonSink) {
    this.#lengthMax = lengthMax
    this.#sink = sink
  }

  write(text: string): boolean {
    let start = this.#depth > 0 ? 0 : -1
    for (let index = 0; index < text.length && !this.#ended; index++) {
      const unit = text.charCodeAt(index)
      if (unit === newline) this.#line++
      if (this.#inString) this.#passString(unit)
      else if (this.#depth === 0) {
        if (this.#passBetween(unit)) start = index
      } else if (unit === quote) this.#inString = true
      else if (unit === openBrace || unit === openBracket) this.#depth++
      else if (unit === closeBrace || unit === closeBracket) {
        this.#depth--
        if (this.#depth > 0) continue
        this.#give(text.slice(start, index + 1))
        start = -1
      }
    }
    if (start >= 0) this.#hold(text.slice(start))
    return !this.#ended
  }

  /** Says what the end of the text cuts. */
  end(): void {
    if (!this.#ended && (this.#depth > 0 || this.#stray)) this.#sink.fault('no JSON object', this.#startLine)
    else if (!this.#ended && this.#inArray) this.#sink.fault('the list breaks off', this.#line)
    this.#ended = true
  }

  #passString(unit: number): void {
    if (this.#escaped) this.#escaped = false
    else if (unit === backslash) this.#escaped = true
    else if (unit === quote) this.#inString = false
  }

  /** Outside every element: whether one begins here. */
  #passBetween(unit: number): boolean {
    if (unit === openBracket && !this.#inArray) {
      this.#inArray = true
      return false
    }
    if (unit === openBrace || unit === openBracket) {
      this.#depth = 1
      this.#startLine = this.#line
      return true
    }
    if (unit === comma || unit === closeBracket) {
      if (this.#stray && !this.#sink.fault('no JSON object', this.#startLine)) this.#ended = true
      this.#stray = false
      if (unit === closeBracket) this.#ended = true
    } else if (unit > 0x20 && unit !== 0xfeff) {
      if (unit === quote) this.#inString = true
      if (!this.#stray) this.#startLine = this.#line
      this.#stray = true
    }
    return false
  }

  // What is past the limit is not kept; its end is still looked for.
  #hold(text: string): void {
    if (this.#held.length <= this.#lengthMax) this.#held += text
  }

  #give(text: string): void {
    this.#hold(text)
    const value = this.#held
    this.#held = ''
    const goesOn =
      value.length > this.#lengthMax
        ? this.#sink.fault('the row is too long', this.#startLine)
        : this.#sink.value(value, this.#startLine)
    if (!goesOn) this.#ended = true
  }
}

/** Lines that are JSON each. */
export class JsonLines {
  readonly #lengthMax: number
  readonly #sink: JsonSink
  #held = ''
  #line = 1
  #isTooLong = false

  constructor(lengthMax: number, sink: JsonSink) {
    this.#lengthMax = lengthMax
    this.#sink = sink
  }

  write(text: string): boolean {
    let at = 0
    for (let next = text.indexOf('\n'); next >= 0; next = text.indexOf('\n', at)) {
      if (!this.#give(this.#held + text.slice(at, next))) return false
      at = next + 1
    }
    this.#held += text.slice(at)
    if (this.#held.length > this.#lengthMax) {
      this.#held = ''
      this.#isTooLong = true
    }
    return true
  }

  end(): void {
    this.#give(this.#held)
  }

  #give(text: string): boolean {
    const line = this.#line++
    const isTooLong = this.#isTooLong || text.length > this.#lengthMax
    this.#held = ''
    this.#isTooLong = false
    if (isTooLong) return this.#sink.fault('the row is too long', line)
    return text.trim() === '' || this.#sink.value(text, line)
  }
}
