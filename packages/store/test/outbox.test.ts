import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addSecondsHeld, type Instant } from '@holdfast/capabilities'
import { ManualClock } from '@holdfast/capabilities/testing'
import { waveFinding } from '@holdfast/fleet'
import type { WebhookId } from '@holdfast/lease'
import { webhooksMax } from '../src/fleet-interface.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import { administrator, openTestStore, startMoment, type OpenedStore } from './fixtures.ts'

const webhook = (id: string, now: Instant, kinds: 'all' | readonly string[] = 'all') =>
  ({
    id: id as WebhookId,
    url: `https://desk.example.test/${id}`,
    secret: new Uint8Array([1, 2, 3]),
    kinds,
    createdAt: now,
    state: { kind: 'active' },
  }) as const

function raise({ store, clock }: OpenedStore, ...days: readonly number[]) {
  const now = clock.now()
  const findings = days.map((day) =>
    waveFinding(
      { state: 'notification', firstDay: day, lastDay: day },
      { devices: 3, customers: 0, customer: null },
      now,
    ),
  )
  return store.write(administrator, (tx) =>
    tx.raiseFleetFindings(
      findings.map((finding) => ({ finding, devices: { kind: 'none' } as const })),
      now,
    ),
  )
}

const later = (opened: OpenedStore, seconds: number) => addSecondsHeld(opened.clock.now(), seconds)
const claim = (opened: OpenedStore) =>
  opened.store.write(administrator, (tx) => tx.claimMessages(opened.clock.now(), later(opened, 60)))
const dayOf = (payload: string) => JSON.parse(payload).facts.day as string

describe.each(engines)('the outbox on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(async () => {
    await books.stop()
  })
  const openTwo = async (name: string) => {
    const target = await books.target(name)
    const clock = new ManualClock(startMoment)
    return [
      await openTestStore(target, { serverId: 'one', clock }),
      await openTestStore(target, { serverId: 'two', clock }),
    ] as const
  }

  test('one message at a time for each webhook, in order, to one server', async () => {
    const [one, two] = await openTwo('order')
    const now = one.clock.now()
    await one.store.write(administrator, (tx) => tx.addWebhook(webhook('whk_a', now)))
    await one.store.write(administrator, (tx) => tx.addWebhook(webhook('whk_b', now, ['OTHER'])))
    await raise(one, 1, 2)
    const claimed = (await Promise.all([claim(one), claim(two)])).flat()
    expect(claimed.map(({ payload, attempt }) => [dayOf(payload), attempt])).toEqual([['1970-01-02', 1]])
    expect([...(await claim(one)), ...(await claim(two))]).toEqual([])
    const holder = (await one.store.read.findNextDue()) === later(one, 60)
    expect(holder).toBe(true)
    const [message] = claimed
    const record = (opened: OpenedStore) =>
      opened.store.write(administrator, (tx) =>
        tx.recordDelivery(message!.id, { kind: 'sent' }, opened.clock.now()),
      )
    // Whoever did not claim it cannot say that it was sent.
    expect(new Set([await record(one), await record(two)])).toEqual(new Set([false, true]))
    expect((await claim(two)).map(({ payload }) => dayOf(payload))).toEqual(['1970-01-03'])
    await Promise.all([one.store.close(), two.store.close()])
  })

  test('what a killed server had claimed is another one’s when the claim is over, and its own at its next start', async () => {
    const [one, two] = await openTwo('killed')
    await one.store.write(administrator, (tx) => tx.addWebhook(webhook('whk_a', one.clock.now())))
    await raise(one, 1)
    const [first] = await claim(one)
    one.clock.advance({ seconds: 59 })
    expect(await claim(two)).toEqual([])
    one.clock.advance({ seconds: 1 })
    expect(await claim(two)).toMatchObject([{ id: first!.id, attempt: 2 }])
    const giveBack = (opened: OpenedStore) =>
      opened.store.write(administrator, (tx) => tx.giveBackClaims(opened.clock.now()))
    expect([await giveBack(one), await giveBack(two)]).toEqual([0, 1])
    expect(await claim(one)).toMatchObject([{ id: first!.id, attempt: 3 }])
    await Promise.all([one.store.close(), two.store.close()])
  })

  test('a finding that is rolled back sends nothing', async () => {
    const [one, two] = await openTwo('rollback')
    await one.store.write(administrator, (tx) => tx.addWebhook(webhook('whk_a', one.clock.now())))
    const failed = one.store.write(administrator, async (tx) => {
      const finding = waveFinding(
        { state: 'notification', firstDay: 1, lastDay: 1 },
        { devices: 3, customers: 0, customer: null },
        one.clock.now(),
      )
      await tx.raiseFleetFindings([{ finding, devices: { kind: 'none' } }], one.clock.now())
      throw new Error('an accident behind it')
    })
    await expect(failed).rejects.toThrow('an accident')
    expect(await claim(one)).toEqual([])
    expect(await one.store.read.findNextDue()).toBeNull()
    await Promise.all([one.store.close(), two.store.close()])
  })

  test('webhooks have a limit, and removing one frees its place and drops what waits', async () => {
    const [one, two] = await openTwo('limit')
    const now = one.clock.now()
    const add = (id: string) => one.store.write(administrator, (tx) => tx.addWebhook(webhook(id, now)))
    for (let count = 0; count < webhooksMax; count++) expect(await add(`whk_${count}`)).toHaveProperty('id')
    expect(await add('whk_more')).toMatchObject({ code: 'WEBHOOKS_EXHAUSTED', facts: { webhooksMax } })
    await raise(one, 1)
    await one.store.write(administrator, (tx) => tx.removeWebhook('whk_0' as WebhookId, now))
    expect(await add('whk_more')).toHaveProperty('id')
    expect(await one.store.read.listWebhooks()).toHaveLength(webhooksMax)
    expect(await claim(one)).toHaveLength(webhooksMax - 1)
    await Promise.all([one.store.close(), two.store.close()])
  })

  test('a duty is held by one server, until it is done or its time is over', async () => {
    const [one, two] = await openTwo('duty')
    const take = (opened: OpenedStore, forced = false) =>
      opened.store.write(administrator, (tx) =>
        tx.claimDuty('watch', {
          now: opened.clock.now(),
          until: later(opened, 900),
          slot: opened.clock.now(),
          forced,
        }),
      )
    const end = (opened: OpenedStore, wanted: number) =>
      opened.store.write(administrator, (tx) => tx.endDuty('watch', { wanted, slot: opened.clock.now() }))
    const kinds = (await Promise.all([take(one), take(two)])).map(({ kind }) => kind)
    expect(kinds.toSorted()).toEqual(['claimed', 'elsewhere'])
    const [holder, other] = kinds[0] === 'claimed' ? [one, two] : [two, one]
    const keep = (opened: OpenedStore) =>
      opened.store.write(administrator, (tx) => tx.keepDuty('watch', opened.clock.now(), later(opened, 900)))
    expect([await keep(holder), await keep(other)]).toEqual([true, false])
    one.clock.advance({ seconds: 900 })
    expect(await take(other)).toMatchObject({ kind: 'claimed' })
    expect(await keep(holder)).toBe(false)
    await end(holder, 9)
    await end(other, 1)
    expect(await take(holder)).toEqual({ kind: 'nothing-wanted' })
    expect(await take(holder, true)).toMatchObject({ kind: 'claimed' })
    await Promise.all([one.store.close(), two.store.close()])
  })
})
