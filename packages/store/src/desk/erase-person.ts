// Everything that the books hold of a person goes; ids, hashes, sizes and dates stay. spec: desk-books §7
import type { Instant } from '@holdfast/capabilities'
import { countedMailbox } from '@holdfast/desk'
import { refuse, type CaseMessageId, type PersonId, type Refusal } from '@holdfast/lease'
import { piecesOf, selectRows } from '../bulk.ts'
import type { CaseMessageRow } from '../desk-tables.ts'
import { recordAudit, type WriteTools } from '../write-tools.ts'
import { claimAddresses } from './claim-addresses.ts'
import { removeReferences } from './message-references.ts'
import { removeEntriesOfMessages } from './put-search-entries.ts'
import type { ErasedPerson, Redactions } from './person-records.ts'
import { keyOfText, storedJson, storedText } from './stored-text.ts'
import { destroyContents } from './write-contents.ts'

export async function erasePerson(
  tools: WriteTools,
  id: PersonId,
  redactions: Redactions,
  now: Instant,
): Promise<ErasedPerson | Refusal<'NOT_FOUND'>> {
  const { db, facts } = tools
  const [row] = await selectRows(db, facts, { table: 'persons', column: 'id', lock: true }, [id])
  if (row === undefined) return refuse('NOT_FOUND', { what: id })
  await claimAddresses(tools, [id])
  const people = await db.selectFrom('message_people').selectAll().where('person', '=', id).execute()
  const messages = [...new Set(people.map(({ message }) => message))]
  const written = new Set(people.filter(isWriter).map(({ message }) => message))
  const rows = await selectRows(db, facts, { table: 'case_messages', column: 'id', lock: true }, messages)

  await eraseBytes(tools, rows, now)
  await eraseParts(tools, id, messages)
  await eraseTexts(tools, { rows, written, redactions }, now)
  await redactOthers(tools, redactions)
  await eraseContacts(tools, id)
  await db
    .updateTable('persons')
    .set({
      name: '',
      roles: '[]',
      erased_at: row.erased_at ?? now,
      changed_at: now,
      version: row.version + 1,
    })
    .where('id', '=', id)
    .execute()
  const detail = { messages: messages.length, written: written.size }
  recordAudit(tools, { action: 'person-erase', subject: `person:${id}`, detail }, now)
  return { kind: 'erased', person: id, messages: messages as CaseMessageId[] }
}

function isWriter({ role }: { readonly role: string }): boolean {
  return role === 'from' || role === 'sender'
}

/** Keys of the messages and of every copy that was taken in, and the envelopes in which they came and left. */
async function eraseBytes(tools: WriteTools, rows: readonly CaseMessageRow[], now: Instant): Promise<void> {
  const { db } = tools
  const keys = rows.flatMap(({ content_key: key }) => (key === null ? [] : [key]))
  for (const ids of piecesOf(rows.map(({ id }) => id))) {
    const copies = await db.selectFrom('mail_intake').select('id').where('message', 'in', ids).execute()
    keys.push(...copies.map(({ id }) => id))
    await db.updateTable('mail_intake').set({ envelope: null }).where('message', 'in', ids).execute()
    // A mail that still has to leave needs its envelope; it is erased with the next erasing, or cancelled by a person.
    await db
      .updateTable('outgoing_mails')
      .set({ envelope: null, error: null })
      .where('message', 'in', ids)
      .where('settled_at', 'is not', null)
      .execute()
  }
  await destroyContents(tools, [...new Set(keys)], now)
}

async function eraseParts(tools: WriteTools, id: PersonId, messages: readonly string[]): Promise<void> {
  const { db } = tools
  const nobody = { name: '', address: '', address_key: '' }
  await db.updateTable('message_people').set(nobody).where('person', '=', id).execute()
  for (const ids of piecesOf(messages)) {
    await db.updateTable('attachments').set({ name: '' }).where('message', 'in', ids).execute()
    await db
      .deleteFrom('found_items')
      .where('message', 'in', ids)
      .where('kind', 'in', ['phone', 'address'])
      .execute()
  }
  await emptyFoundWords(tools, messages)
  await removeReferences(db, messages)
  await removeEntriesOfMessages(tools, messages)
}

