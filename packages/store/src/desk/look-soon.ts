import type { Instant } from '@holdfast/capabilities'
import { insertRows } from '../bulk.ts'
import type { WriteTools } from '../write-tools.ts'

/** Something changed by which these cases may be late or in time: the next look is due. */
export async function lookSoon(
  { db, facts }: WriteTools,
  ids: readonly string[],
  now: Instant,
): Promise<void> {
  // Sorted: two servers wait for each other in no ring.
  const rows = [...new Set(ids)]
    .toSorted()
    .map((id) => ({ case_id: id, look_at: now, due_at: null, told: '[]' }))
  await insertRows(db, facts, 'case_deadlines', rows, {
    kind: 'replace',
    key: ['case_id'],
    columns: ['look_at'],
  })
}
