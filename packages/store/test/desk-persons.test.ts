import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import type { Redactions } from '../src/desk/person-records.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import {
  caseIdOf,
  makeCase,
  makeEntry,
  makeMessage,
  makePerson,
  messageIdOf,
  openDesk,
  personIdOf,
  tried,
  written,
} from './desk-fixtures.ts'
import { sell, withRows, type OpenedStore } from './fixtures.ts'

const mail = (value: string) => ({ kind: 'mail', value, written: value }) as const
const phone = (value: string) => ({ kind: 'phone', value, written: `+00 ${value}` }) as const
const noRedactions: Redactions = { messages: [], items: [], proposals: [], cases: [] }

describe.each(engines)('persons on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(() => books.stop())

  test('a mail address is one person’s, a name and a telephone number may be many people’s', async () => {
    const opened = await openDesk(await books.target('unique'))
    const sold = await sell(opened, '1')
    const person = (
      id: string,
      ...contacts: readonly (ReturnType<typeof mail> | ReturnType<typeof phone>)[]
    ) => makePerson(id, { name: 'Wei Tan', customer: sold.customer.id, contacts })
    const add = (...persons: readonly ReturnType<typeof person>[]) =>
      tried(opened, (tx, now) => tx.addPersons(persons, now))
    expect(await add(person('1', mail('wei@harbour.example'), phone('0000100')))).toHaveLength(1)
    expect(await add(person('2', mail('tan@vendor.example'), phone('0000100')))).toHaveLength(1)
    const taken = { code: 'ALREADY_EXISTS', facts: { what: personIdOf('1') } }
    expect(await add(person('3', mail('Wei@Harbour.example')))).toMatchObject(taken)
    expect(
      await add(person('4', mail('x@harbour.example')), person('5', mail('x@harbour.example'))),
    ).toMatchObject({
      code: 'ALREADY_EXISTS',
    })
    const { read } = opened.store
    const listed = await read.listPersons(sold.customer.id, { limit: 5 })
    if (listed.kind === 'refused') throw new Error(listed.code)
    expect(listed.items.map(({ name }) => name)).toEqual(['Wei Tan', 'Wei Tan'])
    const change = (version: number, wanted: object) =>
      tried(opened, (tx, now) => tx.changePerson(personIdOf('2'), version, wanted, now))
    expect(await change(1, { contacts: [mail('wei@harbour.example')] })).toMatchObject(taken)
    expect(await change(1, { roles: ['legal'], contacts: [mail('tan2@vendor.example')] })).toMatchObject({
      version: 2,
      name: 'Wei Tan',
      roles: ['legal'],
      contacts: [mail('tan2@vendor.example')],
    })
    expect(await change(1, { name: 'x' })).toMatchObject({ code: 'EDIT_OUTDATED' })
    expect(await add(person('6', mail('tan@vendor.example')))).toHaveLength(1)
    await opened.store.close()
  })

  test('a domain is one customer’s, the newest statement holds', async () => {
    const opened = await openDesk(await books.target('domains'))
    const [first, second] = [await sell(opened, '1'), await sell(opened, '2')]
    const put = (domain: string, customer: typeof first.customer.id | null) =>
      tried(opened, (tx, now) => tx.putCustomerDomain(domain, customer, now))
    expect(await put('Harbour.Example', first.customer.id)).toEqual({
      domain: 'harbour.example',
      customer: first.customer.id,
    })
    await put('pier.example', first.customer.id)
    await put('harbour.example', second.customer.id)
    expect(await put('x.example', 'cus_none' as never)).toMatchObject({ code: 'NOT_FOUND' })
    const { read } = opened.store
    expect(await read.listCustomerDomains(first.customer.id)).toEqual(['pier.example'])
    await put('harbour.example', null)
    expect(await read.listCustomerDomains(second.customer.id)).toEqual([])
    await opened.store.close()
  })

  /** The second is longer than what stands in an index as it is. */
  const mailboxes = ['ines.calder@harbour.example', `ines.calder+days@${'harbour.'.repeat(25)}example`]
  const secret = ['Ines', 'Calder', 'ines.calder', '0000199', 'sekret']

  async function fill(opened: OpenedStore): Promise<void> {
    await written(opened, async (tx, now) => {
      await tx.addCases([makeCase('a', { subject: 'from Ines', title: 'from Ines' })], now)
      const contacts = [...mailboxes.map(mail), phone('0000199')]
      await tx.addPersons([makePerson('Ines Calder', { contacts })], now)
      const [taken] = await tx.takeIn(
        [
          {
            ...{ mailbox: 'support', door: 'smtp', doorKey: null, receivedAt: now },
            envelope: { from: 'ines.calder@harbour.example' },
            raw: Buffer.from('sekret words of Ines Calder'),
          },
        ],
        null,
        now,
      )
      await tx.claimIntake({ now, until: now, limit: 1 })
      const from = {
        role: 'from',
        person: personIdOf('Ines Calder'),
        name: 'Ines Calder',
        address: 'ines.calder@harbour.example',
      } as const
      const to = { role: 'to', person: null, name: 'Support', address: 'support@vendor.example' } as const
      const text = 'Ines Calder here:\nsekret'
      await tx.addMessages(
        [
          makeMessage('wrote', {
            ...{ case: caseIdOf('a'), people: [from, to], text, subject: 'sekret' },
            raw: { kind: 'intake', intake: taken! },
            automaton: { kind: 'bounce', recipients: ['ines.calder@harbour.example'] },
            attachments: [
              {
                name: 'sekret.txt',
                mediaType: 'text/plain',
                role: 'file',
                size: 3,
                hash: 'f'.repeat(64),
                contentId: null,
                bytesIn: 'raw',
              },
            ],
            found: [
              { kind: 'phone', value: '0000199', from: 0, to: 4 },
              { kind: 'release', value: 'V0-H', from: 5, to: 9 },
            ],
          }),
          makeMessage('got', {
            ...{
              case: caseIdOf('a'),
              people: [
                { ...to, role: 'from' },
                { ...from, role: 'to' },
              ],
            },
            ...{ subject: 'for you', text: 'Dear Ines, thank you' },
            raw: { kind: 'bytes', bytes: Buffer.from('Dear Ines') },
          }),
          makeMessage('names', { case: caseIdOf('a'), people: [to], subject: 'fwd', text: 'Calder called' }),
          makeMessage('other', { case: caseIdOf('a'), people: [to], text: 'nothing of anybody' }),
        ],
        now,
      )
      await tx.finishIntake(
        [{ id: taken!, outcome: { kind: 'message', message: messageIdOf('wrote') } }],
        now,
      )
      await tx.putSearchEntries(
        ['wrote', 'got', 'names', 'other'].map((name) =>
          makeEntry(messageIdOf(name), 'sekret calder', {
            message: messageIdOf(name),
            title: `sekret ${name}`,
          }),
        ),
      )
      const item = {
        case: caseIdOf('a'),
        kind: 'call',
        state: 'held',
        owner: null,
        dueAt: null,
        message: null,
      }
      await tx.addItems([{ ...item, id: 'itm_1' as never, body: { who: 'Ines Calder' } }], now)
      for (const to of mailboxes) await tx.recordAutomaticMail({ to, case: caseIdOf('a') }, [], now)
    })
  }

  const redactions: Redactions = {
    messages: [
      { id: messageIdOf('got'), subject: 'for you', text: 'Dear ████, thank you' },
      { id: messageIdOf('names'), subject: 'fwd', text: '██████ called' },
    ],
    items: [{ id: 'itm_1' as never, body: { who: personIdOf('Ines Calder') } }],
    proposals: [],
    cases: [{ id: caseIdOf('a'), subject: 'from ████', title: 'from ████', facts: { source: '████' } }],
  }

  test('an erased person leaves an id, hashes, sizes, dates and redacted texts, and no row holds more', async () => {
    const target = await books.target('erase')
    const opened = await openDesk(target)
    await fill(opened)
    const id = personIdOf('Ines Calder')
    const { read } = opened.store
    const before = await read.findMessage(messageIdOf('wrote'))
    const exported = await read.exportPerson(id, { limit: 5 })
    if (exported.kind === 'refused') throw new Error(exported.code)
    expect(new Map(exported.items.map(({ message, as }) => [message.id, as]))).toEqual(
      new Map([
        [messageIdOf('wrote'), ['from']],
        [messageIdOf('got'), ['to']],
      ]),
    )
    opened.clock.advance({ days: 1 })
    const at = opened.clock.now()
    const erased = await written(opened, (tx, now) => tx.erasePerson(id, redactions, now))
    expect(new Set(erased.messages)).toEqual(new Set([messageIdOf('wrote'), messageIdOf('got')]))
    expect(await read.findPerson(id)).toMatchObject({ name: '', roles: [], contacts: [], erasedAt: at })
    const after = await read.findMessage(messageIdOf('wrote'))
    expect(after).toEqual({
      ...before,
      subject: '██████',
      text: '█████████████████\n██████',
      bodyHash: '',
      automaton: { kind: 'bounce' },
      erasedAt: at,
      people: [{ role: 'from', person: id, name: '', address: '' }, before?.people[1]],
      attachments: [{ ...before?.attachments[0], name: '' }],
    })
    expect((await read.listFound([messageIdOf('wrote')])).get(messageIdOf('wrote'))).toMatchObject([
      { kind: 'release' },
    ])
    for (const name of ['wrote', 'got'])
      expect(await read.openRaw(messageIdOf(name))).toEqual({ kind: 'erased', at })
    expect(await read.findMessage(messageIdOf('other'))).toMatchObject({
      text: 'nothing of anybody',
      erasedAt: null,
    })
    const hits = await read.search([{ kind: 'phrase', tokens: ['sekret'] }], {}, { limit: 5 })
    expect(hits).toMatchObject({ items: [{ subject: messageIdOf('other') }] })
    expect(await findSecrets(target)).toEqual(['search_entries.title'])
    const once = [{ per: 'address', windowSeconds: 7 * 86_400, mailsMax: 1 }] as const
    for (const to of mailboxes)
      expect(
        await tried(opened, (tx, now) => tx.recordAutomaticMail({ to, case: null }, once, now)),
        to,
      ).toBe(true)
    // A mail from the same address is another person's: nobody is made whole again.
    const again = makePerson('new', { contacts: [mail('ines.calder@harbour.example')] })
    expect(await tried(opened, (tx, now) => tx.addPersons([again], now))).toHaveLength(1)
    expect(await tried(opened, (tx, now) => tx.changePerson(id, 2, { name: 'x' }, now))).toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await written(opened, (tx, now) => tx.erasePerson(id, noRedactions, now))).toMatchObject({
      kind: 'erased',
    })
    expect((await read.findPerson(id))?.erasedAt).toBe(at)
    expect((await opened.store.verifyAudit()).kind).toBe('whole')
    await opened.store.close()
  })

  /** The columns in which any of the words still stands; the entry of a message that the test leaves alone is one. */
  async function findSecrets(target: Parameters<typeof withRows>[0]): Promise<readonly string[]> {
    return await withRows(target, async (db) => {
      const found = new Set<string>()
      const tables = (await db.introspection.getTables()).filter(
        ({ name }) => !name.startsWith('search_index'),
      )
      expect(tables.length).toBeGreaterThan(40)
      for (const { name } of tables) {
        const { rows } = await sql<object>`select * from ${sql.table(name)}`.execute(db)
        for (const row of rows)
          for (const [column, value] of Object.entries(row)) {
            const text = value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)
            if (secret.some((word) => text.toLowerCase().includes(word.toLowerCase())))
              found.add(`${name}.${column}`)
          }
      }
      return [...found].filter((column) => column !== 'search_entries.tokens')
    })
  }

  test('the search for what is left would find it', async () => {
    const target = await books.target('canary')
    const opened = await openDesk(target)
    await fill(opened)
    const found = await findSecrets(target)
    for (const column of [
      ...['persons.name', 'person_contacts.value', 'message_people.name', 'message_people.address_key'],
      ...['case_messages.text', 'case_messages.subject', 'case_messages.automaton', 'attachments.name'],
      ...[
        'found_items.value',
        'mail_intake.envelope',
        'automatic_mails.address',
        'case_items.body',
        'cases.title',
      ],
    ])
      expect(found).toContain(column)
    // Neither sealed bytes nor audit rows, even before anything is erased.
    expect(found.filter((column) => /^(sealed_bytes|content_keys|audit)\./.test(column))).toEqual([])
    await opened.store.close()
  })
})
