// Webhooks, the messages that wait for them, and who of several servers does what has to be done once.
import type { Instant } from '@holdfast/capabilities'
import { refuse, type MessageId, type WebhookId } from '@holdfast/lease'
import { insertRows } from './bulk.ts'
import { webhooksMax, type FleetWriter } from './fleet-interface.ts'
import type { ClaimedMessage, DeliveryOutcome } from './fleet-records.ts'
import { rowOfWebhook, webhookOfRow } from './fleet-rows.ts'
import type { OutboxRow, WebhookRow } from './fleet-tables.ts'
import { recordAudit, type WriteTools } from './write-tools.ts'

type WebhookWrites = 'addWebhook' | 'removeWebhook'
type MessageWrites = 'claimMessages' | 'recordDelivery' | 'giveBackClaims' | 'removeSentMessages'
type DutyWrites = 'claimDuty' | 'keepDuty' | 'endDuty'

export function outboxWriter(
  tools: WriteTools,
): Pick<FleetWriter, WebhookWrites | MessageWrites | DutyWrites> {
  return { ...webhookWriter(tools), ...messageWriter(tools), ...dutyWriter(tools) }
}

function webhookWriter(tools: WriteTools): Pick<FleetWriter, WebhookWrites> {
  const { db, facts } = tools
  return {
    async addWebhook(webhook) {
      const active = await db.selectFrom('webhooks').select('id').where('stopped_at', 'is', null).execute()
      if (active.length >= webhooksMax) return refuse('WEBHOOKS_EXHAUSTED', { webhooksMax })
      await insertRows(db, facts, 'webhooks', [rowOfWebhook(webhook)])
      // The path of an address may hold a secret of whoever receives; its host tells enough.
      const detail = { host: new URL(webhook.url).host, kinds: webhook.kinds }
      recordAudit(
        tools,
        { action: 'webhook-add', subject: `webhook:${webhook.id}`, detail },
        webhook.createdAt,
      )
      return webhook
    },
    async removeWebhook(id, now) {
      const row = await db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst()
      if (row === undefined) return refuse('NOT_FOUND', { webhook: id })
      if (row.stopped_because === 'removed') return webhookOfRow(row)
      const stopped = await stopWebhook(tools, row, 'removed', now)
      recordAudit(tools, { action: 'webhook-remove', subject: `webhook:${id}`, detail: {} }, now)
      return webhookOfRow(stopped)
    },
  }
}

async function stopWebhook(
  { db }: WriteTools,
  row: WebhookRow,
  because: 'removed' | 'gone',
  now: Instant,
): Promise<WebhookRow> {
  const stopped = { stopped_at: now, stopped_because: because, secret: new Uint8Array() }
  await db.updateTable('webhooks').set(stopped).where('id', '=', row.id).execute()
  await db
    .updateTable('outbox')
    .set({ state: 'dropped', due: now, claimed_by: null })
    .where('webhook', '=', row.id)
    .where('state', '=', 'waiting')
    .execute()
  return { ...row, ...stopped }
}

function messageWriter(tools: WriteTools): Pick<FleetWriter, MessageWrites> {
  const { db, facts, bookkeeping } = tools
  return {
    async claimMessages(now, until) {
      const webhooks = await db
        .selectFrom('webhooks')
        .selectAll()
        .where('stopped_at', 'is', null)
        .orderBy('id')
        .execute()
      const claimed: ClaimedMessage[] = []
      for (const webhook of webhooks) {
        const head = await findHead(tools, webhook.id)
        if (head === undefined || head.due > now) continue
        const attempts = head.attempts + 1
        await db
          .updateTable('outbox')
          .set({ due: until, attempts, claimed_by: bookkeeping.serverId })
          .where('id', '=', head.id)
          .execute()
        const { id, payload } = head
        claimed.push({ id: id as MessageId, payload, attempt: attempts, webhook: webhookOfRow(webhook) })
      }
      return claimed
    },
    async recordDelivery(id, outcome, now) {
      const messages = db.selectFrom('outbox').selectAll().where('id', '=', id)
      const row = await (facts.rowLocks ? messages.forUpdate() : messages).executeTakeFirst()
      if (row === undefined || row.claimed_by !== bookkeeping.serverId || row.state !== 'waiting')
        return false
      if (outcome.kind === 'gone') await stopAsGone(tools, row, now)
      else
        await db
          .updateTable('outbox')
          .set(afterDelivery(row, outcome, now))
          .where('id', '=', id)
          .execute()
      return true
    },
    async giveBackClaims(now) {
      const given = await db
        .updateTable('outbox')
        .set({ due: now, claimed_by: null })
        .where('claimed_by', 'is not', null)
        .where('claimed_by', '=', bookkeeping.serverId)
        .where('state', '=', 'waiting')
        .executeTakeFirst()
      return Number(given.numUpdatedRows)
    },
    async removeSentMessages(before) {
      const removed = await db
        .deleteFrom('outbox')
        .where('state', 'in', ['sent', 'dead', 'dropped'])
        .where('due', '<', before)
        .executeTakeFirst()
      return Number(removed.numDeletedRows)
    },
  }
}

