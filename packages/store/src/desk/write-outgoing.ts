// Mails that go out: once, in order, and in doubt where nobody can know. spec: desk-books §8
import { sql } from 'kysely'
import type { Instant } from '@holdfast/capabilities'
import { countedMailOf, listAutomaticCounts } from '@holdfast/desk'
import { makeOutgoingMailId, refuse, type OutgoingMailId, type Refusal } from '@holdfast/lease'
import { insertRows, piecesOf, selectRows } from '../bulk.ts'
import type { OutgoingRow } from '../desk-tables.ts'
import { actorText, recordAudit, type WriteTools } from '../write-tools.ts'
import { lockCase } from './write-cases.ts'
import type { MailWrites } from './mail-interface.ts'
import type { ClaimedOutgoing, NewOutgoing, OutgoingOutcome, OutgoingRecord } from './mail-records.ts'
import { outgoingOfRow } from './mail-rows.ts'
import { openContents } from './open-contents.ts'
import { recordDoubts, tellDoubt } from './record-doubts.ts'
import { restoreDesk } from './restore-desk.ts'
import { keyOfText, storedJson, storedText } from './stored-text.ts'
import { sealerOf } from './write-contents.ts'

type OutgoingWrites =
  | 'queueMail'
  | 'claimOutgoing'
  | 'markDot'
  | 'recordOutgoing'
  | 'settleLostClaims'
  | 'giveBackMail'
  | 'repairOutgoing'
  | 'recordAutomaticMail'
  | 'removeAutomaticMails'
  | 'restoreDesk'

export function outgoingWriter(tools: WriteTools): Pick<MailWrites, OutgoingWrites> {
  const { db, bookkeeping } = tools
  return {
    queueMail: (mail, now) => queueMail(tools, mail, now),
    claimOutgoing: (claim) => claimOutgoing(tools, claim),
    async markDot(id, now, attempt) {
      const row = await lockClaimed(tools, id, attempt)
      if (row === null || row.due <= now || row.dot_at !== null) return false
      await db.updateTable('outgoing_mails').set({ dot_at: now }).where('id', '=', id).execute()
      return true
    },
    recordOutgoing: (id, outcome, now, attempt) => recordOutgoing(tools, { id, outcome, attempt }, now),
    settleLostClaims: (now) => settleLost(tools, sql<boolean>`state = 'sending' and due <= ${now}`, now),
    async giveBackMail(now) {
      await db
        .updateTable('mail_intake')
        .set({ due: now, claimed_by: null })
        .where('claimed_by', '=', bookkeeping.serverId)
        .where('claimed_by', 'is not', null)
        .where('state', '=', 'waiting')
        .execute()
      const own = sql<boolean>`state = 'sending' and claimed_by = ${bookkeeping.serverId}`
      return await settleLost(tools, own, now)
    },
    repairOutgoing: (id, how, now) => repairOutgoing(tools, id, how, now),
    restoreDesk: (restored, now) => restoreDesk(tools, restored, now),
    recordAutomaticMail: (mail, limits, now) => recordAutomaticMail(tools, mail, limits, now),
    async removeAutomaticMails(before) {
      const removed = await db.deleteFrom('automatic_mails').where('at', '<', before).executeTakeFirst()
      return Number(removed.numDeletedRows)
    },
  }
}

async function queueMail(
  tools: WriteTools,
  mail: NewOutgoing,
  now: Instant,
): Promise<OutgoingRecord | Refusal<'NOT_FOUND' | 'CASE_SENDING_OFF' | 'ALREADY_EXISTS'>> {
  const { db, facts } = tools
  const row = await lockCase(tools, mail.case)
  if (row === undefined) return refuse('NOT_FOUND', { what: mail.case })
  if (row.may_send === 0) return refuse('CASE_SENDING_OFF', { case: mail.case })
  const [message] = await selectRows(db, facts, { table: 'case_messages', column: 'id' }, [mail.message])
  if (message === undefined || message.case_id !== mail.case)
    return refuse('NOT_FOUND', { what: mail.message })
  const [known] = await selectRows(db, facts, { table: 'outgoing_mails', column: 'message' }, [mail.message])
  if (known !== undefined) return refuse('ALREADY_EXISTS', { what: known.id })
  const behind = await db
    .selectFrom('outgoing_mails')
    .select(['queued_at', 'place'])
    .where('case_id', '=', mail.case)
    .orderBy('queued_at', 'desc')
    .orderBy('place', 'desc')
    .limit(1)
    .executeTakeFirst()
  // A clock that went back must not put a mail in front of one that was queued before it.
  const queuedAt = Math.max(now, behind?.queued_at ?? now)
  const queued: OutgoingRow = {
    id: mail.id,
    case_id: mail.case,
    message: mail.message,
    audience: mail.audience,
    envelope: storedJson(mail.envelope),
    state: 'queued',
    due: now,
    attempts: 0,
    claimed_by: null,
    dot_at: null,
    error: null,
    queued_at: queuedAt,
    place: behind?.queued_at === queuedAt ? behind.place + 1 : 0,
    settled_at: null,
    repaired_by: null,
  }
  await insertRows(db, facts, 'outgoing_mails', [queued])
  const detail = { case: mail.case, message: mail.message, audience: mail.audience }
  recordAudit(tools, { action: 'mail-queue', subject: `mail:${mail.id}`, detail }, now)
  return outgoingOfRow(queued)
}

