// When the server looks at the fleet, what it raises, and that of two servers one does it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ManualClock } from '@holdfast/capabilities/testing'
import {
  adminToken,
  openGround,
  sell,
  startMoment,
  startServer,
  TestDevice,
  type Ground,
} from './fixtures.ts'
import { fileOf, licenceText } from './licence-text.ts'

type Server = Awaited<ReturnType<typeof startServer>>

const openFindings = async (
  server: Server,
): Promise<readonly { code: string; facts: object; id: string }[]> =>
  (await server.ask('GET', '/v1/findings?state=open')).items

const codesOf = async (server: Server) => (await openFindings(server)).map(({ code }) => code).toSorted()

async function watched(server: Server) {
  for (;;) {
    const headers = { authorization: `Bearer ${adminToken}` }
    const answer = await server.send('POST', '/v1/fleet/watch', {}, headers)
    if (answer.status === 200) return answer.json
    if (answer.json?.code !== 'WATCH_BUSY') throw new Error(answer.text)
  }
}

/** Asks again until it holds; the server has its turn between two questions. */
async function settled(server: Server, holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await server.send('GET', '/healthz')
}

let ground: Ground
beforeAll(async () => {
  ground = await openGround('postgres')
})
afterAll(async () => {
  await ground.remove()
})

test('reminders are told once for each customer and month, grow, and close when newer looks are well', async () => {
  const server = await startServer({ ground, name: 'reminders' })
  const customer = await server.ask('POST', '/v1/customers', { name: 'Harbour Office of Westmark' })
  const send = (files: readonly object[]) =>
    server.ask('POST', '/v1/captures', { files, customer: customer.id })
  // 70 days are left: reminders begin in 40.
  const look = (number: number, minutes: number, time = '2026-03-01 08:00:00') =>
    fileOf(`pc-${number}.txt`, licenceText({ number, minutes, time }))
  await send([look(1, 70 * 1440), look(2, 71 * 1440)])
  await watched(server)
  expect(await openFindings(server)).toMatchObject([
    {
      code: 'REMINDERS_AHEAD',
      who: 'customer-administrator',
      subject: `customer:${customer.id}`,
      facts: { month: '2026-04', devices: 2, customer: customer.name },
    },
  ])
  await send([look(3, 72 * 1440), look(4, 400 * 1440), look(5, 175 * 1440)])
  await watched(server)
  expect(await openFindings(server)).toMatchObject([{ facts: { devices: 3 } }])
  server.clock.advance({ days: 1 })
  await send([1, 2, 3].map((number) => look(number, 259_200, '2026-03-02 08:00:00')))
  await watched(server)
  expect(await openFindings(server)).toEqual([])
  const [closed] = (await server.ask('GET', '/v1/findings?state=closed')).items
  expect(closed.state.by).toMatch(/^server:/)
  // The same devices, the same month, again: that cause was known, and somebody has had the chance to look at it.
  await send([look(1, 69 * 1440, '2026-03-03 08:00:00')])
  await watched(server)
  expect(await openFindings(server)).toEqual([])
  await server.close()
})

test('a term unlike its order, a silence, a licence that ends and a renewal that was missed', async () => {
  const server = await startServer({ ground, name: 'kinds' })
  const sold = await sell(server, {
    term: { kind: 'period', period: 'P150000D', from: 'first-activation', zone: 'UTC' },
  })
  const customer = sold.order.customer as string
  await server.ask('POST', '/v1/captures', {
    files: [fileOf('pc-1.txt', licenceText({ number: 1, minutes: 1_152_316 }))],
    customer,
  })
  await watched(server)
  expect(await openFindings(server)).toMatchObject([
    { code: 'TERM_UNLIKE_ORDER', who: 'research', facts: { devices: 1, order: sold.order.number } },
  ])
  const ending = await sell(server, {
    term: { kind: 'until', until: '2026-05-20T00:00:00Z' },
    line: { renewal: { kind: 'required', everyDays: 30, windowDays: 10 } },
  })
  await new TestDevice(server, 'renewing').activate(ending)
  await watched(server)
  expect(await codesOf(server)).toEqual(['LICENCE_REMINDERS_AHEAD', 'TERM_UNLIKE_ORDER'])
  server.clock.advance({ days: 31 })
  await watched(server)
  expect(await codesOf(server)).toEqual(['LICENCE_REMINDERS_AHEAD', 'RENEWALS_MISSED', 'TERM_UNLIKE_ORDER'])
  server.clock.advance({ days: 90 })
  await watched(server)
  expect(await codesOf(server)).toEqual(['DEVICES_SILENT', 'RENEWALS_MISSED', 'TERM_UNLIKE_ORDER'])
  await server.close()
})

test('a wave is closed by itself when none of its devices is in it any more', async () => {
  const server = await startServer({ ground, name: 'calm' })
  const files = (minutes: number, time: string) =>
    Array.from({ length: 12 }, (_, number) =>
      fileOf(`pc-${number}.txt`, licenceText({ number, minutes, time })),
    )
  await server.ask('POST', '/v1/captures', { files: files(29_161, '2026-02-20 08:00:00') })
  await watched(server)
  expect(await codesOf(server)).toEqual(['REMINDERS_AHEAD', 'WAVE'])
  await server.ask('POST', '/v1/captures', { files: files(259_200, '2026-02-25 08:00:00') })
  await watched(server)
  expect(await codesOf(server)).toEqual([])
  await server.close()
})

describe('two servers on one PostgreSQL', () => {
  test('look by turns: at start, at three in the morning, and when captures came to either', async () => {
    const clock = new ManualClock(startMoment)
    const database = await ground.database('turns')
    const servers: Server[] = []
    for (const name of ['turns-a', 'turns-b'])
      servers.push(await startServer({ ground, name, database, clock }))
    const [one, two] = servers as [Server, Server]
    const done = (server: Server, slot: string) =>
      server.server.store.read.isDutyWanted('watch', (Date.parse(slot) / 1000) as never)
    await settled(one, async () => !(await done(one, '2026-03-01T03:00:00Z')))
    // Sixty-one days from now the first reminder shows: it comes into sight at three in the morning, by itself.
    const files = [
      fileOf('pc.txt', licenceText({ number: 1, minutes: 91 * 1440, time: '2026-03-01 08:00:00' })),
    ]
    await two.ask('POST', '/v1/captures', { files })
    await settled(one, async () => !(await done(two, '2026-03-01T03:00:00Z')))
    expect(await codesOf(one)).toEqual([])
    clock.advance({ days: 2 })
    await settled(one, async () => (await codesOf(one)).includes('REMINDERS_AHEAD'))
    await settled(one, async () => !(await done(one, '2026-03-03T03:00:00Z')))
    const audit = (await one.ask('GET', '/v1/audit?limit=500')).items as { action: string }[]
    expect(audit.filter(({ action }) => action === 'finding-raise')).toHaveLength(1)
    await Promise.all(servers.map((server) => server.close()))
  })
})