/** Kinds of found items whose value is a term, a number or a code; of all others it is words of the text. */
const wordlessFound = ['release', 'term', 'remaining', 'quantity', 'issue', 'serial', 'order', 'device']

/** The places stay, so that what points to a claim still does; the redacted text says what may be read there. */
async function emptyFoundWords({ db }: WriteTools, messages: readonly string[]): Promise<void> {
  for (const ids of piecesOf(messages))
    await db
      .updateTable('found_items')
      .set({ value: storedJson(null) })
      .where('message', 'in', ids)
      .where('kind', 'not in', wordlessFound)
      .execute()
}

async function eraseTexts(
  tools: WriteTools,
  erased: {
    readonly rows: readonly CaseMessageRow[]
    readonly written: ReadonlySet<string>
    readonly redactions: Redactions
  },
  now: Instant,
): Promise<void> {
  const { db } = tools
  const redacted = new Map<string, Redactions['messages'][number]>(
    erased.redactions.messages.map((one) => [one.id, one]),
  )
  for (const row of erased.rows) {
    const one = redacted.get(row.id)
    redacted.delete(row.id)
    const kept = erased.written.has(row.id)
      ? { subject: blank(row.subject), text: blank(row.text) }
      : { subject: row.subject, text: row.text }
    const { subject, text } = one === undefined ? kept : one
    const columns = { subject: storedText(subject), text: storedText(text), erased_at: row.erased_at ?? now }
    // Beside a text of which few characters are blanked, its hash would tell them to whoever tries all.
    await db
      .updateTable('case_messages')
      .set({ ...columns, body_hash: '', automaton: onlyKind(row.automaton) })
      .where('id', '=', row.id)
      .execute()
  }
  // Messages of others that name the person: their texts alone.
  for (const { id, subject, text } of redacted.values())
    await db
      .updateTable('case_messages')
      .set({ subject: storedText(subject), text: storedText(text) })
      .where('id', '=', id)
      .execute()
  await emptyFoundWords(tools, [...redacted.keys()])
  await removeEntriesOfMessages(tools, [...redacted.keys()])
}

/** As long as before, so that positions hold; lines stay lines. */
function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, '█')
}

function onlyKind(automaton: string): string {
  const { kind } = JSON.parse(automaton) as { readonly kind?: unknown }
  return storedJson({ kind: kind ?? null })
}

async function redactOthers({ db }: WriteTools, redactions: Redactions): Promise<void> {
  for (const { id, body } of redactions.items)
    await db
      .updateTable('case_items')
      .set({ body: storedJson(body) })
      .where('id', '=', id)
      .execute()
  for (const { id, text, reason } of redactions.proposals)
    await db
      .updateTable('proposals')
      .set({
        text: storedText(text),
        ...(reason === undefined ? {} : { state_reason: storedText(reason) }),
      })
      .where('id', '=', id)
      .execute()
  for (const { id, subject, title, facts } of redactions.cases)
    await db
      .updateTable('cases')
      .set({ subject: storedText(subject), title: storedText(title), state_facts: storedJson(facts) })
      .where('id', '=', id)
      .execute()
  // Words of the timelines of these cases go, but for those that are handed in.
  for (const ids of piecesOf(redactions.cases.map(({ id }) => id)))
    await db.updateTable('case_events').set({ words: null }).where('case_id', 'in', ids).execute()
  for (const event of redactions.events ?? [])
    await db
      .updateTable('case_events')
      .set({ words: storedJson(event.words) })
      .where('case_id', '=', event.case)
      .where('place', '=', event.place)
      .execute()
}

async function eraseContacts({ db }: WriteTools, id: PersonId): Promise<void> {
  const contacts = await db
    .selectFrom('person_contacts')
    .select(['value', 'written'])
    .where('person', '=', id)
    .where('kind', '=', 'mail')
    .execute()
  // The value of a long address is a hash already, which tells no mailbox; how it was written may be more than an address.
  const counted = contacts.flatMap(({ value, written }) =>
    [value, written].map((address) => keyOfText(countedMailbox(address))),
  )
  for (const piece of piecesOf(counted))
    await db.deleteFrom('automatic_mails').where('address', 'in', piece).execute()
  await db.deleteFrom('person_contacts').where('person', '=', id).execute()
}
