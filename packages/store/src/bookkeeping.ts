// What every writing transaction leaves beside its rows: audit rows, findings, counters, the newest moment.
import { sql } from 'kysely'
import { instantMin, type Entropy, type Instant } from '@holdfast/capabilities'
import type { Finding } from '@holdfast/licensing'
import { auditRowHash } from './audit.ts'
import { insertRows, selectRows } from './bulk.ts'
import type { EngineFacts } from './engine.ts'
import type { Actor } from './records.ts'
import type { AuditRow, Database, Db } from './tables.ts'

/** Counted by each server in rows of its own, so that no two servers wait for one another over a number. */
export type CounterName =
  | 'customers'
  | 'orders'
  | 'licences'
  | 'serials'
  | 'seats-offered'
  | 'seats-taken'
  | 'devices'
  | 'leases-unconfirmed'
  | 'findings-open'

export type AuditEntry = {
  readonly at: Instant
  readonly actor: Actor
  readonly action: string
  /** `kind:id` of what it is about. */
  readonly subject: string
  /** Short values for people; never a secret. */
  readonly detail: { readonly [name: string]: unknown }
}

/** Bytes of an audit row's detail. What is longer is a mistake of the caller. */
export const auditDetailBytesMax = 65_536

export type Keeper = { readonly facts: EngineFacts; readonly serverId: string; readonly entropy: Entropy }

export class Bookkeeping {
  readonly #db: Db
  readonly #keeper: Keeper
  readonly #server: Database['servers']
  readonly #audit: AuditRow[] = []
  readonly #findings: Database['findings'][] = []
  readonly #counters = new Map<CounterName, number>()
  /** The newest moment that any server had recorded when this transaction began; null in new books. */
  readonly newest: Instant | null
  #newestOwn: number

  private constructor(db: Db, keeper: Keeper, server: Database['servers'], newest: Instant | null) {
    this.#db = db
    this.#keeper = keeper
    this.#server = { ...server }
    this.#newestOwn = server.newest
    this.newest = newest
  }

  /** Locks this server's row, so that its chain grows by one transaction at a time whoever uses its id. */
  static async begin(db: Db, keeper: Keeper): Promise<Bookkeeping> {
    const [server] = await selectRows(db, keeper.facts, { table: 'servers', column: 'id', lock: true }, [
      keeper.serverId,
    ])
    if (server === undefined) throw new Error(`the books hold no row of server ${keeper.serverId}`)
    return new Bookkeeping(db, keeper, server, await findNewest(db))
  }

  audit(entry: AuditEntry): void {
    const detail = JSON.stringify(entry.detail)
    if (detail.length > auditDetailBytesMax)
      throw new RangeError(`audit detail of ${entry.action} is too long`)
    const row = {
      chain: this.#server.chain,
      seq: this.#server.seq + 1,
      at: entry.at,
      actor: `${entry.actor.kind}:${entry.actor.id}`,
      action: entry.action,
      subject: entry.subject,
      detail,
      previous: this.#server.hash,
    }
    const hash = auditRowHash(row)
    this.#audit.push({ ...row, hash })
    this.#server.seq = row.seq
    this.#server.hash = hash
    this.#newestOwn = Math.max(this.#newestOwn, entry.at)
  }

  find(finding: Finding): void {
    const { kind, at, device, ...facts } = { device: null, ...finding }
    const id = Buffer.from(this.#keeper.entropy.bytes(16)).toString('hex')
    const subject = device === null ? `server:${this.serverId}` : `device:${device}`
    const row = { id, code: kind, at, subject, facts: JSON.stringify(facts) }
    this.#findings.push({ ...row, closed_at: null, closed_by: null })
    this.count('findings-open', 1)
  }

  /** Forgets what is later than `now`, of every server of these books. */
  async acceptClock(now: Instant): Promise<void> {
    await this.#db.updateTable('servers').set({ newest: now }).where('newest', '>', now).execute()
    this.#newestOwn = Math.min(this.#newestOwn, now)
  }

  get serverId(): string {
    return this.#keeper.serverId
  }

  count(name: CounterName, delta: number): void {
    this.#counters.set(name, (this.#counters.get(name) ?? 0) + delta)
  }

  /** Writes everything gathered; the last thing before the commit. */
  async finish(): Promise<void> {
    const { facts, serverId } = this.#keeper
    const { seq, hash } = this.#server
    await insertRows(this.#db, facts, 'findings', this.#findings)
    if (this.#audit.length > 0) {
      await insertRows(this.#db, facts, 'audit', this.#audit)
      const row = { id: serverId, chain: this.#server.chain, seq, hash, newest: this.#newestOwn }
      const columns = ['seq', 'hash', 'newest']
      await insertRows(this.#db, facts, 'servers', [row], { kind: 'replace', key: ['id'], columns })
    }
    const counters = [...this.#counters].filter(([, delta]) => delta !== 0)
    const rows = counters.map(([name, value]) => ({ server: serverId, name, value }))
    await insertRows(this.#db, facts, 'counters', rows, {
      kind: 'add',
      key: ['server', 'name'],
      column: 'value',
    })
  }
}

/** The newest moment that any server of these books has recorded; null in new books. */
export async function findNewest(db: Db): Promise<Instant | null> {
  const { rows } = await sql<{ newest: number | null }>`select max(newest) as newest from servers`.execute(db)
  const newest = rows[0]?.newest ?? instantMin
  return newest === instantMin ? null : (newest as Instant)
}
