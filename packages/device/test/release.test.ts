// What becomes of a release that other calls and other processes meet half-way. spec: activation-protocol §6, device §2
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { formatPublicVault, parsePublicVault } from '../src/vault-body.ts'
import { makeDevice, type TestDevice } from './device.ts'
import { Vendor } from './vendor.ts'

const vendors: Vendor[] = []
let vendor: Vendor
beforeEach(async () => {
  vendor = await new Vendor().listen()
  vendors.push(vendor)
})
afterAll(async () => {
  for (const each of vendors) await each.close()
})

const typed = () => ({ serial: vendor.serial, key: vendor.productKey })
const closedPort = 'http://127.0.0.1:9'
const licensed = { kind: 'licensed', until: 'perpetual', reminding: false, noticed: [] }

/** What the vault holds, as its newest file says. */
function vaultOf({ dir }: TestDevice) {
  const read = (name: string) => readFileSync(join(dir, name), 'utf8').split('\n')
  const sequenceOf = ([first = '']: string[]) => Number(first.split(' ')[3])
  const [one, other] = [read('public.0'), read('public.1')]
  const newest = sequenceOf(one) > sequenceOf(other) ? one : other
  const vault = parsePublicVault(JSON.parse(newest.slice(1).join('\n')))
  if (vault === null) throw new Error('no vault')
  return vault
}

async function activated(): Promise<TestDevice> {
  const device = makeDevice(vendor)
  expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
  return device
}

/** Activated, then released with every reply lost. */
async function unconfirmed(): Promise<TestDevice> {
  const device = await activated()
  vendor.faults.push('bare-503')
  expect(await device.licence.release({ deadlineMs: 10 })).toMatchObject({ confirmed: false })
  return device
}

/** Does `meanwhile` in the first pause between two attempts. */
function inFirstPause(device: TestDevice, meanwhile: () => unknown): void {
  const wait = device.clock.waitMs.bind(device.clock)
  device.clock.waitMs = async (ms, signal) => {
    if (signal !== undefined) return wait(ms, signal)
    device.clock.waitMs = wait
    await meanwhile()
    await wait(ms)
  }
}

function releasesSent(): { sequence: number; id: string }[] {
  return vendor.received
    .filter(({ path }) => path === '/v1/release')
    .map(({ body }) => {
      const { release } = JSON.parse(body) as { release: { payload: string } }
      return JSON.parse(Buffer.from(release.payload, 'base64').toString()) as { sequence: number; id: string }
    })
}

