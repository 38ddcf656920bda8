import type { Instant } from '@holdfast/capabilities'
import { insertRows } from '../bulk.ts'
import { recordAudit, type WriteTools } from '../write-tools.ts'
import { sealerOf } from './write-contents.ts'

/** Content keys that lie under another key of the ring, in the order of their ids. spec: desk-books §7 */
export async function turnKeyRing(
  tools: WriteTools,
  page: { readonly after: string | null; readonly limit: number },
  now: Instant,
): Promise<{ readonly turned: number; readonly unreadable: number; readonly next: string | null }> {
  const { db, facts } = tools
  const sealer = sealerOf(tools)
  const keys = db
    .selectFrom('content_keys')
    .selectAll()
    .where('id', '>', page.after ?? '')
    .where('ring', '<>', sealer.ring)
    .where('destroyed_at', 'is', null)
    .orderBy('id')
    .limit(page.limit)
  const rows = await (facts.rowLocks ? keys.forUpdate() : keys).execute()
  await sealer.learn?.(rows.map(({ ring }) => ring))
  const turned = rows.flatMap((row) => {
    const key = sealer.open(row.sealed, row.id)
    return key === null ? [] : [{ ...row, sealed: sealer.seal(key, row.id), ring: sealer.ring }]
  })
  await insertRows(db, facts, 'content_keys', turned, {
    kind: 'replace',
    key: ['id'],
    columns: ['sealed', 'ring'],
  })
  const unreadable = rows.length - turned.length
  if (rows.length > 0) {
    const detail = { turned: turned.length, unreadable }
    recordAudit(tools, { action: 'ring-turn', subject: `ring:${sealer.ring}`, detail }, now)
  }
  const last = rows[rows.length - 1]
  return { turned: turned.length, unreadable, next: rows.length < page.limit ? null : (last?.id ?? null) }
}
