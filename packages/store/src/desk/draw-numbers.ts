import { sql } from 'kysely'
import type { WriteTools } from '../write-tools.ts'

/**
 * The first of `count` numbers of a row that every server draws from. Whoever draws keeps the others waiting until its
 * transaction ends, and gives its numbers back where it fails. spec: desk-books §3
 */
export async function drawNumbers(
  { db }: Pick<WriteTools, 'db'>,
  name: 'case-number' | 'search',
  count: number,
): Promise<number> {
  const { value } = await db
    .updateTable('sequences')
    .set({ value: sql`value + ${count}` })
    .where('name', '=', name)
    .returning('value')
    .executeTakeFirstOrThrow()
  return value - count + 1
}
