import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatInstant } from '@holdfast/capabilities'
import { systemClock, systemEntropy } from '@holdfast/capabilities/system'
import { ManualClock } from '@holdfast/capabilities/testing'
import { verifyReceipt } from '@holdfast/lease'
import { openStore, type Issuing, type StoreTarget } from '@holdfast/store'
import { BatchThreadEnded, batchThread, ThreadedBatches } from '../src/exchange/threaded-batches.ts'
import {
  codesOf,
  engines,
  openGround,
  sell,
  startServer,
  TestDevice,
  type Ground,
  type TestServer,
} from './fixtures.ts'

/** A thread that ends by itself at the first batch, as one does whose memory is used up. */
const endingThread = new URL(
  `data:text/javascript,${encodeURIComponent("import { parentPort } from 'node:worker_threads'\nparentPort.on('message', () => process.exit(1))")}`,
)

describe.each(engines)('exchanges decided on a thread of their own, on %s', (engine) => {
  let ground: Ground
  let target: StoreTarget
  let server: TestServer
  beforeAll(async () => {
    ground = await openGround(engine)
    target = await ground.database('threaded')
    // The thread goes by the system's clock, and so does the server, to within seconds.
    const clock = new ManualClock(formatInstant(systemClock.now()))
    server = await startServer({ ground, name: 'threaded', database: target, clock, exchangesThreaded: true })
  })
  afterAll(async () => {
    await server.close()
    await ground.remove()
  })

  test('a device takes a seat, asks again, confirms, renews and gives back, and the audit is whole', async () => {
    const sold = await sell(server, { seats: 1 })
    const device = new TestDevice(server, 'whole life')
    const request = device.activation(sold)
    const answer = await server.send('POST', '/v1/activate', { request })
    const first = device.keep(answer)
    expect((await server.send('POST', '/v1/activate', { request })).json).toEqual(answer.json)
    const late = new TestDevice(server, 'too late').activation(sold)
    expect(await server.send('POST', '/v1/activate', { request: late })).toMatchObject({
      status: 409,
      json: { code: 'SEATS_EXHAUSTED' },
    })
    const receipt = await server.send('POST', '/v1/receipt', { receipt: device.receipt(first) })
    expect(receipt.json).toEqual({ acknowledged: [first.id] })
    const renewal = device.sign(device.request(sold.serial, { action: 'renew' }))
    const second = device.keep(await server.send('POST', '/v1/renew', { request: renewal }))
    expect(second).toMatchObject({ generation: first.generation + 1, seat: first.seat })
    const released = await server.send('POST', '/v1/release', { release: device.release() })
    expect(released.json).toMatchObject({ released: { lease: second.id } })
    expect(await server.server.store.verifyAudit()).toMatchObject({ kind: 'whole' })
  })

  test('many at once, with orders written in between: each seat once, and everybody is told', async () => {
    const sold = await sell(server, { seats: 20 })
    const requests = Array.from({ length: 60 }, (_, index) =>
      new TestDevice(server, `rush ${index}`).activation(sold),
    )
    const rush = () =>
      Promise.all(requests.map((request) => server.send('POST', '/v1/activate', { request })))
    const answers = rush()
    for (let order = 0; order < 3; order++) await sell(server)
    const codes = codesOf(await answers)
    expect(codes.filter((code) => code === 'lease')).toHaveLength(20)
    expect(codes.filter((code) => code === 'SEATS_EXHAUSTED')).toHaveLength(40)
    expect(codesOf(await rush())).toEqual(codes)
    expect(await server.server.store.verifyAudit()).toMatchObject({ kind: 'whole' })
  })

  test('where the thread ends, its batch alone fails, and what is asked again is answered', async () => {
    const sold = await sell(server, { seats: 1 })
    const device = new TestDevice(server, 'asks again')
    const serverId = 'srv-ended'
    const data = { target, serverId }
    const threads = [endingThread, batchThread]
    const lost: Error[] = []
    const onLost = (error: Error) => void lost.push(error)
    const batches = new ThreadedBatches(data, { onLost, module: () => threads.shift()! })
    const issuing: Issuing = server.server.keys.issuing()
    const store = await openStore({
      ...{ target, serverId, clock: systemClock, entropy: systemEntropy, batches },
      issuing: () => issuing,
    })
    const verified = await verifyReceipt(device.receipt(await device.activate(sold)))
    if (verified.kind === 'refused') throw new Error(verified.code)
    const { receipt } = verified
    await expect(store.exchanges.receipt(receipt)).rejects.toBeInstanceOf(BatchThreadEnded)
    expect(await store.exchanges.receipt(receipt)).toMatchObject({
      kind: 'acknowledged',
      lease: receipt.lease,
    })
    expect(lost).toHaveLength(1)
    await store.close()
  })

  test('books that cannot be opened fail every batch at once, and close', async () => {
    const nowhere: StoreTarget = { kind: 'sqlite', file: '/proc/nowhere/holdfast.sqlite' }
    const batches = new ThreadedBatches({ target: nowhere, serverId: 'srv-nowhere' }, { onLost: () => {} })
    const run = batches.run({ jobs: [], issuing: server.server.keys.issuing() })
    const error = await run.then(
      () => null,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(Error)
    expect(batches.isUnavailable(error)).toBe(true)
    await batches.close()
  })
})
