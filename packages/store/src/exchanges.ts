// Exchanges that arrive together are gathered into batches, which whoever decides and writes them gets one after the other.
import type { Refusal } from '@holdfast/lease'
import type { LeaseAcknowledged, LeaseGranted, SeatReleased } from '@holdfast/licensing'
import type { Decision, ExchangeJob, ExchangeResult, Written } from './exchange-job.ts'
import type { Exchanges } from './exchanges-interface.ts'
import { Gatherer, type GathererLimits, type JobOutcome } from './gatherer.ts'

/** Past this many waiting exchanges the next is refused: SERVER_OVERLOADED. */
export const exchangesWaitingMax = 4_096
/** Exchanges of one transaction. */
export const exchangesPerBatchMax = 256

export type ExchangeTools = {
  readonly run: (jobs: readonly ExchangeJob[]) => Promise<readonly JobOutcome<ExchangeResult>[]>
  readonly isUnavailable: (error: unknown) => boolean
}

/** The gatherer of exchanges; `stop` refuses new ones and waits for those that were accepted. */
export function openExchanges(tools: ExchangeTools): {
  readonly exchanges: Exchanges
  stop(): Promise<void>
} {
  const limits: GathererLimits = { batchJobsMax: exchangesPerBatchMax, waitingJobsMax: exchangesWaitingMax }
  const { run, isUnavailable } = tools
  // Whatever arrives while a batch is written makes the next one: nobody waits for more.
  const gatherer = new Gatherer<ExchangeJob, ExchangeResult>(limits, run, { more: null, isUnavailable })
  const decided = async <Made extends Decision>(job: ExchangeJob) => {
    const result = await gatherer.add(job)
    if ('kind' in result) return result
    if (result.decision.kind === 'refused') return result.decision as Refusal<never>
    return { ...(result.decision as Made), acknowledged: result.acknowledged }
  }
  const exchanges: Exchanges = {
    activate: (facts, receipts = []) => decided<Written<LeaseGranted>>({ kind: 'activate', facts, receipts }),
    renew: (facts, receipts = []) => decided<Written<LeaseGranted>>({ kind: 'renew', facts, receipts }),
    release: (facts, receipts = []) => decided<Written<SeatReleased>>({ kind: 'release', facts, receipts }),
    receipt: (receipt) => decided<Written<LeaseAcknowledged>>({ kind: 'receipt', receipts: [receipt] }),
  }
  return { exchanges, stop: () => gatherer.stop() }
}
