import { RowReader } from '../row-reader.ts'
import type { Db } from '../tables.ts'
import type { OpenedBytes } from './desk-records.ts'
import { openContent, type ContentPlace, type Sealer } from './sealer.ts'

/** Two look-ups by key. */
export async function openBytes(db: Db, sealer: Sealer | null, at: ContentPlace): Promise<OpenedBytes> {
  const key = await db.selectFrom('content_keys').selectAll().where('id', '=', at.key).executeTakeFirst()
  const row = await db
    .selectFrom('sealed_bytes')
    .select('bytes')
    .where('content_key', '=', at.key)
    .where('place', '=', at.place)
    .executeTakeFirst()
  if (key === undefined || row === undefined) return { kind: 'absent' }
  const erasedAt = new RowReader('content_keys', key.id, key).instantOrNull('destroyed_at')
  if (erasedAt !== null) return { kind: 'erased', at: erasedAt }
  await sealer?.learn?.([key.ring])
  const opened = sealer?.open(key.sealed, key.id) ?? null
  const bytes = opened === null ? null : openContent(row.bytes, at, opened)
  return bytes === null ? { kind: 'unreadable' } : { kind: 'bytes', bytes }
}
