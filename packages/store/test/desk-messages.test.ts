import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '@holdfast/capabilities'
import type { CaseMessageId } from '@holdfast/lease'
import type { NewMessage } from '../src/desk/desk-records.ts'
import { keyCharsMax } from '../src/desk/stored-text.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import {
  caseIdOf,
  makeCase,
  makeMessage,
  makePerson,
  makeSealer,
  messageIdOf,
  openDesk,
  openTwoDesks,
  personIdOf,
  tried,
  written,
} from './desk-fixtures.ts'
import { sell, withRows, type OpenedStore } from './fixtures.ts'

const add = (opened: OpenedStore, ...messages: readonly NewMessage[]) =>
  written(opened, (tx, now) => tx.addMessages(messages, now))
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const nothingAsked = {
  messageIds: [],
  numbers: [],
  tokens: [],
  addresses: [],
  domains: [],
  identities: [],
}

/** What threading tells of a message beside where it lies and whom it addresses. */
function threadedBeside(name: string) {
  const { bodyHash, sent } = makeMessage(name, { case: caseIdOf('a') })
  return { rawHash: null, bodyHash, from: 'ines.calder@harbour.example', sentAt: sent.moment }
}

async function textsOf(opened: OpenedStore, limit: number, withHeld = false): Promise<readonly string[]> {
  const texts: string[] = []
  for (let after: string | null = null; ;) {
    const page = { after, limit }
    const listed = await opened.store.read.listMessages({ case: caseIdOf('a'), withHeld }, page)
    if (listed.kind === 'refused') throw new Error(listed.code)
    texts.push(...listed.items.map(({ text }) => text))
    after = listed.next
    if (after === null) return texts
  }
}

