// Activations and renewals over HTTP against real server processes, with durable commits.
import type { Clock, Entropy } from '@holdfast/capabilities'
import type { Envelope } from '@holdfast/lease'
import { postBytes, sendAll, type LoadAnswer } from '../load/connections.ts'
import type { ServerProcess } from '../load/server-process.ts'
import { makeDevices, signRequest, type LoadDevice, type LoadOrder } from '../load/signed-requests.ts'
import { boundOf, type SignatureBound, type SignatureBurst, type SignatureMeter } from './bounds.ts'
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
export type BothFigures = { readonly activate: ExchangeFigures; readonly renew: ExchangeFigures }

export type Load = { readonly server: ServerProcess; readonly order: LoadOrder; readonly entropy: Entropy }
export type LoadTools = { readonly clock: Clock; readonly meter: SignatureMeter }

/**
 * The load comes in so many pieces, each behind a burst of signatures; and few, because where one begins and ends not every
 * connection is busy.
 */
const pieces = 4
export const benchConnections = 64
const path = { activate: '/v1/activate', renew: '/v1/renew' } as const
type Action = keyof typeof path

/**
 * Activates `count` new devices at each server, and renews each piece of them before the next is made: so none is kept
 * longer, and servers that are compared take turns on a machine whose speed drifts. `warmUp` devices before are not measured.
 */
export async function benchExchanges(
  tools: LoadTools,
  loads: readonly Load[],
  options: { readonly count: number; readonly warmUp: number },
): Promise<readonly BothFigures[]> {
  for (const load of loads)
    for (let piece = 0; piece < pieces; piece++)
      await runPiece(tools, load, Math.ceil(options.warmUp / pieces), newTallies())
  const measured = loads.map((load) => ({ load, tallies: newTallies() }))
  for (let piece = 0; piece < pieces; piece++)
    for (const { load, tallies } of measured)
      await runPiece(tools, load, Math.ceil(options.count / pieces), tallies)
  return measured.map(({ tallies }) => ({
    activate: figuresOf(tallies.activate),
    renew: figuresOf(tallies.renew),
  }))
}

type Tally = {
  readonly bursts: SignatureBurst[]
  readonly milliseconds: number[]
  cpuMicros: number
  elapsedMs: number
}

function newTallies(): { readonly [action in Action]: Tally } {
  const tally = (): Tally => ({ bursts: [], milliseconds: [], cpuMicros: 0, elapsedMs: 0 })
  return { activate: tally(), renew: tally() }
}

async function runPiece(
  tools: LoadTools,
  load: Load,
  count: number,
  tallies: { readonly [action in Action]: Tally },
): Promise<void> {
  const devices = makeDevices(count, load.entropy)
  for (const action of ['activate', 'renew'] as const)
    await measure(tools, load, { devices, action, tally: tallies[action] })
}

async function measure(
  { clock, meter }: LoadTools,
  { server, order, entropy }: Load,
  { devices, action, tally }: { devices: readonly LoadDevice[]; action: Action; tally: Tally },
): Promise<void> {
  const requests = devices.map((device) => {
    const request = signRequest(device, order, { action, now: clock.now(), entropy })
    return postBytes(path[action], server.target, JSON.stringify({ request }))
  })
  tally.bursts.push(await meter.measure())
  const [cpuBefore, startedMs] = [cpuMicrosOf(server.pid), clock.monotonicMs()]
  const answers = await sendAll(requests, { target: server.target, connections: benchConnections, clock })
  tally.elapsedMs += clock.monotonicMs() - startedMs
  tally.cpuMicros += cpuMicrosOf(server.pid) - cpuBefore
  for (const [index, answer] of answers.entries()) tally.milliseconds.push(take(answer, devices[index]!))
}

function figuresOf({ bursts, milliseconds, cpuMicros, elapsedMs }: Tally): ExchangeFigures {
  const sorted = milliseconds.toSorted((one, other) => one - other)
  const count = sorted.length
  const at = (part: number) => sorted[Math.min(count - 1, Math.floor(count * part))]!
  return {
    count,
    bound: boundOf(bursts),
    perSecond: (count * 1000) / elapsedMs,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    serverCpuMicros: cpuMicros / count,
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
