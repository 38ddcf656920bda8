// Promises that will be broken and commitments that are overdue: found by the server itself, told once, listed by their moment.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CaseDeadlineBody } from '@holdfast/contract'
import { addMessage } from './case-fixtures.ts'
import { engines, openGround, type Ground, type TestServer } from './fixtures.ts'
import { holdfastOf } from './holdfast-of.ts'
import { startMailServer } from './mail-ground.ts'
import { isSignedBy, openReceiver } from './webhook-receiver.ts'

const promised = (seconds: number) => ({ kind: 'service', seconds }) as const
// Saturday, 14:00 in China: working time begins on Monday, 09:00 there.
const serviceTime = {
  calendar: 'china',
  promises: { firstResponse: promised(4 * 3_600), resolution: promised(20 * 3_600) },
} as const

describe.each(engines)('deadlines on %s', (engine) => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(engine)
  })
  afterAll(() => ground.remove())

  const listed = async (server: TestServer) =>
    (await server.ask('GET', '/v1/case-deadlines')).items as readonly CaseDeadlineBody[]
  /** Asks again until it holds; the server has its turn between two questions. */
  const until = async (server: TestServer, holds: (items: readonly CaseDeadlineBody[]) => boolean) => {
    for (;;) {
      const items = await listed(server)
      if (holds(items)) return items
    }
  }

  /** A clock that jumps while a webhook is on its way lets it be sent twice. */
  const delivered = async (server: TestServer) => {
    server.clock.advance({ seconds: 5 })
    for (;;) {
      const { items } = await server.ask('GET', '/v1/webhooks')
      if (items.every(({ deliveries }: { deliveries: { waiting: number } }) => deliveries.waiting === 0))
        return
    }
  }

  test('a promise is near, broken and told once each; what is overdue too; a reply in time is nothing', async () => {
    const receiver = await openReceiver()
    const server = await startMailServer({
      ...{ ground, name: 'late', config: { serviceTime, webhookTargets: 'loopback' } },
    })
    const { secret } = await server.ask('POST', '/v1/webhooks', { url: receiver.url, kinds: ['case.warned'] })
    const slow = await server.ask('POST', '/v1/cases', { title: 'Nine screens', owner: 'Mara Lindqvist' })
    const quick = await server.ask('POST', '/v1/cases', { title: 'One screen' })
    const due = '2026-03-02T05:30:00Z'
    server.clock.advance({ seconds: 60 })
    await until(server, (items) => items.length === 2)
    const commitment = await server.ask('POST', `/v1/cases/${slow.number}/commitments`, {
      ...{ owner: { party: 'rnd', person: null }, to: { party: 'customer', person: null } },
      ...{ what: 'A build with the repair', due },
    })
    const message = await addMessage(server, quick.id, { direction: 'out', side: 'vendor' })
    await server.ask('POST', `/v1/cases/${quick.number}/actions`, {
      ...{ version: quick.version, action: 'respond', message },
    })

    // Monday, 11:59:59 in China, and a second later: three of four working hours.
    server.clock.set('2026-03-02T03:59:59Z')
    server.clock.advance({ seconds: 60 })
    const near = await until(server, ([first]) => first?.warnings.length === 1)
    expect(near).toMatchObject([
      { case: { number: slow.number }, due, warnings: [{ kind: 'promise-near', of: 'first-response' }] },
      { case: { number: quick.number }, warnings: [] },
    ])
    await delivered(server)
    server.clock.set('2026-03-02T07:00:00Z')
    server.clock.advance({ seconds: 60 })
    const broken = await until(server, ([first]) => first?.warnings.length === 2)
    expect(broken[0]?.warnings).toEqual([
      { kind: 'entry-overdue', of: commitment.id, due },
      { kind: 'promise-broken', of: 'first-response', due: '2026-03-02T06:30:00Z' },
    ])

    await delivered(server)
    const [one, two, three] = receiver.received.map((message) => {
      expect(isSignedBy(message, secret)).toBe(true)
      return JSON.parse(message.body)
    })
    const data = { case: slow.id, number: slow.number }
    expect(one).toMatchObject({
      type: 'case.warned',
      data: { ...data, warning: 'promise-near', of: 'first-response', due: '2026-03-02T06:30:00Z' },
    })
    expect(two.data).toMatchObject({ ...data, warning: 'entry-overdue', of: commitment.id })
    expect(three.data).toMatchObject({ ...data, warning: 'promise-broken' })
    const events = (await server.ask('GET', `/v1/cases/${slow.number}/events`)).items
    expect(events.filter(({ kind }: { kind: string }) => kind === 'warning')).toHaveLength(2)

    const table = await holdfastOf(server, ['case', 'list', '--due'])
    expect(table.out).toContain('promise-broken first-response')
    expect((await holdfastOf(server, ['case', 'list', '--due', '--owner', 'x'])).status).toBe(2)
    await server.close()
    await receiver.close()
  })

  test('what nobody promised before is measured after a restart with a promise', async () => {
    const database = await ground.database('none')
    const first = await startMailServer({ ground, name: 'none', database })
    await first.ask('POST', '/v1/cases', { title: 'Nine screens' })
    first.clock.advance({ seconds: 60 })
    while ((await first.server.store.read.findNextLook()) !== null) await listed(first)
    await first.close()
    const second = await startMailServer({ ground, name: 'none', database, config: { serviceTime } })
    const items = await until(second, ({ length }) => length > 0)
    expect(items).toMatchObject([{ due: '2026-03-02T06:30:00Z', warnings: [] }])
    await second.close()
  })

  test('another promise after a restart is measured at once, and nothing that was told is told again', async () => {
    const database = await ground.database('again')
    const receiver = await openReceiver()
    const open = (hours: number) =>
      startMailServer({
        ...{ ground, name: 'again', database },
        config: {
          ...{ webhookTargets: 'loopback' },
          serviceTime: {
            ...{ calendar: 'every-day' },
            promises: { firstResponse: promised(hours * 3_600), resolution: null },
          },
        },
      })
    const first = await open(1)
    await first.ask('POST', '/v1/webhooks', { url: receiver.url, kinds: ['case.warned'] })
    await first.ask('POST', '/v1/cases', { title: 'Nine screens' })
    first.clock.set('2026-03-01T09:15:00Z')
    first.clock.advance({ seconds: 60 })
    await until(first, ([one]) => one?.warnings[0]?.kind === 'promise-near')
    await delivered(first)
    await first.close()
    const second = await open(2)
    second.clock.set('2026-03-01T09:20:00Z')
    await until(second, ([one]) => one?.due === '2026-03-01T10:30:00Z' && one.warnings.length === 0)
    await second.close()
    const third = await open(1)
    third.clock.set('2026-03-01T09:31:00Z')
    third.clock.advance({ seconds: 60 })
    await until(third, ([one]) => one?.warnings[0]?.kind === 'promise-broken')
    await delivered(third)
    await third.close()
    expect(receiver.received.map(({ body }) => JSON.parse(body).data.warning)).toEqual([
      'promise-near',
      'promise-broken',
    ])
    await receiver.close()
  })
})
