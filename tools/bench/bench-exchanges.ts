// Activations and renewals over HTTP against a real server process, with durable commits.
import type { Clock, Entropy } from '@holdfast/capabilities'
import type { Envelope } from '@holdfast/lease'
import { postBytes, sendAll, type LoadAnswer } from '../load/connections.ts'
import type { ServerProcess } from '../load/server-process.ts'
import { makeDevices, signRequest, type LoadDevice, type LoadOrder } from '../load/signed-requests.ts'
import { cpuMicrosOf } from './cpu-time.ts'

export type ExchangeFigures = {
  readonly count: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly serverCpuMicros: number
}

type Load = {
  readonly server: ServerProcess
  readonly order: LoadOrder
  readonly clock: Clock
  readonly entropy: Entropy
}

export const benchConnections = 64
const path = { activate: '/v1/activate', renew: '/v1/renew' } as const

/** Activates `count` new devices, then renews them; the first `warmUp` of them are not measured. */
export async function benchExchanges(
  load: Load,
  options: { readonly count: number; readonly warmUp: number },
): Promise<{ readonly activate: ExchangeFigures; readonly renew: ExchangeFigures }> {
  const warm = makeDevices(options.warmUp, load.entropy)
  await measure(load, warm, 'activate')
  await measure(load, warm, 'renew')
  const devices = makeDevices(options.count, load.entropy)
  const activate = await measure(load, devices, 'activate')
  const renew = await measure(load, devices, 'renew')
  return { activate, renew }
}

async function measure(
  load: Load,
  devices: readonly LoadDevice[],
  action: 'activate' | 'renew',
): Promise<ExchangeFigures> {
  const { server, order, clock, entropy } = load
  const requests = devices.map((device) => {
    const request = signRequest(device, order, { action, now: clock.now(), entropy })
    return postBytes(path[action], server.target, JSON.stringify({ request }))
  })
  const cpuBefore = cpuMicrosOf(server.pid)
  const startedMs = clock.monotonicMs()
  const answers = await sendAll(requests, { target: server.target, connections: benchConnections, clock })
  const seconds = (clock.monotonicMs() - startedMs) / 1000
  const serverCpuMicros = (cpuMicrosOf(server.pid) - cpuBefore) / requests.length
  const milliseconds = answers.map((answer, index) => take(answer, devices[index]!)).toSorted((a, b) => a - b)
  const at = (part: number) =>
    milliseconds[Math.min(milliseconds.length - 1, Math.floor(milliseconds.length * part))]!
  return {
    count: requests.length,
    perSecond: requests.length / seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    serverCpuMicros,
  }
}

function take(answer: LoadAnswer | null, device: LoadDevice): number {
  if (answer?.status !== 200) throw new Error(`not granted: ${answer?.status} ${answer?.body}`)
  const { lease } = JSON.parse(answer.body) as { lease: Envelope }
  const { generation } = JSON.parse(Buffer.from(lease.payload, 'base64').toString('utf8')) as {
    generation: number
  }
  device.held = lease
  device.generation = generation
  return answer.milliseconds
}
