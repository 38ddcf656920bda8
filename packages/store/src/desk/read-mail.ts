// Mailboxes, what was taken in, what goes out.
import { sql } from 'kysely'
import { listPage, type Order } from '../page.ts'
import type { Db } from '../tables.ts'
import type { MailReads } from './mail-interface.ts'
import type { MailCounts } from './mail-records.ts'
import { intakeOfRow, mailboxOfRow, outgoingOfRow } from './mail-rows.ts'
import { openBytes } from './read-contents.ts'
import type { Sealer } from './sealer.ts'

const newest: Order = {
  columns: ['received_at', 'place', 'id'],
  direction: 'desc',
  types: ['integer', 'integer', 'text'],
}
const asQueued: Order = {
  columns: ['queued_at', 'place', 'id'],
  direction: 'asc',
  types: ['integer', 'integer', 'text'],
}

export function mailReader(db: Db, sealer: Sealer | null): MailReads {
  const intake = () => db.selectFrom('mail_intake').selectAll()
  const outgoing = () => db.selectFrom('outgoing_mails').selectAll()
  return {
    async listMailboxes() {
      return (await db.selectFrom('mailboxes').selectAll().orderBy('name').execute()).map(mailboxOfRow)
    },
    async countMail() {
      const { rows } = await sql<MailCounts>`select
        (select count(*) from mail_intake where state = 'waiting') as waiting,
        (select count(*) from mail_intake where state = 'failed') as failed,
        (select count(*) from mail_intake where state = 'unplaced') as unplaced,
        (select count(*) from outgoing_mails where state in ('queued', 'sending')) as queued,
        (select count(*) from outgoing_mails where state = 'refused') as refused,
        (select count(*) from outgoing_mails where state = 'doubt') as doubt,
        (select count(*) from case_messages where held is not null) as held`.execute(db)
      const [counts] = rows
      if (counts === undefined) throw new Error('a count has no row')
      return counts
    },
    async listEndRings() {
      const ends = (['asc', 'desc'] as const).map((direction) =>
        db.selectFrom('content_keys').select('ring').orderBy('id', direction).limit(1).executeTakeFirst(),
      )
      return [...new Set((await Promise.all(ends)).flatMap((row) => (row === undefined ? [] : [row.ring])))]
    },
    async countRings() {
      const { rows } = await sql<{ ring: string; keys: number }>`select ring, count(*) as keys
        from content_keys where destroyed_at is null group by ring order by ring`.execute(db)
      return rows
    },
    async holdsMessages() {
      return (await db.selectFrom('case_messages').select('id').limit(1).executeTakeFirst()) !== undefined
    },
    async findIntake(id) {
      const row = await intake().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : intakeOfRow(row)
    },
    listIntake: (state, page) => listPage(intake().where('state', '=', state), newest, page, intakeOfRow),
    openIntake: (id) => openBytes(db, sealer, { key: id, place: 0 }),
    async findOutgoing(id) {
      const row = await outgoing().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : outgoingOfRow(row)
    },
    async findOutgoingOfMessage(id) {
      const row = await outgoing().where('message', '=', id).executeTakeFirst()
      return row === undefined ? null : outgoingOfRow(row)
    },
    listOutgoing(filter, page) {
      const chosen =
        'case' in filter
          ? outgoing().where('case_id', '=', filter.case)
          : outgoing().where('state', '=', filter.state)
      return listPage(chosen, asQueued, page, outgoingOfRow)
    },
  }
}
