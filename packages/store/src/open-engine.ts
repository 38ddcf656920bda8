import type { Engine } from './engine.ts'
import { openPostgres } from './postgres-engine.ts'
import { openSqlite } from './sqlite-engine.ts'

export type StoreTarget =
  | { readonly kind: 'sqlite'; readonly file: string }
  /** `url` may hold a password: it stands in no error and no log. */
  | { readonly kind: 'postgres'; readonly url: string }

export function openEngine(target: StoreTarget): Engine {
  return target.kind === 'sqlite' ? openSqlite(target.file) : openPostgres(target.url)
}
