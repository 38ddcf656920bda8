// Decisions of administrators onto rows: what they look at is loaded and locked, what they change is written.
import { applyChange, type BooksInMemory, type BooksNeeded, type Change } from '@holdfast/licensing'
import { ChangeSet } from './change-set.ts'
import { loadBooks, type LoadedBooks } from './load-books.ts'
import type { WriteTools } from './write-tools.ts'

const nothing: BooksNeeded = {
  requests: [],
  products: [],
  licences: [],
  serials: [],
  devices: [],
  seats: [],
  seatsOf: [],
  leases: [],
}

/** The pages that a decision of an administrator looks at, locked. */
export function load(tools: WriteTools, needed: Partial<BooksNeeded>): Promise<LoadedBooks> {
  return loadBooks(tools.db, tools.facts, [{ ...nothing, ...needed }])
}

export async function writeChanges(
  tools: WriteTools,
  loaded: LoadedBooks,
  changes: readonly Change[],
): Promise<void> {
  const set = new ChangeSet(loaded, tools.bookkeeping)
  const page: BooksInMemory = loaded.page
  for (const change of changes) {
    applyChange(page, change)
    set.add(change)
  }
  await set.write(tools.db, tools.facts)
}

export function present<T>(record: T | null): T {
  if (record === null) throw new Error('a record that was just written is not on the page')
  return record
}
