// Batches of exchanges on a thread of their own: while one is decided and brought to disk, this one answers and gathers the next.
import { Worker } from 'node:worker_threads'
import type { BatchRunner, ExchangeBatch } from '@holdfast/store'
import { packBatch, type BatchReply, type BatchTask, type BatchThreadData } from './batch-message.ts'

type Outcomes = Awaited<ReturnType<BatchRunner['run']>>
type Waiting = { readonly resolve: (outcomes: Outcomes) => void; readonly reject: (error: unknown) => void }
type Options = {
  /** Hears of a thread that ended by accident, also between two batches. */
  readonly onLost: (error: BatchThreadEnded) => void
  /** What the next thread runs. */
  readonly module?: () => URL
}

export const batchThread = new URL('./batch-thread.ts', import.meta.url)

/** The batch that the thread was at when it ended: nobody knows whether it was written. Who asks again gets its answer. */
export class BatchThreadEnded extends Error {
  override readonly name = 'BatchThreadEnded'
}

export class ThreadedBatches implements BatchRunner {
  readonly #data: BatchThreadData
  readonly #options: Options
  readonly #unavailable = new WeakSet<object>()
  #worker: Worker | null = null
  #waiting: Waiting | null = null

  constructor(data: BatchThreadData, options: Options) {
    this.#data = data
    this.#options = options
  }

  /** Loads the thread before the first batch needs it. It keeps the process alive until `close`. */
  start(): void {
    this.#worker ??= this.#open()
  }

  run(batch: ExchangeBatch): Promise<Outcomes> {
    return new Promise((resolve, reject) => {
      // A machine that has no thread left throws here, and the batch fails with it.
      const worker = (this.#worker ??= this.#open())
      this.#waiting = { resolve, reject }
      this.#send(worker, packBatch(batch))
    })
  }

  isUnavailable(error: unknown): boolean {
    return error instanceof BatchThreadEnded || (error instanceof Error && this.#unavailable.has(error))
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    if (worker === null) return
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    this.#send(worker, 'close')
    await ended
  }

  #open(): Worker {
    const worker = new Worker(this.#options.module?.() ?? batchThread, { workerData: this.#data })
    worker.on('message', (reply: BatchReply) => this.#finish(worker, reply))
    // An answer that cannot be read is none: the thread ends, and with it the wait.
    worker.on('messageerror', () => void worker.terminate())
    worker.on('error', (error: unknown) => this.#lose(worker, error))
    worker.on('exit', () => this.#lose(worker, null))
    return worker
  }

  #send(worker: Worker, message: BatchTask | 'close'): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin to name
    worker.postMessage(message)
  }

  #finish(worker: Worker, reply: BatchReply): void {
    if (this.#worker !== worker) return
    const waiting = this.#waiting
    this.#waiting = null
    if (reply.kind === 'done') return waiting?.resolve(reply.outcomes)
    if (reply.isUnavailable) this.#unavailable.add(reply.error)
    return waiting?.reject(reply.error)
  }

  /** The next batch starts another thread. */
  #lose(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return
    this.#worker = null
    const waiting = this.#waiting
    this.#waiting = null
    const why = cause instanceof Error ? `: ${cause.message}` : ''
    const error = new BatchThreadEnded(`the thread that decides exchanges ended${why}`)
    this.#options.onLost(error)
    waiting?.reject(error)
  }
}
