// What a product pays for asking about its licence, and a person for asking the command line.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Clock } from '@holdfast/capabilities'
import { openLicence } from '@holdfast/device'
import { formatArmour, verifyLease, verifyTrust, type Envelope } from '@holdfast/lease'
import type { ServerProcess } from '../load/server-process.ts'
import type { LoadOrder } from '../load/signed-requests.ts'

export type DeviceFigures = {
  readonly verifyLeaseMs: number
  readonly stateMs: number
  /** Verifying the lease and computing the state. */
  readonly verifyAndStateMs: number
  /** Median of whole processes, compile cache warm. */
  readonly statusProcessMs: number
}

const bin = fileURLToPath(new URL('../../apps/device-cli/bin/holdfast-device.js', import.meta.url))
const warmUps = 200
const measured = 2000
const processes = 15

export async function measureDevice(
  server: ServerProcess,
  order: LoadOrder,
  options: { readonly folder: string; readonly clock: Clock },
): Promise<DeviceFigures> {
  const dir = join(options.folder, 'device')
  mkdirSync(dir)
  const { bundles } = (await server.call('GET', '/v1/trust?above=0')).body as { bundles: [Envelope] }
  const trust = verifyTrust(bundles[0], null)
  if (trust.kind === 'refused') throw new Error(trust.code)
  const licence = openLicence({
    product: order.product,
    dir,
    trust: formatArmour('trust', bundles[0]),
    release: order.release,
    facts: { 'machine-id': 'bench' },
  })
  const activated = await licence.activate({
    serial: order.serial,
    key: order.productKey,
    server: server.url,
  })
  if (activated.kind === 'refused') throw new Error(activated.code)
  const asked = { trust: trust.bundle, product: order.product, device: activated.lease.device.key }
  const lease = await fetchLease(licence, activated.lease.id)
  const timed = (run: () => void) => {
    for (let index = 0; index < warmUps; index++) run()
    const startedMs = options.clock.monotonicMs()
    for (let index = 0; index < measured; index++) run()
    return (options.clock.monotonicMs() - startedMs) / measured
  }
  const verifyLeaseMs = timed(() => {
    const verdict = verifyLease({
      ...asked,
      envelope: lease,
      as: { kind: 'held', issuedUnder: trust.bundle },
    })
    if (verdict.kind === 'refused') throw new Error(verdict.code)
  })
  const stateMs = timed(() => {
    if (licence.state().kind !== 'licensed') throw new Error('not licensed')
  })
  const statusProcessMs = medianStatusMs(dir, options.clock)
  return { verifyLeaseMs, stateMs, verifyAndStateMs: verifyLeaseMs + stateMs, statusProcessMs }
}

/** The envelope of the lease held, as the device itself hands it out in a renewal request. */
async function fetchLease(licence: ReturnType<typeof openLicence>, id: string): Promise<Envelope> {
  const asked = await licence.request({ action: 'renew' })
  if (asked.kind === 'refused') throw new Error(asked.code)
  const base64 = asked.text
    .split('\n')
    .filter((line) => /^[A-Za-z0-9+/=]+$/.test(line))
    .join('')
  const request = JSON.parse(Buffer.from(base64, 'base64').toString('utf8').split('}{')[0]!) as Envelope
  const payload = JSON.parse(Buffer.from(request.payload, 'base64').toString('utf8')) as {
    held: Envelope | null
  }
  if (payload.held === null) throw new Error(`the request does not carry the lease ${id}`)
  return payload.held
}

function medianStatusMs(dir: string, clock: Clock): number {
  const times = Array.from({ length: processes + 2 }, () => {
    const startedMs = clock.monotonicMs()
    const ended = spawnSync(process.execPath, [bin, 'status', '--dir', dir], { encoding: 'utf8' })
    if (ended.status !== 0) throw new Error(ended.stderr)
    return clock.monotonicMs() - startedMs
  })
  // The first two fill the compile cache.
  return times.slice(2).toSorted((a, b) => a - b)[Math.floor(processes / 2)]!
}
