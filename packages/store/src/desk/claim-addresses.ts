import { sql } from 'kysely'
import type { PersonId } from '@holdfast/lease'
import { piecesOf } from '../bulk.ts'
import type { WriteTools } from '../write-tools.ts'

/** What came and went before anybody knew whose address it was is these persons' too. spec: desk-books §2 */
export async function claimAddresses({ db }: WriteTools, persons: readonly PersonId[]): Promise<void> {
  for (const ids of piecesOf(persons))
    await sql`
      update message_people set person =
        (select c.person from person_contacts c where c.kind = 'mail' and c.value = message_people.address_key)
      where person is null and address_key in
        (select o.value from person_contacts o where o.kind = 'mail' and o.person in (${sql.join(ids)}))`.execute(
      db,
    )
}
