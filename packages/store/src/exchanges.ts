// Gathered exchanges: decisions of licensing in the order of arrival, one transaction for all that arrive together.
import { makeLeaseId, makeSeatId, type LeaseId, type Receipt, type Refusal } from '@holdfast/lease'
import {
  applyChange,
  booksNeededForReceipt,
  booksNeededForRelease,
  booksNeededForRequest,
  decideActivation,
  decideIssuingMoment,
  decideReceipt,
  decideRelease,
  decideRenewal,
  type ActivationRefusal,
  type BooksNeeded,
  type Change,
  type DecisionContext,
  type IssuingRefusal,
  type LeaseAcknowledged,
  type LeaseGranted,
  type ReceiptRefusal,
  type ReleaseFacts,
  type ReleaseRefusal,
  type RenewalRefusal,
  type SeatReleased,
} from '@holdfast/licensing'
import type { Clock, Instant } from '@holdfast/capabilities'
import { Bookkeeping, type Keeper } from './bookkeeping.ts'
import { ChangeSet } from './change-set.ts'
import type { Engine } from './engine.ts'
import { exchangeAudit } from './exchange-audit.ts'
import type { Decision, ExchangeJob, ExchangeResult } from './exchange-job.ts'
import type { Exchanges, Issuing } from './exchanges-interface.ts'
import { Gatherer, type GathererLimits, type JobOutcome } from './gatherer.ts'
import { loadBooks, type LoadedBooks } from './load-books.ts'
import { transactionRepeated } from './transaction.ts'

/** Past this many waiting exchanges the next is refused: SERVER_OVERLOADED. */
export const exchangesWaitingMax = 4_096
/** Exchanges of one transaction. */
export const exchangesPerBatchMax = 256

export type ExchangeTools = {
  readonly engine: Engine
  readonly keeper: Keeper
  readonly clock: Clock
  readonly issuing: () => Issuing
  readonly gatherMs: number
  readonly preparing: (() => number) | null
}

/** The gatherer of exchanges; `stop` refuses new ones and waits for those that were accepted. */
export function openExchanges(tools: ExchangeTools): {
  readonly exchanges: Exchanges
  stop(): Promise<void>
} {
  const limits: GathererLimits = { batchJobsMax: exchangesPerBatchMax, waitingJobsMax: exchangesWaitingMax }
  const run = (jobs: readonly ExchangeJob[]) => runBatch(tools, jobs)
  const { preparing } = tools
  const gatherer = new Gatherer<ExchangeJob, ExchangeResult>(limits, run, {
    more: tools.gatherMs === 0 ? null : () => tools.clock.waitMs(tools.gatherMs),
    ...(preparing === null ? {} : { expectsMore: () => preparing() > 0 }),
    isUnavailable: (error) => tools.engine.isUnavailable(error),
  })
  const decided = async <Granted extends Decision>(job: ExchangeJob) => {
    const result = await gatherer.add(job)
    if ('kind' in result) return result
    if (result.decision.kind === 'refused') return result.decision as Refusal<never>
    return { ...(result.decision as Granted), acknowledged: result.acknowledged }
  }
  const exchanges: Exchanges = {
    activate: (facts, receipts = []) => decided<LeaseGranted>({ kind: 'activate', facts, receipts }),
    renew: (facts, receipts = []) => decided<LeaseGranted>({ kind: 'renew', facts, receipts }),
    release: (facts, receipts = []) => decided<SeatReleased>({ kind: 'release', facts, receipts }),
    receipt: (receipt) => decided<LeaseAcknowledged>({ kind: 'receipt', receipts: [receipt] }),
  }
  return { exchanges, stop: () => gatherer.stop() }
}

async function runBatch(
  tools: ExchangeTools,
  jobs: readonly ExchangeJob[],
): Promise<readonly JobOutcome<ExchangeResult>[]> {
  const { engine, keeper } = tools
  return await transactionRepeated(engine, async (db) => {
    const bookkeeping = await Bookkeeping.begin(db, keeper)
    const loaded = await loadBooks(db, engine.facts, jobs.flatMap(neededFor))
    const changes = new ChangeSet(loaded, bookkeeping)
    const batch = new Batch(tools, { loaded, changes, bookkeeping })
    const outcomes = jobs.map((job) => batch.outcomeOf(job))
    await changes.write(db, engine.facts)
    await bookkeeping.finish()
    return outcomes
  })
}

