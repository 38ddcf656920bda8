// A small vendor for tests: a real HTTP server that keeps books in memory and signs with real keys, and that can lose replies.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { formatInstant, type Instant } from '@holdfast/capabilities'
import { systemClock } from '@holdfast/capabilities/system'
import { instant, SeededEntropy } from '@holdfast/capabilities/testing'
import {
  formatArmour,
  formatLease,
  formatTrust,
  makeId,
  makeProductKey,
  makeSerial,
  parseArmour,
  parseLease,
  privateKeyOfSeed,
  productKeySigner,
  refuse,
  rootOf,
  signEnvelope,
  spkiOfRaw,
  verifyReceipt,
  verifyRelease,
  verifyRequest,
  type Envelope,
  type Lease,
  type LeaseId,
  type PrivateKey,
  type ProductKey,
  type Refusal,
  type Root,
  type SeatId,
  type SerialNumber,
  type Thumbprint,
} from '@holdfast/lease'

export type VendorOptions = {
  readonly seats?: number
  readonly issuedAt?: Instant
  /** What a lease says; the rest is filled in. */
  readonly lease?: Partial<
    Pick<Lease, 'term' | 'renewal' | 'reminderDays' | 'graceDays' | 'releases' | 'policies'>
  >
  readonly seed?: string
}

type Seat = { readonly seat: SeatId; generation: number }

export type Vendor = {
  readonly url: string
  readonly root: Root
  readonly serial: SerialNumber
  readonly productKey: ProductKey
  /** Trust bundle version 1, armoured. */
  readonly trust: string
  readonly seats: Map<Thumbprint, Seat>
  /** Ids of leases whose receipts came. */
  readonly receipts: Set<string>
  /** Exchanges that arrived, by path. */
  readonly arrived: string[]
  readonly requestIds: Set<string>
  /** The next `count` answers are decided and written down, and their connections closed without a word. */
  loseReplies(count: number): void
  /** Every later request is refused so, until `null`. */
  refuseWith(refusal: Refusal | null): void
  /** The offline answer to a request file. */
  answerFile(text: string): Promise<string>
  close(): Promise<void>
}

const product = 'cmge'
const json = { 'content-type': 'application/json' }

