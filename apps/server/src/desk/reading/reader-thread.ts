// The thread of MailReaders: takes mails apart one after the other, in the order in which they came.
import { parentPort } from 'node:worker_threads'
import { systemClock } from '@holdfast/capabilities/system'
import { takeApart, type TakenApart } from './take-apart.ts'

export type ReaderTask = {
  /** Names the answer; 0: the thread is ready. */
  readonly id: number
  readonly raw: Uint8Array
  readonly ownAddresses: readonly string[]
  /** Mails of one batch share the time of their attachments. */
  readonly batch: number
  readonly attachmentsMs: number
}
/** `failed`: the reader itself met an accident; its name alone, since messages may hold what the mail says. */
export type ReaderAnswer = {
  readonly id: number
  readonly taken: TakenApart | { readonly kind: 'failed'; readonly error: string }
}

let batch = { number: 0, untilMs: 0 }
let turn = Promise.resolve()

parentPort?.on('message', (task: ReaderTask) => {
  turn = turn.then(async () => {
    const answer: ReaderAnswer = { id: task.id, taken: await read(task) }
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin to name
    parentPort?.postMessage(answer)
  })
})

/** Everything is loaded: what is claimed from now on is read at once. */
const ready: ReaderAnswer = { id: 0, taken: { kind: 'failed', error: 'no task' } }
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin to name
parentPort?.postMessage(ready)

async function read({
  raw,
  ownAddresses,
  batch: number,
  attachmentsMs,
}: ReaderTask): Promise<ReaderAnswer['taken']> {
  if (batch.number !== number) batch = { number, untilMs: systemClock.monotonicMs() + attachmentsMs }
  try {
    return await takeApart(raw, { ownAddresses }, { clock: systemClock, untilMs: batch.untilMs })
  } catch (error) {
    return { kind: 'failed', error: (error as Error).name }
  }
}
