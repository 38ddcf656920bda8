// Decides and writes batches of exchanges: decisions of licensing in the order of arrival, one transaction for each batch.
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
  type Refused,
  type ReleaseFacts,
  type ReleaseRefusal,
  type RenewalRefusal,
  type SeatReleased,
} from '@holdfast/licensing'
import type { Clock, Entropy, Instant } from '@holdfast/capabilities'
import { makeLeaseId, makeSeatId, type LeaseId, type Receipt, type Refusal } from '@holdfast/lease'
import { Bookkeeping, type Keeper } from './bookkeeping.ts'
import { ChangeSet } from './change-set.ts'
import type { Engine } from './engine.ts'
import { exchangeAudit } from './exchange-audit.ts'
import type { Decision, ExchangeJob, ExchangeResult } from './exchange-job.ts'
import type { Issuing, IssuingInterval } from './exchanges-interface.ts'
import type { JobOutcome } from './gatherer.ts'
import { loadBooks, type LoadedBooks } from './load-books.ts'
import { openEngine, type StoreTarget } from './open-engine.ts'
import type { FindingRecord } from './records.ts'
import { transactionRepeated } from './transaction.ts'

export type ExchangeBatch = { readonly jobs: readonly ExchangeJob[]; readonly issuing: Issuing }

/** Whoever decides and writes the batches of a store, one at a time. */
export type BatchRunner = {
  /** Resolves after the commit, with one outcome for each job. Where it rejects, nothing was answered; who asks again gets what was decided. */
  run(batch: ExchangeBatch): Promise<readonly JobOutcome<ExchangeResult>[]>
  /** An accident that every batch would meet. */
  isUnavailable(error: unknown): boolean
  close(): Promise<void>
}

export type BatchTools = { readonly engine: Engine; readonly keeper: Keeper; readonly clock: Clock }

/**
 * A runner with a connection of its own, to books that a store has opened already: for a thread beside the store's, which
 * lends it the turns of that store. Beside these nothing else may write through it.
 */
export function openBatchRunner(options: {
  readonly target: StoreTarget
  readonly serverId: string
  readonly clock: Clock
  readonly entropy: Entropy
  readonly messageOf: (finding: FindingRecord) => string
}): BatchRunner {
  const { target, serverId, clock, entropy, messageOf } = options
  // Of a server that serves: its connection stays while nothing comes, and tells that these books are open.
  const engine = openEngine(target, true)
  const keeper = { facts: engine.facts, serverId, entropy, messageOf }
  return {
    run: (batch) => runBatch({ engine, keeper, clock }, batch),
    isUnavailable: (error) => engine.isUnavailable(error),
    close: () => engine.close(),
  }
}

/** In the store's own thread, in its turn of writing. */
export async function runBatch(
  tools: BatchTools,
  { jobs, issuing }: ExchangeBatch,
): Promise<readonly JobOutcome<ExchangeResult>[]> {
  const { engine, keeper } = tools
  return await transactionRepeated(engine, async (db) => {
    const bookkeeping = await Bookkeeping.begin(db, keeper)
    const loaded = await loadBooks(db, engine.facts, jobs.flatMap(neededFor))
    const changes = new ChangeSet(loaded, bookkeeping)
    const batch = new Batch(tools, { issuing, loaded, changes, bookkeeping })
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
  readonly #tools: BatchTools
  readonly #issuing: Issuing
  readonly #clockNow: Instant
  readonly #loaded: LoadedBooks
  readonly #changes: ChangeSet
  readonly #bookkeeping: Bookkeeping

  constructor(
    tools: BatchTools,
    page: {
      readonly issuing: Issuing
      readonly loaded: LoadedBooks
      readonly changes: ChangeSet
      readonly bookkeeping: Bookkeeping
    },
  ) {
    this.#tools = tools
    this.#issuing = page.issuing
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
    if (job.kind === 'receipt')
      return { decision: written(receipts[0] as LeaseAcknowledged | Refusal<ReceiptRefusal>), acknowledged }
    const decision =
      job.kind === 'release' ? this.#decideRelease(job.facts) : this.#decideRequest(job, acknowledged)
    // A refusal leaves what the lease that came along is evidence of.
    if (decision.changes !== undefined) this.#record(decision.changes, exchangeAudit(job, decision))
    return { decision: written(decision), acknowledged }
  }

  #decideReceipt(receipt: Receipt): LeaseAcknowledged | Refusal<ReceiptRefusal> {
    const context = { now: this.#recordingMoment(), root: this.#issuing.root }
    const decision = decideReceipt({ receipt }, this.#loaded.page, context)
    if (decision.kind !== 'refused')
      this.#record(decision.changes, exchangeAudit({ kind: 'receipt', receipts: [receipt] }, decision))
    return decision
  }

  #decideRelease(facts: ReleaseFacts): SeatReleased | Refused<ReleaseRefusal> {
    const context = { now: this.#recordingMoment(), root: this.#issuing.root, ids: this.#ids() }
    return decideRelease(facts, this.#loaded.page, context)
  }

  #decideRequest(
    job: Extract<ExchangeJob, { kind: 'activate' | 'renew' }>,
    acknowledges: readonly LeaseId[],
  ): LeaseGranted | Refused<ActivationRefusal | RenewalRefusal | IssuingRefusal> {
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
      maySignAt: (moment) => isWithin(moment, keys.signing),
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

/** Of a decision, what is still to be said once its changes are written. */
function written(
  decision:
    | LeaseGranted
    | SeatReleased
    | LeaseAcknowledged
    | Refused<ActivationRefusal | RenewalRefusal | ReleaseRefusal | ReceiptRefusal | IssuingRefusal>,
): Decision {
  const { changes: _written, ...said } = decision
  return said
}

function isWithin(moment: Instant, { from, until }: IssuingInterval): boolean {
  return moment >= from && (until === undefined || moment < until)
}
