// The text of a PDF, read in a thread of its own that is ended when it takes too long or wants too much. spec: intake §7
import { Worker } from 'node:worker_threads'
import type { Clock } from '@holdfast/capabilities'
import {
  attachmentTextLengthMax,
  pdfBufferBytesMax,
  pdfHeapBytesMax,
  pdfMsMax,
  pdfPagesMax,
} from './limits.ts'
import type { PdfEnd, PdfMessage, PdfOrder } from './pdf-thread.ts'
import { TextSink } from './text-sink.ts'

export type PdfText =
  | { readonly kind: 'text'; readonly text: string; readonly cut: boolean }
  | { readonly kind: 'none'; readonly because: Exclude<PdfEnd, 'complete' | 'cut'> | 'too-long' }

const pdfLimits = {
  pagesMax: pdfPagesMax,
  lengthMax: attachmentTextLengthMax,
  bufferBytesMax: pdfBufferBytesMax,
  heapBytesMax: pdfHeapBytesMax,
}

const mebi = 1024 * 1024
const youngBytes = 16 * mebi

/**
 * Text page by page. The parser runs as a hostile file steers it, so three things bound it from outside: the moment at which its
 * thread is ended, whatever it does; the heap of the thread; and the bytes of the buffers that it asks for. The pages that
 * were read until then are kept.
 */
export async function readPdfText(
  bytes: Uint8Array,
  clock: Clock,
  { heapBytesMax, ...limits } = pdfLimits,
): Promise<PdfText> {
  // Bytes of its own go to the thread: the caller's stay as they are.
  const order: PdfOrder = { bytes: new Uint8Array(bytes), ...limits }
  const thread = new Worker(new URL('pdf-thread.ts', import.meta.url), {
    workerData: order,
    transferList: [order.bytes.buffer],
    env: {},
    execArgv: [],
    resourceLimits: {
      maxOldGenerationSizeMb: (heapBytesMax - youngBytes) / mebi,
      maxYoungGenerationSizeMb: youngBytes / mebi,
    },
  })
  const pages = new TextSink(limits.lengthMax)
  const ended = new AbortController()
  try {
    const end = await Promise.race([endOf(thread, pages), deadline(clock, ended.signal)])
    const text = pages.take()
    if (text.trim() !== '') return { kind: 'text', text, cut: end !== 'complete' || pages.isCut }
    return { kind: 'none', because: end === 'complete' ? 'empty' : end === 'cut' ? 'damaged' : end }
  } finally {
    ended.abort()
    await thread.terminate()
  }
}

/** How the thread ended; an error that is not of its memory is an accident and rejects. */
function endOf(thread: Worker, pages: TextSink): Promise<PdfEnd> {
  return new Promise((resolve, reject) => {
    thread.on('message', (message: PdfMessage) => {
      if (message.kind === 'page') pages.add(message.text)
      else resolve(message.end)
    })
    thread.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve('too-much')
      else reject(error)
    })
    thread.once('exit', () => resolve('damaged'))
  })
}

async function deadline(clock: Clock, signal: AbortSignal): Promise<'too-long'> {
  await clock.waitMs(pdfMsMax, signal)
  return 'too-long'
}