describe('withdrawing', () => {
  test('is not done where another process has written the release to a file', async () => {
    const device = await activated()
    inFirstPause(device, () => device.again().request({ action: 'release' }))
    expect(await device.licence.release({ server: closedPort })).toMatchObject({
      kind: 'released',
      confirmed: false,
      refusal: { code: 'SERVER_UNREACHABLE', facts: { sent: false } },
    })
    expect(device.licence.state()).toEqual({ kind: 'unlicensed', because: 'released', noticed: [] })
    expect(vaultOf(device)).toMatchObject({ lease: null, release: { final: true } })
  })

  test('is not done where another process has sent the release, though its answer is still on the way', async () => {
    const device = await activated()
    const other = device.again()
    let sent: Promise<unknown> = Promise.resolve()
    inFirstPause(device, async () => {
      vendor.faults.push('hang')
      sent = other.release({ deadlineMs: 10 })
      while (releasesSent().length === 0) await new Promise((resolve) => setImmediate(resolve))
    })
    expect(await device.licence.release({ server: closedPort })).toMatchObject({
      kind: 'released',
      confirmed: false,
    })
    expect(device.licence.lease()).toBeNull()
    await vendor.close()
    expect(await sent).toMatchObject({ kind: 'released', confirmed: false })
    expect(device.licence.state()).toMatchObject({ because: 'released', noticed: ['release-unconfirmed'] })
  })

  test('tells that the seat is back where another process has heard so', async () => {
    const device = await activated()
    inFirstPause(device, () => device.again().release())
    expect(await device.licence.release({ server: closedPort })).toMatchObject({
      kind: 'released',
      confirmed: true,
      refusal: null,
    })
    expect(device.licence.state()).toEqual({ kind: 'unlicensed', because: 'released', noticed: [] })
  })

  test('a confirmation says nothing any more once a seat was asked for again', async () => {
    const device = await activated()
    await device.licence.release()
    expect(await device.licence.release()).toMatchObject({ code: 'NOT_LICENSED', facts: { confirmed: true } })
    vendor.faults.push({ problem: { code: 'SEATS_EXHAUSTED', facts: {} }, status: 409 })
    expect(await device.licence.activate(typed())).toMatchObject({ code: 'SEATS_EXHAUSTED' })
    const told = await device.licence.release()
    expect(told).toMatchObject({ code: 'NOT_LICENSED' })
    expect(told).not.toMatchObject({ facts: { confirmed: true } })
  })

  test('is not done after a refusal either, where another process has repeated the release', async () => {
    const device = await unconfirmed()
    vendor.faults.push({ problem: { code: 'OTHER_VENDOR', facts: {} }, status: 409 })
    expect(await device.licence.release()).toMatchObject({
      kind: 'released',
      confirmed: false,
      refusal: { code: 'OTHER_VENDOR' },
    })
    vendor.faults.push({ problem: { code: 'LEASE_UNKNOWN', facts: {} }, status: 409 })
    expect(await device.licence.release()).toMatchObject({ kind: 'released', confirmed: false })
    expect(device.licence.state()).toMatchObject({ kind: 'unlicensed', noticed: ['release-unconfirmed'] })
  })

  test('is done by the last of several that never reached anybody', async () => {
    const device = await activated()
    inFirstPause(device, async () => {
      const second = await device.again().release({ server: closedPort, deadlineMs: 1 })
      expect(second).toMatchObject({ kind: 'released', confirmed: false })
    })
    expect(await device.licence.release({ server: closedPort })).toMatchObject({ code: 'SERVER_UNREACHABLE' })
    expect(device.licence.state()).toMatchObject({ kind: 'licensed' })
  })

  test('is done where it is overtaken, also when it was repeated: it is said once more above', async () => {
    const device = await unconfirmed()
    vendor.faults.push({ problem: { code: 'RELEASE_OVERTAKEN', facts: { sequence: 40 } }, status: 409 })
    expect(await device.licence.release()).toMatchObject({ kind: 'released', confirmed: true })
    expect(releasesSent().map(({ sequence }) => sequence)).toEqual([2, 2, 41])
  })

  test('leaves a lease alone that another process has activated meanwhile, also where it is overtaken', async () => {
    const device = await activated()
    vendor.faults.push('bare-503')
    inFirstPause(device, () => device.again().activate(typed()))
    expect(await device.licence.release()).toMatchObject({ kind: 'refused', code: 'RELEASE_OVERTAKEN' })
    expect(device.licence.state()).toEqual(licensed)
    expect(device.licence.lease()).toMatchObject({ generation: 2 })
  })

  test('puts back the pending request, whose answer is then applied, and the doubt about the hardware', async () => {
    const first = await activated()
    const device = makeDevice(vendor, { ...first.options, facts: { 'machine-id': 'another' } })
    const asked = await device.licence.request({ action: 'renew' })
    expect(device.licence.state()).toMatchObject({ noticed: ['hardware-changed', 'request-waiting'] })
    const before = vaultOf(device)
    expect(await device.licence.release({ server: closedPort })).toMatchObject({ kind: 'refused' })
    const { lease, pending, awaited, hardwareChanged, release } = vaultOf(device)
    expect({ lease, pending, awaited, hardwareChanged }).toEqual({
      lease: before.lease,
      pending: before.pending,
      awaited: before.awaited,
      hardwareChanged: true,
    })
    expect(release).toBeNull()
    const answer = await vendor.answerText(asked.kind === 'request' ? asked.text : '')
    expect(await device.licence.apply(answer)).toMatchObject({ kind: 'applied', lease: { generation: 2 } })
  })

  test('keeps a request that was made meanwhile beside those of before', async () => {
    const device = await activated()
    const texts: string[] = []
    const ask = async () => {
      const asked = await device.again().request({ action: 'activate', ...typed() })
      if (asked.kind === 'request') texts.push(asked.text)
    }
    await ask()
    inFirstPause(device, ask)
    expect(await device.licence.release({ server: closedPort })).toMatchObject({ kind: 'refused' })
    expect(device.licence.state()).toMatchObject({ kind: 'licensed', noticed: ['request-waiting'] })
    for (const text of texts)
      expect(await device.licence.apply(await vendor.answerText(text))).toMatchObject({ kind: 'applied' })
    expect(vaultOf(device).pending).toBeNull()
  })

  test('is not done after a reset: no lease comes back', async () => {
    const device = await activated()
    inFirstPause(device, () => device.again().reset())
    expect(await device.licence.release({ server: closedPort })).toMatchObject({
      kind: 'released',
      confirmed: false,
    })
    expect(device.licence.state()).toEqual({
      kind: 'unlicensed',
      because: 'reset',
      noticed: ['release-unconfirmed'],
    })
    vendor.faults.push({ problem: { code: 'RELEASE_OVERTAKEN', facts: { sequence: 40 } }, status: 409 })
    expect(await device.licence.release()).toMatchObject({ kind: 'released', confirmed: true })
    expect(device.licence.state()).toEqual({ kind: 'unlicensed', because: 'reset', noticed: [] })
    expect(vendor.seats.map((seat) => seat.device)).toEqual([null])
  })
})

