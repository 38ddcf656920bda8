/**
 * Signatures in batches on threads of their own. One operation on the platform's thread pool costs up to half as much again
 * for handing it over; under load many wait at once, and one message carries them all.
 */
import { Worker } from 'node:worker_threads'
import { threadPool, type PrivateKey, type PublicKey, type SignatureWorkers } from '@holdfast/lease'
import { packJobs, signatureBytes, unpackResults, type SignatureJob } from './signature-batch.ts'

/** Jobs of one message: a thread is never long away from the next. */
const batchJobsMax = 32
/** A thread has its next batch already when it ends one. */
const batchesAheadMax = 2

type Waiting = { readonly job: SignatureJob; readonly resolve: (result: Uint8Array) => void }
type Thread = { readonly worker: Worker; readonly keys: Set<string>; batches: (readonly Waiting[])[] }

export class SignaturePool implements SignatureWorkers {
  #threads: Thread[] = []
  #waiting: Waiting[] = []
  #flushing = false

  /** `threads` of 0: everything goes to the platform's thread pool. */
  constructor(threads: number) {
    for (let count = 0; count < threads; count++) this.#start()
  }

  async verify(key: PublicKey, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
    if (signature.length !== signatureBytes) return false
    const result = await this.#add({ kind: 'verify', key, bytes, signature })
    return result[0] === 1
  }

  async sign(key: PrivateKey, bytes: Uint8Array): Promise<Uint8Array> {
    return await this.#add({ kind: 'sign', key, bytes })
  }

  /** Ends the threads; jobs after it go to the platform's thread pool. */
  async close(): Promise<void> {
    const threads = this.#threads
    this.#threads = []
    await Promise.all(threads.map(({ worker }) => worker.terminate()))
    for (const { batches } of threads) for (const waiting of batches.flat()) void this.#runAlone(waiting)
    for (const waiting of this.#waiting.splice(0)) void this.#runAlone(waiting)
  }

  #start(): void {
    const worker = new Worker(new URL('./signature-worker.ts', import.meta.url))
    worker.unref()
    const thread: Thread = { worker, keys: new Set(), batches: [] }
    worker.on('message', (results: Uint8Array) => this.#finish(thread, results))
    worker.on('error', () => this.#lose(thread))
    worker.on('exit', () => this.#lose(thread))
    this.#threads.push(thread)
  }

  #add(job: SignatureJob): Promise<Uint8Array> {
    return new Promise((resolve) => {
      const waiting = { job, resolve }
      if (this.#threads.length === 0) return void this.#runAlone(waiting)
      this.#waiting.push(waiting)
      if (this.#flushing) return undefined
      this.#flushing = true
      // What the same turn of the event loop brings travels together.
      setImmediate(() => {
        this.#flushing = false
        this.#flush()
      })
      return undefined
    })
  }

  #flush(): void {
    const idle = this.#threads
      .filter(({ batches }) => batches.length < batchesAheadMax)
      .toSorted((one, other) => one.batches.length - other.batches.length)
    for (const [index, thread] of idle.entries()) {
      if (this.#waiting.length === 0) return
      const share = Math.ceil(this.#waiting.length / (idle.length - index))
      this.#send(thread, this.#waiting.splice(0, Math.min(share, batchJobsMax)))
    }
  }

  #send(thread: Thread, batch: readonly Waiting[]): void {
    thread.batches.push(batch)
    for (const { job } of batch) {
      if (job.kind === 'verify' || thread.keys.has(job.key.thumbprint)) continue
      thread.keys.add(job.key.thumbprint)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin to name
      thread.worker.postMessage({ publicRaw: job.key.publicRaw, key: job.key.key })
    }
    const packed = packJobs(batch.map(({ job }) => job))
    thread.worker.postMessage(packed, [packed.buffer])
  }

  #finish(thread: Thread, results: Uint8Array): void {
    const batch = thread.batches.shift() ?? []
    const list = unpackResults(
      batch.map(({ job }) => job),
      results,
    )
    for (const [index, waiting] of batch.entries()) waiting.resolve(list[index] ?? new Uint8Array())
    this.#flush()
  }

  /** A thread that ended by accident: what it had is done elsewhere. */
  #lose(thread: Thread): void {
    if (!this.#threads.includes(thread)) return
    this.#threads = this.#threads.filter((other) => other !== thread)
    for (const waiting of thread.batches.flat()) void this.#runAlone(waiting)
    if (this.#threads.length === 0)
      for (const waiting of this.#waiting.splice(0)) void this.#runAlone(waiting)
  }

  async #runAlone({ job, resolve }: Waiting): Promise<void> {
    if (job.kind === 'sign') return resolve(await threadPool.sign(job.key, job.bytes))
    const valid = await threadPool.verify(job.key, job.bytes, job.signature)
    return resolve(new Uint8Array([valid ? 1 : 0]))
  }
}
