// Persons and the domains of organisations. spec: desk-books §2
import type { Instant } from '@holdfast/capabilities'
import { refuse, type PersonId, type Refusal } from '@holdfast/lease'
import { insertRows, selectByKeys, selectRows } from '../bulk.ts'
import type { PersonContactRow, PersonRow } from '../desk-tables.ts'
import { actorText, recordAudit, type WriteTools } from '../write-tools.ts'
import type { DeskWriter } from './desk-interface.ts'
import { claimAddresses } from './claim-addresses.ts'
import { erasePerson } from './erase-person.ts'
import type { NewPerson, PersonChange, PersonContact, PersonRecord } from './person-records.ts'
import { findPerson } from './read-persons.ts'
import { keyOfText, storedJson, storedText } from './stored-text.ts'

type PersonWrites = 'addPersons' | 'changePerson' | 'putCustomerDomain' | 'erasePerson'

export function personWriter(tools: WriteTools): Pick<DeskWriter, PersonWrites> {
  const { db, facts } = tools
  return {
    addPersons: (persons, now) => addPersons(tools, persons, now),
    changePerson: (id, version, change, now) => changePerson(tools, { id, version, change }, now),
    erasePerson: (id, redactions, now) => erasePerson(tools, id, redactions, now),
    async putCustomerDomain(domain, customer, now) {
      const key = keyOfText(domain.toLowerCase())
      if (customer === null) {
        await db.deleteFrom('customer_domains').where('domain', '=', key).execute()
        recordAudit(tools, { action: 'domain-remove', subject: `domain:${key}`, detail: {} }, now)
        return null
      }
      const [known] = await selectRows(db, facts, { table: 'customers', column: 'id' }, [customer])
      if (known === undefined) return refuse('NOT_FOUND', { customer })
      const row = { domain: key, customer, added_at: now, added_by: actorText(tools) }
      await insertRows(db, facts, 'customer_domains', [row], {
        kind: 'replace',
        key: ['domain'],
        columns: ['customer', 'added_at', 'added_by'],
      })
      recordAudit(tools, { action: 'domain-put', subject: `domain:${key}`, detail: { customer } }, now)
      return { domain: key, customer }
    },
  }
}

async function addPersons(
  tools: WriteTools,
  persons: readonly NewPerson[],
  now: Instant,
): Promise<readonly PersonRecord[] | Refusal<'ALREADY_EXISTS'>> {
  const { db, facts } = tools
  const contacts = persons.flatMap(({ id, contacts }) => rowsOfContacts(id, contacts))
  const taken = await findTaken(tools, contacts)
  if (taken !== null) return taken
  const rows = persons.map((person): PersonRow => ({
    id: person.id,
    customer: person.customer,
    side: person.side,
    name: storedText(person.name),
    roles: storedJson(person.roles),
    version: 1,
    created_at: now,
    changed_at: now,
    erased_at: null,
  }))
  await insertRows(db, facts, 'persons', rows)
  await insertRows(db, facts, 'person_contacts', contacts)
  await claimAddresses(
    tools,
    persons.map(({ id }) => id),
  )
  for (const { id, customer, side } of persons)
    recordAudit(tools, { action: 'person-add', subject: `person:${id}`, detail: { customer, side } }, now)
  return persons.map((person) => ({
    ...person,
    version: 1,
    createdAt: now,
    changedAt: now,
    erasedAt: null,
  }))
}

function rowsOfContacts(person: PersonId, contacts: readonly PersonContact[]): PersonContactRow[] {
  const rows = contacts.map(({ kind, value, written }) => ({
    person,
    kind,
    value: keyOfText(kind === 'mail' ? value.toLowerCase() : value),
    written: storedText(written),
  }))
  return [...new Map(rows.map((row) => [`${row.kind} ${row.value}`, row])).values()]
}

/** A mail address is one person's; the refusal names the person, never the address. */
async function findTaken(
  { db, facts }: WriteTools,
  contacts: readonly PersonContactRow[],
): Promise<Refusal<'ALREADY_EXISTS'> | null> {
  const mails = contacts.filter(({ kind }) => kind === 'mail')
  const owners = new Map<string, string>()
  for (const { value, person } of mails) {
    const owner = owners.get(value)
    if (owner !== undefined && owner !== person) return refuse('ALREADY_EXISTS', { what: owner })
    owners.set(value, person)
  }
  const known = await selectByKeys(
    db,
    facts,
    { table: 'person_contacts', columns: ['kind', 'value'] },
    [...owners.keys()].map((value) => ['mail', value]),
  )
  const other = known.find(({ value, person }) => owners.get(value) !== person)
  return other === undefined ? null : refuse('ALREADY_EXISTS', { what: other.person })
}

async function changePerson(
  tools: WriteTools,
  asked: { readonly id: PersonId; readonly version: number; readonly change: PersonChange },
  now: Instant,
): Promise<PersonRecord | Refusal<'NOT_FOUND' | 'EDIT_OUTDATED' | 'ALREADY_EXISTS'>> {
  const { db, facts } = tools
  const { id, version, change } = asked
  const [row] = await selectRows(db, facts, { table: 'persons', column: 'id', lock: true }, [id])
  if (row === undefined || row.erased_at !== null) return refuse('NOT_FOUND', { what: id })
  if (row.version !== version)
    return refuse('EDIT_OUTDATED', { subject: id, version: row.version, expected: version, changed: [] })
  if (change.contacts !== undefined) {
    const contacts = rowsOfContacts(id, change.contacts)
    const taken = await findTaken(tools, contacts)
    if (taken !== null) return taken
    await db.deleteFrom('person_contacts').where('person', '=', id).execute()
    await insertRows(db, facts, 'person_contacts', contacts)
    await claimAddresses(tools, [id])
  }
  const set = {
    ...(change.customer === undefined ? {} : { customer: change.customer }),
    ...(change.side === undefined ? {} : { side: change.side }),
    ...(change.name === undefined ? {} : { name: storedText(change.name) }),
    ...(change.roles === undefined ? {} : { roles: storedJson(change.roles) }),
    version: version + 1,
    changed_at: now,
  }
  await db.updateTable('persons').set(set).where('id', '=', id).execute()
  const detail = { changed: Object.keys(change).toSorted(), version: version + 1 }
  recordAudit(tools, { action: 'person-change', subject: `person:${id}`, detail }, now)
  const after = await findPerson(db, facts, id)
  if (after === null) throw new Error(`person ${id} is gone`)
  return after
}