describe('a release in a vault of an earlier version', () => {
  test('counts as said by nobody knows whom, with nothing pending before it; and nothing is known to be confirmed', async () => {
    const device = await unconfirmed()
    const body = formatPublicVault(vaultOf(device)) as { release: object }
    const { callers: _, before: __, ...release } = body.release as { callers?: unknown; before?: unknown }
    const { releaseConfirmed: ___, ...rest } = body as { releaseConfirmed?: unknown }
    expect(parsePublicVault({ ...rest, release })).toMatchObject({
      release: {
        final: false,
        callers: null,
        before: { pending: null, awaited: [], hardwareChanged: false },
      },
      releaseConfirmed: null,
    })
  })
})

describe('an activation over an unconfirmed release', () => {
  test('refused: the seat can still be given back, and nothing is told as confirmed before it is', async () => {
    const device = await unconfirmed()
    const wrong = { ...typed(), key: new Vendor('other').productKey }
    expect(await device.licence.activate(wrong)).toMatchObject({ code: 'PRODUCT_KEY_WRONG' })
    expect(device.licence.state()).toEqual({
      kind: 'unlicensed',
      because: 'released',
      noticed: ['release-unconfirmed'],
    })
    expect(vendor.seats.every((seat) => seat.device !== null)).toBe(true)
    expect(await device.licence.release()).toMatchObject({ kind: 'released', confirmed: true })
    expect(vendor.seats.every((seat) => seat.device === null)).toBe(true)
    expect(await device.licence.release()).toMatchObject({
      code: 'NOT_LICENSED',
      facts: { because: 'released', confirmed: true },
    })
  })

  test('granted: the lease ends the release', async () => {
    const device = await unconfirmed()
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
    expect(device.licence.state()).toEqual(licensed)
    expect(vaultOf(device).release).toBeNull()
  })

  test('not answered: both wait, and each action says what it does', async () => {
    const device = await unconfirmed()
    const asked = await device.licence.request({ action: 'activate', ...typed() })
    const both = {
      kind: 'unlicensed',
      because: 'released',
      noticed: ['request-waiting', 'release-unconfirmed'],
    }
    expect(device.licence.state()).toEqual(both)
    expect(device.licence.diagnose().waiting).toMatchObject({
      release: true,
      requests: [{ action: 'activate' }],
    })
    expect(await device.licence.renew()).toMatchObject({ code: 'NOT_LICENSED' })
    const id = asked.kind === 'request' ? asked.id : ''
    expect(await device.licence.apply(`Refused: ${id} LICENCE_SUSPENDED\n`)).toMatchObject({
      code: 'LICENCE_SUSPENDED',
    })
    expect(device.licence.state()).toMatchObject({ noticed: ['release-unconfirmed'] })
  })

  test('then reset: the request is forgotten, the release stays', async () => {
    const device = await unconfirmed()
    await device.licence.request({ action: 'activate', ...typed() })
    expect(await device.licence.reset()).toMatchObject({ forgot: { lease: null, requests: 1 } })
    expect(device.licence.state()).toMatchObject({ because: 'reset', noticed: ['release-unconfirmed'] })
    expect(await device.licence.release()).toMatchObject({ kind: 'released', confirmed: true })
    expect(vendor.seats.map((seat) => seat.device)).toEqual([null])
  })

  const ways = {
    online: { say: ({ licence }: TestDevice) => licence.release(), release: null },
    'to a file': {
      say: async ({ licence }: TestDevice) => {
        const written = await licence.request({ action: 'release' })
        await vendor.answerText(written.kind === 'request' && !written.already ? written.text : '')
      },
      release: { final: true, callers: null },
    },
  }
  test.each(Object.entries(ways))(
    'its answer lost, then released %s: said above the request, which is dropped',
    async (_, { say, release }) => {
      const device = await unconfirmed()
      const asked = await device.licence.request({ action: 'activate', ...typed() })
      const answer = await vendor.answerText(asked.kind === 'request' ? asked.text : '')
      await say(device)
      expect(vaultOf(device)).toMatchObject({ release })
      expect(vendor.seats.map((seat) => seat.device)).toEqual([null])
      expect(device.licence.state()).toEqual({ kind: 'unlicensed', because: 'released', noticed: [] })
      expect(await device.licence.apply(answer)).toMatchObject({ code: 'REQUEST_NOT_PENDING' })
    },
  )

  test('by a new device key: the release of the lost one is repeated as it is, and the request waits on', async () => {
    const device = await unconfirmed()
    for (const name of ['private.0', 'private.1']) writeFileSync(join(device.dir, name), 'lost')
    await device.licence.request({ action: 'activate', ...typed() })
    expect(await device.licence.release()).toMatchObject({ kind: 'released', confirmed: true })
    expect(new Set(releasesSent().map(({ id }) => id)).size).toBe(1)
    expect(device.licence.state()).toMatchObject({ because: 'released', noticed: ['request-waiting'] })
    // What waits may take a seat again: nothing is told as given back.
    const again = await device.licence.release()
    expect(again).toMatchObject({ code: 'NOT_LICENSED', facts: { because: 'released' } })
    expect(again.kind === 'refused' && again.facts['confirmed']).toBeUndefined()
  })
})

