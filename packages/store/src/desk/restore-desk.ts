// What books that came back from a backup must not do a second time. spec: desk-books §8
import { sql } from 'kysely'
import { addSecondsHeld, formatInstant, secondsPerDay, type Instant } from '@holdfast/capabilities'
import { insertRows, selectRows } from '../bulk.ts'
import { recordAudit, type WriteTools } from '../write-tools.ts'
import { recordDoubts } from './record-doubts.ts'
import type { RestoredDesk, RestoreOutcome } from './mail-records.ts'

/** Names in `settings` the moment for which the step was taken last. */
const settingName = 'desk-restored'
const rateDays = 30
/** Ten times the usual rate: a bad day must not reach the end of the gap. */
const gapFactor = 10
const gapMin = 1000

export async function restoreDesk(
  tools: WriteTools,
  restored: RestoredDesk,
  now: Instant,
): Promise<RestoreOutcome> {
  const { db, facts } = tools
  // Whoever draws numbers, and whoever takes the same step, waits here.
  const [sequence] = await selectRows(db, facts, { table: 'sequences', column: 'name', lock: true }, [
    'case-number',
  ])
  if (sequence === undefined) throw new Error('the sequence of case numbers has no row')
  const lostSince = formatInstant(restored.lostSince)
  const gap = restored.gap ?? (await usualGap(tools, restored.lostSince, now))
  const numbers = { first: sequence.value + 1, last: sequence.value + gap }
  const [before] = await selectRows(db, facts, { table: 'settings', column: 'name' }, [settingName])
  if (before?.value === lostSince)
    return { kind: 'done-before', doubts: 0, mailboxes: 0, gap: 0, numbers: { first: 0, last: 0 } }
  const { rows } = await sql<{ mails: number; mailboxes: number }>`select
    (select count(*) from outgoing_mails where state in ('queued', 'sending')) as mails,
    (select count(*) from mailboxes where uidnext is not null) as mailboxes`.execute(db)
  const { mails: doubts = 0, mailboxes = 0 } = rows[0] ?? {}
  if (restored.dry) return { kind: 'dry', doubts, mailboxes, gap, numbers }
  const doubted = { state: 'doubt', due: now, claimed_by: null, error: 'restored' }
  const doubting = await db
    .updateTable('outgoing_mails')
    .set({ ...doubted, dot_at: sql`coalesce(dot_at, ${now})` })
    .where('state', 'in', ['queued', 'sending'])
    .returning(['id', 'case_id', 'message'])
    .execute()
  recordDoubts(tools, doubting, now)
  await db.updateTable('sequences').set({ value: numbers.last }).where('name', '=', 'case-number').execute()
  await db.updateTable('mailboxes').set({ uidvalidity: null, uidnext: null, changed_at: now }).execute()
  await insertRows(db, facts, 'settings', [{ name: settingName, value: lostSince }], {
    kind: 'replace',
    key: ['name'],
    columns: ['value'],
  })
  const detail = { lostSince, doubts, mailboxes, gap, ...numbers }
  recordAudit(tools, { action: 'desk-restore', subject: 'sequence:case-number', detail }, now)
  return { kind: 'restored', doubts, mailboxes, gap, numbers }
}

async function usualGap({ db }: WriteTools, lostSince: Instant, now: Instant): Promise<number> {
  const { begun } = await db
    .selectFrom('cases')
    .select(sql<number>`cast(count(*) as bigint)`.as('begun'))
    .where('created_at', '>=', addSecondsHeld(lostSince, -rateDays * secondsPerDay))
    .where('created_at', '<', lostSince)
    .executeTakeFirstOrThrow()
  const daysLost = Math.max(1, Math.ceil((now - lostSince) / secondsPerDay))
  return Math.max(gapMin, Math.ceil((gapFactor * begun * daysLost) / rateDays))
}
