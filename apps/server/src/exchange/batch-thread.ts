// The thread of ThreadedBatches: decides and writes one batch after the other, and waits for the disk where nobody else does.
import { parentPort, workerData } from 'node:worker_threads'
import { portionedEntropy } from '@holdfast/capabilities'
import { systemClock, systemEntropy } from '@holdfast/capabilities/system'
import { openBatchRunner, type BatchRunner } from '@holdfast/store'
import { formatFindingMessage } from '../webhooks/finding-message.ts'
import {
  packError,
  packOutcome,
  unpackBatch,
  type BatchReply,
  type BatchTask,
  type BatchThreadData,
} from './batch-message.ts'

const { target, serverId } = workerData as BatchThreadData
// A thread that cannot open the books says so to its batch, and tries again with the next.
let runner: BatchRunner | null = null

// An accident in here ends the thread, and the store hears of it.
parentPort?.on('message', (task: BatchTask | 'close') => void (task === 'close' ? close() : answer(task)))

// A batch that cannot be read is never answered: better no thread than one that is waited for.
parentPort?.on('messageerror', () => process.exit(1))

async function answer(task: BatchTask): Promise<void> {
  const reply = await run(task)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin to name
  parentPort?.postMessage(reply)
}

async function close(): Promise<void> {
  await runner?.close()
  parentPort?.close()
}

async function run(task: BatchTask): Promise<BatchReply> {
  try {
    runner ??= openBatchRunner({
      ...{ target, serverId, clock: systemClock, entropy: portionedEntropy(systemEntropy) },
      messageOf: formatFindingMessage,
    })
    return { kind: 'done', outcomes: (await runner.run(unpackBatch(task))).map(packOutcome) }
  } catch (error) {
    return { kind: 'failed', error: packError(error), isUnavailable: runner?.isUnavailable(error) ?? true }
  }
}