test('overtaken, while the lease is that of a lost key whose place another has taken: the release is over', async () => {
  const device = await unconfirmed()
  for (const name of ['private.0', 'private.1']) writeFileSync(join(device.dir, name), 'lost')
  await device.licence.request({ action: 'activate', ...typed() })
  vendor.faults.push({ problem: { code: 'RELEASE_OVERTAKEN', facts: { sequence: 40 } }, status: 409 })
  expect(await device.licence.release()).toMatchObject({ kind: 'refused', code: 'RELEASE_OVERTAKEN' })
  expect(vaultOf(device)).toMatchObject({ lease: null, release: null })
  expect(device.licence.state()).toMatchObject({ because: 'released', noticed: ['request-waiting'] })
})

describe('an answer to a release', () => {
  test('ends that release, and not the one of a later lease', async () => {
    const device = await unconfirmed()
    const other = device.again()
    inFirstPause(device, async () => {
      expect(await other.activate(typed())).toMatchObject({ kind: 'activated' })
      vendor.faults.push('bare-503')
      expect(await other.release({ deadlineMs: 10 })).toMatchObject({ confirmed: false })
      // The first release arrives late, at a server that has not heard of what came after.
      const released = { released: { lease: 'lse_00000000000000000000000000' }, acknowledged: [] }
      vendor.faults.push({ problem: released, status: 200 })
    })
    vendor.faults.push('bare-503')
    expect(await device.licence.release()).toMatchObject({ confirmed: false, refusal: null })
    expect(device.licence.state()).toMatchObject({ because: 'released', noticed: ['release-unconfirmed'] })
    expect(vendor.seats.some((seat) => seat.device !== null)).toBe(true)
    expect(await device.licence.release()).toMatchObject({ kind: 'released', confirmed: true })
    expect(vendor.seats.every((seat) => seat.device === null)).toBe(true)
  })
})
