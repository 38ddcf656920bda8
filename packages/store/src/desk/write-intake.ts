// Mails taken in before anything looks into them, and what became of each. spec: desk-books §8
import type { Instant } from '@holdfast/capabilities'
import { makeIntakeId, type IntakeId } from '@holdfast/lease'
import { insertRows, piecesOf, selectByKeys, selectRows } from '../bulk.ts'
import type { IntakeRow } from '../desk-tables.ts'
import { recordAudit, type WriteTools } from '../write-tools.ts'
import type { MailWrites } from './mail-interface.ts'
import { intakeStates, type ClaimedIntake, type IntakeOutcome, type NewIntake } from './mail-records.ts'
import { intakeOfRow, rowOfMailbox } from './mail-rows.ts'
import { openContents } from './open-contents.ts'
import { storedJson, storedText } from './stored-text.ts'
import { turnKeyRing } from './turn-key-ring.ts'
import { ContentDraft, destroyContents, sealerOf } from './write-contents.ts'

type IntakeWrites =
  'putMailbox' | 'takeIn' | 'claimIntake' | 'finishIntake' | 'replayIntake' | 'discardIntake' | 'turnKeyRing'

export function intakeWriter(tools: WriteTools): Pick<MailWrites, IntakeWrites> {
  const { db, facts } = tools
  return {
    async putMailbox(mailbox, now) {
      await insertRows(db, facts, 'mailboxes', [rowOfMailbox(mailbox, now)], {
        kind: 'replace',
        key: ['name'],
        columns: ['state', 'state_at', 'error', 'uidvalidity', 'uidnext', 'changed_at'],
      })
    },
    async takeIn(mails, position, now) {
      const ids = await takeIn(tools, mails, now)
      if (position !== null) await putPosition(tools, position, now)
      return ids
    },
    claimIntake: (claim) => claimIntake(tools, claim),
    finishIntake: (finished, now) => finishIntake(tools, finished, now),
    discardIntake: (ids, now) => discardIntake(tools, ids, now),
    turnKeyRing: (page, now) => turnKeyRing(tools, page, now),
    async replayIntake(ids, now) {
      const again: IntakeId[] = []
      for (const piece of piecesOf(ids)) {
        const set = { state: 'waiting', reason: null, due: now, attempts: 0, claimed_by: null, done_at: null }
        const rows = await db
          .updateTable('mail_intake')
          .set(set)
          .where('id', 'in', piece)
          .where('state', 'in', endedUnread)
          .where('reason', '<>', discarded)
          .returning('id')
          .execute()
        again.push(...rows.map(({ id }) => id as IntakeId))
      }
      for (const id of again)
        recordAudit(tools, { action: 'mail-replay', subject: `intake:${id}`, detail: {} }, now)
      return again
    },
  }
}

async function putPosition(
  { db, facts }: WriteTools,
  position: { readonly mailbox: string; readonly uidvalidity: number; readonly uidnext: number },
  now: Instant,
): Promise<void> {
  const { mailbox, ...read } = position
  const row = rowOfMailbox(
    { name: mailbox, state: 'connected', stateAt: now, error: null, position: read },
    now,
  )
  await insertRows(db, facts, 'mailboxes', [row], {
    kind: 'replace',
    key: ['name'],
    columns: ['uidvalidity', 'uidnext', 'changed_at'],
  })
}

async function takeIn(
  tools: WriteTools,
  mails: readonly NewIntake[],
  now: Instant,
): Promise<readonly IntakeId[]> {
  const { db, facts, bookkeeping } = tools
  const keyed = mails.flatMap(({ mailbox, doorKey }) => (doorKey === null ? [] : [[mailbox, doorKey]]))
  const rows = await selectByKeys(
    db,
    facts,
    { table: 'mail_intake', columns: ['mailbox', 'door_key'] },
    keyed,
  )
  const known = new Map(rows.map((row) => [doorOf(row.mailbox, row.door_key ?? ''), row.id as IntakeId]))
  const draft = new ContentDraft(tools, now)
  const added: IntakeRow[] = []
  const places = await freePlaces(tools, mails)
  const ids = mails.map((mail) => {
    const door = mail.doorKey === null ? null : doorOf(mail.mailbox, mail.doorKey)
    const before = door === null ? undefined : known.get(door)
    if (before !== undefined) return before
    const id = makeIntakeId(now, bookkeeping.entropy)
    const raw = draft.add(id, [{ place: 0, bytes: mail.raw }]).get(0)
    if (raw === undefined) throw new Error(`mail ${id} was not sealed`)
    if (door !== null) known.set(door, id)
    const place = places.get(mail.receivedAt) ?? 0
    places.set(mail.receivedAt, place + 1)
    added.push(rowOfIntake(mail, { id, place, hash: raw.hash, size: raw.size, now }))
    return id
  })
  await draft.write()
  await insertRows(db, facts, 'mail_intake', added)
  for (const [mailbox, taken] of Map.groupBy(added, (row) => row.mailbox)) {
    const detail = { mails: taken.length }
    recordAudit(tools, { action: 'mail-take-in', subject: `mailbox:${mailbox}`, detail }, now)
  }
  return ids
}

/** By second, the place behind those that came in it: what is answered first is read first. */
async function freePlaces({ db }: WriteTools, mails: readonly NewIntake[]): Promise<Map<Instant, number>> {
  const places = new Map<Instant, number>()
  for (const second of new Set(mails.map(({ receivedAt }) => receivedAt)))
    for (const state of intakeStates) {
      const rows = db.selectFrom('mail_intake').select('place').where('state', '=', state)
      const ofSecond = rows.where('received_at', '=', second).orderBy('place', 'desc').limit(1)
      const place = (await ofSecond.executeTakeFirst())?.place ?? -1
      places.set(second, Math.max(places.get(second) ?? 0, place + 1))
    }
  return places
}

