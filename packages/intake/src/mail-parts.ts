// A mail as the tree of its parts, in the bytes that were sent: no character set is believed here. RFC 5322, RFC 2046
import { refuse, type Refusal } from '@holdfast/lease'
import PostalMime, { type Email } from 'postal-mime'
import { charsetOfMailboxes } from './decode-mail-bytes.ts'
import { parseHeaderValue, type HeaderValue } from './header-parameters.ts'
import {
  entriesMax,
  mailBytesMax,
  mailDepthMax,
  mailHeaderBytesMax,
  mailLinesMax,
  mailPartHeadersMax,
} from './limits.ts'
import { decodeBase64, decodeQuotedPrintable } from './mail-decoders.ts'

/** One character for each byte (Latin-1), because nothing yet says which characters they are. */
export type RawHeader = {
  /** In lower case. */
  readonly name: string
  /** Unfolded, without blanks around it. */
  readonly value: string
  /** As sent, with its name, LF at folds. */
  readonly line: string
}

export type RawPart = {
  readonly headers: readonly RawHeader[]
  readonly type: HeaderValue
  readonly disposition: HeaderValue
  /** Parts of a multipart, in their order. A multipart in which none was found has none, and its body whole. */
  readonly parts: readonly RawPart[]
  /** The body, its transfer encoding undone; without bytes where there are parts. */
  readonly bytes: Uint8Array
}

export type MailRefusal = Refusal<'CONTENT_TOO_LARGE' | 'MAIL_REFUSED'>

/** What of postal-mime's nodes is used; its types do not show them. */
type MimeNode = {
  state: 'header' | 'body' | 'finished'
  readonly headerLines: string[]
  readonly headers: readonly { readonly key: string; readonly value: string }[]
  readonly rawHeaderLines: readonly { readonly line: string }[]
  readonly childNodes: readonly MimeNode[]
  readonly contentType: {
    readonly multipart: string | false
    readonly parsed: { readonly value: string; readonly params: { readonly boundary?: string } }
  }
  readonly contentTransferEncoding: { readonly encoding: string }
  contentDecoder: { update(line: Uint8Array): void; finalize(): Promise<null> } | null
  feed(line: Uint8Array): void
}

type Span = { from: number; to: number }

class MailLimit extends Error {
  readonly because: 'depth' | 'headers' | 'parts'

  constructor(because: 'depth' | 'headers' | 'parts') {
    super(because)
    this.because = because
  }
}

const currentNodes = new WeakMap<object, MimeNode>()
const spans = new WeakMap<MimeNode, Span>()

/**
 * postal-mime finds headers, boundaries and parts. It decodes headers as UTF-8, text by what it declares, and copies bodies
 * line by line: so each node, as postal-mime turns to it, is taught to keep its header lines byte for byte and to remember of
 * its body only where it stands. These are inner parts of postal-mime: the tests hold the version in use to them.
 */
class PartFinder extends PostalMime {
  declare boundaries: { value: Uint8Array; readonly node: MimeNode }[]
  declare headerSize: number
  declare root: MimeNode

  get currentNode(): MimeNode {
    return currentNodes.get(this) as MimeNode
  }

  set currentNode(node: MimeNode) {
    if (!spans.has(node)) this.teach(node)
    currentNodes.set(this, node)
  }

  teach(node: MimeNode): void {
    const span = { from: -1, to: -1 }
    spans.set(node, span)
    const feed = node.feed.bind(node)
    node.feed = (line) => {
      if (node.state === 'header' && line.length > 0) this.keepHeader(node, line)
      else if (node.state === 'header') {
        feed(line)
        node.contentDecoder = null
        const last = this.boundaries.at(-1)
        // A boundary of bytes above ASCII stands in the body as in the header.
        if (last?.node === node)
          last.value = Buffer.from(node.contentType.parsed.params.boundary ?? '', 'latin1')
      } else {
        if (span.from < 0) span.from = line.byteOffset
        span.to = line.byteOffset + line.length
      }
    }
  }

  keepHeader(node: MimeNode, line: Uint8Array): void {
    this.headerSize += line.length
    const isFold = line[0] === 0x20 || line[0] === 0x09
    const count = (headerCounts.get(node) ?? 0) + (isFold ? 0 : 1)
    headerCounts.set(node, count)
    if (this.headerSize > mailHeaderBytesMax || count > mailPartHeadersMax) throw new MailLimit('headers')
    node.headerLines.push(Buffer.from(line.buffer, line.byteOffset, line.length).toString('latin1'))
  }

  /** Parts are taken from the tree; nothing is collected, nothing is decoded. */
  async collectNode(): Promise<void> {}

