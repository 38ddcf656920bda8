// A server in this process, on real books and a real port, and devices that sign what they send.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Instant } from '@holdfast/capabilities'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import {
  formatReceipt,
  formatRelease,
  formatRequest,
  makeRequestId,
  parseEnvelopeValue,
  parseLease,
  parseProductKey,
  privateKeyOfSeed,
  productKeySigner,
  productKeyId,
  selfKeyId,
  signEnvelope,
  type Envelope,
  type Lease,
  type PrivateKey,
  type Request,
  type SerialNumber,
} from '@holdfast/lease'
import { startPostgres, type PostgresForTests } from '@holdfast/store/testing'
import { composeServer, type ComposedServer } from '../src/compose.ts'
import type { ServerConfig } from '../src/config/server-config.ts'
import { serviceTimeDefault } from '../src/config/service-time-config.ts'
import { watchConfigDefault } from '../src/config/watch-config.ts'
import type { Log } from '../src/log.ts'

export const engines = ['sqlite', 'postgres'] as const
export type EngineName = (typeof engines)[number]
export const startMoment = '2026-03-01T08:30:00Z'
export const adminToken = 'tests-administrator-token-0001'

/** New folders and, where asked, databases; `remove` takes all of them away. */
export async function openGround(engine: EngineName) {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-server-'))
  const postgres: PostgresForTests | null = engine === 'postgres' ? await startPostgres() : null
  return {
    folder,
    async database(name: string): Promise<ServerConfig['database']> {
      if (postgres !== null) return { kind: 'postgres', url: await postgres.url(name) }
      return { kind: 'sqlite', file: join(folder, name, 'holdfast.sqlite') }
    },
    async remove() {
      await postgres?.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
export type Ground = Awaited<ReturnType<typeof openGround>>

export function configFor(dataFolder: string, changes: Partial<ServerConfig> = {}): ServerConfig {
  return {
    dataFolder,
    host: '127.0.0.1',
    port: 0,
    url: null,
    trustProxy: false,
    database: { kind: 'sqlite', file: join(dataFolder, 'holdfast.sqlite') },
    adminToken,
    keySecret: null,
    tls: null,
    vendor: 'Example Systems',
    logLevel: 'silent',
    watch: watchConfigDefault,
    webhookTargets: 'https',
    serviceTime: serviceTimeDefault,
    mail: null,
    ...changes,
  }
}

/** Answers are looked into by tests, not believed. */
type Json = ReturnType<typeof JSON.parse>

export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: Json
}
export type TestServer = {
  readonly server: ComposedServer
  readonly clock: ManualClock
  readonly address: string
  send(method: string, path: string, body?: unknown, headers?: { [name: string]: string }): Promise<Answer>
  /** Sends with the administrator token and expects 200. */
  ask(method: string, path: string, body?: unknown): Promise<Json>
  close(): Promise<void>
}

export async function startServer(options: {
  readonly ground: Ground
  readonly name: string
  readonly database?: ServerConfig['database']
  readonly clock?: ManualClock
  readonly config?: Partial<ServerConfig>
  readonly logger?: Log
  readonly exchangesThreaded?: boolean
}): Promise<TestServer> {
  const clock = options.clock ?? new ManualClock(startMoment)
  const database = options.database ?? (await options.ground.database(options.name))
  const config = configFor(join(options.ground.folder, options.name), { database, ...options.config })
  const entropy = new SeededEntropy(`server ${options.name}`)
  const logger = options.logger === undefined ? {} : { logger: options.logger }
  const exchangesThreaded = options.exchangesThreaded ?? false
  const server = await composeServer({ config, clock, entropy, exchangesThreaded, ...logger })
  const address = await server.listen()
  const send: TestServer['send'] = (method, path, body, headers) =>
    sendTo(address, method, path, body, headers)
  return {
    server,
    clock,
    address,
    send,
    async ask(method, path, body) {
      const answer = await send(method, path, body, { authorization: `Bearer ${adminToken}` })
      if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
      return answer.json
    },
    close: () => server.close(),
  }
}

export async function sendTo(
  address: string,
  method: string,
  path: string,
  body?: unknown,
  headers: { [name: string]: string } = {},
): Promise<Answer> {
  const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body)
  const type = text === undefined ? {} : { 'content-type': 'application/json' }
  const init = { method, headers: { ...type, ...headers }, ...(text === undefined ? {} : { body: text }) }
  const response = await fetch(address + path, init)
  const answered = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return {
    status: response.status,
    headers: response.headers,
    text: answered,
    json: isJson ? JSON.parse(answered) : null,
  }
}

export type Sold = { readonly serial: SerialNumber; readonly productKey: string; readonly order: Json }

let orders = 0
/** A product with two releases, a customer and an order. */
export async function sell(
  server: TestServer,
  wanted: { seats?: number; term?: object; line?: object } = {},
): Promise<Sold> {
  orders += 1
  const authorization = `Bearer ${adminToken}`
  await server.send(
    'POST',
    '/v1/products',
    { id: 'cmge', title: 'Civic Machine Graphical Environment' },
    { authorization },
  )
  const customer = await server.ask('POST', '/v1/customers', { name: 'Harbour Office of Westmark' })
  const added = await server.ask('POST', '/v1/orders', {
    number: `2026-${String(orders).padStart(4, '0')}`,
    customer: customer.id,
    lines: [
      {
        product: 'cmge',
        seats: wanted.seats ?? 3,
        term: wanted.term ?? { kind: 'perpetual' },
        ...wanted.line,
      },
    ],
  })
  return { serial: added.serials[0], productKey: added.productKeys[0].productKey, order: added.order }
}

/** A device with its key; it counts its own sequence and remembers its lease. */
export class TestDevice {
  readonly key: PrivateKey
  readonly entropy: SeededEntropy
  readonly server: TestServer
  sequence = 0
  lease: Lease | null = null
  held: Envelope | null = null

  constructor(server: TestServer, name: string) {
    this.server = server
    this.entropy = new SeededEntropy(`device ${name}`)
    this.key = privateKeyOfSeed(this.entropy.bytes(32))
  }

  get self() {
    return { key: this.key, keyid: selfKeyId(this.key.publicRaw) }
  }

  request(serial: SerialNumber, changes: Partial<Request> = {}): Request {
    this.sequence += 1
    return {
      root: this.server.server.keys.newest.root,
      id: makeRequestId(this.entropy),
      sequence: this.sequence,
      action: 'activate',
      product: 'cmge',
      release: { name: 'V0-H', ordinal: 200 },
      serial,
      device: { key: this.key.thumbprint, name: 'front-desk-7', fingerprints: [] },
      held: this.held,
      generation: this.lease?.generation ?? 0,
      receipts: [],
      trust: 1,
      clock: { wall: this.server.clock.now() },
      ...changes,
    }
  }

  /** Signed by the device, and by the product key where one is given. */
  sign(request: Request, productKey?: string): Envelope {
    const signers = [this.self]
    if (productKey !== undefined) {
      const parsed = parseProductKey(productKey)
      if (parsed.kind === 'refused') throw new Error(parsed.code)
      const key = productKeySigner(parsed.key, request.product)
      signers.push({ key, keyid: productKeyId(key.publicRaw) })
    }
    return signEnvelope('request', formatRequest(request), signers)
  }

  activation(sold: Pick<Sold, 'serial' | 'productKey'>, changes: Partial<Request> = {}): Envelope {
    return this.sign(this.request(sold.serial, changes), sold.productKey)
  }

  /** Keeps the lease of an answer, as an honest device would. */
  keep(answer: Answer): Lease {
    if (answer.status !== 200) throw new Error(answer.text)
    this.held = answer.json.lease as Envelope
    this.lease = leaseOf(answer.json.lease)
    return this.lease
  }

  async activate(sold: Pick<Sold, 'serial' | 'productKey'>): Promise<Lease> {
    return this.keep(await this.server.send('POST', '/v1/activate', { request: this.activation(sold) }))
  }

  receipt(lease: Lease): Envelope {
    const { root, id, generation, product } = lease
    const appliedAt = this.server.clock.now()
    const payload = formatReceipt({
      root,
      lease: id,
      generation,
      product,
      device: { key: this.key.thumbprint },
      appliedAt,
    })
    return signEnvelope('receipt', payload, [this.self])
  }

  release(): Envelope {
    if (this.lease === null || this.held === null) throw new Error('nothing to release')
    this.sequence += 1
    const { root, product, serial } = this.lease
    const payload = formatRelease({
      root,
      id: makeRequestId(this.entropy),
      sequence: this.sequence,
      product,
      serial,
      device: { key: this.key.thumbprint },
      held: this.held,
      releasedAt: this.server.clock.now(),
    })
    return signEnvelope('release', payload, [this.self])
  }
}

/** Of each answer to an activation: `lease`, or the code of its refusal. */
export function codesOf(answers: readonly Answer[]): string[] {
  return answers.map((answer) => (answer.status === 200 ? 'lease' : (answer.json.code as string)))
}

export function leaseOf(envelope: unknown): Lease {
  const opened = parseEnvelopeValue(envelope, 'lease')
  if (opened.kind === 'refused') throw new Error(opened.code)
  const parsed = parseLease(opened.payload)
  if (parsed.kind === 'refused') throw new Error(parsed.code)
  return parsed.lease
}

export function secondsAfter(moment: Instant, seconds: number): Instant {
  return (moment + seconds) as Instant
}