function doorOf(mailbox: string, doorKey: string): string {
  return JSON.stringify([mailbox, doorKey])
}

function rowOfIntake(
  mail: NewIntake,
  made: {
    readonly id: IntakeId
    readonly place: number
    readonly hash: string
    readonly size: number
    readonly now: Instant
  },
): IntakeRow {
  return {
    id: made.id,
    mailbox: mail.mailbox,
    door: mail.door,
    door_key: mail.doorKey,
    envelope: mail.envelope === null ? null : storedJson(mail.envelope),
    received_at: mail.receivedAt,
    place: made.place,
    raw_hash: made.hash,
    raw_bytes: made.size,
    state: 'waiting',
    reason: null,
    due: made.now,
    attempts: 0,
    claimed_by: null,
    message: null,
    done_at: null,
  }
}

async function claimIntake(
  tools: WriteTools,
  claim: Parameters<MailWrites['claimIntake']>[0],
): Promise<readonly ClaimedIntake[]> {
  const { db, facts, bookkeeping } = tools
  const waiting = db
    .selectFrom('mail_intake')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('due', '<=', claim.now)
    .orderBy('received_at')
    .orderBy('place')
    .orderBy('id')
    .limit(claim.limit)
  const found = await (facts.rowLocks ? waiting.forUpdate().skipLocked() : waiting).execute()
  const rows = firstWithin(found, claim.bytesMax ?? Number.MAX_SAFE_INTEGER)
  for (const piece of piecesOf(rows.map(({ id }) => id)))
    await db
      .updateTable('mail_intake')
      .set((update) => ({
        due: claim.until,
        claimed_by: bookkeeping.serverId,
        attempts: update('attempts', '+', 1),
      }))
      .where('id', 'in', piece)
      .execute()
  const raws = await openContents(
    tools,
    rows.map(({ id }) => id),
    sealerOf(tools),
  )
  return rows.map((row) => ({
    mail: intakeOfRow({ ...row, due: claim.until, attempts: row.attempts + 1 }),
    raw: raws.get(row.id) ?? null,
  }))
}

function firstWithin(rows: readonly IntakeRow[], bytesMax: number): readonly IntakeRow[] {
  let bytes = 0
  const end = rows.findIndex((row, at) => (bytes += row.raw_bytes) > bytesMax && at > 0)
  return end < 0 ? rows : rows.slice(0, end)
}

async function finishIntake(
  tools: WriteTools,
  finished: readonly { readonly id: IntakeId; readonly outcome: IntakeOutcome }[],
  now: Instant,
): Promise<readonly IntakeId[]> {
  const { db, facts, bookkeeping } = tools
  const outcomes = new Map<string, IntakeOutcome>(finished.map(({ id, outcome }) => [id, outcome]))
  const rows = await selectRows(db, facts, { table: 'mail_intake', column: 'id', lock: true }, [
    ...outcomes.keys(),
  ])
  const held = rows.filter((row) => row.state === 'waiting' && row.claimed_by === bookkeeping.serverId)
  const after = held.map((row) => {
    const outcome = outcomes.get(row.id)
    return outcome === undefined ? row : afterReading(row, outcome, now)
  })
  await insertRows(db, facts, 'mail_intake', after, {
    kind: 'replace',
    key: ['id'],
    columns: ['state', 'reason', 'due', 'claimed_by', 'message', 'done_at'],
  })
  const copies = held.flatMap(({ id }) => (outcomes.get(id)?.kind === 'known' ? [id] : []))
  await destroyContents(tools, copies, now)
  for (const row of after) {
    if (row.state !== 'failed') continue
    const detail = { attempts: row.attempts }
    recordAudit(tools, { action: 'mail-unread', subject: `intake:${row.id}`, detail }, now)
    bookkeeping.tell({ kind: 'mail.failed', at: now, data: { intake: row.id } })
  }
  return held.map(({ id }) => id as IntakeId)
}

function afterReading(row: IntakeRow, outcome: IntakeOutcome, now: Instant): IntakeRow {
  const free = { ...row, claimed_by: null }
  switch (outcome.kind) {
    case 'message':
    case 'known':
      return { ...free, state: 'done', message: outcome.message, done_at: now }
    case 'failed':
    case 'unplaced':
      return { ...free, state: outcome.kind, reason: storedText(outcome.reason), done_at: now }
    case 'later':
      return { ...free, due: outcome.due }
  }
}

/** States of mails that became no message, and may be read again or discarded. */
const endedUnread = ['failed', 'unplaced']

/** The reason that a discarded mail carries; its bytes are gone, so that reading it again would find nothing. */
const discarded = 'discarded'

async function discardIntake(
  tools: WriteTools,
  ids: readonly IntakeId[],
  now: Instant,
): Promise<readonly IntakeId[]> {
  const gone: IntakeId[] = []
  for (const piece of piecesOf(ids)) {
    const rows = await tools.db
      .updateTable('mail_intake')
      .set({ reason: discarded, envelope: null })
      .where('id', 'in', piece)
      .where('state', 'in', endedUnread)
      .returning('id')
      .execute()
    gone.push(...rows.map(({ id }) => id as IntakeId))
  }
  await destroyContents(tools, gone, now)
  for (const id of gone)
    recordAudit(tools, { action: 'mail-discard', subject: `intake:${id}`, detail: {} }, now)
  return gone
}
