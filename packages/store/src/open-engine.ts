import type { Engine } from './engine.ts'
import { openPostgres } from './postgres-engine.ts'
import { openSqlite, openSqliteReading } from './sqlite-engine.ts'

export type StoreTarget =
  | { readonly kind: 'sqlite'; readonly file: string }
  /** `url` may hold a password: it stands in no error and no log. */
  | { readonly kind: 'postgres'; readonly url: string }

/** `serving`: whoever asks to stand alone is told of these books being open. */
export function openEngine(target: StoreTarget, serving = false): Engine {
  return target.kind === 'sqlite' ? openSqlite(target.file) : openPostgres(target.url, { serving })
}

/** The part that reads. Nothing is written, locked or made by opening it; a SQLite file must be there. */
export function openReading(target: StoreTarget): Pick<Engine, 'reading' | 'close'> {
  // On PostgreSQL the connections that write are made at their first statement, and get none.
  return target.kind === 'sqlite' ? openSqliteReading(target.file) : openEngine(target)
}
