// Mails of a mailbox file one after another, never the whole file in memory. RFC 4155. spec: mail §7
import { mailBytesMax, type MailRefusal } from '@holdfast/intake'
import { refuse } from '@holdfast/lease'
import { parseMail, type ParseMailOptions } from './parse-mail.ts'
import type { ParsedMail } from './parsed-mail.ts'

export type MailboxOptions = ParseMailOptions & {
  /** `mboxrd` (the default) takes one mark off every quoted `From ` line, `mboxo` only off those that have one. */
  readonly quoting?: 'mboxrd' | 'mboxo'
}

export type MailboxMail = {
  /** From 0. */
  readonly index: number
  /** The mail as it was before it was put into the mailbox. Without bytes where it is too large to be kept. */
  readonly bytes: Uint8Array
  readonly mail: ParsedMail | MailRefusal
}

/** Bytes of a line in which a separator is looked for. */
const separatorBytesMax = 1_000
const [newline, carriageReturn, mark] = [0x0a, 0x0d, 0x3e] as const

/**
 * The mails in a mailbox. A mail that is refused is one of them, with its refusal: the others go on. What stands before the
 * first `From ` line is no mail. Holds one mail at a time, of at most `mailBytesMax` bytes.
 */
export async function* openMailbox(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: MailboxOptions = {},
): AsyncGenerator<MailboxMail, void, undefined> {
  let index = 0
  for await (const bytes of splitMailbox(source, options.quoting ?? 'mboxrd')) {
    if (bytes === null) {
      const refusal = refuse('CONTENT_TOO_LARGE', { bytes: mailBytesMax + 1, bytesMax: mailBytesMax })
      yield { index, bytes: new Uint8Array(), mail: refusal }
    } else yield { index, bytes, mail: await parseMail(bytes, options) }
    index++
  }
}

/** null: the mail is larger than a mail may be. */
async function* splitMailbox(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  quoting: 'mboxrd' | 'mboxo',
): AsyncGenerator<Uint8Array | null, void, undefined> {
  const splitter = new Splitter(quoting)
  for await (const piece of source) yield* splitter.push(piece)
  yield* splitter.end()
}

class Splitter {
  readonly #quoting: 'mboxrd' | 'mboxo'
  #mail: GrowingMail | null = null
  #rest: Uint8Array = new Uint8Array()
  #isLineStart = true
  #isAfterBlank = true

  constructor(quoting: 'mboxrd' | 'mboxo') {
    this.#quoting = quoting
  }

  *push(given: Uint8Array): Generator<Uint8Array | null, void, undefined> {
    const piece = this.#rest.length === 0 ? given : Buffer.concat([this.#rest, given])
    let from = 0
    for (let at = piece.indexOf(newline); at >= 0; at = piece.indexOf(newline, from)) {
      yield* this.#line(piece.subarray(from, at + 1))
      from = at + 1
      this.#isLineStart = true
    }
    this.#rest = piece.slice(from)
    // Enough of the line is here to know what it is: it is not kept until it ends.
    if (this.#rest.length < separatorBytesMax) return
    yield* this.#line(this.#rest)
    this.#rest = new Uint8Array()
    this.#isLineStart = false
  }

  *end(): Generator<Uint8Array | null, void, undefined> {
    if (this.#rest.length > 0) yield* this.#line(this.#rest)
    if (this.#mail !== null) yield this.#mail.take()
  }

  /** A line with its end, or a piece of a long one. */
  *#line(bytes: Uint8Array): Generator<Uint8Array | null, void, undefined> {
    if (this.#isLineStart && this.#isAfterBlank && isSeparator(bytes)) {
      if (this.#mail !== null) yield this.#mail.take()
      this.#mail = new GrowingMail()
    } else this.#mail?.add(this.#isLineStart ? unquote(bytes, this.#quoting) : bytes)
    this.#isAfterBlank = this.#isLineStart && isBlank(bytes)
  }
}

/** One piece of memory, at most twice as large as the mail. */
class GrowingMail {
  #bytes = new Uint8Array(4096)
  #length = 0

  add(line: Uint8Array): void {
    const length = this.#length + line.length
    // The blank line before the next separator is the mailbox's own.
    if (length > mailBytesMax + 2) this.#bytes = new Uint8Array()
    else {
      if (length > this.#bytes.length) this.#grow(length)
      this.#bytes.set(line, this.#length)
    }
    this.#length = length
  }

  take(): Uint8Array | null {
    if (this.#length > mailBytesMax + 2) return null
    const bytes = this.#bytes.subarray(0, this.#length)
    const end = Buffer.from(bytes.subarray(-4)).toString('latin1')
    if (end === '\r\n\r\n') return bytes.subarray(0, -2)
    return end.endsWith('\n\n') ? bytes.subarray(0, -1) : bytes
  }

  #grow(length: number): void {
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, length))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}

/** `From ` alone begins many a sentence; a separator has a time and a year as well. */
function isSeparator(line: Uint8Array): boolean {
  if (!startsWithFrom(line, 0)) return false
  const text = Buffer.from(line.subarray(0, separatorBytesMax)).toString('latin1')
  return /\d{1,2}:\d{2}/.test(text) && /\b\d{4}\b/.test(text)
}

function startsWithFrom(line: Uint8Array, at: number): boolean {
  return Buffer.from(line.subarray(at, at + 5)).toString('latin1') === 'From '
}

function unquote(line: Uint8Array, quoting: 'mboxrd' | 'mboxo'): Uint8Array {
  if (line[0] !== mark) return line
  let marks = 1
  if (quoting === 'mboxrd') while (line[marks] === mark) marks++
  return startsWithFrom(line, marks) ? line.subarray(1) : line
}

function isBlank(line: Uint8Array): boolean {
  return line[0] === newline || (line[0] === carriageReturn && line[1] === newline)
}
