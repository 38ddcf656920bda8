// The step that restored books take: what waited is in doubt, numbers leave a gap, mailboxes are read again, once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addSecondsHeld, type Instant } from '@holdfast/capabilities'
import type { OutgoingMailId } from '@holdfast/lease'
import type { RestoredDesk } from '../src/desk/mail-records.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import { caseIdOf, makeCase, makeMessage, openDesk, written } from './desk-fixtures.ts'
import type { OpenedStore } from './fixtures.ts'

const day = 86_400
const intake = {
  ...{ mailbox: 'support', door: 'imap', doorKey: 'imap:1:1', envelope: null },
  ...{ raw: Buffer.from('a mail'), receivedAt: 1_772_000_000 as Instant },
} as const
const position = { mailbox: 'support', uidvalidity: 1, uidnext: 2 }

const queue = (opened: OpenedStore, name: string) =>
  written(opened, async (tx, now) => {
    const place = caseIdOf(name)
    const raw = { kind: 'bytes', bytes: Buffer.from(name) } as const
    await tx.addCases([makeCase(name)], now)
    await tx.addMessages([makeMessage(name, { case: place, direction: 'out', raw })], now)
    const message = makeMessage(name, { case: place }).id
    const id = `omx_${name}` as OutgoingMailId
    return await tx.queueMail({ id, case: place, message, audience: 'customer', envelope: {} }, now)
  })

describe.each(engines)('restored books on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(() => books.stop())

  const restore = (opened: OpenedStore, wanted: Partial<RestoredDesk>) =>
    written(opened, (tx, now) =>
      tx.restoreDesk({ lostSince: addSecondsHeld(now, -day), gap: null, dry: false, ...wanted }, now),
    )

  test('what was queued or on its way is in doubt, what was settled stays', async () => {
    const one = await openDesk(await books.target('doubts'))
    for (const name of ['sent', 'sending', 'queued']) await queue(one, name)
    const state = async (name: string) =>
      (await one.store.read.findOutgoing(`omx_${name}` as OutgoingMailId))?.state
    const claimed = await written(one, (tx, now) =>
      tx.claimOutgoing({ now, until: addSecondsHeld(now, 60), limit: 2 }),
    )
    const [sent] = claimed.map(({ mail }) => mail)
    await written(one, (tx, now) => tx.recordOutgoing(sent!.id, { kind: 'sent' }, now))
    const others = ['sent', 'sending', 'queued'].filter((name) => `omx_${name}` !== sent!.id)
    expect(await restore(one, { dry: true })).toMatchObject({ kind: 'dry', doubts: 2 })
    expect(new Set(await Promise.all(others.map(state)))).toEqual(new Set(['queued', 'sending']))
    expect(await restore(one, {})).toMatchObject({ kind: 'restored', doubts: 2 })
    expect(await Promise.all(others.map(state))).toEqual(['doubt', 'doubt'])
    expect((await one.store.read.findOutgoing(sent!.id))?.state).toBe('sent')
    const doubts = await one.store.read.listAudit({}, { limit: 10 })
    expect(doubts).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ action: 'desk-restore', subject: 'sequence:case-number' }),
        expect.objectContaining({ action: 'mail-doubt', subject: `mail:omx_${others[0]}` }),
      ]),
    })
    const claims = await written(one, (tx, now) => {
      const later = addSecondsHeld(now, 600)
      return tx.claimOutgoing({ now: later, until: later, limit: 9 })
    })
    expect(claims).toEqual([])
    await one.store.close()
  })

  test('numbers leave a gap once for each moment; the usual one follows the rate', async () => {
    const one = await openDesk(await books.target('gap'))
    const draw = () => written(one, (tx) => tx.drawRunningNumbers(1))
    const first = await draw()
    const lostSince = one.clock.now()
    one.clock.advance({ hours: 1 })
    const least = { kind: 'restored', gap: 1000, numbers: { first: first + 1, last: first + 1000 } }
    expect(await restore(one, { lostSince })).toMatchObject(least)
    expect(await draw()).toBe(first + 1001)
    expect(await restore(one, { lostSince })).toMatchObject({ kind: 'done-before' })
    expect(await draw()).toBe(first + 1002)
    const cases = Array.from({ length: 60 }, (_, at) => makeCase(`rate-${at}`))
    await written(one, (tx, now) => tx.addCases(cases, now))
    // 60 cases of 30 days, 100 days lost, tenfold.
    const since = addSecondsHeld(one.clock.now(), 1)
    one.clock.advance({ days: 100 })
    expect(await restore(one, { lostSince: since })).toMatchObject({ gap: 2000 })
    const other = addSecondsHeld(since, 1)
    expect(await restore(one, { lostSince: other, gap: 0 })).toMatchObject({ kind: 'restored', gap: 0 })
    await one.store.close()
  })

  test('a mailbox is read again from its beginning, and a mail of before is one mail', async () => {
    const one = await openDesk(await books.target('mailboxes'))
    const [id] = await written(one, (tx, now) => tx.takeIn([intake], position, now))
    expect(await restore(one, {})).toMatchObject({ mailboxes: 1 })
    expect(await one.store.read.listMailboxes()).toMatchObject([{ name: 'support', position: null }])
    expect(await written(one, (tx, now) => tx.takeIn([intake], position, now))).toEqual([id])
    expect(await one.store.read.listMailboxes()).toMatchObject([{ position: { uidnext: 2 } }])
    await one.store.close()
  })

  test('rings at both ends and their counts are told, and what was destroyed hangs on none', async () => {
    const one = await openDesk(await books.target('rings'))
    expect(await one.store.read.listEndRings()).toEqual([])
    expect(await one.store.read.holdsMessages()).toBe(false)
    const [id] = await written(one, (tx, now) => tx.takeIn([intake], null, now))
    expect(await one.store.read.listEndRings()).toEqual(['ring-1'])
    expect(await one.store.read.countRings()).toEqual([{ ring: 'ring-1', keys: 1 }])
    await written(one, (tx, now) => tx.claimIntake({ now, until: addSecondsHeld(now, 60), limit: 1 }))
    const failed = { kind: 'failed', reason: 'depth' } as const
    await written(one, (tx, now) => tx.finishIntake([{ id: id!, outcome: failed }], now))
    await written(one, (tx, now) => tx.discardIntake([id!], now))
    expect(await one.store.read.countRings()).toEqual([])
    await queue(one, 'a')
    expect(await one.store.read.holdsMessages()).toBe(true)
    await one.store.close()
  })

  test('settings are listed by how their names begin, and by nothing else', async () => {
    const one = await openDesk(await books.target('settings'))
    for (const name of ['desk-secre', 'desk-secret-1', 'desk-secret-10', 'desk-secrets', 'a'])
      await written(one, (tx, now) => tx.putSetting(name, `value of ${name}`, now))
    expect(await one.store.read.listSettings('desk-secret-')).toEqual([
      { name: 'desk-secret-1', value: 'value of desk-secret-1' },
      { name: 'desk-secret-10', value: 'value of desk-secret-10' },
    ])
    await one.store.close()
  })
})

test('on PostgreSQL nobody stands alone while a server serves, and anybody as soon as it has ended', async () => {
  const books = await openBooksForTests('postgres')
  const target = await books.target('alone')
  const serving = await openDesk(target, { serverId: 'serving', serving: true })
  const beside = await openDesk(target, { serverId: 'beside' })
  const alone = () => written(beside, (tx) => tx.standAlone())
  expect(await alone()).toBe(false)
  await serving.store.close()
  expect(await alone()).toBe(true)
  expect(await alone()).toBe(true)
  await beside.store.close()
  await books.stop()
})
