import type { CaseId } from '@holdfast/lease'
import { selectRows } from '../bulk.ts'
import type { CaseRow } from '../desk-tables.ts'
import type { EngineFacts } from '../engine.ts'
import type { Db } from '../tables.ts'

/**
 * The cases to which `ids` lead: themselves, or what they were merged into; ids that nobody has are left out. A merge
 * needs a case that was not merged itself, so the way never turns back. Locked with `lock`.
 */
export async function resolveCases(
  db: Db,
  facts: EngineFacts,
  ids: readonly CaseId[],
  lock = false,
): Promise<ReadonlyMap<CaseId, CaseRow>> {
  const rows = new Map<string, CaseRow>()
  for (let wanted: readonly string[] = ids; wanted.length > 0;) {
    const found = await selectRows(db, facts, { table: 'cases', column: 'id', lock }, wanted)
    for (const row of found) rows.set(row.id, row)
    wanted = found.flatMap(({ merged_into: into }) => (into === null || rows.has(into) ? [] : [into]))
  }
  const resolved = new Map<CaseId, CaseRow>()
  for (const id of ids) {
    let row = rows.get(id)
    while (row !== undefined && row.merged_into !== null) row = rows.get(row.merged_into)
    if (row !== undefined) resolved.set(id, row)
  }
  return resolved
}
