import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addSecondsHeld, type Instant } from '@holdfast/capabilities'
import type { OutgoingMailId } from '@holdfast/lease'
import type { ClaimedIntake, NewIntake, OutgoingOutcome } from '../src/desk/mail-records.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import {
  caseIdOf,
  makeCase,
  makeMessage,
  makeSealer,
  messageIdOf,
  openDesk,
  openTwoDesks,
  tried,
  written,
} from './desk-fixtures.ts'
import type { OpenedStore } from './fixtures.ts'

const rawOf = (name: string) => Buffer.from(`Subject: ${name}\r\n\r\nfewer days`)
const intake = (name: string, wanted: Partial<NewIntake> = {}): NewIntake => ({
  mailbox: 'support',
  door: 'imap',
  doorKey: `imap:1:${name}`,
  envelope: null,
  raw: rawOf(name),
  receivedAt: 1_772_000_000 as Instant,
  ...wanted,
})
const later = (opened: OpenedStore, seconds: number) => addSecondsHeld(opened.clock.now(), seconds)
const takeIn = (opened: OpenedStore, ...mails: readonly NewIntake[]) =>
  written(opened, (tx, now) => tx.takeIn(mails, null, now))
const claimIntake = (opened: OpenedStore, limit = 10) =>
  written(opened, (tx, now) => tx.claimIntake({ now, until: later(opened, 60), limit }))
const claimOutgoing = (opened: OpenedStore, limit = 10) =>
  written(opened, (tx, now) => tx.claimOutgoing({ now, until: later(opened, 60), limit }))
const mailId = (name: string) => `omx_${name}` as OutgoingMailId

/** A message with bytes, and its mail queued; `name` begins with the name of its case. */
const queue = (opened: OpenedStore, name: string) =>
  tried(opened, async (tx, now) => {
    const place = caseIdOf(name.slice(0, 1))
    const message = makeMessage(name, {
      case: place,
      direction: 'out',
      raw: { kind: 'bytes', bytes: rawOf(name) },
    })
    await tx.addMessages([message], now)
    const envelope = { from: 'support@vendor.example', to: ['ines.calder@harbour.example'] }
    return await tx.queueMail(
      { id: mailId(name), case: place, message: message.id, audience: 'customer', envelope },
      now,
    )
  })
const record = (opened: OpenedStore, name: string, outcome: OutgoingOutcome) =>
  written(opened, (tx, now) => tx.recordOutgoing(mailId(name), outcome, now))
const dot = (opened: OpenedStore, name: string) => written(opened, (tx, now) => tx.markDot(mailId(name), now))
const stateOf = async ({ store }: OpenedStore, name: string) =>
  (await store.read.findOutgoing(mailId(name)))?.state

