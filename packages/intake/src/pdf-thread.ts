// The thread in which one PDF is read: it gets bytes, posts pages and an end, and is ended by whoever started it.
import { parentPort, workerData } from 'node:worker_threads'
import { boundBuffers, type BufferCount } from './bound-buffers.ts'

export type PdfOrder = {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly pagesMax: number
  readonly lengthMax: number
  readonly bufferBytesMax: number
}

/** `cut`: there are pages, or parts of them, that were not read. */
export type PdfEnd = 'complete' | 'cut' | 'empty' | 'sealed' | 'damaged' | 'too-much'

export type PdfMessage =
  { readonly kind: 'page'; readonly text: string } | { readonly kind: 'end'; readonly end: PdfEnd }

const order = workerData as PdfOrder
const buffers = boundBuffers(order.bufferBytesMax)
// Loaded only now, so that the parser sees the bounded buffers. Where this fails, the caller gets the error: an accident.
const { getResolvedPDFJS } = await import('unpdf')
const { getDocument } = await getResolvedPDFJS()
// What the parser throws past those who asked it comes of the file.
process.on('unhandledRejection', () => post({ kind: 'end', end: 'damaged' }))
process.on('uncaughtException', () => post({ kind: 'end', end: 'damaged' }))
const end = await readPages(order, buffers).catch((error: unknown) =>
  (error as Error).name === 'PasswordException' ? 'sealed' : 'damaged',
)
post({ kind: 'end', end: buffers.isExceeded() ? 'too-much' : end })

function post(message: PdfMessage): void {
  parentPort?.postMessage(message, [])
}

async function readPages(
  { bytes, pagesMax, lengthMax }: PdfOrder,
  { isExceeded }: BufferCount,
): Promise<PdfEnd> {
  const { promise } = getDocument({
    data: bytes,
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: true,
    enableXfa: false,
  })
  const document = await promise
  let [pagesRead, length] = [0, 0]
  for (let number = 1; number <= Math.min(document.numPages, pagesMax); number++) {
    const { text, isWhole } = await readPage(() => document.getPage(number), lengthMax - length)
    if (text.trim() !== '') post({ kind: 'page', text: `${text}\n` })
    length += text.length
    if (isWhole) pagesRead++
    if (isExceeded() || length > lengthMax) return 'cut'
  }
  return pagesRead < document.numPages ? 'cut' : 'complete'
}

type Page = {
  streamTextContent(): AsyncIterable<{
    items: readonly { readonly str?: string; readonly hasEOL?: boolean }[]
  }>
  cleanup(): boolean
}

/** What a page says; of one that breaks off, what came before. */
async function readPage(
  open: () => Promise<Page>,
  lengthMax: number,
): Promise<{ text: string; isWhole: boolean }> {
  let text = ''
  try {
    const page = await open()
    for await (const { items } of page.streamTextContent()) {
      for (const { str, hasEOL } of items) text += hasEOL === true ? `${str ?? ''}\n` : (str ?? '')
      if (text.length > lengthMax) return { text, isWhole: false }
    }
    page.cleanup()
    return { text, isWhole: true }
  } catch {
    return { text, isWhole: false }
  }
}