/** The first unsettled mail of each case is the only one that can be claimed. */
async function claimOutgoing(
  tools: WriteTools,
  claim: { readonly now: Instant; readonly until: Instant; readonly limit: number },
): Promise<readonly ClaimedOutgoing[]> {
  const { db, facts, bookkeeping } = tools
  const lock = facts.rowLocks ? sql`for update of o skip locked` : sql``
  const { rows } = await sql<OutgoingRow>`
    select o.* from outgoing_mails o join cases c on c.id = o.case_id
    where o.state = 'queued' and o.due <= ${claim.now} and c.may_send = 1
      and not exists (
        select 1 from outgoing_mails b where b.case_id = o.case_id and b.settled_at is null
          and (b.queued_at, b.place, b.id) < (o.queued_at, o.place, o.id))
    order by o.queued_at, o.place, o.id limit ${claim.limit} ${lock}`.execute(db)
  const claimed = { state: 'sending', due: claim.until, claimed_by: bookkeeping.serverId, dot_at: null }
  for (const piece of piecesOf(rows.map(({ id }) => id)))
    await db
      .updateTable('outgoing_mails')
      .set((update) => ({ ...claimed, attempts: update('attempts', '+', 1) }))
      .where('id', 'in', piece)
      .execute()
  const keys = await selectRows(
    db,
    facts,
    { table: 'case_messages', column: 'id' },
    rows.map(({ message }) => message),
  )
  const keyOf = new Map(keys.map((row) => [row.id, row.content_key]))
  const raws = await openContents(
    tools,
    [...keyOf.values()].filter((key) => key !== null),
    sealerOf(tools),
  )
  return rows.map((row) => ({
    mail: outgoingOfRow({ ...row, ...claimed, attempts: row.attempts + 1 }),
    raw: raws.get(keyOf.get(row.message) ?? '') ?? null,
  }))
}

/** The mail, where this server has claimed it, and by this claim where the attempt is named. */
async function lockClaimed(
  { db, facts, bookkeeping }: WriteTools,
  id: OutgoingMailId,
  attempt: number | undefined,
): Promise<OutgoingRow | null> {
  const [row] = await selectRows(db, facts, { table: 'outgoing_mails', column: 'id', lock: true }, [id])
  if (row?.state !== 'sending' || row.claimed_by !== bookkeeping.serverId) return null
  return attempt === undefined || attempt === row.attempts ? row : null
}

async function recordOutgoing(
  tools: WriteTools,
  recorded: {
    readonly id: OutgoingMailId
    readonly outcome: OutgoingOutcome
    readonly attempt: number | undefined
  },
  now: Instant,
): Promise<boolean> {
  const { id, outcome, attempt } = recorded
  const row = await lockClaimed(tools, id, attempt)
  if (row === null) return false
  const columns = afterSending(row, outcome, now)
  await tools.db.updateTable('outgoing_mails').set(columns).where('id', '=', id).execute()
  if (columns.state !== 'queued') {
    const detail = { case: row.case_id, message: row.message, attempts: row.attempts }
    recordAudit(tools, { action: `mail-${columns.state}`, subject: `mail:${id}`, detail }, now)
    if (columns.state === 'doubt') tellDoubt(tools, row, now)
  }
  return true
}

type Sent = Pick<OutgoingRow, 'state' | 'due' | 'claimed_by' | 'dot_at' | 'error' | 'settled_at'> & {
  readonly attempts: number
}

