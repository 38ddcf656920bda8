import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Clock } from '@holdfast/capabilities'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import type { Envelope } from '@holdfast/lease'
import { postBytes, sendAll, type LoadAnswer } from '../load/connections.ts'
import { addLoadOrder, startServer, type ServerProcess } from '../load/server-process.ts'
import { makeDevices, signRequest, type LoadOrder } from '../load/signed-requests.ts'

export type KillsReport = {
  readonly kills: number
  readonly acknowledged: number
  readonly seats: number
  readonly devices: number
  /** What was promised and not kept, in words; empty where every promise held. */
  readonly broken: readonly string[]
}

export type KillsOptions = {
  readonly folder: string
  readonly kills: number
  readonly seed: string
  readonly clock: Clock
  readonly databaseUrl?: string
  readonly progress?: (line: string) => void
}

const seatsPerKill = 60
const devicesPerKill = 80
const connections = 32
const bin = fileURLToPath(new URL('../../apps/server/bin/holdfast.js', import.meta.url))

/**
 * `kills` rounds: the server starts, devices activate over 32 connections (new ones, unanswered ones and some that were
 * answered before), and at an answer drawn by chance the process is killed. In the end every request is repeated.
 */
export async function runKills(options: KillsOptions): Promise<KillsReport> {
  const entropy = new SeededEntropy(options.seed)
  const seats = seatsPerKill * options.kills
  const start = () =>
    startServer({
      folder: options.folder,
      ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
    })
  const first = await start()
  const order = await addLoadOrder(first, { name: `soak ${options.seed}`, seats })
  const bodies = makeBodies(order, devicesPerKill * options.kills, options, entropy)
  const leases = new Map<number, string>()
  const broken: string[] = []

  let server: ServerProcess = first
  for (let kill = 0; kill < options.kills; kill++) {
    if (kill > 0) server = await start()
    const wanted = chooseRequests(kill, leases, entropy)
    const killAt = 1 + (entropy.bytes(1)[0]! % devicesPerKill)
    const running = server
    const answers = await sendAll(
      wanted.map((index) => postBytes('/v1/activate', running.target, bodies[index]!)),
      {
        target: running.target,
        connections,
        clock: options.clock,
        onAnswer: (count) => count === killAt && running.child.kill('SIGKILL'),
      },
    )
    await running.end('SIGKILL')
    compareAnswers(answers, wanted, leases, broken)
    options.progress?.(`kill ${kill + 1} of ${options.kills}, ${leases.size} activations acknowledged`)
  }
  await checkBooks({ server: await start(), order, bodies, leases, broken, options, seats })
  return { kills: options.kills, acknowledged: leases.size, seats, devices: bodies.length, broken }
}

function makeBodies(
  order: LoadOrder,
  count: number,
  options: KillsOptions,
  entropy: SeededEntropy,
): string[] {
  return makeDevices(count, entropy).map((device) => {
    const request = signRequest(device, order, { action: 'activate', now: options.clock.now(), entropy })
    return JSON.stringify({ request })
  })
}

/** New devices of this round, those of the round before that got no answer, and a few that did. */
function chooseRequests(kill: number, leases: ReadonlyMap<number, string>, entropy: SeededEntropy): number[] {
  const range = (round: number) =>
    Array.from({ length: devicesPerKill }, (_, index) => round * devicesPerKill + index)
  const before = kill === 0 ? [] : range(kill - 1).filter((index) => !leases.has(index))
  const answered = [...leases.keys()].filter(() => entropy.bytes(1)[0]! < 16).slice(0, 20)
  return [...before, ...answered, ...range(kill)]
}

function compareAnswers(
  answers: readonly (LoadAnswer | null)[],
  wanted: readonly number[],
  leases: Map<number, string>,
  broken: string[],
): void {
  for (const [position, answer] of answers.entries()) {
    if (answer === null) continue
    const index = wanted[position]!
    if (answer.status !== 200) {
      if (leases.has(index)) broken.push(`device ${index} was licensed and is refused: ${answer.body}`)
      continue
    }
    const payload = (JSON.parse(answer.body) as { lease: Envelope }).lease.payload
    const known = leases.get(index)
    if (known !== undefined && known !== payload)
      broken.push(`device ${index} got another lease for the same request`)
    leases.set(index, payload)
  }
}

async function checkBooks(input: {
  server: ServerProcess
  order: LoadOrder
  bodies: readonly string[]
  leases: Map<number, string>
  broken: string[]
  options: KillsOptions
  seats: number
}): Promise<void> {
  const { server, bodies, leases, broken, options, seats } = input
  const everyone = bodies.map((_, index) => index)
  const again = await sendAll(
    bodies.map((body) => postBytes('/v1/activate', server.target, body)),
    { target: server.target, connections, clock: options.clock },
  )
  compareAnswers(again, everyone, leases, broken)
  if (again.includes(null)) broken.push('a request got no answer from a server that was not killed')
  if (leases.size !== seats) broken.push(`${leases.size} activations for ${seats} seats`)
  const shown = await server.call('GET', `/v1/serials/${input.order.serial}`)
  const taken = (shown.body as { taken?: number }).taken
  if (taken !== seats) broken.push(`the books count ${String(taken)} seats taken of ${seats}`)
  await server.end('SIGTERM')
  const environment = { ...process.env, HOLDFAST_DATA: options.folder }
  if (options.databaseUrl !== undefined) Object.assign(environment, { DATABASE_URL: options.databaseUrl })
  try {
    await promisify(execFile)(process.execPath, [bin, 'audit', 'verify', '--json'], { env: environment })
  } catch (error) {
    broken.push(`the audit chain is broken: ${(error as { stdout?: string }).stdout ?? String(error)}`)
  }
}