/** The message that comes next: one that waits holds back those behind it, so that each webhook hears in order. */
function findHead({ db, facts }: WriteTools, webhook: string): Promise<OutboxRow | undefined> {
  const head = db
    .selectFrom('outbox')
    .selectAll()
    .where('webhook', '=', webhook)
    .where('state', '=', 'waiting')
    .orderBy('queued_at')
    .orderBy('place')
    .orderBy('id')
    .limit(1)
  return (facts.rowLocks ? head.forUpdate() : head).executeTakeFirst()
}

function afterDelivery(
  row: OutboxRow,
  outcome: Exclude<DeliveryOutcome, { kind: 'gone' }>,
  now: Instant,
): Partial<OutboxRow> {
  switch (outcome.kind) {
    case 'sent':
      return { state: 'sent', due: now, claimed_by: null, error: null }
    case 'given-back':
      return { due: now, claimed_by: null, attempts: row.attempts - 1 }
    case 'failed':
      return outcome.retryAt === null
        ? { state: 'dead', due: now, claimed_by: null, error: outcome.error }
        : { due: outcome.retryAt, claimed_by: null, error: outcome.error }
  }
}

async function stopAsGone(tools: WriteTools, row: OutboxRow, now: Instant): Promise<void> {
  const webhook = await tools.db
    .selectFrom('webhooks')
    .selectAll()
    .where('id', '=', row.webhook as WebhookId)
    .executeTakeFirst()
  if (webhook === undefined) return
  await stopWebhook(tools, webhook, 'gone', now)
  recordAudit(tools, { action: 'webhook-gone', subject: `webhook:${webhook.id}`, detail: {} }, now)
}

function dutyWriter(tools: WriteTools): Pick<FleetWriter, DutyWrites> {
  const { db, facts, bookkeeping } = tools
  const { serverId } = bookkeeping
  return {
    async claimDuty(name, { now, until, slot, forced }) {
      const first = { name, wanted: 1, seen: 0, slot: 0, server: null, until_at: 0 }
      await insertRows(db, facts, 'duties', [first], { kind: 'keep' })
      const duties = db.selectFrom('duties').selectAll().where('name', '=', name)
      const row = await (facts.rowLocks ? duties.forUpdate() : duties).executeTakeFirst()
      if (row === undefined) throw new Error(`duty ${name} is gone`)
      // A server runs a duty once at a time; a claim of its own is what it left when it ended.
      if (row.server !== null && row.server !== serverId && row.until_at > now) return { kind: 'elsewhere' }
      if (!forced && row.wanted <= row.seen && row.slot >= slot) return { kind: 'nothing-wanted' }
      await db
        .updateTable('duties')
        .set({ server: serverId, until_at: until })
        .where('name', '=', name)
        .execute()
      return { kind: 'claimed', wanted: row.wanted }
    },
    async keepDuty(name, now, until) {
      const kept = await db
        .updateTable('duties')
        .set({ until_at: until })
        .where('name', '=', name)
        .where('server', '=', serverId)
        .where('until_at', '>', now)
        .executeTakeFirst()
      return Number(kept.numUpdatedRows) === 1
    },
    async endDuty(name, done) {
      const row = await db.selectFrom('duties').selectAll().where('name', '=', name).executeTakeFirst()
      if (row === undefined || row.server !== serverId) return
      const marks =
        done === null ? {} : { seen: Math.max(row.seen, done.wanted), slot: Math.max(row.slot, done.slot) }
      await db
        .updateTable('duties')
        .set({ server: null, until_at: 0, ...marks })
        .where('name', '=', name)
        .execute()
    },
  }
}