export async function openVendor(options: VendorOptions = {}): Promise<Vendor> {
  const entropy = new SeededEntropy(options.seed ?? 'vendor')
  const issuedAt = options.issuedAt ?? systemClock.now()
  const issuing = privateKeyOfSeed(entropy.bytes(32))
  const trust = trustOf(privateKeyOfSeed(entropy.bytes(32)), issuing)
  const serial = makeSerial(entropy)
  const productKey = makeProductKey(entropy)
  const productKeyId = productKeySigner(productKey, product).thumbprint
  const root = rootOf(Buffer.from(trust.payload, 'base64'))
  const seats = new Map<Thumbprint, Seat>()
  const granted = new Map<string, { readonly payload: string; readonly lease: Envelope }>()
  const receipts = new Set<string>()
  const requestIds = new Set<string>()
  const arrived: string[] = []
  let repliesToLose = 0
  let refusal: Refusal | null = null

  const record = async (envelopes: unknown): Promise<LeaseId[]> => {
    const acknowledged: LeaseId[] = []
    for (const envelope of Array.isArray(envelopes) ? (envelopes as Envelope[]) : []) {
      const verified = await verifyReceipt(envelope)
      if (verified.kind !== 'receipt') continue
      receipts.add(verified.receipt.lease)
      acknowledged.push(verified.receipt.lease)
    }
    return acknowledged
  }

  const grant = async (envelope: Envelope, acknowledges: LeaseId[]): Promise<Envelope | Refusal> => {
    const verified = await verifyRequest(envelope)
    if (verified.kind === 'refused') return verified
    const { request } = verified
    requestIds.add(request.id)
    if (refusal !== null) return refusal
    const intention = `${request.device.key} ${request.id}`
    const before = granted.get(intention)
    if (before !== undefined)
      return before.payload === envelope.payload ? before.lease : refuse('REQUEST_REUSED', { id: request.id })
    if (request.root !== root) return refuse('OTHER_VENDOR')
    if (request.serial !== serial) return refuse('SERIAL_UNKNOWN', { serial: request.serial })
    if (request.action === 'activate' && verified.productKey?.publicKey.thumbprint !== productKeyId)
      return refuse('PRODUCT_KEY_WRONG')
    const seat = seats.get(request.device.key)
    if (seat === undefined && request.action === 'renew') return refuse('LEASE_UNKNOWN')
    if (seat === undefined && seats.size >= (options.seats ?? 3))
      return refuse('SEATS_EXHAUSTED', { seats: options.seats ?? 3, taken: seats.size })
    const taken = seat ?? { seat: makeId('sea', entropy), generation: 0 }
    taken.generation = 1 + Math.max(taken.generation, request.generation)
    seats.set(request.device.key, taken)
    const payload = formatLease({
      ...{
        root,
        id: makeId('lse', entropy),
        generation: taken.generation,
        answers: request.id,
        acknowledges,
      },
      ...{ licence: makeId('lic', new SeededEntropy('licence')), order: '2026-0117', seat: taken.seat },
      ...{
        product,
        edition: 'standard',
        releases: [{ from: 100, below: 300 }],
        serial,
        productKey: productKeyId,
      },
      holder: 'Harbour Office of Westmark',
      device: {
        key: request.device.key,
        fingerprints: request.device.fingerprints.map(({ salt, parts }) => ({
          salt,
          parts: parts.map((part) => ({ ...part, weight: 10 })),
        })),
      },
      ...{ term: { kind: 'perpetual' }, renewal: { kind: 'none' }, reminderDays: 30, graceDays: 14 },
      policies: { personalisation: 'warn' },
      ...options.lease,
      ...{ issuedAt, trust: 1 },
    })
    const lease = signEnvelope('lease', payload, [{ key: issuing, keyid: issuing.thumbprint }])
    granted.set(intention, { payload: envelope.payload, lease })
    return lease
  }

  const giveBack = async (envelope: Envelope): Promise<object | Refusal> => {
    const verified = await verifyRelease(envelope)
    if (verified.kind === 'refused') return verified
    if (refusal !== null) return refusal
    const held = parseLease(Buffer.from(verified.statement.held.payload, 'base64'))
    if (held.kind === 'refused') return refuse('LEASE_UNKNOWN')
    seats.delete(held.lease.device.key)
    return { released: { lease: held.lease.id, at: formatInstant(issuedAt) } }
  }

  const answer = async (path: string, body: { [member: string]: unknown }): Promise<object | Refusal> => {
    if (path.startsWith('/v1/trust')) return { bundles: path.endsWith('above=0') ? [trust] : [] }
    const acknowledged = await record(path === '/v1/receipt' ? [body['receipt']] : body['receipts'])
    if (path === '/v1/receipt') return refusal ?? { acknowledged }
    if (path === '/v1/release') {
      const released = await giveBack(body['release'] as Envelope)
      return 'kind' in released ? released : { ...released, acknowledged }
    }
    const lease = await grant(body['request'] as Envelope, acknowledged)
    return 'kind' in lease ? lease : { lease, trust: [], acknowledged }
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? ''
    arrived.push(path)
    const bytes = Buffer.concat(await request.toArray())
    const told = await answer(
      path,
      bytes.length === 0 ? {} : (JSON.parse(bytes.toString('utf8')) as { [member: string]: unknown }),
    )
    if (repliesToLose > 0) {
      repliesToLose--
      request.socket.destroy()
    } else if (isRefusal(told)) {
      response.writeHead(409, { 'content-type': 'application/problem+json' })
      response.end(JSON.stringify({ type: 'about:blank', status: 409, code: told.code, facts: told.facts }))
    } else response.writeHead(200, json).end(JSON.stringify(told))
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ...{
      root,
      serial,
      productKey,
      seats,
      receipts,
      arrived,
      requestIds,
      trust: formatArmour('trust', trust),
    },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseReplies: (count) => (repliesToLose = count),
    refuseWith: (next) => (refusal = next),
    answerFile: async (text) => {
      const found = parseArmour(text)
      if (found.kind === 'refused') throw new Error(found.code)
      const told: string[] = []
      for (const { kind, envelope } of found.blocks) {
        if (kind === 'receipt') await record([envelope])
        if (kind === 'release') await giveBack(envelope)
        if (kind !== 'request') continue
        const lease = await grant(envelope, [])
        told.push('kind' in lease ? `Refused: ${lease.code}` : formatArmour('lease', lease))
      }
      return told.join('\n')
    },
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
}

function isRefusal(value: object): value is Refusal {
  return 'kind' in value && value.kind === 'refused'
}

function trustOf(rootKey: PrivateKey, issuing: PrivateKey): Envelope {
  const from = instant('2026-01-05T09:00:00Z')
  const role = (keys: readonly PrivateKey[]) => ({
    keys: keys.map(({ thumbprint }) => thumbprint),
    threshold: 1,
    algorithms: ['ed25519'],
  })
  const payload = formatTrust({
    version: 1,
    issuedAt: from,
    title: 'Example Systems',
    keys: [rootKey, issuing].map(({ thumbprint, publicRaw }) => ({
      id: thumbprint,
      algorithm: 'ed25519',
      public: spkiOfRaw(publicRaw),
      from,
    })),
    roles: {
      root: role([rootKey]),
      issuing: [{ products: 'all', ...role([issuing]) }],
      ...{ time: role([]), typedCode: role([]), site: role([]) },
    },
    ...{ revoked: [], disregard: [] },
  })
  return signEnvelope('trust', payload, [{ key: rootKey, keyid: rootKey.thumbprint }])
}
