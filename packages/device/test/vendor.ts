// A vendor's server for tests: a real HTTP server with real keys and real signatures, small books, and faults on demand.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Instant } from '@holdfast/capabilities'
import { instant, SeededEntropy } from '@holdfast/capabilities/testing'
import {
  formatArmour,
  formatLease,
  formatTrust,
  makeId,
  makeLicenceId,
  makeProductKey,
  makeSerial,
  parseArmour,
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
  type Refusal,
  type Request,
  type Root,
  type SeatId,
  type TrustContent,
} from '@holdfast/lease'
import { fingerprintWeights } from '../src/facts/weights.ts'

export type Fault =
  | 'lose-reply'
  | 'cut-reply'
  | 'garbage'
  | 'empty-object'
  | 'huge'
  | 'hang'
  | 'redirect'
  | 'bare-503'
  | 'retry-later'
  | { problem: unknown; status: number; headers?: Record<string, string> }

type Seat = { id: SeatId; device: string | null; serial: string; sequenceReleased: number }
type Answered = { status: number; body: unknown; headers?: Record<string, string> }

const from = instant('2000-01-01T00:00:00Z')

export class Vendor {
  readonly entropy: SeededEntropy
  readonly root: PrivateKey
  issuing: PrivateKey
  readonly trust: Envelope[] = []
  content: TrustContent
  rootId: Root
  readonly product = 'cmge'
  readonly productKey
  readonly serial
  readonly otherSerial
  now: Instant = instant('2026-03-01T08:30:00Z')
  seatsMax = 1
  /** What leases say; tests change it. */
  terms: Partial<Lease> = {}
  /** Answered instead of a decision, until emptied. */
  refusing: Refusal | null = null
  /** Body of every answer to who asks for advice; `null`: this server knows no such path. */
  advising: unknown = null
  readonly seats: Seat[] = []
  readonly generations = new Map<string, number>()
  readonly granted = new Map<string, { payload: Buffer; lease: Uint8Array }>()
  readonly confirmed = new Set<LeaseId>()
  readonly issued = new Map<LeaseId, string>()
  readonly faults: Fault[] = []
  readonly received: { path: string; body: string; headers: IncomingMessage['headers'] }[] = []
  readonly #server: Server
  url = ''

  constructor(seed = 'vendor') {
    this.entropy = new SeededEntropy(seed)
    this.root = privateKeyOfSeed(this.entropy.bytes(32))
    this.issuing = privateKeyOfSeed(this.entropy.bytes(32))
    this.productKey = makeProductKey(this.entropy)
    this.serial = makeSerial(this.entropy)
    this.otherSerial = makeSerial(this.entropy)
    this.content = {
      version: 1,
      issuedAt: from,
      title: 'Example Systems',
      keys: [this.root, this.issuing].map((key) => this.trustKey(key)),
      roles: {
        root: { keys: [this.root.thumbprint], threshold: 1, algorithms: ['ed25519'] },
        issuing: [
          { products: 'all', keys: [this.issuing.thumbprint], threshold: 1, algorithms: ['ed25519'] },
        ],
        time: { keys: [], threshold: 1, algorithms: ['ed25519'] },
        typedCode: { keys: [], threshold: 1, algorithms: ['ed25519'] },
        site: { keys: [], threshold: 1, algorithms: ['ed25519'] },
      },
      revoked: [],
      disregard: [],
    }
    const payload = formatTrust(this.content)
    this.rootId = rootOf(payload)
    this.trust.push(signEnvelope('trust', payload, [{ key: this.root }]))
    this.#server = createServer((request, response) => void this.#serve(request, response))
  }

  trustKey(key: PrivateKey) {
    return { id: key.thumbprint, algorithm: 'ed25519', public: spkiOfRaw(key.publicRaw), from }
  }

  /** Version 1 as people hand it over. */
  get trustText(): string {
    return formatArmour('trust', this.trust[0] as Envelope)
  }

  /** The next bundle of the chain. */
  addTrust(change: Partial<TrustContent>): void {
    this.content = { ...this.content, ...change, version: this.content.version + 1, root: this.rootId }
    this.trust.push(signEnvelope('trust', formatTrust(this.content), [{ key: this.root }]))
  }

