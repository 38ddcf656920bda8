// What a year of use brings: hostile keys, cases merged away, people who are known later than their mails.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '@holdfast/capabilities'
import type { CaseItemId, CaseMoveId, OutgoingMailId, ProposalId } from '@holdfast/lease'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import {
  caseIdOf,
  makeCase,
  makeMessage,
  makePerson,
  messageIdOf,
  openDesk,
  personIdOf,
  tried,
  written,
} from './desk-fixtures.ts'
import { withRows, type OpenedStore } from './fixtures.ts'
import type { OutgoingOutcome } from '../src/desk/mail-records.ts'
import { caseNumberCharsMax } from '../src/desk/desk-records.ts'

const hostile = ['a\0b', 'a\ud800b', '\0', 'x'.repeat(100_000)]
const mergeId = 'mov_merge' as CaseMoveId

async function mergeAway(opened: OpenedStore): Promise<void> {
  await written(opened, async (tx, now) => {
    await tx.addCases(
      [makeCase('from', { dueAt: 5 as Instant }), makeCase('to', { dueAt: 6 as Instant })],
      now,
    )
    await tx.addProposals([proposal('prp_old', 'from')], now)
  })
  await written(opened, (tx, now) =>
    tx.mergeCases({ id: mergeId, from: caseIdOf('from'), to: caseIdOf('to') }, now),
  )
}

function proposal(id: string, place: string) {
  return {
    id: id as ProposalId,
    case: caseIdOf(place),
    kind: 'problem',
    cause: 'one cause',
    evidence: [],
    text: 'It fails.',
  } as const
}

function item(id: string, place: string) {
  return {
    id: id as CaseItemId,
    case: caseIdOf(place),
    kind: 'note',
    state: 'made',
    owner: null,
    dueAt: null,
    message: null,
    body: {},
  }
}

