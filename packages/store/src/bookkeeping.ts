// What every writing transaction leaves beside its rows: audit rows, findings, counters, the newest moment.
import { sql } from 'kysely'
import { instantMin, type Entropy, type Instant } from '@holdfast/capabilities'
import type { FleetFinding } from '@holdfast/fleet'
import { makeMessageId } from '@holdfast/lease'
import type { Finding } from '@holdfast/licensing'
import { auditRowHash } from './audit.ts'
import { insertRows, selectRows } from './bulk.ts'
import { formatNotice, type DeskNotice } from './desk/desk-notices.ts'
import type { EngineFacts } from './engine.ts'
import { webhookOfRow } from './fleet-rows.ts'
import { findingOfRow } from './own-rows.ts'
import type { Actor, FindingRecord } from './records.ts'
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
  | 'captures'
  | 'observations'
  | 'observed-devices'

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

export type Keeper = {
  readonly facts: EngineFacts
  readonly serverId: string
  readonly entropy: Entropy
  /** The body of the message that tells a webhook of a new finding. */
  readonly messageOf: (finding: FindingRecord) => string
}

export class Bookkeeping {
  readonly #db: Db
  readonly #keeper: Keeper
  readonly #server: Database['servers']
  readonly #audit: AuditRow[] = []
  readonly #findings: Database['findings'][] = []
  readonly #notices: DeskNotice[] = []
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

  /** Something for a person to look at: of licensing, each time anew; of the fleet, whose cause the caller knows to be new. */
  find(finding: Finding | FleetFinding): void {
    const id = Buffer.from(this.entropy.bytes(16)).toString('hex')
    const row = 'cause' in finding ? rowOfFleetFinding(finding) : this.#rowOfFinding(finding)
    this.#findings.push({ id, ...row, closed_at: null, closed_by: null })
    this.count('findings-open', 1)
  }

  #rowOfFinding(finding: Finding) {
    const { kind, at, device, ...facts } = { device: null, ...finding }
    const subject = device === null ? `server:${this.serverId}` : `device:${device}`
    return { code: kind, at, subject, facts: JSON.stringify(facts), cause: null, who: 'vendor' }
  }

  /** For the webhooks that ask for it; written at the end. */
  tell(notice: DeskNotice): void {
    this.#notices.push(notice)
  }

  /** Forgets what is later than `now`, of every server of these books. */
  async acceptClock(now: Instant): Promise<void> {
    await this.#db.updateTable('servers').set({ newest: now }).where('newest', '>', now).execute()
    this.#newestOwn = Math.min(this.#newestOwn, now)
  }

  get entropy(): Entropy {
    return this.#keeper.entropy
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
    await this.writeFindings()
    await this.#queueNotices()
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

  /** Writes the findings gathered so far, with their messages; before the end only where other rows hang on them. */
  async writeFindings(): Promise<void> {
    const found = this.#findings.splice(0)
    if (found.length === 0) return
    await insertRows(this.#db, this.#keeper.facts, 'findings', found)
    await this.#queue(
      found.map((finding) => ({
        ...{ kind: 'finding.raised', at: finding.at as Instant },
        payload: () => this.#keeper.messageOf(findingOfRow(finding)),
        isWanted: (kinds) => kinds === 'all' || kinds.includes(finding.code),
      })),
    )
  }

  /** What happens on the desk goes to those alone who name it. spec: webhooks §1 */
  async #queueNotices(): Promise<void> {
    await this.#queue(
      this.#notices.splice(0).map((notice) => ({
        ...notice,
        payload: () => formatNotice(notice),
        isWanted: (kinds) => kinds !== 'all' && kinds.includes(notice.kind),
      })),
    )
  }

  /** One row for each message and webhook that wants it, in the transaction of what it tells. */
  async #queue(messages: readonly WebhookMessage[]): Promise<void> {
    if (messages.length === 0) return
    const active = await this.#db.selectFrom('webhooks').selectAll().where('stopped_at', 'is', null).execute()
    const webhooks = active.map(webhookOfRow)
    const rows = messages.flatMap(({ kind, at, payload, isWanted }, place) => {
      const wanting = webhooks.filter(({ kinds }) => isWanted(kinds))
      if (wanting.length === 0) return []
      const body = payload()
      return wanting.map(({ id }) => ({
        ...{ id: makeMessageId(this.entropy), kind, payload: body, state: 'waiting' },
        ...{ webhook: id, due: at, queued_at: at, place, attempts: 0 },
        ...{ claimed_by: null, error: null },
      }))
    })
    if (rows.length === 0) return
    // Behind what waits already: several transactions of one second keep their order.
    const behind = await this.#db
      .selectFrom('outbox')
      .select(['webhook', sql<number>`max(place)`.as('place')])
      .where('webhook', 'in', [...new Set(rows.map(({ webhook }) => webhook))])
      .where('state', '=', 'waiting')
      .where('queued_at', '>=', Math.min(...rows.map((row) => row.queued_at)))
      .groupBy('webhook')
      .execute()
    const nextOf = new Map(behind.map(({ webhook, place }) => [webhook, place + 1]))
    const placed = rows.map((row) => ({ ...row, place: row.place + (nextOf.get(row.webhook) ?? 0) }))
    await insertRows(this.#db, this.#keeper.facts, 'outbox', placed)
  }
}

/** Something to tell webhooks; `payload` is made only where one wants it. */
type WebhookMessage = {
  readonly kind: string
  readonly at: Instant
  readonly payload: () => string
  readonly isWanted: (kinds: 'all' | readonly string[]) => boolean
}

function rowOfFleetFinding({ kind, at, subject, facts, cause, who }: FleetFinding) {
  return { code: kind, at, subject, facts: JSON.stringify(facts), cause, who }
}

/** The newest moment that any server of these books has recorded; null in new books. */
export async function findNewest(db: Db): Promise<Instant | null> {
  const { rows } = await sql<{ newest: number | null }>`select max(newest) as newest from servers`.execute(db)
  const newest = rows[0]?.newest ?? instantMin
  return newest === instantMin ? null : (newest as Instant)
}
