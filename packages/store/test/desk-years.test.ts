// What a year of use brings: hostile keys, cases merged away, people who are known later than their mails. spec: desk-books
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
import type { OpenedStore } from './fixtures.ts'

const hostile = ['a\0b', 'a\ud800b', '\0', 'x'.repeat(100_000)]
const mergeId = 'mov_merge' as CaseMoveId

async function mergeAway(opened: OpenedStore): Promise<void> {
  await written(opened, async (tx, now) => {
    await tx.addCases([makeCase('from', { dueAt: 5 as Instant }), makeCase('to', { dueAt: 6 as Instant })], now)
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

  test('a case that was merged away is due no more, and is due again when the merge is undone', async () => {
    const opened = await openDesk(await books.target('due'))
    await mergeAway(opened)
    const due = async () => {
      const listed = await opened.store.read.listDueCases(9 as Instant, { limit: 5 })
      if (listed.kind === 'refused') throw new Error(listed.code)
      return listed.items.map(({ id }) => id)
    }
    expect(await due()).toEqual([caseIdOf('to')])
    await written(opened, (tx, now) => tx.undoMove(mergeId, now))
    expect(await due()).toEqual([caseIdOf('from'), caseIdOf('to')])
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
    const opened = await openDesk(await books.target('erase'))
    const address = 'ines.calder@harbour.example'
    const place = caseIdOf('a')
    await written(opened, async (tx, now) => {
      await tx.addCases([makeCase('a')], now)
      await tx.addMessages(
        [
          makeMessage('early', { case: place }),
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
    const none = { messages: [], items: [], proposals: [], cases: [] }
    const erased = await written(opened, (tx, now) => tx.erasePerson(personIdOf('Ines'), none, now))
    expect(erased.messages.toSorted()).toEqual([messageIdOf('early'), messageIdOf('ours')].toSorted())
    const { read } = opened.store
    expect(await read.findMessage(messageIdOf('early'))).toMatchObject({
      text: expect.stringMatching(/^█+$/),
      bodyHash: '',
      people: [{ role: 'from', person: personIdOf('Ines'), name: '', address: '' }, { role: 'to' }],
    })
    expect(await read.openRaw(messageIdOf('ours'))).toMatchObject({ kind: 'erased' })
    expect(await read.findOutgoing('omx_1' as OutgoingMailId)).toMatchObject({ envelope: null, error: null })
    await opened.store.close()
  })
})