describe.each(engines)('years of the desk on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(() => books.stop())

  test('hostile keys are looked up, and found nowhere', async () => {
    const opened = await openDesk(await books.target('keys'))
    const { read } = opened.store
    const facts = await read.gatherThreading({
      messageIds: hostile,
      numbers: hostile,
      tokens: hostile,
      addresses: hostile,
      domains: hostile,
      identities: [],
    })
    expect([facts.numbers, facts.tokens, facts.domains, facts.messages].map(({ size }) => size)).toEqual([
      0, 0, 0, 0,
    ])
    for (const text of hostile) {
      expect(await read.findCaseByNumber(text)).toBeNull()
      expect(await read.findCaseByToken(text)).toBeNull()
      expect(await read.listCasesOfLink({ kind: 'serial', value: text }, { limit: 5 })).toMatchObject({
        items: [],
      })
    }
    await opened.store.close()
  })

  test('a number, a token and a link with what no engine keeps are found as they were given', async () => {
    const opened = await openDesk(await books.target('given'))
    const link = { kind: 'foreign-number', value: 'P\0-1', certainty: 'proposed', message: null } as const
    const wanted = { number: 'N\0-1', token: 'T\ud800-1', links: [link] }
    await written(opened, (tx, now) => tx.addCases([makeCase('odd', wanted)], now))
    const { read } = opened.store
    expect((await read.findCaseByNumber('N\0-1'))?.id).toBe(caseIdOf('odd'))
    expect((await read.findCaseByToken('T\ud800-1'))?.id).toBe(caseIdOf('odd'))
    const none = { messageIds: [], addresses: [], domains: [], identities: [] }
    const facts = await read.gatherThreading({ ...none, numbers: ['N\0-1', 'P\0-1'], tokens: ['T\ud800-1'] })
    expect(facts.numbers.get('N\0-1')).toBe(caseIdOf('odd'))
    expect(facts.tokens.get('T\ud800-1')).toBe(caseIdOf('odd'))
    expect(facts.foreignNumbers.get('P\0-1')).toEqual([caseIdOf('odd')])
    expect(
      await tried(opened, (tx, now) => tx.addCases([makeCase('again', { number: 'N\0-1' })], now)),
    ).toMatchObject({ code: 'ALREADY_EXISTS' })
    await opened.store.close()
  })

  test('items and proposals for a case that was merged away go where it went, and the merge can be undone', async () => {
    const opened = await openDesk(await books.target('late'))
    await mergeAway(opened)
    await written(opened, async (tx, now) => {
      expect(await tx.addProposals([proposal('prp_new', 'from')], now)).toEqual([])
      expect(await tx.addItems([item('itm_1', 'from')], now)).toMatchObject([{ case: caseIdOf('to') }])
      return await tx.addProposals([{ ...proposal('prp_other', 'from'), cause: 'another' }], now)
    })
    const { read } = opened.store
    const at = async (place: string) => {
      const listed = await read.listProposals({ case: caseIdOf(place) }, { limit: 5 })
      if (listed.kind === 'refused') throw new Error(listed.code)
      return listed.items.map(({ id }) => id).toSorted()
    }
    expect(await at('to')).toEqual(['prp_old', 'prp_other'])
    await written(opened, (tx, now) => tx.undoMove(mergeId, now))
    expect([await at('from'), await at('to')]).toEqual([['prp_old'], ['prp_other']])
    await opened.store.close()
  })

  test('of an erased person also what came before the person was known, and what a server said of the address', async () => {
    const target = await books.target('erase')
    const opened = await openDesk(target)
    const address = 'ines.calder@harbour.example'
    const place = caseIdOf('a')
    await written(opened, async (tx, now) => {
      await tx.addCases([makeCase('a')], now)
      await tx.addMessages(
        [
          makeMessage('early', {
            case: place,
            found: [
              { kind: 'claim', value: 'Ines says it fails', from: 0, to: 9 },
              { kind: 'quantity', value: 140, from: 10, to: 13 },
            ],
          }),
          makeMessage('ours', {
            case: place,
            direction: 'out',
            people: [{ role: 'to', person: null, name: 'Ines Calder', address }],
            raw: { kind: 'bytes', bytes: Buffer.from('sekret') },
          }),
        ],
        now,
      )
      const contacts = [{ kind: 'mail', value: address, written: address } as const]
      await tx.addPersons([makePerson('Ines', { contacts })], now)
      const mail = { id: 'omx_1' as OutgoingMailId, case: place, message: messageIdOf('ours') }
      await tx.queueMail({ ...mail, audience: 'customer', envelope: { to: [address] } }, now)
    })
    await written(opened, async (tx, now) => {
      await tx.claimOutgoing({ now, until: (now + 60) as Instant, limit: 1 })
      const error = `550 5.1.1 <${address}>: no such user`
      return await tx.recordOutgoing('omx_1' as OutgoingMailId, { kind: 'failed', error, retryAt: null }, now)
    })
    const exported = await opened.store.read.exportPerson(personIdOf('Ines'), { limit: 5 })
    expect(exported).toMatchObject({ items: [{ as: [expect.anything()] }, { as: [expect.anything()] }] })
    // A mail may be added while its person is: it is found when the person is erased.
    await withRows(target, (db) => db.updateTable('message_people').set({ person: null }).execute())
    const none = { messages: [], items: [], proposals: [], cases: [] }
    const erased = await written(opened, (tx, now) => tx.erasePerson(personIdOf('Ines'), none, now))
    expect(erased.messages.toSorted()).toEqual([messageIdOf('early'), messageIdOf('ours')].toSorted())
    const { read } = opened.store
    expect(await read.findMessage(messageIdOf('early'))).toMatchObject({
      text: expect.stringMatching(/^█+$/),
      bodyHash: '',
      people: [{ role: 'from', person: personIdOf('Ines'), name: '', address: '' }, { role: 'to' }],
    })
    expect((await read.listFound([messageIdOf('early')])).get(messageIdOf('early'))).toEqual([
      { kind: 'claim', value: null, from: 0, to: 9 },
      { kind: 'quantity', value: 140, from: 10, to: 13 },
    ])
    expect(await read.openRaw(messageIdOf('ours'))).toMatchObject({ kind: 'erased' })
    expect(await read.findOutgoing('omx_1' as OutgoingMailId)).toMatchObject({ envelope: null, error: null })
    await opened.store.close()
  })

  test('what a state carried, a title and links are in the timeline when they are overwritten, until they are redacted', async () => {
    const opened = await openDesk(await books.target('words'))
    const { read } = opened.store
    const place = caseIdOf('a')
    const state = (kind: 'archived' | 'reopened', facts: object) =>
      ({ kind, at: 7 as Instant, waitsOn: null, facts: { ...facts } }) as const
    const consent = { who: 'Ines Calder', how: 'call', reference: 'itm_1' }
    const link = { kind: 'serial', value: 'S-1', certainty: 'confirmed', message: null } as const
    await written(opened, (tx, now) => tx.addCases([makeCase('a')], now))
    await written(opened, (tx, now) =>
      tx.changeCase(place, 1, { state: state('archived', { consent }), links: [link] }, now),
    )
    await written(opened, (tx, now) =>
      tx.changeCase(place, 2, { state: state('reopened', { reason: 'Ines doubts it' }) }, now),
    )
    await written(opened, (tx, now) => tx.changeCase(place, 3, { title: 'Title of Ines' }, now))
    await written(opened, (tx, now) => tx.changeCase(place, 4, { owner: 'usr_1' }, now))
    const words = async () => {
      const listed = await read.listCaseEvents(place, { limit: 9 })
      if (listed.kind === 'refused') throw new Error(listed.code)
      return listed.items.map((event) => event.words)
    }
    expect(await words()).toEqual([
      { state: { source: 'mail' } },
      { state: { consent }, links: [{ kind: 'serial', value: 'S-1', certainty: 'confirmed' }] },
      { state: { reason: 'Ines doubts it' } },
      { title: 'Title of Ines' },
      null,
    ])
    await written(opened, async (tx, now) => {
      await tx.addPersons([makePerson('Ines')], now)
      await tx.addProposals([proposal('prp_1', 'a')], now)
      return await tx.settleProposal('prp_1' as ProposalId, { kind: 'rejected', reason: 'says Ines' }, now)
    })
    const kept = { state: { consent: { ...consent, who: personIdOf('Ines') } } }
    const redactions = {
      ...{ messages: [], items: [] },
      proposals: [{ id: 'prp_1' as ProposalId, text: 'It fails.', reason: 'says ████' }],
      cases: [{ id: place, subject: 's', title: 't', facts: { reason: '████ doubts it' } }],
      events: [{ case: place, place: 2, words: kept }],
    }
    await written(opened, (tx, now) => tx.erasePerson(personIdOf('Ines'), redactions, now))
    expect(await words()).toEqual([null, kept, null, null, null])
    expect(await read.findCase(place)).toMatchObject({ state: { facts: { reason: '████ doubts it' } } })
    const settled = await read.listProposals({ case: place }, { limit: 5 })
    expect(settled).toMatchObject({ items: [{ state: { reason: 'says ████' } }] })
    await opened.store.close()
  })

  test('a number, a token of 200 characters is taken, one past it is an accident of the caller', async () => {
    const opened = await openDesk(await books.target('lengths'))
    const add = (name: string, wanted: object) =>
      tried(opened, (tx, now) => tx.addCases([makeCase(name, wanted)], now))
    const longest = '号'.repeat(caseNumberCharsMax)
    expect(await add('longest', { number: longest, token: longest })).toMatchObject({ kind: 'added' })
    await expect(add('longer', { number: `${longest}x` })).rejects.toThrow('too long')
    await expect(add('longer', { token: `${longest}x` })).rejects.toThrow('too long')
    await opened.store.close()
  })

  test('who may say what was decided before reads it in the audit rows', async () => {
    const target = await books.target('audit')
    const opened = await openDesk(target)
    await written(opened, async (tx, now) => {
      await tx.addCases([makeCase('a')], now)
      await tx.addMessages([makeMessage('m', { case: caseIdOf('a'), held: 'pending-sender' })], now)
      await tx.addItems([{ ...item('itm_1', 'a'), dueAt: 7 as Instant, owner: 'usr_1' }], now)
      await tx.changeMessage(messageIdOf('m'), { audience: 'internal', held: null }, now)
      return await tx.changeItem('itm_1' as CaseItemId, 1, { dueAt: 9 as Instant, closed: true }, now)
    })
    await opened.store.close()
    const details = await withRows(target, async (db) => {
      const rows = await db.selectFrom('audit').select(['action', 'detail']).execute()
      return new Map(rows.map(({ action, detail }) => [action, JSON.parse(detail) as object]))
    })
    expect(details.get('message-change')).toMatchObject({
      ...{ audience: 'internal', held: null },
      before: { audience: 'customer', held: 'pending-sender' },
    })
    expect(details.get('item-change')).toMatchObject({
      ...{ dueAt: 9, closed: true, owner: 'usr_1' },
      before: { dueAt: 7, closed: false, owner: 'usr_1', state: 'made' },
    })
  })

  test.each([
    ['domain', ['a@one.example', 'b@One.example'], true],
    ['desk', ['a@one.example', 'b@two.example'], false],
  ] as const)('automatic mails per %s, whatever the address', async (per, sent, isElsewhereFree) => {
    const opened = await openDesk(await books.target(`automatic-${per}`))
    await written(opened, (tx, now) => tx.addCases([makeCase('a')], now))
    const ask = (address: string) =>
      tried(opened, (tx, now) =>
        tx.recordAutomaticMail(
          { to: address, case: null },
          [
            { per: 'case', windowSeconds: 3_600, mailsMax: 0 },
            { per, windowSeconds: 3_600, mailsMax: 2 },
          ],
          now,
        ),
      )
    for (const address of sent) expect(await ask(address)).toBe(true)
    expect(await ask('c@one.example')).toBe(false)
    expect(await ask('c@three.example')).toBe(isElsewhereFree)
    // What is older than its time does not count.
    opened.clock.advance({ hours: 1 })
    expect(await ask('c@one.example')).toBe(true)
    await opened.store.close()
  })

  test('a sender that hung beyond its claim neither sends nor says anything, also inside one server', async () => {
    const opened = await openDesk(await books.target('hung'))
    const id = 'omx_1' as OutgoingMailId
    const claim = () =>
      written(opened, (tx, now) => tx.claimOutgoing({ now, until: (now + 60) as Instant, limit: 1 }))
    await written(opened, async (tx, now) => {
      await tx.addCases([makeCase('a')], now)
      await tx.addMessages([makeMessage('m', { case: caseIdOf('a'), direction: 'out' })], now)
      const mail = { id, case: caseIdOf('a'), message: messageIdOf('m') }
      await tx.queueMail({ ...mail, audience: 'customer', envelope: {} }, now)
    })
    const [hung] = await claim()
    opened.clock.advance({ seconds: 60 })
    await written(opened, (tx, now) => tx.settleLostClaims(now))
    const [next] = await claim()
    const dot = (attempt?: number) => written(opened, (tx, now) => tx.markDot(id, now, attempt))
    const say = (outcome: OutgoingOutcome, attempt?: number) =>
      written(opened, (tx, now) => tx.recordOutgoing(id, outcome, now, attempt))
    expect([hung?.mail.attempts, next?.mail.attempts]).toEqual([1, 2])
    expect(await dot(1)).toBe(false)
    expect(await dot(2)).toBe(true)
    expect([await dot(2), await dot()]).toEqual([false, false])
    expect(await say({ kind: 'failed', error: 'the connection broke', retryAt: 0 as Instant }, 1)).toBe(false)
    expect(await opened.store.read.findOutgoing(id)).toMatchObject({ state: 'sending', attempts: 2 })
    expect(await say({ kind: 'sent' }, 2)).toBe(true)
    await opened.store.close()
  })
})
