// What an answer file brings beside its leases: the trust chain that its devices lack, and word of the receipts that came.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  formatArmour,
  formatEnvelope,
  formatTrust,
  parseArmour,
  parseTrust,
  privateKeyOfSeed,
  signEnvelope,
  verifyTrustChain,
  type Envelope,
} from '@holdfast/lease'
import { unsealKey } from '../src/keys/sealed-key.ts'
import {
  adminToken,
  leaseOf,
  openGround,
  sell,
  startServer,
  TestDevice,
  type Ground,
  type Sold,
  type TestServer,
} from './fixtures.ts'

const bundlesMax = 64

let ground: Ground
beforeAll(async () => {
  ground = await openGround('sqlite')
})
afterAll(() => ground.remove())

/** A server that holds a chain of so many bundles. */
async function startWithChain(name: string, versions: number): Promise<TestServer> {
  const first = await startServer({ ground, name })
  const { store, keys } = first.server
  const [root] = (await store.read.listServerKeys()).filter(({ role }) => role === 'root')
  const unsealed = unsealKey(root!.privateBytes, { thumbprint: root!.id, secret: null })
  if (unsealed.kind === 'unreadable') throw new Error(unsealed.because)
  const signer = { key: privateKeyOfSeed(unsealed.seed) }
  await store.write({ kind: 'server', id: 'tests' }, async (tx) => {
    for (let version = 2; version <= versions; version++) {
      const payload = formatTrust({ ...keys.newest, version, root: keys.newest.root })
      const envelope = formatEnvelope(signEnvelope('trust', payload, [signer]))
      await tx.addTrustBundle({ version, envelope, addedAt: first.clock.now() })
    }
  })
  await first.close()
  return await startServer({ ground, name, clock: first.clock })
}

type AnswerFile = {
  readonly text: string
  readonly trust: readonly Envelope[]
  readonly versions: readonly number[]
  readonly leases: readonly ReturnType<typeof leaseOf>[]
}

async function answerTo(server: TestServer, blocks: readonly string[]): Promise<AnswerFile> {
  const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'text/plain' }
  const { text } = await server.send('POST', '/v1/offline', blocks.join('\n'), headers)
  const parsed = parseArmour(text)
  const found = parsed.kind === 'refused' ? [] : parsed.blocks
  const trust = found.filter(({ kind }) => kind === 'trust').map(({ envelope }) => envelope)
  return {
    text,
    trust,
    versions: trust.map(versionOf),
    leases: found.filter(({ kind }) => kind === 'lease').map(({ envelope }) => leaseOf(envelope)),
  }
}

function bundleOf(envelope: Envelope) {
  const parsed = parseTrust(Buffer.from(envelope.payload, 'base64'))
  if (parsed.kind === 'refused') throw new Error(parsed.code)
  return parsed.bundle
}

const versionOf = (envelope: Envelope) => bundleOf(envelope).version
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)

function requestAt(server: TestServer, sold: Sold, trust: number): string {
  const device = new TestDevice(server, `holds trust ${trust} of ${sold.order.id}`)
  return formatArmour('request', device.activation(sold, { trust }))
}

describe('the trust chain of an answer file', () => {
  test.each([
    [5, 3],
    [3, 5],
  ])('requests at trust %i and %i: one chain, ascending from the lowest', async (first, second) => {
    const server = await startWithChain(`chain-${first}-${second}`, 7)
    const sold = await sell(server)
    const answer = await answerTo(
      server,
      [first, second].map((trust) => requestAt(server, sold, trust)),
    )
    expect(answer.versions).toEqual([4, 5, 6, 7])
    expect(answer.leases).toHaveLength(2)
    // As a device applies it: in the order of the file.
    const { bundles } = await server.ask('GET', '/v1/trust')
    for (const held of [3, 5]) {
      const applied = verifyTrustChain(answer.trust, bundleOf(bundles[held - 1]))
      expect(applied).toMatchObject({ kind: 'trust', bundle: { version: 7 } })
    }
    await server.close()
  })

  test('a device that misses 64 bundles gets them and its lease; one that misses 65 the first 64, and no lease', async () => {
    const newest = bundlesMax + 6
    const server = await startWithChain('long-chain', newest)
    const sold = await sell(server, { seats: 4 })
    const within = await answerTo(server, [requestAt(server, sold, 6)])
    expect(within.versions).toEqual(range(7, newest))
    expect(within.leases).toHaveLength(1)

    const device = new TestDevice(server, 'far behind')
    const request = formatArmour('request', device.activation(sold, { trust: 5 }))
    const beyond = await answerTo(server, [request])
    expect(beyond.versions).toEqual(range(6, bundlesMax + 5))
    expect(beyond.leases).toEqual([])
    expect(beyond.text).toMatch(/^The device of request req_[0-9a-z]{26} lacks more trust bundles/m)
    expect(beyond.text).not.toMatch(/^Refused:/m)

    const next = formatArmour('request', device.activation(sold, { trust: bundlesMax + 5 }))
    const after = await answerTo(server, [next])
    expect(after.versions).toEqual([newest])
    expect(after.leases).toMatchObject([{ device: { key: device.key.thumbprint } }])
    expect(await server.ask('GET', `/v1/serials/${sold.serial}`)).toMatchObject({ taken: 2 })

    // Beside one that is far behind, the others get what they need.
    const mixed = await answerTo(server, [requestAt(server, sold, 1), requestAt(server, sold, newest - 1)])
    expect(mixed.versions).toEqual([...range(2, bundlesMax + 1), newest])
    await server.close()
  })
})

test('a lease in a file acknowledges the receipts that came with its device’s request, and no others', async () => {
  const server = await startServer({ ground, name: 'acknowledging' })
  const sold = await sell(server)
  const [one, other] = [new TestDevice(server, 'one'), new TestDevice(server, 'other')]
  const [held, heldByOther] = [await one.activate(sold), await other.activate(sold)]
  const answer = await answerTo(server, [
    formatArmour('request', one.activation(sold)),
    formatArmour('receipt', one.receipt(held)),
    formatArmour('receipt', other.receipt(heldByOther)),
    // Never issued: left out.
    formatArmour('receipt', one.receipt({ ...held, generation: held.generation + 5 })),
    formatArmour('request', new TestDevice(server, 'third').activation(sold)),
  ])
  expect(answer.leases.map(({ acknowledges }) => acknowledges)).toEqual([[held.id], []])
  expect((await server.ask('GET', '/v1/audit')).items.filter(isReceipt)).toHaveLength(2)
  await server.close()
})

function isReceipt({ action }: { readonly action: string }): boolean {
  return action === 'receipt'
}
