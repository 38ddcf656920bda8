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
  type Fingerprint,
  type Lease,
  type LeaseId,
  type PrivateKey,
  type ProductKey,
  type Refusal,
  type Request,
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
  /** What every device is told that asks whether to renew; default: nothing. */
  advise(advice: { readonly code: string; readonly afterSeconds: number } | null): void
  /** The offline answer to a request file. */
  answerFile(text: string): Promise<string>
  close(): Promise<void>
}

const product = 'cmge'

/** Everything that a vendor knows. */
type Books = {
  readonly options: VendorOptions
  readonly entropy: SeededEntropy
  readonly issuedAt: Instant
  readonly issuing: PrivateKey
  readonly trust: Envelope
  readonly root: Root
  readonly serial: SerialNumber
  readonly productKey: ProductKey
  readonly seats: Map<Thumbprint, Seat>
  /** By device and request id: the same question gets the same answer. */
  readonly granted: Map<string, { readonly payload: string; readonly lease: Envelope }>
  readonly receipts: Set<string>
  readonly requestIds: Set<string>
  readonly arrived: string[]
  repliesToLose: number
  refusal: Refusal | null
  advice: object | null
}

function openBooks(options: VendorOptions): Books {
  const entropy = new SeededEntropy(options.seed ?? 'vendor')
  const issuing = privateKeyOfSeed(entropy.bytes(32))
  const trust = trustOf(privateKeyOfSeed(entropy.bytes(32)), issuing)
  return {
    ...{ options, entropy, issuing, trust },
    issuedAt: options.issuedAt ?? systemClock.now(),
    root: rootOf(Buffer.from(trust.payload, 'base64')),
    serial: makeSerial(entropy),
    productKey: makeProductKey(entropy),
    ...{ seats: new Map(), granted: new Map(), receipts: new Set(), requestIds: new Set(), arrived: [] },
    ...{ repliesToLose: 0, refusal: null, advice: null },
  }
}

