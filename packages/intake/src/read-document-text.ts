// The text of a DOCX document as a person reads it: what tracked changes deleted is left out. ECMA-376 part 1, 17
import { attachmentPartBytesMax, attachmentTextLengthMax } from './limits.ts'
import type { OpenedZip, ZipEntry } from './open-zip.ts'
import { TextSink } from './text-sink.ts'
import { XmlFault, XmlReader, type XmlListener } from './xml-reader.ts'

// In the order in which their text comes. Word numbers the parts; the body has a number where an online editor wrote it.
const partsWithText = [
  /^word\/document\d{0,3}\.xml$/i,
  /^word\/header\d{0,3}\.xml$/i,
  /^word\/footer\d{0,3}\.xml$/i,
  /^word\/footnotes\d{0,3}\.xml$/i,
  /^word\/endnotes\d{0,3}\.xml$/i,
  /^word\/comments\d{0,3}\.xml$/i,
]

export function isDocument(zip: OpenedZip): boolean {
  return zip.entries.some(({ name }) => partsWithText[0]?.test(name))
}

/** Text of the body, headers, footers, notes and comments. Throws where a part is damaged; XmlFault for its XML. */
export async function readDocumentText(
  zip: OpenedZip,
  lengthMax = attachmentTextLengthMax,
  bytesMax = attachmentPartBytesMax,
): Promise<{ text: string; cut: boolean }> {
  const sink = new TextSink(lengthMax)
  let bytesRead = 0
  for (const part of listParts(zip)) {
    if (part.fault !== null) throw new XmlFault(part.fault)
    const reader = new XmlReader(new DocumentText(sink))
    for await (const piece of zip.read(part)) {
      bytesRead += piece.length
      if (bytesRead > bytesMax) return { text: sink.take(), cut: true }
      reader.write(piece)
      if (sink.isCut) return { text: sink.take(), cut: true }
    }
    reader.end()
  }
  return { text: sink.take(), cut: sink.isCut }
}

function listParts(zip: OpenedZip): ZipEntry[] {
  return partsWithText.flatMap((pattern) => zip.entries.filter(({ name }) => pattern.test(name)))
}

// Where text was deleted or moved away, and where what was drawn stands a second time for old programs.
const unread: ReadonlySet<string> = new Set(['del', 'moveFrom', 'Fallback'])

/** Joins the runs of a paragraph; a line ends after a paragraph and a row, a tab after a cell. */
class DocumentText implements XmlListener {
  readonly #sink: TextSink
  #unreadDepth = 0
  #inText = false
  // What divides is written before the next text, so that divisions never pile up.
  #division = ''

  constructor(sink: TextSink) {
    this.#sink = sink
    this.#division = '\n'
  }

  open(name: string): void {
    if (unread.has(name)) this.#unreadDepth++
    else if (name === 't') this.#inText = true
    else if (name === 'tab') this.#divide('\t')
    else if (name === 'br' || name === 'cr') this.#divide('\n')
    else if (name === 'noBreakHyphen') this.#add('-')
  }

  close(name: string): void {
    if (unread.has(name)) this.#unreadDepth--
    else if (name === 't') this.#inText = false
    else if (name === 'p') this.#divide('\n')
    else if (name === 'tc') this.#division = '\t'
    else if (name === 'tr') this.#division = '\n'
  }

  text(text: string): void {
    if (this.#inText) this.#add(text)
  }

  #divide(division: '\t' | '\n'): void {
    if (this.#unreadDepth > 0 || this.#division === '\n') return
    this.#division = division
  }

  #add(text: string): void {
    if (this.#unreadDepth > 0 || text === '') return
    this.#sink.add(this.#sink.isEmpty ? text : this.#division + text)
    this.#division = ''
  }
}