describe.each(engines)('mail traffic on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(() => books.stop())
  const openTwo = async (name: string) => {
    const [one, two] = await openTwoDesks(await books.target(name))
    await written(one, (tx, now) => tx.addCases([makeCase('a'), makeCase('b')], now))
    const close = () => Promise.all([one.store.close(), two.store.close()])
    return { one, two, close }
  }

  test('a mail is taken in once for its door, with the position of its mailbox', async () => {
    const { one, two, close } = await openTwo('once')
    const position = { mailbox: 'support', uidvalidity: 1, uidnext: 3 }
    const first = await written(one, (tx, now) =>
      tx.takeIn([intake('1'), intake('2'), intake('1')], position, now),
    )
    expect(first[2]).toBe(first[0])
    const [again, other] = await Promise.all([
      takeIn(one, intake('1'), intake('3')),
      takeIn(two, intake('2'), intake('3'), intake('1', { mailbox: 'sales' })),
    ])
    expect([again[0], other[0]]).toEqual([first[0], first[1]])
    expect(again[1]).toBe(other[1])
    expect(new Set([...first, ...again, ...other]).size).toBe(4)
    const without = intake('4', { doorKey: null })
    expect(new Set(await takeIn(one, without, without)).size).toBe(2)
    expect(await one.store.read.listMailboxes()).toMatchObject([
      { name: 'support', position: { uidvalidity: 1, uidnext: 3 } },
    ])
    expect(await one.store.read.openIntake(first[0]!)).toEqual({ kind: 'bytes', bytes: rawOf('1') })
    await close()
  })

  test('each mail is read by one server, in the order in which it came, and a dead reader loses its claim alone', async () => {
    const { one, two, close } = await openTwo('claims')
    await takeIn(one, ...['1', '2', '3', '4'].map((name) => intake(name)))
    const subjectsOf = (claimed: readonly ClaimedIntake[]) =>
      claimed.map(({ raw }) =>
        Buffer.from(raw ?? [])
          .toString()
          .slice(9, 10),
      )
    expect(subjectsOf(await claimIntake(one, 2))).toEqual(['1', '2'])
    const [left, right] = await Promise.all([claimIntake(one, 2), claimIntake(two, 10)])
    expect(subjectsOf([...left, ...right]).toSorted()).toEqual(['3', '4'])
    expect([...(await claimIntake(one)), ...(await claimIntake(two))]).toEqual([])
    one.clock.advance({ seconds: 61 })
    const again = await claimIntake(two)
    expect(again.map(({ mail }) => mail.attempts)).toEqual([2, 2, 2, 2])
    const { id } = again[0]!.mail
    const finish = (opened: OpenedStore) =>
      written(opened, (tx, now) =>
        tx.finishIntake([{ id, outcome: { kind: 'failed', reason: 'depth' } }], now),
      )
    expect(await finish(one)).toEqual([])
    expect(await finish(two)).toEqual([id])
    expect(await one.store.read.listIntake('failed', { limit: 5 })).toMatchObject({
      items: [{ id, state: { kind: 'failed', reason: 'depth', at: one.clock.now() } }],
    })
    expect(await written(one, (tx, now) => tx.replayIntake([id], now))).toEqual([id])
    expect(await claimIntake(one)).toMatchObject([{ mail: { id, attempts: 1 } }])
    await close()
  })

  test('what a server had claimed before it ended is given back when it starts again', async () => {
    const { one, two, close } = await openTwo('again')
    await takeIn(one, intake('1'))
    await claimIntake(one)
    await queue(one, 'a1')
    await queue(one, 'b1')
    await claimOutgoing(one)
    await dot(one, 'b1')
    expect(await written(two, (tx, now) => tx.giveBackMail(now))).toEqual({ queued: 0, doubts: 0 })
    expect(await written(one, (tx, now) => tx.giveBackMail(now))).toEqual({ queued: 1, doubts: 1 })
    expect(await claimIntake(two)).toHaveLength(1)
    expect([await stateOf(one, 'a1'), await stateOf(one, 'b1')]).toEqual(['queued', 'doubt'])
    await close()
  })

  test('a failed mail that was discarded leaves its hash, and is not read again', async () => {
    const { one, close } = await openTwo('discard')
    const [id, kept] = await takeIn(
      one,
      intake('1', { envelope: { from: 'ines.calder@harbour.example' } }),
      intake('2'),
    )
    await claimIntake(one)
    const failed = { kind: 'failed', reason: 'depth' } as const
    await written(one, (tx, now) => tx.finishIntake([{ id: id!, outcome: failed }], now))
    expect(await written(one, (tx, now) => tx.discardIntake([id!, kept!], now))).toEqual([id])
    const { read } = one.store
    expect(await read.openIntake(id!)).toMatchObject({ kind: 'erased' })
    expect(await read.openIntake(kept!)).toMatchObject({ kind: 'bytes' })
    expect(await read.findIntake(id!)).toMatchObject({ envelope: null, raw: { bytes: rawOf('1').length } })
    expect(await written(one, (tx, now) => tx.replayIntake([id!], now))).toEqual([])
    await close()
  })

  test('the ring is turned key by key; what it does not open stays, and is counted', async () => {
    const target = await books.target('ring')
    const old = await openDesk(target, { sealer: makeSealer('old') })
    const ids = await takeIn(old, ...['1', '2', '3'].map((name) => intake(name)))
    await old.store.close()
    const other = await openDesk(target, { sealer: makeSealer('lost'), serverId: 'two' })
    const [lost] = await takeIn(other, intake('4'))
    await other.store.close()
    const [before, after] = [makeSealer('old'), makeSealer('new')]
    const open = (bytes: Uint8Array, about: string) => after.open(bytes, about) ?? before.open(bytes, about)
    const both = await openDesk(target, { sealer: { ...after, open }, serverId: 'three' })
    let page: string | null = null
    const sums = { turned: 0, unreadable: 0, pages: 0 }
    do {
      const turned = await written(both, (tx, now) => tx.turnKeyRing({ after: page, limit: 2 }, now))
      sums.turned += turned.turned
      sums.unreadable += turned.unreadable
      sums.pages++
      page = turned.next
    } while (page !== null)
    expect(sums).toMatchObject({ turned: 3, unreadable: 1 })
    await both.store.close()
    const fresh = await openDesk(target, { sealer: after })
    for (const [at, id] of ids.entries())
      expect(await fresh.store.read.openIntake(id)).toEqual({ kind: 'bytes', bytes: rawOf(String(at + 1)) })
    expect(await fresh.store.read.openIntake(lost!)).toEqual({ kind: 'unreadable' })
    await fresh.store.close()
  })

  test('a queued mail follows its message, and stays where the new case may not send', async () => {
    const { one, close } = await openTwo('follows')
    await written(one, (tx, now) => tx.addCases([makeCase('i', { maySend: false })], now))
    await queue(one, 'a1')
    const move = {
      id: 'mov_1' as never,
      from: caseIdOf('a'),
      to: caseIdOf('i'),
      messages: [messageIdOf('a1')],
    }
    await written(one, (tx, now) => tx.moveMessages(move, now))
    expect(await one.store.read.listOutgoing({ case: caseIdOf('i') }, { limit: 5 })).toMatchObject({
      items: [{ id: mailId('a1') }],
    })
    expect(await claimOutgoing(one)).toEqual([])
    await close()
  })

  test('a taken-in mail becomes a message with its bytes, a copy of it leaves none behind', async () => {
    const { one, close } = await openTwo('becomes')
    const [first, copy] = await takeIn(one, intake('1'), intake('1', { mailbox: 'sales' }))
    await claimIntake(one)
    const message = (name: string, id: typeof first) =>
      makeMessage(name, { case: caseIdOf('a'), identity: 'same', raw: { kind: 'intake', intake: id! } })
    await written(one, async (tx, now) => {
      const added = await tx.addMessages([message('m', first), message('n', copy)], now)
      if (added.kind === 'refused') return added
      expect(added.messages.map(({ kind, id }) => [kind, id])).toEqual([
        ['new', messageIdOf('m')],
        ['known', messageIdOf('m')],
      ])
      return await tx.finishIntake(
        [
          { id: first!, outcome: { kind: 'message', message: messageIdOf('m') } },
          { id: copy!, outcome: { kind: 'known', message: messageIdOf('m') } },
        ],
        now,
      )
    })
    const { read } = one.store
    expect(await read.openRaw(messageIdOf('m'))).toEqual({ kind: 'bytes', bytes: rawOf('1') })
    expect(await read.findMessage(messageIdOf('m'))).toMatchObject({ raw: { bytes: rawOf('1').length } })
    expect(await read.openIntake(copy!)).toEqual({ kind: 'erased', at: one.clock.now() })
    expect(await read.listIntake('done', { limit: 5 })).toMatchObject({
      items: [{ state: { message: messageIdOf('m') } }, {}],
    })
    await close()
  })

  test('mails of a case leave in order, one at a time, and cases do not wait for each other', async () => {
    const { one, two, close } = await openTwo('order')
    for (const name of ['a1', 'a2', 'b1']) await queue(one, name)
    const claimed = (await Promise.all([claimOutgoing(one), claimOutgoing(two)])).flat()
    expect(claimed.map(({ mail }) => mail.id).toSorted()).toEqual([mailId('a1'), mailId('b1')])
    expect(claimed.map(({ raw }) => Buffer.from(raw ?? []).toString()).toSorted()).toEqual(
      ['a1', 'b1'].map((name) => rawOf(name).toString()),
    )
    expect([...(await claimOutgoing(one)), ...(await claimOutgoing(two))]).toEqual([])
    // Whoever did not claim it cannot say that it was sent, nor that it is about to be.
    const holder = claimed[0]!.mail.claimedBy === 'one' ? one : two
    const other = holder === one ? two : one
    const { id } = claimed[0]!.mail
    const name = id.slice(4)
    expect(await dot(other, name)).toBe(false)
    expect(await record(other, name, { kind: 'sent' })).toBe(false)
    expect(await dot(holder, name)).toBe(true)
    expect(await record(holder, name, { kind: 'sent' })).toBe(true)
    expect(await stateOf(one, name)).toBe('sent')
    await close()
  })

  test('a mail that is to be tried later holds back those behind it', async () => {
    const { one, close } = await openTwo('retry')
    await queue(one, 'a1')
    await queue(one, 'a2')
    await claimOutgoing(one)
    await record(one, 'a1', { kind: 'failed', error: '451 try again', retryAt: later(one, 300) })
    expect(await claimOutgoing(one)).toEqual([])
    one.clock.advance({ seconds: 300 })
    expect(await claimOutgoing(one)).toMatchObject([
      { mail: { id: mailId('a1'), attempts: 2, error: '451 try again' } },
    ])
    await record(one, 'a1', { kind: 'failed', error: '550 no such user', retryAt: null })
    expect(await claimOutgoing(one)).toMatchObject([{ mail: { id: mailId('a2') } }])
    await record(one, 'a2', { kind: 'given-back' })
    expect(await one.store.read.findOutgoing(mailId('a2'))).toMatchObject({ state: 'queued', attempts: 0 })
    await close()
  })

  test('a sender that had no answer says so at once; what it sent to some recipients alone is told', async () => {
    const { one, two, close } = await openTwo('told')
    for (const name of ['a1', 'a2', 'b1']) await queue(one, name)
    await claimOutgoing(one)
    await dot(one, 'a1')
    expect(await record(one, 'a1', { kind: 'doubt', error: 'no answer' })).toBe(true)
    expect(await one.store.read.findOutgoing(mailId('a1'))).toMatchObject({
      ...{ state: 'doubt', error: 'no answer', settledAt: null, dotAt: one.clock.now() },
    })
    await record(one, 'b1', { kind: 'sent', error: 'not taken for 1' })
    expect(await one.store.read.findOutgoing(mailId('b1'))).toMatchObject({
      ...{ state: 'sent', error: 'not taken for 1' },
    })
    // What the case queued behind the doubt waits.
    expect(await claimOutgoing(two)).toEqual([])
    expect(await one.store.read.countMail()).toMatchObject({ queued: 1, doubt: 1 })
    await close()
  })

  test('a sender that dies before the dot sends again, behind it nobody does without a person', async () => {
    const { one, two, close } = await openTwo('doubt')
    for (const name of ['a1', 'a2', 'b1']) await queue(one, name)
    await claimOutgoing(one)
    await dot(one, 'a1')
    one.clock.advance({ seconds: 59 })
    expect(await written(two, (tx, now) => tx.settleLostClaims(now))).toEqual({ queued: 0, doubts: 0 })
    one.clock.advance({ seconds: 1 })
    // The claim ends at this moment: its holder may not begin to end the data any more.
    expect(await dot(one, 'b1')).toBe(false)
    expect(await written(two, (tx, now) => tx.settleLostClaims(now))).toEqual({ queued: 1, doubts: 1 })
    expect(await record(one, 'a1', { kind: 'sent' })).toBe(false)
    expect((await claimOutgoing(two)).map(({ mail }) => mail.id)).toEqual([mailId('b1')])
    expect(await two.store.read.listOutgoing({ state: 'doubt' }, { limit: 5 })).toMatchObject({
      items: [{ id: mailId('a1') }],
    })
    const repair = (how: 'resend' | 'mark-sent') =>
      tried(one, (tx, now) => tx.repairOutgoing(mailId('a1'), how, now))
    expect(await repair('resend')).toMatchObject({
      state: 'queued',
      dotAt: null,
      repairedBy: 'administrator:tok_1',
    })
    expect(await repair('mark-sent')).toMatchObject({
      code: 'OUTGOING_STATE_WRONG',
      facts: { state: 'queued' },
    })
    expect((await claimOutgoing(one)).map(({ mail }) => mail.id)).toEqual([mailId('a1')])
    await dot(one, 'a1')
    await written(one, (tx, now) => tx.giveBackMail(now))
    expect(await repair('mark-sent')).toMatchObject({ state: 'sent', settledAt: one.clock.now() })
    expect((await claimOutgoing(one)).map(({ mail }) => mail.id)).toEqual([mailId('a2')])
    expect((await one.store.verifyAudit()).kind).toBe('whole')
    await close()
  })

  test('a case that may not send queues nothing, and what it had queued stays', async () => {
    const { one, close } = await openTwo('off')
    await written(one, (tx, now) => tx.addCases([makeCase('i', { imported: true, maySend: false })], now))
    expect(await queue(one, 'i1')).toMatchObject({ code: 'CASE_SENDING_OFF' })
    await queue(one, 'a1')
    expect(await queue(one, 'a1')).toMatchObject({ code: 'ALREADY_EXISTS' })
    await written(one, (tx, now) => tx.changeCase(caseIdOf('a'), 1, { maySend: false }, now))
    expect(await claimOutgoing(one)).toEqual([])
    await written(one, (tx, now) => tx.changeCase(caseIdOf('a'), 2, { maySend: true }, now))
    expect(await claimOutgoing(one)).toHaveLength(1)
    await close()
  })

  test('two servers together stay below the limits of automatic mails', async () => {
    const { one, two, close } = await openTwo('automatic')
    const send = (opened: OpenedStore, address: string, place: 'a' | 'b') =>
      written(opened, (tx, now) =>
        tx.recordAutomaticMail(
          { to: address, case: caseIdOf(place) },
          [
            { per: 'address', windowSeconds: 3_600, mailsMax: 3 },
            { per: 'case', windowSeconds: 3_600, mailsMax: 5 },
          ],
          now,
        ),
      )
    const robot = 'Robot@harbour.example'
    const sent = await Promise.all(
      Array.from({ length: 10 }, (_, at) => send(at % 2 === 0 ? one : two, robot, 'a')),
    )
    expect(sent.filter(Boolean)).toHaveLength(3)
    expect(await send(one, robot.toLowerCase(), 'b')).toBe(false)
    expect([await send(one, 'x@harbour.example', 'a'), await send(two, 'y@harbour.example', 'a')]).toEqual([
      true,
      true,
    ])
    expect(await send(one, 'z@harbour.example', 'a')).toBe(false)
    one.clock.advance({ seconds: 3_599 })
    expect(await send(one, robot, 'b')).toBe(false)
    one.clock.advance({ seconds: 1 })
    expect(await send(one, robot, 'b')).toBe(true)
    expect(await written(one, (tx, now) => tx.removeAutomaticMails(now))).toBe(5)
    await close()
  })
})