  /** A new issuing key; the old one is revoked. */
  rotateKey(reason = 'key lost'): void {
    const old = this.issuing
    this.issuing = privateKeyOfSeed(this.entropy.bytes(32))
    this.addTrust({
      keys: [...this.content.keys, this.trustKey(this.issuing)],
      roles: {
        ...this.content.roles,
        issuing: [
          { products: 'all', keys: [this.issuing.thumbprint], threshold: 1, algorithms: ['ed25519'] },
        ],
      },
      revoked: [...this.content.revoked, { key: old.thumbprint, reason, at: this.now, compromised: false }],
    })
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    return this
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** A request file's answer file. */
  async answerText(text: string): Promise<string> {
    const parsed = parseArmour(text)
    if (parsed.kind === 'refused') throw new Error(parsed.code)
    const parts: string[] = []
    for (const block of parsed.blocks) {
      if (block.kind === 'receipt') await this.#receipt(block.envelope)
      if (block.kind === 'release') await this.#release(block.envelope)
      if (block.kind !== 'request') continue
      const decided = await this.decide(block.envelope, [])
      if (decided.kind === 'refused') parts.push(`${decided.code}: refused.`)
      else
        parts.push(
          ...decided.trust.map((envelope) => formatArmour('trust', envelope)),
          formatArmour('lease', decided.lease),
        )
    }
    return parts.join('\n')
  }

  async decide(
    envelope: Envelope,
    receipts: readonly Envelope[],
  ): Promise<{ kind: 'granted'; lease: Envelope; trust: Envelope[]; acknowledged: LeaseId[] } | Refusal> {
    const verified = await verifyRequest(envelope)
    if (verified.kind === 'refused') return verified
    const { request, payload } = verified
    if (request.root !== this.rootId) return refuse('OTHER_VENDOR')
    const device = request.device.key
    const trust = this.trust.slice(request.trust ?? 0)
    const acknowledged: LeaseId[] = []
    for (const receipt of receipts) acknowledged.push(...(await this.#receipt(receipt)))
    const known = this.granted.get(device + request.id)
    const held = this.seats.find((seat) => seat.device === device && seat.serial === request.serial)
    if (known !== undefined && !known.payload.equals(payload)) return refuse('REQUEST_REUSED')
    if (known !== undefined && held !== undefined)
      return { kind: 'granted', lease: this.#sign(known.lease), trust, acknowledged }
    const last = Math.max(
      0,
      ...this.seats.map((seat) => (seat.serial === request.serial ? seat.sequenceReleased : 0)),
    )
    if (request.sequence < last) return refuse('REQUEST_OVERTAKEN', { sequence: last })
    if (this.refusing !== null) return this.refusing
    if (request.serial !== this.serial && request.serial !== this.otherSerial) return refuse('SERIAL_UNKNOWN')
    const orderKey = productKeySigner(this.productKey, this.product).thumbprint
    if (request.action === 'activate' && verified.productKey?.publicKey.thumbprint !== orderKey)
      return refuse('PRODUCT_KEY_WRONG')
    if (request.action === 'renew' && held === undefined) return refuse('LEASE_UNKNOWN')
    const taken = this.seats.filter((seat) => seat.device !== null && seat.serial === request.serial).length
    if (held === undefined && taken >= this.seatsMax)
      return refuse('SEATS_EXHAUSTED', { seatsMax: this.seatsMax })
    const lease = this.#compose(request, acknowledged, held)
    this.granted.set(device + request.id, { payload: Buffer.from(payload), lease })
    const envelopeOfLease = this.#sign(lease)
    this.issued.set((JSON.parse(Buffer.from(lease).toString()) as { id: LeaseId }).id, device)
    return { kind: 'granted', lease: envelopeOfLease, trust, acknowledged }
  }

  #compose(request: Request, acknowledged: LeaseId[], held: Seat | undefined): Uint8Array {
    const device = request.device.key
    const seat = held ?? {
      id: makeId('sea', this.entropy),
      device,
      serial: request.serial,
      sequenceReleased: 0,
    }
    if (held === undefined) this.seats.push(seat)
    const generation = 1 + Math.max(this.generations.get(device) ?? 0, request.generation)
    this.generations.set(device, generation)
    return formatLease({
      root: this.rootId,
      id: makeId('lse', this.entropy),
      generation,
      answers: request.id,
      acknowledges: acknowledged,
      licence: makeLicenceId(this.entropy),
      order: '2026-0117',
      seat: seat.id,
      product: this.product,
      edition: 'standard',
      releases: [{ from: 100, below: 300 }],
      serial: request.serial,
      productKey: productKeySigner(this.productKey, this.product).thumbprint,
      holder: 'Harbour Office of Westmark',
      device: {
        key: device,
        fingerprints: request.device.fingerprints.map(({ salt, parts }) => ({
          salt,
          parts: parts.map((part) => ({ ...part, weight: fingerprintWeights[part.name] ?? 1 })),
        })),
      },
      term: { kind: 'perpetual' },
      renewal: { kind: 'none' },
      reminderDays: 30,
      graceDays: 14,
      policies: { personalisation: 'warn', export: 'enforce', theme: 'observe' },
      issuedAt: this.now,
      trust: this.content.version,
      ...this.terms,
    })
  }

  #sign(lease: Uint8Array): Envelope {
    return signEnvelope('lease', lease, [{ key: this.issuing }])
  }

  async #receipt(envelope: Envelope): Promise<LeaseId[]> {
    const verified = await verifyReceipt(envelope)
    if (verified.kind === 'refused') return []
    const { lease } = verified.receipt
    if (this.issued.get(lease) !== verified.deviceKey.thumbprint) return []
    this.confirmed.add(lease)
    return [lease]
  }

  async #release(envelope: Envelope): Promise<Answered> {
    const verified = await verifyRelease(envelope)
    if (verified.kind === 'refused') return problemOf(verified)
    const { statement } = verified
    const seat = this.seats.find(
      (each) => each.device === statement.device.key && each.serial === statement.serial,
    )
    const later = [...this.granted.keys()].some((key) => key.startsWith(statement.device.key))
      ? this.lastSequence(statement.device.key)
      : 0
    if (statement.sequence < later) return problemOf(refuse('RELEASE_OVERTAKEN', { sequence: later }))
    if (seat !== undefined) Object.assign(seat, { device: null, sequenceReleased: statement.sequence })
    return {
      status: 200,
      body: {
        released: { lease: 'lse_00000000000000000000000000', at: '2026-03-01T08:30:00Z' },
        acknowledged: [],
      },
    }
  }