describe.each(engines)('messages on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(() => books.stop())

  const openWithCases = async (name: string) => {
    const opened = await openDesk(await books.target(name))
    await written(opened, (tx, now) => tx.addCases([makeCase('a'), makeCase('b')], now))
    return opened
  }

  test('a message is found as it was added, with its people, attachments and what was found in it', async () => {
    const target = await books.target('whole')
    const opened = await openDesk(target)
    await written(opened, (tx, now) => tx.addCases([makeCase('a')], now))
    const raw = Buffer.from('From: ines.calder@harbour.example\r\n\r\nfewer days than granted')
    const own = Buffer.from('a picture')
    const made = makeMessage('m', {
      case: caseIdOf('a'),
      raw: { kind: 'bytes', bytes: raw },
      inReplyTo: ['x@mail.example.test'],
      references: ['w@mail.example.test', 'x@mail.example.test'],
      because: [{ from: 0, to: 3 }],
      attachments: [
        {
          name: 'log.txt',
          mediaType: 'text/plain',
          role: 'file',
          size: 3,
          hash: 'f'.repeat(64),
          contentId: null,
          bytesIn: 'raw',
        },
        {
          name: 'p.png',
          mediaType: 'image/png',
          role: 'inline',
          size: null,
          hash: null,
          contentId: 'p1',
          bytesIn: 'own',
          bytes: own,
        },
        {
          name: 'form.docx',
          mediaType: '',
          role: 'file',
          size: null,
          hash: null,
          contentId: null,
          bytesIn: 'nowhere',
        },
      ],
      found: [
        { kind: 'remaining', value: 69_120_000, from: 4, to: 9 },
        { kind: 'release', value: 'V0-H', from: 10, to: 13 },
      ],
    })
    const added = await add(opened, made)
    expect(added.messages).toEqual([{ kind: 'new', id: made.id, case: caseIdOf('a') }])
    const { read } = opened.store
    const { raw: _, found: __, attachments, ...columns } = made
    expect(await read.findMessage(made.id)).toEqual({
      ...columns,
      firstCase: caseIdOf('a'),
      raw: { hash: hashOf(raw), bytes: raw.length },
      erasedAt: null,
      attachments: [
        { ...attachments[0], place: 0 },
        {
          name: 'p.png',
          mediaType: 'image/png',
          role: 'inline',
          size: own.length,
          hash: hashOf(own),
          contentId: 'p1',
          bytesIn: 'own',
          place: 1,
        },
        { ...attachments[2], place: 2 },
      ],
    })
    expect((await read.listFound([made.id])).get(made.id)).toEqual(made.found)
    expect(await read.openRaw(made.id)).toEqual({ kind: 'bytes', bytes: raw })
    expect(await read.openAttachment(made.id, 1)).toEqual({ kind: 'bytes', bytes: own })
    expect(await read.openAttachment(made.id, 0)).toEqual({ kind: 'absent' })
    expect(await read.openRaw(messageIdOf('none'))).toEqual({ kind: 'absent' })
    expect(await read.listAttachmentsByHash(hashOf(own), { limit: 5 })).toMatchObject({
      items: [{ message: made.id, attachment: { name: 'p.png' } }],
    })
    // What lies in the database is sealed.
    const sealed = await withRows(target, (db) => db.selectFrom('sealed_bytes').selectAll().execute())
    expect(sealed.map(({ bytes, size }) => bytes.length - size)).toEqual([28, 28])
    for (const { bytes } of sealed) expect(Buffer.from(bytes).includes('days')).toBe(false)
    await opened.store.close()
    const stranger = await openDesk(target, { sealer: makeSealer('another ring') })
    expect(await stranger.store.read.openRaw(made.id)).toEqual({ kind: 'unreadable' })
    await stranger.store.close()
  })

  test('sealed bytes that changed places, or one bit, are unreadable', async () => {
    const target = await books.target('places')
    const opened = await openDesk(target)
    await written(opened, (tx, now) => tx.addCases([makeCase('a')], now))
    const raws = ['m', 'n', 'o'].map((name) =>
      makeMessage(name, {
        case: caseIdOf('a'),
        raw: { kind: 'bytes', bytes: Buffer.from(`raw of ${name}`) },
      }),
    )
    await add(opened, ...raws)
    await withRows(target, async (db) => {
      const [m, n] = await db
        .selectFrom('content_keys')
        .selectAll()
        .where('id', 'in', [messageIdOf('m'), messageIdOf('n')])
        .execute()
      await db.updateTable('content_keys').set({ sealed: n!.sealed }).where('id', '=', m!.id).execute()
      await db.updateTable('content_keys').set({ sealed: m!.sealed }).where('id', '=', n!.id).execute()
      const o = await db
        .selectFrom('sealed_bytes')
        .selectAll()
        .where('content_key', '=', messageIdOf('o'))
        .executeTakeFirstOrThrow()
      const bytes = Uint8Array.from(o.bytes)
      bytes[14] = (bytes[14] ?? 0) ^ 1
      await db
        .updateTable('sealed_bytes')
        .set({ bytes })
        .where('content_key', '=', messageIdOf('o'))
        .execute()
    })
    for (const name of ['m', 'n', 'o'])
      expect(await opened.store.read.openRaw(messageIdOf(name))).toEqual({ kind: 'unreadable' })
    await opened.store.close()
  })

  test('the same message twice, in one batch or later or by another server, is one', async () => {
    const [one, two] = await openTwoDesks(await books.target('same'))
    await written(one, (tx, now) => tx.addCases([makeCase('a'), makeCase('b')], now))
    const copy = (name: string, place: 'a' | 'b') =>
      makeMessage(name, {
        case: caseIdOf(place),
        identity: 'the same',
        raw: { kind: 'bytes', bytes: Buffer.from(name) },
      })
    const outcomes = await Promise.all([add(one, copy('m', 'a'), copy('n', 'b')), add(two, copy('o', 'b'))])
    const answers = outcomes.flatMap(({ messages }) => messages)
    expect(answers.filter(({ kind }) => kind === 'new')).toHaveLength(1)
    expect(new Set(answers.map(({ id, case: place }) => `${id} ${place}`)).size).toBe(1)
    expect((await add(one, copy('p', 'b'))).messages).toMatchObject([{ kind: 'known', id: answers[0]!.id }])
    await Promise.all([one.store.close(), two.store.close()])
  })

  test('a case reads in its order, whatever came when', async () => {
    const opened = await openWithCases('order')
    const at = (name: string, orderedAt: number, place: number) =>
      makeMessage(name, { case: caseIdOf('a'), text: name, orderedAt: orderedAt as Instant, place })
    await add(opened, at('3', 200, 0), at('1', 100, 0), at('2', 100, 1))
    await add(
      opened,
      at('0', 50, 0),
      makeMessage('x', { case: caseIdOf('a'), text: 'x', held: 'pending-sender' }),
    )
    for (const limit of [1, 2, 10]) expect(await textsOf(opened, limit)).toEqual(['0', '1', '2', '3'])
    expect(await textsOf(opened, 2, true)).toEqual(['0', '1', '2', '3', 'x'])
    const internal = { case: caseIdOf('a'), audiences: ['internal'] } as const
    expect(await opened.store.read.listMessages(internal, { limit: 5 })).toMatchObject({ items: [] })
    await opened.store.close()
  })

  test('hostile texts are stored alike on both engines, and found again', async () => {
    const opened = await openWithCases('hostile')
    const texts = ['nul \0 here', 'lone \ud800 surrogate', '\udfff', '😀 kept']
    const long = `${'i'.repeat(5_000)}@mail.example.test`
    await add(
      opened,
      ...texts.map((text, at) =>
        makeMessage(`h${at}`, {
          case: caseIdOf('a'),
          ...{ text, subject: text, messageId: text, references: [text], place: at },
          people: [{ role: 'from', person: null, name: text, address: `${text}${'a'.repeat(900)}` }],
          automaton: { kind: 'machine', because: [text] },
        }),
      ),
      makeMessage('long', { case: caseIdOf('b'), messageId: long }),
    )
    expect(await textsOf(opened, 10)).toEqual([
      'nul \ufffd here',
      'lone \ufffd surrogate',
      '\ufffd',
      '😀 kept',
    ])
    const keys = { ...nothingAsked, messageIds: [long, ...texts, `${long}x`] }
    const { messages } = await opened.store.read.gatherThreading(keys)
    expect([...messages.keys()]).toEqual([long, ...texts])
    const address = `${texts[0]}${'a'.repeat(900)}`
    const pairs = [
      { case: caseIdOf('a'), address },
      { case: caseIdOf('b'), address },
    ]
    expect(await opened.store.read.listParticipants(pairs)).toEqual([pairs[0]])
    await opened.store.close()
  })

  test.each([keyCharsMax, keyCharsMax + 1])(
    'a Message-ID of %i characters is found by itself alone',
    async (chars) => {
      const opened = await openWithCases(`key_${chars}`)
      const id = '号'.repeat(chars)
      await add(opened, makeMessage('m', { case: caseIdOf('a'), messageId: id }))
      const { messages } = await opened.store.read.gatherThreading({
        ...nothingAsked,
        messageIds: [id, id.slice(1)],
      })
      expect([...messages.keys()]).toEqual([id])
      await opened.store.close()
    },
  )

  test('what threading asks is answered at once, merged cases lead on', async () => {
    const opened = await openWithCases('threading')
    const sold = await sell(opened, '1')
    await written(opened, async (tx, now) => {
      const link = { kind: 'foreign-number', value: 'INC-77', certainty: 'confirmed', message: null } as const
      await tx.addCases([makeCase('c', { links: [link] }), makeCase('d')], now)
      await tx.putCustomerDomain('Harbour.example', sold.customer.id, now)
      const contacts = [
        { kind: 'mail', value: 'Ines.Calder@harbour.example', written: 'Ines Calder' },
      ] as const
      await tx.addPersons([makePerson('ines', { customer: sold.customer.id, contacts })], now)
      await tx.addMessages(
        [
          makeMessage('m', { case: caseIdOf('c'), direction: 'out', audience: 'internal' }),
          makeMessage('n', { case: caseIdOf('b'), messageId: 'm@mail.example.test' }),
        ],
        now,
      )
      await tx.mergeCases({ id: 'mov_1' as never, from: caseIdOf('c'), to: caseIdOf('a') }, now)
      await tx.mergeCases({ id: 'mov_2' as never, from: caseIdOf('a'), to: caseIdOf('d') }, now)
    })
    const facts = await opened.store.read.gatherThreading({
      messageIds: ['m@mail.example.test', 'unknown'],
      numbers: ['CAS-c', 'INC-77', 'CAS-z'],
      tokens: ['T-b'],
      addresses: ['ines.calder@harbour.example', 'nobody@harbour.example'],
      domains: ['harbour.example', 'other.example'],
      identities: ['identity of n'],
    })
    const final = caseIdOf('d')
    expect(facts.messages).toEqual(
      new Map([
        [
          'm@mail.example.test',
          expect.toSatisfy((found: readonly object[]) => {
            expect(found).toHaveLength(2)
            expect(found).toContainEqual({
              id: messageIdOf('m'),
              case: final,
              ...{ direction: 'out', audience: 'internal' },
              ...threadedBeside('m'),
            })
            expect(found).toContainEqual({
              id: messageIdOf('n'),
              case: caseIdOf('b'),
              ...{ direction: 'in', audience: 'customer' },
              ...threadedBeside('n'),
            })
            return true
          }),
        ],
      ]),
    )
    expect(facts.numbers).toEqual(new Map([['CAS-c', final]]))
    expect(facts.foreignNumbers).toEqual(new Map([['INC-77', [final]]]))
    expect(facts.tokens).toEqual(new Map([['T-b', caseIdOf('b')]]))
    expect([...facts.persons].map(([address, { id }]) => [address, id])).toEqual([
      ['ines.calder@harbour.example', personIdOf('ines')],
    ])
    expect(facts.domains).toEqual(new Map([['harbour.example', sold.customer.id]]))
    expect([...facts.identities.keys()]).toEqual(['identity of n'])
    expect(new Set(facts.cases.keys())).toEqual(new Set([final, caseIdOf('b')]))
    // What is put into a case that was merged in the meantime arrives where it leads to.
    const added = await add(opened, makeMessage('late', { case: caseIdOf('c') }))
    expect(added.messages).toMatchObject([{ kind: 'new', case: final }])
    await opened.store.close()
  })

  test('participants are those of messages that are not held, in the audience of the newest', async () => {
    const opened = await openWithCases('participants')
    const at = (seconds: number) => ({ orderedAt: (1_772_000_000 + seconds) as Instant })
    await add(
      opened,
      makeMessage('m', { case: caseIdOf('a') }),
      makeMessage('n', { case: caseIdOf('a'), audience: 'upstream', ...at(2) }),
      makeMessage('o', { case: caseIdOf('a'), audience: 'internal', ...at(1) }),
      makeMessage('p', { case: caseIdOf('a'), audience: 'rnd', held: 'pending-sender', ...at(9) }),
      makeMessage('q', { case: caseIdOf('b') }),
    )
    const [ines, nobody] = ['ines.calder@harbour.example', 'nobody@harbour.example']
    const facts = await opened.store.read.gatherThreading({
      ...nothingAsked,
      ids: [messageIdOf('m')],
      participants: [ines, nobody],
      withUpstream: true,
    })
    expect([...facts.ids.keys()]).toEqual([messageIdOf('m')])
    expect(facts.participants).toEqual(new Map([[caseIdOf('a'), new Map([[ines, 'upstream']])]]))
    expect(facts.upstreamCases).toEqual(new Set([caseIdOf('a')]))
    const { running } = makeCase('b')
    const byRunning = await opened.store.read.gatherThreading({ ...nothingAsked, runnings: [running, 7] })
    expect(byRunning.runnings).toEqual(new Map([[running, { given: caseIdOf('b'), leadsTo: caseIdOf('b') }]]))
    await opened.store.close()
  })

  test('people of held messages took no part until a person let the message through', async () => {
    const opened = await openWithCases('held')
    const held = makeMessage('m', { case: caseIdOf('a'), held: 'pending-sender' })
    await add(opened, held)
    const pair = { case: caseIdOf('a'), address: 'ines.calder@harbour.example' }
    const { read } = opened.store
    expect(await read.listParticipants([pair])).toEqual([])
    expect(await read.listMessagesToLookAt('held', { limit: 5 })).toMatchObject({ items: [{ id: held.id }] })
    const changed = await written(opened, (tx, now) =>
      tx.changeMessage(held.id, { held: null, audience: 'internal', audienceCertainty: 'confirmed' }, now),
    )
    expect(changed).toMatchObject({
      held: null,
      audience: 'internal',
      audienceCertainty: 'confirmed',
      side: 'customer',
    })
    expect(await read.listParticipants([pair, { ...pair, case: caseIdOf('b') }])).toEqual([pair])
    expect(await read.listMessagesToLookAt('held', { limit: 5 })).toMatchObject({ items: [] })
    await opened.store.close()
  })

  test('a better reader replaces what could not be read, and nothing else', async () => {
    const opened = await openWithCases('reread')
    const [bad, good] = [
      makeMessage('m', { case: caseIdOf('a'), parsed: false }),
      makeMessage('n', { case: caseIdOf('a') }),
    ]
    await add(opened, bad, good)
    expect(await opened.store.read.listMessagesToLookAt('unparsed', { limit: 5 })).toMatchObject({
      items: [{ id: bad.id }],
    })
    const reading = {
      ...{ parsed: true, parser: 2, subject: 'read', text: 'read at last', hasHtml: true, flags: [] },
      attachments: [],
      found: [{ kind: 'release', value: 'V0-G', from: 0, to: 4 }],
    }
    const reread = (id: CaseMessageId) => written(opened, (tx, now) => tx.rereadMessage(id, reading, now))
    expect(await reread(bad.id)).toMatchObject({ text: 'read at last', parser: 2, identity: bad.identity })
    expect(await reread(good.id)).toMatchObject({ text: good.text, parser: 1 })
    expect((await opened.store.read.listFound([bad.id])).get(bad.id)).toEqual(reading.found)
    await opened.store.close()
  })

  test('a message for a case that nobody has is refused, and a batch is written whole or not at all', async () => {
    const opened = await openWithCases('missing')
    const batch = [makeMessage('m', { case: caseIdOf('a') }), makeMessage('n', { case: caseIdOf('none') })]
    expect(await tried(opened, (tx, now) => tx.addMessages(batch, now))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await textsOf(opened, 5)).toEqual([])
    await opened.store.close()
  })

  test('audit rows hold ids and words of ours, never words of a mail', async () => {
    const opened = await openWithCases('audit')
    await add(opened, makeMessage('m', { case: caseIdOf('a') }))
    const rows = await opened.store.read.listAudit({ subject: `message:${messageIdOf('m')}` }, { limit: 5 })
    if (rows.kind === 'refused') throw new Error(rows.code)
    expect(rows.items.map(({ action, detail }) => [action, JSON.parse(detail)])).toEqual([
      [
        'message-add',
        { case: caseIdOf('a'), direction: 'in', audience: 'customer', held: null, rule: 'new' },
      ],
    ])
    await opened.store.close()
  })
})
