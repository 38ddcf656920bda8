import type { EngineFacts } from '../engine.ts'
import type { Db } from '../tables.ts'
import type { DeskReader } from './desk-interface.ts'
import { deadlineReader } from './case-deadlines.ts'
import { gatherReferences } from './gather-references.ts'
import { threadingReader } from './gather-threading.ts'
import { casePeopleReader } from './read-case-people.ts'
import { caseReader, itemReader } from './read-cases.ts'
import { mailReader } from './read-mail.ts'
import { messageReader } from './read-messages.ts'
import { personReader } from './read-persons.ts'
import { searchBooks } from './search-books.ts'
import { numberReader } from './search-numbers.ts'
import type { Sealer } from './sealer.ts'

export function deskReader(db: Db, facts: EngineFacts, sealer: Sealer | null): DeskReader {
  return {
    ...caseReader(db, facts),
    ...deadlineReader(db, facts),
    ...casePeopleReader(db),
    ...itemReader(db),
    ...messageReader(db, facts, sealer),
    ...threadingReader(db, facts),
    gatherReferences: (keys) => gatherReferences(db, facts, keys),
    ...personReader(db, facts),
    ...mailReader(db, sealer),
    ...numberReader(db, facts),
    search: (terms, filter, page) => searchBooks(db, facts, { terms, filter, page }),
  }
}
