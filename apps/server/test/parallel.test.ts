import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Envelope } from '@holdfast/lease'
import type { AuditVerdict } from '@holdfast/store'
import {
  codesOf,
  engines,
  openGround,
  sell,
  startServer,
  TestDevice,
  type Answer,
  type Ground,
  type TestServer,
} from './fixtures.ts'

const devicesCount = 200
const seatsCount = 50

function requestsOf(
  server: TestServer,
  sold: { serial: never; productKey: string },
  name: string,
): Envelope[] {
  return Array.from({ length: devicesCount }, (_, index) =>
    new TestDevice(server, `${name} ${index}`).activation(sold),
  )
}

describe.each(engines)('200 devices at once for 50 seats on %s', (engine) => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(engine)
  })
  afterAll(() => ground.remove())

  test('50 get a seat, 150 are told why not, and repeating all of it changes nothing', async () => {
    const server = await startServer({ ground, name: `parallel_${engine}` })
    expect(await runRush([server], `one ${engine}`)).toMatchObject({ kind: 'whole' })
    await server.close()
  })
})

test('the same through two servers on one PostgreSQL', async () => {
  const ground = await openGround('postgres')
  const database = await ground.database('two_servers')
  const first = await startServer({ ground, name: 'left', database })
  const second = await startServer({ ground, name: 'right', database, clock: first.clock })
  expect(second.server.keys.rootFingerprint).toBe(first.server.keys.rootFingerprint)
  expect(await runRush([first, second], 'two')).toMatchObject({ kind: 'whole' })
  await first.close()
  await second.close()
  await ground.remove()
})

/** The verdict of the audit after the rush. */
async function runRush(servers: readonly TestServer[], name: string): Promise<AuditVerdict> {
  const [first] = servers as [TestServer]
  const sold = await sell(first, { seats: seatsCount })
  const requests = requestsOf(first, sold as never, name)
  const sendAll = () =>
    Promise.all(
      requests.map((request, index) =>
        servers[index % servers.length]!.send('POST', '/v1/activate', { request }),
      ),
    )
  const answers = await sendAll()
  const codes = codesOf(answers)
  expect(codes.filter((code) => code === 'lease')).toHaveLength(seatsCount)
  expect(codes.filter((code) => code === 'SEATS_EXHAUSTED')).toHaveLength(devicesCount - seatsCount)
  const audit = (await first.server.store.read.counts()).auditRows

  const again = await sendAll()
  expect(codesOf(again)).toEqual(codes)
  const leasesOf = (list: readonly Answer[]) => list.map((answer) => answer.json.lease ?? null)
  expect(leasesOf(again)).toEqual(leasesOf(answers))
  const serial = await first.ask('GET', `/v1/serials/${sold.serial}`)
  expect(serial).toMatchObject({ seats: seatsCount, taken: seatsCount })
  const counts = await first.server.store.read.counts()
  expect(counts).toMatchObject({ seatsTaken: seatsCount, devices: seatsCount, auditRows: audit })
  return await first.server.store.verifyAudit()
}