  lastSequence(device: string): number {
    const sequences = [...this.granted].flatMap(([key, { payload }]) =>
      key.startsWith(device) ? [(JSON.parse(payload.toString()) as { sequence: number }).sequence] : [],
    )
    return Math.max(0, ...sequences)
  }

  async #answer(path: string, body: unknown): Promise<Answered> {
    const { request, receipts, receipt, release } = body as {
      request: Envelope
      receipts?: Envelope[]
      receipt: Envelope
      release: Envelope
    }
    if (path.startsWith('/v1/advice/'))
      return this.advising === null
        ? problemOf(refuse('NOT_FOUND'))
        : { status: 200, body: this.advising as object }
    if (path.startsWith('/v1/trust')) return { status: 200, body: { bundles: this.trust } }
    if (path === '/v1/receipt') return { status: 200, body: { acknowledged: await this.#receipt(receipt) } }
    if (path === '/v1/release') return this.#release(release)
    const decided = await this.decide(request, receipts ?? [])
    if (decided.kind === 'refused') return problemOf(decided)
    const { lease, trust, acknowledged } = decided
    return { status: 200, body: { lease, trust, acknowledged } }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString('utf8')
    const path = request.url ?? ''
    this.received.push({ path, body, headers: request.headers })
    const fault = this.faults.shift()
    if (fault === 'hang') return
    if (fault === 'redirect')
      return send(response, { status: 307, body: '', headers: { location: `${this.url}/elsewhere` } })
    if (fault === 'garbage')
      return send(response, { status: 200, body: '<html>Welcome to the guest network</html>' })
    if (fault === 'empty-object') return send(response, { status: 200, body: {} })
    if (fault === 'bare-503') return send(response, { status: 503, body: 'busy' })
    if (fault === 'huge') return sendHuge(response)
    if (fault === 'retry-later')
      return send(response, {
        ...problemOf(refuse('SERVER_OVERLOADED')),
        status: 503,
        headers: { 'retry-after': '7' },
      })
    if (typeof fault === 'object')
      return send(response, {
        status: fault.status,
        body: fault.problem,
        headers: { 'content-type': 'application/problem+json', ...fault.headers },
      })
    const answered = await this.#answer(path, body === '' ? {} : JSON.parse(body))
    if (fault === 'lose-reply') return void request.socket.destroy()
    if (fault === 'cut-reply') {
      const text = JSON.stringify(answered.body)
      response.writeHead(answered.status, {
        'content-type': 'application/json',
        'content-length': text.length,
      })
      response.write(text.slice(0, text.length / 2), () => request.socket.destroy())
      return
    }
    send(response, answered)
  }
}

function problemOf(refusal: Refusal): Answered {
  const { code, facts } = refusal
  const body = {
    type: 'about:blank',
    title: `Refused: ${code}`,
    status: 409,
    code,
    facts,
    userAction: 'Ask the administrator.',
    adminAction: 'Look at the order.',
    supportCode: 'X',
  }
  return { status: 409, body, headers: { 'content-type': 'application/problem+json' } }
}

function send(response: ServerResponse, { status, body, headers }: Answered): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

// Announces nothing and never ends by itself: only a bound on the reader's side stops it.
function sendHuge(response: ServerResponse): void {
  const chunk = Buffer.alloc(1_000_000, 0x20)
  response.writeHead(200, { 'content-type': 'application/json' })
  const more = () => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', more)
  }
  more()
}
