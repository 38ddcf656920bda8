// Content keys and what lies under them. spec: desk-books §7
import type { Instant } from '@holdfast/capabilities'
import { insertRows, piecesOf } from '../bulk.ts'
import type { ContentKeyRow, SealedBytesRow } from '../desk-tables.ts'
import type { WriteTools } from '../write-tools.ts'
import { contentKeyBytes, hashOf, sealContent, type Sealer } from './sealer.ts'

export type Content = { readonly place: number; readonly bytes: Uint8Array }
export type SealedPart = { readonly hash: string; readonly size: number }

/** Seals contents under new keys, gathered until `write`. */
export class ContentDraft {
  readonly #tools: WriteTools
  readonly #now: Instant
  readonly #keys: ContentKeyRow[] = []
  readonly #sealed: SealedBytesRow[] = []

  constructor(tools: WriteTools, now: Instant) {
    this.#tools = tools
    this.#now = now
  }

  /** A new key with this id, and everything that lies under it. */
  add(id: string, contents: readonly Content[]): ReadonlyMap<number, SealedPart> {
    const { entropy } = this.#tools.bookkeeping
    const sealer = sealerOf(this.#tools)
    const key = entropy.bytes(contentKeyBytes)
    this.#keys.push({
      id,
      sealed: sealer.seal(key, id),
      ring: sealer.ring,
      made_at: this.#now,
      destroyed_at: null,
    })
    return new Map(
      contents.map(({ place, bytes }) => {
        const part = { hash: hashOf(bytes), size: bytes.length }
        const sealed = sealContent(bytes, { key: id, place }, { key, entropy })
        this.#sealed.push({ content_key: id, place, ...part, bytes: sealed })
        return [place, part] as const
      }),
    )
  }

  async write(): Promise<void> {
    const { db, facts } = this.#tools
    await insertRows(db, facts, 'content_keys', this.#keys)
    await insertRows(db, facts, 'sealed_bytes', this.#sealed)
  }
}

export function sealerOf({ sealer }: Pick<WriteTools, 'sealer'>): Sealer {
  if (sealer === null) throw new Error('the store was opened without a sealer: it takes no bytes')
  return sealer
}

/** For good. Hashes, sizes and dates stay. What is destroyed already keeps its moment. */
export async function destroyContents(
  { db }: WriteTools,
  keys: readonly string[],
  now: Instant,
): Promise<void> {
  const nothing = new Uint8Array()
  for (const piece of piecesOf(keys)) {
    await db
      .updateTable('content_keys')
      .set({ sealed: nothing, destroyed_at: now })
      .where('id', 'in', piece)
      .where('destroyed_at', 'is', null)
      .execute()
    await db.updateTable('sealed_bytes').set({ bytes: nothing }).where('content_key', 'in', piece).execute()
  }
}
