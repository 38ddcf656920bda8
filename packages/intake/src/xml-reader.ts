import { Parser } from 'saxen'
import { decoderLabelOf, findEncoding } from './find-encoding.ts'
import { workbookTokenLengthMax } from './limits.ts'

export type XmlListener = {
  /** Names come without their prefix. */
  open(name: string, attribute: (name: string) => string | undefined): void
  close(name: string): void
  text(text: string): void
}

/** Thrown by a reader of XML, and caught by whoever opened the file: the text is none that may be read on. */
export class XmlFault extends Error {}

const depthMax = 64

/**
 * Reads XML in pieces. Throws XmlFault where it is malformed, nested too deep, or has a token past the limit; entities other than
 * the five of XML and numbers stay as they are, so that nothing can grow.
 */
export class XmlReader {
  readonly #parser = new Parser()
  #decoder: TextDecoder | null = null
  #depth = 0
  #sinceToken = 0

  constructor(listener: XmlListener) {
    const bare = (name: string) => name.slice(name.indexOf(':') + 1)
    this.#parser
      .on('error', (error) => {
        throw new XmlFault(error.message)
      })
      .on('openTag', (name, attributes, decode) => {
        this.#sinceToken = 0
        if (++this.#depth > depthMax) throw new XmlFault('nested too deep')
        listener.open(bare(name), (wanted) => {
          const value = attributes()[wanted]
          return value === undefined ? undefined : decode(value)
        })
      })
      .on('closeTag', (name) => {
        this.#sinceToken = 0
        this.#depth--
        listener.close(bare(name))
      })
      .on('text', (text, decode) => listener.text(decode(text)))
      .on('cdata', (text) => listener.text(text))
  }

  write(bytes: Uint8Array): void {
    this.#decoder ??= new TextDecoder(decoderLabelOf(findEncoding(bytes) ?? 'utf-8'))
    const text = this.#decoder.decode(bytes, { stream: true })
    this.#sinceToken += text.length
    this.#parser.write(text)
    if (this.#sinceToken > workbookTokenLengthMax) throw new XmlFault('a token is too long')
  }

  end(): void {
    const fault = this.#parser.end()
    if (fault !== null) throw new XmlFault(fault.message)
  }
}
