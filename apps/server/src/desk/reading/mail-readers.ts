// Mails are taken apart beside the thread that answers and stores: one that is slow, or worse, holds up no device. spec: desk-traffic §2
import { Worker } from 'node:worker_threads'
import type { Clock } from '@holdfast/capabilities'
import type { ReaderAnswer, ReaderTask } from './reader-thread.ts'
import { takeApart, type TakenApart } from './take-apart.ts'

/** Until then the attachments of a batch are read; those that are left are found by their names. */
export const attachmentMsMax = 120_000
/** One mail; then its thread is ended, and the mail is one that cannot be read. */
export const readingMsMax = 180_000
/** Of a thread's memory; a mail that needs more ends its thread and nothing else. */
const threadMebibytesMax = 512

export type TakeApart = (raw: Uint8Array) => Promise<TakenApart>

type Waiting = {
  readonly task: ReaderTask
  readonly resolve: (taken: TakenApart) => void
  readonly reject: (error: Error) => void
}
/** `limit` ends the time of the mail that it is at. */
type Thread = { readonly worker: Worker; readonly ready: Promise<void>; limit: AbortController }

/** The mail that a thread was at when it ended. */
export class ReaderEnded extends Error {
  override readonly name = 'ReaderEnded'
}

export class MailReaders {
  readonly #clock: Clock
  readonly #ownAddresses: readonly string[]
  readonly #isThreaded: boolean
  #thread: Thread | null = null
  /** Handed over, the oldest first: the thread is at that one. */
  #waiting: Waiting[] = []
  #batches = 0
  #tasks = 0
  #isClosed = false

  /** `isThreaded` false: in this thread, for those who read few. */
  constructor(lent: {
    readonly clock: Clock
    readonly ownAddresses: readonly string[]
    readonly isThreaded: boolean
  }) {
    this.#clock = lent.clock
    this.#ownAddresses = lent.ownAddresses
    this.#isThreaded = lent.isThreaded
  }

  /**
   * Before anything is claimed: a server that is killed while its thread loads must not have counted a claim. Rejects where
   * the machine gives no thread.
   */
  async ready(): Promise<void> {
    if (this.#isThreaded && !this.#isClosed) await (this.#thread ??= this.#start()).ready
  }

  /** For the mails of one batch, which share the time for their attachments. Rejects where the reader met an accident. */
  openBatch(): TakeApart {
    const clock = this.#clock
    const settings = { ownAddresses: this.#ownAddresses }
    if (!this.#isThreaded) {
      const untilMs = clock.monotonicMs() + attachmentMsMax
      // One after the other, as a thread does: a batch of hostile files must not be open at once.
      let turn: Promise<unknown> = Promise.resolve()
      return (raw) => {
        const taken = turn.then(() => takeApart(raw, settings, { clock, untilMs }))
        turn = taken.catch(() => {})
        return taken
      }
    }
    const batch = ++this.#batches
    return (raw) => this.#add({ raw, ...settings, batch, attachmentsMs: attachmentMsMax })
  }

  /** What is being read is not read to its end. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#end(new ReaderEnded('the server stops'), this.#waiting.length)
  }

  #add(wanted: Omit<ReaderTask, 'id'>): Promise<TakenApart> {
    if (this.#isClosed) return Promise.reject(new ReaderEnded('the server stops'))
    return new Promise((resolve, reject) => {
      // A machine that has no thread left throws here: then this mail alone is not read.
      const thread = (this.#thread ??= this.#start())
      const task = { ...wanted, id: ++this.#tasks }
      this.#waiting.push({ task, resolve, reject })
      this.#send(thread, task)
      if (this.#waiting.length === 1) this.#limitFirst()
    })
  }

  #start(): Thread {
    const worker = new Worker(new URL('./reader-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: threadMebibytesMax },
    })
    worker.unref()
    const ready = new Promise<void>((resolve) => {
      for (const event of ['message', 'error', 'exit']) worker.once(event, () => resolve())
    })
    const thread: Thread = { worker, ready, limit: new AbortController() }
    worker.on('message', (answer: ReaderAnswer) => this.#finish(thread, answer))
    const lose = () => void (this.#thread === thread && this.#end(new ReaderEnded('the reader ended'), 1))
    worker.on('error', lose)
    worker.on('exit', lose)
    return thread
  }

  #send({ worker }: Thread, task: ReaderTask): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin to name
    worker.postMessage(task)
  }

  #finish(thread: Thread, { id, taken }: ReaderAnswer): void {
    if (this.#thread !== thread) return
    const done = this.#waiting.find(({ task }) => task.id === id)
    this.#waiting = this.#waiting.filter((waiting) => waiting !== done)
    this.#limitFirst()
    if (taken.kind === 'failed') done?.reject(Object.assign(new Error('unread'), { name: taken.error }))
    else done?.resolve(taken)
  }

  /** The time of the mail that is read now begins. */
  #limitFirst(): void {
    const thread = this.#thread
    const [first] = this.#waiting
    if (thread === null) return
    thread.limit.abort()
    const limit = new AbortController()
    thread.limit = limit
    if (first === undefined) return
    this.#clock.waitMs(readingMsMax, limit.signal).then(
      () => void this.#end(new ReaderEnded('the mail took too long'), 1),
      () => {},
    )
  }

  #startAgain(): void {
    try {
      const next = this.#start()
      this.#thread = next
      for (const { task } of this.#waiting) this.#send(next, task)
      this.#limitFirst()
    } catch (error) {
      for (const { reject } of this.#waiting.splice(0)) reject(error as Error)
    }
  }

  /** The first `count` mails are lost with the thread; a new one reads the others. */
  async #end(error: Error, count: number): Promise<void> {
    const thread = this.#thread
    this.#thread = null
    thread?.limit.abort()
    for (const { reject } of this.#waiting.splice(0, count)) reject(error)
    if (this.#waiting.length > 0) this.#startAgain()
    await thread?.worker.terminate()
  }
}
