// Who takes part in a case, without its texts. spec: desk-books §4
import { sql } from 'kysely'
import type { CaseId, PersonId } from '@holdfast/lease'
import type { Db } from '../tables.ts'
import type { DeskReader } from './desk-interface.ts'
import {
  casePeopleRowsMax,
  messageAudiences,
  messageSides,
  type CasePersonRow,
  type MessageAudience,
} from './desk-records.ts'

type PeopleReads = 'listCasePeople' | 'countMessages'
type Row = {
  readonly person: string | null
  readonly name: string
  readonly address: string
  readonly side: string | null
}

export function casePeopleReader(db: Db): Pick<DeskReader, PeopleReads> {
  return {
    listCasePeople: (id) => listCasePeople(db, id),
    async countMessages(id) {
      const rows = await db
        .selectFrom('case_messages')
        .select(['audience', (of) => of.fn.countAll().as('count')])
        .where('case_id', '=', id)
        .where('held', 'is', null)
        .groupBy('audience')
        .execute()
      const counts = new Map(rows.map(({ audience, count }) => [audience, Number(count)]))
      return new Map(
        messageAudiences.flatMap((audience): (readonly [MessageAudience, number])[] => {
          const count = counts.get(audience)
          return count === undefined ? [] : [[audience, count]]
        }),
      )
    },
  }
}

/** The first of each way of writing decides the order, so that it stays when more comes in behind. */
async function listCasePeople(db: Db, id: CaseId): Promise<readonly CasePersonRow[]> {
  const { rows } = await sql<Row>`
    select p.person, p.name, p.address, min(who.side) as side
    from case_messages m join message_people p on p.message = m.id left join persons who on who.id = p.person
    where m.case_id = ${id}
    group by p.person, p.name, p.address
    order by min(m.ordered_at), min(m.place), min(m.id), min(p.place), p.name, p.address
    limit ${casePeopleRowsMax}`.execute(db)
  return rows.map(({ person, name, address, side }) => ({
    person: person as PersonId | null,
    name,
    address,
    side: messageSides.find((word) => word === side) ?? null,
  }))
}
