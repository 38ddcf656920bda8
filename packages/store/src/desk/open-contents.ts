import { selectRows } from '../bulk.ts'
import type { WriteTools } from '../write-tools.ts'
import { openContent, type Sealer } from './sealer.ts'

/** Raw bytes of many keys, in two statements for 256; what cannot be opened is left out. */
export async function openContents(
  { db, facts }: Pick<WriteTools, 'db' | 'facts'>,
  ids: readonly string[],
  sealer: Sealer,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const keys = await selectRows(db, facts, { table: 'content_keys', column: 'id' }, ids)
  await sealer.learn?.(keys.map(({ ring }) => ring))
  const opened = new Map(
    keys.flatMap(({ id, sealed }) => {
      const key = sealed.length === 0 ? null : sealer.open(sealed, id)
      return key === null ? [] : [[id, key] as const]
    }),
  )
  const rows = await selectRows(db, facts, { table: 'sealed_bytes', column: 'content_key' }, ids)
  return new Map(
    rows.flatMap((row) => {
      const key = opened.get(row.content_key)
      if (row.place !== 0 || key === undefined) return []
      const bytes = openContent(row.bytes, { key: row.content_key, place: 0 }, key)
      return bytes === null ? [] : [[row.content_key, bytes] as const]
    }),
  )
}
