import { sql, type Kysely } from 'kysely'
import type { EngineFacts } from '../engine.ts'
import { trafficIndexes, trafficTables, trafficUniqueIndexes } from './0005-desk-traffic.ts'

/** Where a list shows cases: those that were merged away lead on instead. Stands in the query of `listCases`, word for word. */
export const caseIsOwn = 'merged_into is null'

/** Columns are explained in docs/spec/desk-books.md. */
const caseTables = {
  sequences: ['name text primary key', 'value integer not null'],
  customer_domains: [
    'domain text primary key',
    'customer text not null references customers (id)',
    'added_at integer not null',
    'added_by text not null',
  ],
  persons: [
    'id text primary key',
    'customer text references customers (id)',
    'side text not null',
    'name text not null',
    'roles text not null',
    'version integer not null',
    'created_at integer not null',
    'changed_at integer not null',
    'erased_at integer',
  ],
  person_contacts: [
    'person text not null references persons (id)',
    'kind text not null',
    'value text not null',
    'written text not null',
    'primary key (person, kind, value)',
  ],
  cases: [
    'id text primary key',
    'running integer not null unique',
    'number text not null unique',
    'token text not null unique',
    'subject text not null',
    'title text not null',
    'customer text references customers (id)',
    'product text references products (id)',
    'severity text',
    'owner text',
    'queue text',
    'state text not null',
    'state_at integer not null',
    'state_facts text not null',
    'waits_on text',
    'due_at integer',
    'imported integer not null',
    'may_send integer not null',
    'merged_into text references cases (id)',
    'events integer not null',
    'version integer not null',
    'created_at integer not null',
    'changed_at integer not null',
  ],
  case_watchers: [
    'case_id text not null references cases (id)',
    'who text not null',
    'primary key (case_id, who)',
  ],
  case_links: [
    'case_id text not null references cases (id)',
    'kind text not null',
    'value text not null',
    'certainty text not null',
    'message text',
    'actor text not null',
    'at integer not null',
    'primary key (case_id, kind, value)',
  ],
  case_events: [
    'case_id text not null references cases (id)',
    'place integer not null',
    'kind text not null',
    'at integer not null',
    'actor text not null',
    'version integer not null',
    'facts text not null',
    'words text',
    'primary key (case_id, place)',
  ],
  case_moves: [
    'id text primary key',
    'kind text not null',
    'from_case text not null references cases (id)',
    'to_case text not null references cases (id)',
    'at integer not null',
    'actor text not null',
    'undone_at integer',
    'undone_by text',
  ],
  case_move_rows: [
    'move text not null references case_moves (id)',
    'place integer not null',
    'kind text not null',
    'subject text not null',
    'from_case text not null',
    'primary key (move, place)',
  ],
  case_items: [
    'id text primary key',
    'case_id text not null references cases (id)',
    'kind text not null',
    'state text not null',
    'owner text',
    'due_at integer',
    'message text',
    'made_at integer not null',
    'made_by text not null',
    'changed_at integer not null',
    'closed_at integer',
    'version integer not null',
    'body text not null',
  ],
  proposals: [
    'id text primary key',
    'case_id text not null references cases (id)',
    'kind text not null',
    'cause text not null',
    'state text not null',
    'state_at integer',
    'state_by text',
    'state_reason text',
    'made_at integer not null',
    'evidence text not null',
    'text text not null',
  ],
} as const

const caseIndexes = [
  'customer_domains_by_customer on customer_domains (customer, domain)',
  'persons_by_customer on persons (customer, id)',
  'person_contacts_by_value on person_contacts (kind, value, person)',
  `cases_by_change on cases (changed_at, id) where ${caseIsOwn}`,
  `cases_by_state on cases (state, changed_at, id) where ${caseIsOwn}`,
  `cases_by_owner on cases (owner, changed_at, id) where ${caseIsOwn}`,
  `cases_by_owner_state on cases (owner, state, changed_at, id) where ${caseIsOwn}`,
  `cases_by_queue on cases (queue, changed_at, id) where ${caseIsOwn}`,
  `cases_by_queue_state on cases (queue, state, changed_at, id) where ${caseIsOwn}`,
  `cases_by_customer on cases (customer, changed_at, id) where ${caseIsOwn}`,
  `cases_by_product on cases (product, changed_at, id) where ${caseIsOwn}`,
  `cases_by_due on cases (due_at, id) where due_at is not null and ${caseIsOwn}`,
  'case_watchers_by_who on case_watchers (who, case_id)',
  'case_links_by_value on case_links (kind, value, case_id)',
  'case_moves_by_from on case_moves (from_case, at, id)',
  'case_moves_by_to on case_moves (to_case, at, id)',
  'case_move_rows_by_subject on case_move_rows (subject, kind, move)',
  'case_items_by_case on case_items (case_id, made_at, id)',
  'case_items_by_due on case_items (due_at, id) where due_at is not null and closed_at is null',
  'case_items_by_owner on case_items (owner, made_at, id) where closed_at is null',
  'case_items_by_message on case_items (message, id) where message is not null',
  'proposals_by_case on proposals (case_id, made_at, id)',
  'proposals_by_state on proposals (state, made_at, id)',
]

const caseUniqueIndexes = [
  `person_contacts_by_mail on person_contacts (value) where kind = 'mail'`,
  'proposals_by_cause on proposals (case_id, cause)',
]

/** Persons, cases, messages, their bytes, mail that comes and goes, and the places of the index: docs/spec/desk-books.md. */
export const deskMigration = {
  number: 5,
  name: 'desk',
  async apply(db: Kysely<never>, facts: EngineFacts): Promise<void> {
    for (const [table, lines] of Object.entries({ ...caseTables, ...trafficTables })) {
      const typed = lines.map((line) =>
        line.replace(
          /^(\w+) (text|integer|bytes)\b/,
          (_, name: string, type: 'text' | 'integer' | 'bytes') =>
            line.startsWith('primary key') ? line : `${name} ${facts.types[type]}`,
        ),
      )
      await sql.raw(`create table ${table} (${typed.join(', ')}) ${facts.tableEnd}`).execute(db)
    }
    for (const index of [...caseUniqueIndexes, ...trafficUniqueIndexes])
      await sql.raw(`create unique index ${index}`).execute(db)
    for (const index of [...caseIndexes, ...trafficIndexes])
      await sql.raw(`create index ${index}`).execute(db)
    for (const statement of facts.search.schema) await sql.raw(statement).execute(db)
    for (const name of ['case-number', 'search', 'automatic-mails'])
      await sql`insert into sequences (name, value) values (${name}, ${0})`.execute(db)
  },
}
