// Persons, and what the books hold of each.
import type { CaseMessageId, CustomerId, PersonId } from '@holdfast/lease'
import { selectByKeys, selectRows } from '../bulk.ts'
import type { PersonContactRow, PersonRow } from '../desk-tables.ts'
import type { EngineFacts } from '../engine.ts'
import { parseTexts } from '../json-shapes.ts'
import { listPage, type Order } from '../page.ts'
import { RowReader } from '../row-reader.ts'
import type { Db } from '../tables.ts'
import type { DeskReader } from './desk-interface.ts'
import { messageSides } from './desk-records.ts'
import { wordOf } from './desk-shapes.ts'
import { messageOfRow } from './message-rows.ts'
import type { PersonContact, PersonRecord } from './person-records.ts'
import { withParts } from './read-messages.ts'
import { keyOfText } from './stored-text.ts'

const byId: Order = { columns: ['id'], direction: 'asc', types: ['text'] }
const byMessage: Order = { columns: ['message'], direction: 'asc', types: ['text'] }

type PersonReads = 'findPerson' | 'listPersons' | 'listCustomerDomains' | 'exportPerson'

export function personReader(db: Db, facts: EngineFacts): Pick<DeskReader, PersonReads> {
  return {
    findPerson: (id) => findPerson(db, facts, id),
    async listPersons(customer, page) {
      const persons = db.selectFrom('persons').selectAll()
      const chosen = customer === null ? persons : persons.where('customer', '=', customer)
      const listed = await listPage(chosen, byId, page, (row) => row)
      if (listed.kind === 'refused') return listed
      return { ...listed, items: await withContacts(db, facts, listed.items) }
    },
    async listCustomerDomains(customer) {
      const domains = db.selectFrom('customer_domains').select('domain').where('customer', '=', customer)
      return (await domains.orderBy('domain').execute()).map(({ domain }) => domain)
    },
    async exportPerson(id, page) {
      const rows = db
        .selectFrom('message_people')
        .select('message')
        .distinct()
        .where('person', '=', id)
        .where('person', 'is not', null)
      const listed = await listPage(rows, byMessage, page, ({ message }) => message as CaseMessageId)
      if (listed.kind === 'refused') return listed
      const found = await selectRows(db, facts, { table: 'case_messages', column: 'id' }, listed.items)
      const messages = await withParts(db, facts, found.map(messageOfRow))
      const items = messages.map((message) => ({
        message,
        as: message.people.filter((one) => one.person === id).map(({ role }) => role),
      }))
      return { ...listed, items }
    },
  }
}

export async function findPerson(db: Db, facts: EngineFacts, id: PersonId): Promise<PersonRecord | null> {
  const rows = await selectRows(db, facts, { table: 'persons', column: 'id' }, [id])
  const [person = null] = await withContacts(db, facts, rows)
  return person
}

/** Whose each address is; addresses that are nobody's are left out. */
export async function listPersonsByAddress(
  db: Db,
  facts: EngineFacts,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, PersonRecord>> {
  const keys = [...new Set(addresses.map(keyOfText))]
  const contacts = await selectByKeys(
    db,
    facts,
    { table: 'person_contacts', columns: ['kind', 'value'] },
    keys.map((key) => ['mail', key]),
  )
  const ids = contacts.map(({ person }) => person)
  const rows = await selectRows(db, facts, { table: 'persons', column: 'id' }, ids)
  const persons = new Map((await withContacts(db, facts, rows)).map((person) => [person.id, person]))
  const owners = new Map(contacts.map(({ value, person }) => [value, person as PersonId]))
  return new Map(
    addresses.flatMap((address) => {
      const owner = owners.get(keyOfText(address))
      const person = owner === undefined ? undefined : persons.get(owner)
      return person === undefined ? [] : [[address, person] as const]
    }),
  )
}

async function withContacts(
  db: Db,
  facts: EngineFacts,
  rows: readonly PersonRow[],
): Promise<readonly PersonRecord[]> {
  const ids = rows.map(({ id }) => id)
  const contacts = await selectRows(db, facts, { table: 'person_contacts', column: 'person' }, ids)
  const byPerson = Map.groupBy(contacts, ({ person }) => person)
  return rows.map((row) => personOfRow(row, byPerson.get(row.id) ?? []))
}

function personOfRow(row: PersonRow, contacts: readonly PersonContactRow[]): PersonRecord {
  const reader = new RowReader('persons', row.id, row)
  return {
    id: reader.text<PersonId>('id'),
    customer: reader.textOrNull<CustomerId>('customer'),
    side: wordOf(reader, 'side', messageSides),
    name: reader.text('name'),
    roles: reader.json('roles', parseTexts),
    contacts: contacts.map(contactOfRow).toSorted(byKindAndValue),
    version: reader.count('version'),
    createdAt: reader.instant('created_at'),
    changedAt: reader.instant('changed_at'),
    erasedAt: reader.instantOrNull('erased_at'),
  }
}

function contactOfRow(row: PersonContactRow): PersonContact {
  const reader = new RowReader('person_contacts', row.person, row)
  return {
    kind: wordOf(reader, 'kind', ['mail', 'phone'] as const),
    value: reader.text('value'),
    written: reader.text('written'),
  }
}

function byKindAndValue(a: PersonContact, b: PersonContact): number {
  const [left, right] = [`${a.kind} ${a.value}`, `${b.kind} ${b.value}`]
  return left < right ? -1 : left > right ? 1 : 0
}