  buildMessage(): Email {
    return { headers: [], headerLines: [], attachments: [] }
  }
}

const headerCounts = new WeakMap<MimeNode, number>()
const [dash, newline, carriageReturn] = [0x2d, 0x0a, 0x0d] as const

/**
 * Takes a mail apart; mails inside it are parts. `fallback`: the character set of the mailbox.
 * Refuses: CONTENT_TOO_LARGE (bytes, bytesMax), MAIL_REFUSED (because: depth, headers, lines, parts, malformed).
 * Source: docs/spec/mail.md §1.
 */
export async function openMailParts(
  sent: Uint8Array,
  fallback = charsetOfMailboxes,
): Promise<{ readonly kind: 'parts'; readonly root: RawPart } | MailRefusal> {
  if (sent.length > mailBytesMax)
    return refuse('CONTENT_TOO_LARGE', { bytes: sent.length, bytesMax: mailBytesMax })
  const bytes = startOfMail(sent)
  // Each line and each part costs memory of its own, so they are counted before any is made.
  const { lines, boundaries } = countLines(bytes)
  if (lines > mailLinesMax) return refuse('MAIL_REFUSED', { because: 'lines' })
  if (boundaries > 2 * entriesMax) return refuse('MAIL_REFUSED', { because: 'parts' })
  const finder = new PartFinder({ maxNestingDepth: mailDepthMax, maxHeadersSize: mailHeaderBytesMax })
  try {
    await finder.parse(bytes)
    let left = entriesMax
    const take = () => {
      if (left-- === 0) throw new MailLimit('parts')
    }
    return { kind: 'parts', root: partOf(finder.root, { bytes, fallback, take, isRoot: true }) }
  } catch (error) {
    if (error instanceof MailLimit) return refuse('MAIL_REFUSED', { because: error.because })
    const isDeep = /nesting/i.test((error as Error).message)
    return refuse('MAIL_REFUSED', { because: isDeep ? 'depth' : 'malformed' })
  }
}

/** Without byte order mark and blank lines in front, which editors leave; lines of old Macs end as others do. */
function startOfMail(sent: Uint8Array): Uint8Array {
  let at = sent[0] === 0xef && sent[1] === 0xbb && sent[2] === 0xbf ? 3 : 0
  while (sent[at] === newline || sent[at] === carriageReturn) at++
  const bytes = sent.subarray(at)
  if (bytes.includes(newline) || !bytes.includes(carriageReturn)) return bytes
  return bytes.map((byte) => (byte === carriageReturn ? newline : byte))
}

function countLines(bytes: Uint8Array): { lines: number; boundaries: number } {
  let [lines, boundaries] = [1, 0]
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) {
    lines++
    if (bytes[at + 1] === dash && bytes[at + 2] === dash) boundaries++
  }
  return { lines, boundaries }
}

type Whole = {
  readonly bytes: Uint8Array
  readonly fallback: string
  readonly take: () => void
  readonly isRoot: boolean
}

function partOf(node: MimeNode, whole: Whole): RawPart {
  const headers = node.headers.map(({ key, value }, index) => ({
    name: key,
    value,
    line: node.rawHeaderLines[index]?.line ?? '',
  }))
  const parts = node.childNodes.map((child) => partOf(child, { ...whole, isRoot: false }))
  if (parts.length === 0) whole.take()
  const written = valueOf(headers, 'content-type')
  const type =
    written === '' ? plainType(node.contentType.parsed.value) : parseHeaderValue(written, whole.fallback)
  return {
    headers,
    type: type.value.includes('/') ? type : { ...type, value: 'text/plain' },
    disposition: parseHeaderValue(valueOf(headers, 'content-disposition'), whole.fallback),
    parts,
    bytes: parts.length > 0 ? new Uint8Array() : bodyOf(node, whole),
  }
}

function plainType(value: string): HeaderValue {
  return { value, parameters: new Map(), flags: [] }
}

function valueOf(headers: readonly RawHeader[], name: string): string {
  return headers.find((header) => header.name === name)?.value ?? ''
}

function bodyOf(node: MimeNode, { bytes, isRoot }: Whole): Uint8Array {
  const { from, to } = spans.get(node) ?? { from: -1, to: -1 }
  if (from < 0) return new Uint8Array()
  // The line end before a boundary belongs to the boundary; the one at the end of the mail is its own.
  const sent = bytes.subarray(from, isRoot ? bytes.length : to)
  const { encoding } = node.contentTransferEncoding
  if (encoding.includes('base64')) return decodeBase64(sent)
  return encoding.includes('quoted-printable') ? decodeQuotedPrintable(sent) : sent
}
