// The text of an attachment by which it is found again. It is for searching: nothing is decided by it. spec: intake §7
import type { Clock } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import { decodeText } from './decode-text.ts'
import { htmlToText, looksLikeHtml } from './html-text.ts'
import {
  attachmentBytesMax,
  attachmentPartBytesMax,
  attachmentTextLengthMax,
  captureBytesMax,
} from './limits.ts'
import { looksLikeMail } from './open-mail.ts'
import { openZip, type OpenedZip } from './open-zip.ts'
import { isWorkbook } from './open-workbook.ts'
import { isDocument, readDocumentText } from './read-document-text.ts'
import { readPdfText } from './read-pdf-text.ts'
import { readWorkbookText } from './read-workbook-text.ts'
import { findSignature } from './signature.ts'
import { cutText } from './text-sink.ts'
import { XmlFault } from './xml-reader.ts'

/**
 * `not-text`: a picture, a program, an archive, a mail, or a format that is not opened. `empty`: opened, and no text in it, such as
 * a scanned page. `sealed`: encrypted. `damaged`: what it claims to be cannot be read. `too-long`: reading took longer than
 * it may. `too-much`: reading wanted more memory than it may.
 */
export type WithoutText = 'not-text' | 'empty' | 'sealed' | 'damaged' | 'too-long' | 'too-much'

/** `cut`: the attachment has more text than this. */
export type AttachmentText =
  | { readonly kind: 'text'; readonly text: string; readonly cut: boolean }
  | { readonly kind: 'none'; readonly because: WithoutText }

export type AttachmentRefusal = Refusal<'CONTENT_TOO_LARGE' | 'ARCHIVE_LIMIT'>

/** What the sender says of the attachment. It is asked only where the content leaves it open. */
export type AttachmentLabel = { readonly name: string; readonly mediaType: string }

/**
 * The searchable text of an attachment: text, CSV, HTML, DOCX, XLSX, PDF. `clock` bounds the reading of a PDF, which costs a
 * thread: whoever has many reads them one after another.
 * Refuses: CONTENT_TOO_LARGE (bytes, bytesMax), ARCHIVE_LIMIT (limit, max).
 * Source: docs/spec/intake.md §7.
 */
export async function readAttachmentText(
  bytes: Uint8Array,
  label: AttachmentLabel,
  clock: Clock,
): Promise<AttachmentText | AttachmentRefusal> {
  if (bytes.length > attachmentBytesMax)
    return refuse('CONTENT_TOO_LARGE', { bytes: bytes.length, bytesMax: attachmentBytesMax })
  switch (findSignature(bytes)?.name) {
    case 'zip':
      return await readZipText(bytes)
    case 'pdf':
      return await readPdfText(bytes, clock)
    case 'ole':
      return { kind: 'none', because: isSealedOffice(bytes) ? 'sealed' : 'not-text' }
    default:
      return readPlainText(bytes, label) ?? (await readLatePdf(bytes, clock))
  }
}

/** null where the bytes are no text. */
function readPlainText(bytes: Uint8Array, { name, mediaType }: AttachmentLabel): AttachmentText | null {
  if (looksLikeMail(bytes)) return { kind: 'none', because: 'not-text' }
  const decoded = decodeText(bytes.subarray(0, captureBytesMax))
  if (decoded.kind === 'refused')
    return decoded.code === 'CONTENT_EMPTY' ? { kind: 'none', because: 'empty' } : null
  // Rich text is markup from end to end, and its characters are numbers in it.
  if (decoded.text.startsWith('{\\rtf')) return { kind: 'none', because: 'not-text' }
  const isHtml =
    looksLikeHtml(decoded.text) || /^text\/html\b/i.test(mediaType) || /\.x?html?$/i.test(name.slice(-6))
  const text = isHtml ? htmlToText(decoded.text) : decoded.text
  const cut = bytes.length > captureBytesMax || text.length > attachmentTextLengthMax
  return textOrEmpty(cutText(text, attachmentTextLengthMax), cut)
}

// Acrobat takes a PDF whose mark stands anywhere in here, and scanners put headers of their own before it.
const pdfMarkWithin = 1024

async function readLatePdf(bytes: Uint8Array, clock: Clock): Promise<AttachmentText> {
  const at = viewOf(bytes.subarray(0, pdfMarkWithin)).indexOf('%PDF-', 0, 'latin1')
  return at < 0 ? { kind: 'none', because: 'not-text' } : await readPdfText(bytes.subarray(at), clock)
}

async function readZipText(bytes: Uint8Array): Promise<AttachmentText | AttachmentRefusal> {
  const zip = await openZip({ bytes }, attachmentPartBytesMax)
  if (zip.kind === 'refused')
    return zip.code === 'ARCHIVE_LIMIT'
      ? refuse('ARCHIVE_LIMIT', zip.facts)
      : { kind: 'none', because: 'damaged' }
  try {
    const read = isDocument(zip) ? readDocumentText : isWorkbook(zip) ? readWorkbookText : null
    if (read === null) return { kind: 'none', because: 'not-text' }
    const fault = faultOf(zip)
    if (fault === 'encrypted') return { kind: 'none', because: 'sealed' }
    if (fault !== null) return refuse('ARCHIVE_LIMIT', { limit: fault, max: attachmentPartBytesMax })
    const { text, cut } = await read(zip)
    return textOrEmpty(text, cut)
  } catch (error) {
    const because = error instanceof XmlFault && error.message === 'texts' ? 'too-much' : 'damaged'
    return { kind: 'none', because }
  } finally {
    zip.close()
  }
}

/** The first fault of a part with text that says more than damage. */
function faultOf(zip: OpenedZip): 'encrypted' | 'size' | 'ratio' | null {
  for (const { name, fault } of zip.entries) {
    if (!/\.(?:xml|rels)$/i.test(name)) continue
    if (fault === 'encrypted' || fault === 'size' || fault === 'ratio') return fault
  }
  return null
}

/** Office wraps what it encrypts in the old container, under a name in UTF-16. */
function isSealedOffice(bytes: Uint8Array): boolean {
  return viewOf(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'))
}

function textOrEmpty(text: string, cut: boolean): AttachmentText {
  return text.trim() === '' ? { kind: 'none', because: 'empty' } : { kind: 'text', text, cut }
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