function afterSending(row: OutgoingRow, outcome: OutgoingOutcome, now: Instant): Sent {
  const free = { due: now, claimed_by: null, dot_at: null, attempts: row.attempts }
  switch (outcome.kind) {
    case 'sent':
      return {
        ...free,
        ...{ dot_at: row.dot_at, state: 'sent', settled_at: now },
        error: outcome.error === undefined || outcome.error === null ? null : storedText(outcome.error),
      }
    case 'doubt':
      return {
        ...free,
        ...{ dot_at: row.dot_at ?? now, state: 'doubt', settled_at: null },
        error: storedText(outcome.error),
      }
    case 'given-back':
      return { ...free, state: 'queued', attempts: row.attempts - 1, error: row.error, settled_at: null }
    case 'failed': {
      const error = storedText(outcome.error)
      return outcome.retryAt === null
        ? { ...free, state: 'refused', error, settled_at: now }
        : { ...free, state: 'queued', due: outcome.retryAt, error, settled_at: null }
    }
  }
}

/** Before the dot nothing was sent; behind it nobody knows. */
async function settleLost(
  tools: WriteTools,
  lost: ReturnType<typeof sql<boolean>>,
  now: Instant,
): Promise<{ readonly queued: number; readonly doubts: number }> {
  const { db } = tools
  const free = { claimed_by: null, due: now }
  const queued = await db
    .updateTable('outgoing_mails')
    .set({ ...free, state: 'queued' })
    .where(lost)
    .where('dot_at', 'is', null)
    .executeTakeFirst()
  const doubts = await db
    .updateTable('outgoing_mails')
    .set({ ...free, state: 'doubt' })
    .where(lost)
    .where('dot_at', 'is not', null)
    .returning(['id', 'case_id', 'message'])
    .execute()
  recordDoubts(tools, doubts, now)
  return { queued: Number(queued.numUpdatedRows), doubts: doubts.length }
}

async function repairOutgoing(
  tools: WriteTools,
  id: OutgoingMailId,
  how: 'resend' | 'mark-sent',
  now: Instant,
): Promise<OutgoingRecord | Refusal<'NOT_FOUND' | 'OUTGOING_STATE_WRONG'>> {
  const { db, facts } = tools
  const [row] = await selectRows(db, facts, { table: 'outgoing_mails', column: 'id', lock: true }, [id])
  if (row === undefined) return refuse('NOT_FOUND', { what: id })
  if (row.state !== 'doubt')
    return refuse('OUTGOING_STATE_WRONG', { mail: id, state: row.state, action: how })
  const settled =
    how === 'resend'
      ? { state: 'queued', due: now, dot_at: null, settled_at: null }
      : { state: 'sent', settled_at: now }
  const columns = { ...settled, repaired_by: actorText(tools) }
  await db.updateTable('outgoing_mails').set(columns).where('id', '=', id).execute()
  const detail = { case: row.case_id, message: row.message }
  recordAudit(tools, { action: `mail-${how}`, subject: `mail:${id}`, detail }, now)
  return outgoingOfRow({ ...row, ...columns })
}

async function recordAutomaticMail(
  tools: WriteTools,
  mail: Parameters<MailWrites['recordAutomaticMail']>[0],
  limits: Parameters<MailWrites['recordAutomaticMail']>[1],
  now: Instant,
): Promise<boolean> {
  const { db, facts, bookkeeping } = tools
  // Two servers count one after the other.
  await selectRows(db, facts, { table: 'sequences', column: 'name', lock: true }, ['automatic-mails'])
  const counted = countedMailOf(mail)
  const row = {
    id: makeOutgoingMailId(now, bookkeeping.entropy),
    address: keyOfText(counted.address),
    domain: keyOfText(counted.domain),
    case_id: mail.case,
    at: now,
  }
  const columns = { address: 'address', domain: 'domain', case: 'case_id', desk: null } as const
  for (const { per, since, mailsMax } of listAutomaticCounts(counted, limits, now)) {
    const sent = db
      .selectFrom('automatic_mails')
      .select(sql<number>`cast(count(*) as bigint)`.as('sent'))
      .where('at', '>=', since)
    const column = columns[per]
    const alike = column === null ? sent : sent.where(column, '=', row[column])
    if ((await alike.executeTakeFirstOrThrow()).sent >= mailsMax) return false
  }
  await insertRows(db, facts, 'automatic_mails', [row])
  return true
}
