import { applyChange } from './apply-change.ts'
import { BooksInMemory } from './books-in-memory.ts'
import type { Change } from './change.ts'
import type { Books } from './ports.ts'

/** The books as they will be if the decision at hand is written: its changes lie on a page of their own. A refusal drops the page, but for what a lease showed. */
export class Draft {
  readonly books: BooksInMemory
  readonly changes: Change[] = []

  constructor(books: Books) {
    this.books = new BooksInMemory(books)
  }

  add(change: Change): void {
    applyChange(this.books, change)
    this.changes.push(change)
  }
}