export async function openVendor(options: VendorOptions = {}): Promise<Vendor> {
  const books = openBooks(options)
  const server = createServer((request, response) => {
    serve(books, request, response).catch(() => request.socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { root, serial, productKey, seats, receipts, arrived, requestIds, trust } = books
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
    loseReplies: (count) => (books.repliesToLose = count),
    refuseWith: (refusal) => (books.refusal = refusal),
    advise: (advice) => (books.advice = advice),
    answerFile: (text) => answerFile(books, text),
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
}

async function serve(books: Books, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? ''
  books.arrived.push(path)
  const text = Buffer.concat(await request.toArray()).toString('utf8')
  const told = await answer(
    books,
    path,
    text === '' ? {} : (JSON.parse(text) as { [member: string]: unknown }),
  )
  if (books.repliesToLose > 0) {
    books.repliesToLose--
    request.socket.destroy()
  } else if (isRefusal(told)) {
    response.writeHead(409, { 'content-type': 'application/problem+json' })
    response.end(JSON.stringify({ type: 'about:blank', status: 409, code: told.code, facts: told.facts }))
  } else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(told))
}

async function answer(
  books: Books,
  path: string,
  body: { [member: string]: unknown },
): Promise<object | Refusal> {
  if (path.startsWith('/v1/advice/')) return { advice: books.advice, askAgainSeconds: 600 }
  if (path.startsWith('/v1/trust')) return { bundles: path.endsWith('above=0') ? [books.trust] : [] }
  const acknowledged = await record(books, path === '/v1/receipt' ? [body['receipt']] : body['receipts'])
  if (path === '/v1/receipt') return books.refusal ?? { acknowledged }
  if (path === '/v1/release') {
    const released = await giveBack(books, body['release'] as Envelope)
    return 'kind' in released ? released : { ...released, acknowledged }
  }
  const lease = await grant(books, body['request'] as Envelope, acknowledged)
  return 'kind' in lease ? lease : { lease, trust: [], acknowledged }
}

async function answerFile(books: Books, text: string): Promise<string> {
  const found = parseArmour(text)
  if (found.kind === 'refused') throw new Error(found.code)
  const told: string[] = []
  for (const { kind, envelope } of found.blocks) {
    if (kind === 'receipt') await record(books, [envelope])
    if (kind === 'release') await giveBack(books, envelope)
    if (kind !== 'request') continue
    const lease = await grant(books, envelope, [])
    told.push('kind' in lease ? `Refused: ${lease.code}` : formatArmour('lease', lease))
  }
  return told.join('\n')
}

async function record(books: Books, envelopes: unknown): Promise<LeaseId[]> {
  const acknowledged: LeaseId[] = []
  for (const envelope of Array.isArray(envelopes) ? (envelopes as Envelope[]) : []) {
    const verified = await verifyReceipt(envelope)
    if (verified.kind !== 'receipt') continue
    books.receipts.add(verified.receipt.lease)
    acknowledged.push(verified.receipt.lease)
  }
  return acknowledged
}

async function giveBack(books: Books, envelope: Envelope): Promise<object | Refusal> {
  const verified = await verifyRelease(envelope)
  if (verified.kind === 'refused') return verified
  if (books.refusal !== null) return books.refusal
  const held = parseLease(Buffer.from(verified.statement.held.payload, 'base64'))
  if (held.kind === 'refused') return refuse('LEASE_UNKNOWN')
  books.seats.delete(held.lease.device.key)
  return { released: { lease: held.lease.id, at: formatInstant(books.issuedAt) } }
}

async function grant(books: Books, envelope: Envelope, acknowledges: LeaseId[]): Promise<Envelope | Refusal> {
  const verified = await verifyRequest(envelope)
  if (verified.kind === 'refused') return verified
  const { request, productKey } = verified
  books.requestIds.add(request.id)
  if (books.refusal !== null) return books.refusal
  const intention = `${request.device.key} ${request.id}`
  const before = books.granted.get(intention)
  if (before !== undefined)
    return before.payload === envelope.payload ? before.lease : refuse('REQUEST_REUSED', { id: request.id })
  const seat = takeSeat(books, request, productKey?.publicKey.thumbprint ?? null)
  if ('kind' in seat) return seat
  const payload = leasePayload(books, { request, seat, acknowledges })
  const lease = signEnvelope('lease', payload, [{ key: books.issuing, keyid: books.issuing.thumbprint }])
  books.granted.set(intention, { payload: envelope.payload, lease })
  return lease
}

/** The device's own seat again, or a free one; its generation is raised. */
function takeSeat(books: Books, request: Request, provenBy: Thumbprint | null): Seat | Refusal {
  if (request.root !== books.root) return refuse('OTHER_VENDOR')
  if (request.serial !== books.serial) return refuse('SERIAL_UNKNOWN', { serial: request.serial })
  if (request.action === 'activate' && provenBy !== keyIdOf(books)) return refuse('PRODUCT_KEY_WRONG')
  const { seats, entropy } = books
  const own = seats.get(request.device.key)
  if (own === undefined && request.action === 'renew') return refuse('LEASE_UNKNOWN')
  const quantity = books.options.seats ?? 3
  if (own === undefined && seats.size >= quantity)
    return refuse('SEATS_EXHAUSTED', { seats: quantity, taken: seats.size })
  const seat = own ?? { seat: makeId('sea', entropy), generation: 0 }
  seat.generation = 1 + Math.max(seat.generation, request.generation)
  seats.set(request.device.key, seat)
  return seat
}

function keyIdOf(books: Books): Thumbprint {
  return productKeySigner(books.productKey, product).thumbprint
}

function leasePayload(
  books: Books,
  { request, seat, acknowledges }: { request: Request; seat: Seat; acknowledges: readonly LeaseId[] },
): Uint8Array {
  const { root, serial, entropy, issuedAt, options } = books
  const weigh = ({ salt, parts }: Fingerprint) => ({
    salt,
    parts: parts.map((part) => ({ ...part, weight: 10 })),
  })
  return formatLease({
    ...{ root, id: makeId('lse', entropy), generation: seat.generation, answers: request.id, acknowledges },
    ...{ licence: makeId('lic', new SeededEntropy('licence')), order: '2026-0117', seat: seat.seat },
    ...{ product, edition: 'standard', releases: [{ from: 100, below: 300 }], serial },
    ...{ productKey: keyIdOf(books), holder: 'Harbour Office of Westmark' },
    device: { key: request.device.key, fingerprints: request.device.fingerprints.map(weigh) },
    ...{ term: { kind: 'perpetual' }, renewal: { kind: 'none' }, reminderDays: 30, graceDays: 14 },
    policies: { personalisation: 'warn' },
    ...options.lease,
    ...{ issuedAt, trust: 1 },
  })
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
