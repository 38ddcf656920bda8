// Batches of exchanges on a thread of their own: while one is decided and brought to disk, this one answers and gathers the next.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { BatchRunner, ExchangeBatch } from '@holdfast/store'
import { packBatch, type BatchReply, type BatchTask, type BatchThreadData } from './batch-message.ts'

type Outcomes = Awaited<ReturnType<BatchRunner['run']>>
type Waiting = { readonly resolve: (outcomes: Outcomes) => void; readonly reject: (error: unknown) => void }

export const batchThread = new URL('./batch-thread.ts', import.meta.url)

/** The batch that the thread was at when it ended: nobody knows whether it was written. Who asks again gets its answer. */
export class BatchThreadEnded extends Error {
  override readonly name = 'BatchThreadEnded'
}

export class ThreadedBatches implements BatchRunner {
  readonly #data: BatchThreadData
  readonly #module: () => URL
  readonly #unavailable = new WeakSet<object>()
  #worker: Worker | null
  #waiting: Waiting | null = null

  /** `module`: what the next thread runs. */
  constructor(data: BatchThreadData, module = () => batchThread) {
    this.#data = data
    this.#module = module
    this.#worker = this.#start()
  }

  run(batch: ExchangeBatch): Promise<Outcomes> {
    return new Promise((resolve, reject) => {
      // A machine that has no thread left throws here, and the batch fails with it.
      const worker = (this.#worker ??= this.#start())
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
    const ended = once(worker, 'exit')
    worker.ref()
    this.#send(worker, 'close')
    await ended
  }

  #start(): Worker {
    const worker = new Worker(this.#module(), { workerData: this.#data })
    worker.unref()
    worker.on('message', (reply: BatchReply) => this.#finish(reply))
    worker.on('error', (error) => this.#lose(worker, error))
    worker.on('exit', () => this.#lose(worker, null))
    return worker
  }

  #send(worker: Worker, message: BatchTask | 'close'): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin to name
    worker.postMessage(message)
  }

  #finish(reply: BatchReply): void {
    const waiting = this.#waiting
    this.#waiting = null
    if (reply.kind === 'done') return waiting?.resolve(reply.outcomes)
    if (reply.isUnavailable && reply.error instanceof Error) this.#unavailable.add(reply.error)
    return waiting?.reject(reply.error)
  }

  /** The next batch starts another thread. */
  #lose(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return
    this.#worker = null
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.reject(new BatchThreadEnded('the thread that decides exchanges ended', { cause }))
  }
}
