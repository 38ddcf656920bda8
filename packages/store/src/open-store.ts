import { instantMin, type Clock, type Entropy } from '@holdfast/capabilities'
import { auditChainStart } from './audit.ts'
import type { Keeper } from './bookkeeping.ts'
import type { Sealer } from './desk/sealer.ts'
import type { Engine } from './engine.ts'
import type { Issuing } from './exchanges-interface.ts'
import { runBatch, type BatchRunner } from './exchange-batches.ts'
import { openExchanges } from './exchanges.ts'
import { migrate } from './migrate.ts'
import { openEngine, type StoreTarget } from './open-engine.ts'
import { openReader } from './open-reader.ts'
import type { FindingRecord } from './records.ts'
import type { Store } from './store-interface.ts'
import { transaction } from './transaction.ts'
import { verifyAudit } from './verify-audit.ts'
import { write } from './write.ts'

export type StoreOptions = {
  readonly target: StoreTarget
  /** Names this server in its audit chain and in its rows; kept in the data folder. */
  readonly serverId: string
  readonly clock: Clock
  readonly entropy: Entropy
  /** What may be issued now. Called for each batch of exchanges, not while opening: the keys lie in the books. */
  readonly issuing: () => Issuing
  /** The body that a webhook gets for a new finding; where absent, the finding alone as JSON. */
  readonly messageOf?: (finding: FindingRecord) => string
  /** Decides and writes batches of exchanges elsewhere, in turns of this store's; where absent, this store does. Closed with it. */
  readonly batches?: BatchRunner
  /** A server, not a command beside one: `standAlone` tells others so. Default: false. */
  readonly serving?: boolean
  /** Seals the keys of mails. Where absent, mails are neither taken in nor opened. */
  readonly sealer?: Sealer
}

/** Opens the books and migrates them forward. `judgeBooksFailure` says of what it throws whether it lies with the books. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { target, serverId, clock, entropy } = options
  const engine = openEngine(target, options.serving)
  const sealer = options.sealer ?? null
  const keeper: Keeper = {
    facts: engine.facts,
    serverId,
    entropy,
    messageOf: options.messageOf ?? JSON.stringify,
  }
  try {
    await migrate(engine, clock.now())
    await registerServer(engine, keeper)
  } catch (error) {
    await engine.close()
    throw error
  }
  const { batches, issuing } = options
  const isUnavailable = (error: unknown) =>
    engine.isUnavailable(error) || batches?.isUnavailable(error) === true
  const { exchanges, stop } = openExchanges({
    run:
      batches === undefined
        ? (jobs) => runBatch({ engine, keeper, clock }, { jobs, issuing: issuing() })
        : (jobs) => engine.turns.take(() => batches.run({ jobs, issuing: issuing() })),
    isUnavailable,
  })
  let closing: Promise<void> | null = null
  const writes = new Set<Promise<unknown>>()
  const close = async () => {
    await Promise.all([stop(), Promise.allSettled(writes)])
    try {
      await batches?.close()
    } finally {
      await engine.close()
    }
  }
  return {
    read: openReader(engine.reading, engine.facts, sealer),
    exchanges,
    write: (actor, body) => {
      if (closing !== null) return Promise.reject(new Error('the store is closing'))
      const written = write({ engine, keeper, sealer }, actor, body)
      writes.add(written)
      return written.finally(() => writes.delete(written))
    },
    isUnavailable,
    verifyAudit: (onProgress = () => {}) => verifyAudit(engine.reading, { onProgress }),
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

/** Gives a server that starts for the first time its row and its audit chain. */
async function registerServer(engine: Engine, keeper: Keeper): Promise<void> {
  const chain = Buffer.from(keeper.entropy.bytes(16)).toString('hex')
  const row = { id: keeper.serverId, chain, seq: 0, hash: auditChainStart(chain), newest: instantMin }
  await transaction(engine, async (db) => {
    await db
      .insertInto('servers')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
}