function neededFor(job: ExchangeJob): BooksNeeded[] {
  const receipts = job.receipts.map((receipt) => booksNeededForReceipt({ receipt }))
  if (job.kind === 'receipt') return receipts
  return [
    job.kind === 'release' ? booksNeededForRelease(job.facts) : booksNeededForRequest(job.facts),
    ...receipts,
  ]
}

/** The decisions of one batch, each against the page that holds the changes of those before it. */
class Batch {
  readonly #tools: ExchangeTools
  readonly #issuing: Issuing
  readonly #clockNow: Instant
  readonly #loaded: LoadedBooks
  readonly #changes: ChangeSet
  readonly #bookkeeping: Bookkeeping

  constructor(
    tools: ExchangeTools,
    page: { readonly loaded: LoadedBooks; readonly changes: ChangeSet; readonly bookkeeping: Bookkeeping },
  ) {
    this.#tools = tools
    this.#issuing = tools.issuing()
    this.#clockNow = tools.clock.now()
    this.#loaded = page.loaded
    this.#changes = page.changes
    this.#bookkeeping = page.bookkeeping
  }

  /** A decision that throws fails its own job; nothing of it lies on the page. */
  outcomeOf(job: ExchangeJob): JobOutcome<ExchangeResult> {
    try {
      return { kind: 'done', result: this.#decide(job) }
    } catch (error) {
      return { kind: 'failed', error }
    }
  }

  #decide(job: ExchangeJob): ExchangeResult {
    const receipts = job.receipts.map((receipt) => this.#decideReceipt(receipt))
    const acknowledged = receipts.flatMap((decision) =>
      decision.kind === 'acknowledged' ? [decision.lease] : [],
    )
    if (job.kind === 'receipt') return { decision: receipts[0] as Decision, acknowledged }
    const decision =
      job.kind === 'release' ? this.#decideRelease(job.facts) : this.#decideRequest(job, acknowledged)
    if (decision.kind !== 'refused') this.#record(decision.changes, exchangeAudit(job, decision))
    return { decision, acknowledged }
  }

  #decideReceipt(receipt: Receipt): LeaseAcknowledged | Refusal<ReceiptRefusal> {
    const context = { now: this.#recordingMoment(), root: this.#issuing.root }
    const decision = decideReceipt({ receipt }, this.#loaded.page, context)
    if (decision.kind !== 'refused')
      this.#record(decision.changes, exchangeAudit({ kind: 'receipt', receipts: [receipt] }, decision))
    return decision
  }

  #decideRelease(facts: ReleaseFacts): SeatReleased | Refusal<ReleaseRefusal> {
    const context = { now: this.#recordingMoment(), root: this.#issuing.root, ids: this.#ids() }
    return decideRelease(facts, this.#loaded.page, context)
  }

  #decideRequest(
    job: Extract<ExchangeJob, { kind: 'activate' | 'renew' }>,
    acknowledges: readonly LeaseId[],
  ): LeaseGranted | Refusal<ActivationRefusal | RenewalRefusal | IssuingRefusal> {
    const keys = this.#issuing.keysOf(job.facts.request.product)
    if ('kind' in keys) return keys
    const issuing = decideIssuingMoment({
      clockNow: this.#clockNow,
      newestInBooks: this.#bookkeeping.newest,
      keyInterval: keys.interval,
    })
    if (issuing.kind === 'refused') return issuing
    const context: DecisionContext = {
      now: issuing.moment,
      ids: this.#ids(),
      root: this.#issuing.root,
      trust: this.#issuing.trust,
      acknowledges,
      maySignAt: keys.maySignAt,
    }
    const decide = job.kind === 'activate' ? decideActivation : decideRenewal
    return decide(job.facts, this.#loaded.page, context)
  }

  /** What only records goes on with a clock that is behind, at the newest moment of the books. */
  #recordingMoment(): Instant {
    const { newest } = this.#bookkeeping
    return newest !== null && newest > this.#clockNow ? newest : this.#clockNow
  }

  #ids(): DecisionContext['ids'] {
    const { entropy } = this.#tools.keeper
    return { lease: makeLeaseId(this.#clockNow, entropy), seat: makeSeatId(this.#clockNow, entropy) }
  }

  #record(changes: readonly Change[], entry: ReturnType<typeof exchangeAudit>): void {
    // What was answered before changes nothing, and leaves no second row.
    if (changes.length === 0) return
    for (const change of changes) {
      applyChange(this.#loaded.page, change)
      this.#changes.add(change)
    }
    this.#bookkeeping.audit({ ...entry, at: this.#recordingMoment() })
  }
}
