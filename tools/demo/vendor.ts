// The vendor of the demonstration: the real server, listening on loopback, under the clock that it is handed.
import { watchRulesDefault } from '@holdfast/fleet'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock, Entropy } from '@holdfast/capabilities'
import { formatArmour, type Envelope, type Release } from '@holdfast/lease'
import { composeServer } from '@holdfast/server/compose'

export type Vendor = {
  readonly product: string
  readonly url: string
  /** Armoured trust bundle, as a product ships with it. */
  readonly trust: string
  readonly label: { readonly serial: string; readonly key: string; readonly server: string }
  answerOffline(text: string): Promise<string>
  /** Any operation, as an administrator. Rejects with status and problem where it was refused. */
  ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<never>
  countSeatsTaken(): Promise<number>
  /** `intact`, or what is broken. */
  verifyAudit(): Promise<string>
  close(): Promise<void>
}

export async function openVendor(options: {
  readonly folder: string
  readonly clock: Clock
  readonly entropy: Entropy
  readonly seats: number
  readonly releases: readonly Release[]
  /** What was entered for the order; default: perpetual. */
  readonly term?: object
}): Promise<Vendor> {
  const { folder, clock, entropy } = options
  const server = await composeServer({
    config: {
      dataFolder: folder,
      host: '127.0.0.1',
      port: 0,
      url: null,
      trustProxy: false,
      database: { kind: 'sqlite', file: join(folder, 'holdfast.sqlite') },
      adminToken: null,
      keySecret: null,
      tls: null,
      vendor: 'Example Systems',
      logLevel: 'warn',
      watch: { rules: watchRulesDefault, atSeconds: 3 * 3600 },
      webhookTargets: 'https',
      serviceTime: { calendar: 'every-day', promises: { firstResponse: null, resolution: null } },
      mail: null,
    },
    clock,
    entropy,
  })
  const url = await server.listen()
  const { send, post, get } = callerOf(url, folder)

  const product = 'cmge'
  await post('/v1/products', { id: product, title: 'Civic Machine Graphical Environment' })
  for (const release of options.releases) await post(`/v1/products/${product}/releases`, release)
  const customer: { id: string } = await post('/v1/customers', { name: 'Harbour Office of Westmark' })
  const added: { serials: string[]; productKeys: { productKey: string }[] } = await post('/v1/orders', {
    number: '2018-0702',
    customer: customer.id,
    lines: [
      {
        product,
        seats: options.seats,
        term: options.term ?? { kind: 'perpetual' },
        renewal: { kind: 'none' },
      },
    ],
  })
  const serial = added.serials[0]!
  const trust: { bundles: Envelope[] } = await get('/v1/trust?above=0')
  return {
    product,
    url,
    trust: trust.bundles.map((bundle) => formatArmour('trust', bundle)).join('\n'),
    label: { serial, key: added.productKeys[0]!.productKey, server: url },
    ask: (method, path, body) => (method === 'GET' ? get(path) : post(path, body ?? {})),
    answerOffline: (text) => send('/v1/offline', text, 'text/plain'),
    countSeatsTaken: async () => ((await get(`/v1/serials/${serial}`)) as { taken: number }).taken,
    verifyAudit: async () => {
      const verdict = await server.store.verifyAudit()
      return verdict.kind === 'whole' ? 'intact' : JSON.stringify(verdict)
    },
    close: () => server.close(),
  }
}

/** Operations as an administrator: by the token that the first start wrote. Each rejects where it was refused. */
function callerOf(url: string, folder: string) {
  const token = readFileSync(join(folder, 'admin-token'), 'utf8').trim()
  const authorization = `Bearer ${token}`
  const send = async (path: string, body: string | undefined, type: string) => {
    const answer = await fetch(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
    return text
  }
  const post = async (path: string, body: unknown) =>
    JSON.parse(await send(path, JSON.stringify(body), 'application/json')) as never
  const get = async (path: string) => JSON.parse(await send(path, undefined, '')) as never
  return { send, post, get }
}
