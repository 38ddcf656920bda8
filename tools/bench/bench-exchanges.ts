// Activations and renewals over HTTP against a real server process, with durable commits.
import type { Clock, Entropy } from '@holdfast/capabilities'
import type { Envelope } from '@holdfast/lease'
import { postBytes, sendAll, type LoadAnswer } from '../load/connections.ts'
import type { ServerProcess } from '../load/server-process.ts'
import { makeDevices, signRequest, type LoadDevice, type LoadOrder } from '../load/signed-requests.ts'
import type { SignatureBound, SignatureMeter } from './bounds.ts'
import { cpuMicrosOf } from './cpu-time.ts'

export type ExchangeFigures = {
  readonly count: number
  /** What the machine could do meanwhile. */
  readonly bound: SignatureBound
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
  readonly meter: SignatureMeter
}

/**
 * The load comes in so many pieces, each behind a burst of signatures; and few, because where one begins and ends not every
 * connection is busy. More devices would not help: all of them are kept for their renewals, and then this process itself stops
 * to collect its garbage.
 */
const pieces = 4
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
  const { server, order, clock, entropy, meter } = load
  const milliseconds: number[] = []
  let [cpuMicros, elapsedMs] = [0, 0]
  for (const piece of inPieces(devices)) {
    const requests = piece.map((device) => {
      const request = signRequest(device, order, { action, now: clock.now(), entropy })
      return postBytes(path[action], server.target, JSON.stringify({ request }))
    })
    await meter.measure()
    const [cpuBefore, startedMs] = [cpuMicrosOf(server.pid), clock.monotonicMs()]
    const answers = await sendAll(requests, { target: server.target, connections: benchConnections, clock })
    elapsedMs += clock.monotonicMs() - startedMs
    cpuMicros += cpuMicrosOf(server.pid) - cpuBefore
    milliseconds.push(...answers.map((answer, index) => take(answer, piece[index]!)))
  }
  milliseconds.sort((one, other) => one - other)
  const at = (part: number) =>
    milliseconds[Math.min(milliseconds.length - 1, Math.floor(milliseconds.length * part))]!
  return {
    count: devices.length,
    bound: meter.take(),
    perSecond: (devices.length * 1000) / elapsedMs,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    serverCpuMicros: cpuMicros / devices.length,
  }
}

function inPieces<T>(list: readonly T[]): readonly (readonly T[])[] {
  const size = Math.ceil(list.length / pieces)
  return Array.from({ length: pieces }, (_, at) => list.slice(at * size, (at + 1) * size)).filter(
    (piece) => piece.length > 0,
  )
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
