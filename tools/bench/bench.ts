// Figures of this machine, as ratios within one run: what the server costs beside its signatures, whether a full book slows it,
// and how long files and lists take.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { systemClock as clock } from '@holdfast/capabilities/system'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { postBytes, sendAll } from '../load/connections.ts'
import { addLoadOrder, startServer, type ServerProcess } from '../load/server-process.ts'
import { makeDevices, signRequest, type LoadOrder } from '../load/signed-requests.ts'
import { startPostgres } from '@holdfast/store/testing'
import { benchConnections, benchExchanges, type BothFigures, type Load } from './bench-exchanges.ts'
import { measureDevice } from './bench-device.ts'
import { measureForecasts } from './bench-forecast.ts'
import { measureMail } from './bench-mail.ts'
import { measureReading } from './bench-reading.ts'
import { measureCommits, openSignatureMeter, type SignatureMeter } from './bounds.ts'
import { preloadDevices } from './preload.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    count: { type: 'string', default: '12000' },
    stored: { type: 'string', default: '1000000' },
    only: { type: 'string' },
    captures: { type: 'string', default: '10000' },
    rows: { type: 'string', default: '1000000' },
    mails: { type: 'string', default: '5000' },
    tenfold: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const parts = ['exchanges', 'reading', 'forecast', 'mail']
if (values.help || (values.only !== undefined && !parts.includes(values.only))) {
  console.log(
    `usage: npm run bench -- [--only ${parts.join('|')}] [--json] [--count 12000] [--stored 1000000] [--captures 10000] [--rows 1000000] [--mails 5000] [--tenfold]`,
  )
  process.exit(0)
}
const count = Number(values.count)
// Until then much of the time goes to compiling what runs often.
const warmUp = Math.min(12_000, count)
const say = (line: string) => values.json || console.log(line)
const isWanted = (part: string) => values.only === undefined || values.only === part
const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))

try {
  say(`${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.versions.node}`)
  const machine = { cores: availableParallelism(), node: process.versions.node }
  const exchanges = isWanted('exchanges') ? await benchBooks() : null
  const reading = isWanted('reading') ? await benchReading() : null
  const forecast = isWanted('forecast') ? await benchForecast() : null
  const mail = isWanted('mail') ? await benchMail() : null
  const report = {
    machine,
    ...exchanges,
    ...(reading === null ? {} : { reading }),
    ...(forecast === null ? {} : { forecast }),
    ...(mail === null ? {} : { mail }),
  }
  if (values.json) console.log(JSON.stringify(report, null, 2))
  else
    for (const [name, value] of Object.entries({ ...exchanges?.ratios, ...forecast?.ratios }))
      say(`${name}: ${value.toFixed(2)}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function benchBooks() {
  const commitsPerSecond = measureCommits(folder, clock)
  say(`commit bound: ${commitsPerSecond.toFixed(0)} single-row durable commits/s (SQLite)`)
  const meter = await openSignatureMeter(clock)
  const { few, many, device } = await benchSqlite(meter)
  const postgres = await benchPostgres(meter)
  await meter.close()
  return {
    commitsPerSecond,
    sqlite: { stored1000: few, [`stored${values.stored}`]: many },
    postgres,
    device,
    ratios: {
      activationCpuOverSignatures: few.activate.serverCpuMicros / few.activate.bound.cpuMicros,
      renewalCpuOverSignatures: few.renew.serverCpuMicros / few.renew.bound.cpuMicros,
      activationsOverSignatureBound: few.activate.perSecond / few.activate.bound.activationsPerSecond,
      fullOverEmptyActivate: many.activate.perSecond / few.activate.perSecond,
      fullOverEmptyRenew: many.renew.perSecond / few.renew.perSecond,
    },
    targets: {
      activationCpuOverSignaturesMax: 2.5,
      activationsOverSignatureBoundMin: 0.35,
      activateP99MsMax: 100,
      fullOverEmptyMin: 0.8,
      stateMsMax: 1,
      statusProcessMsMax: 200,
    },
  }
}

async function benchReading() {
  const wanted = { captures: Number(values.captures), rows: Number(values.rows) }
  const figures = await measureReading({ folder, clock }, wanted)
  say(
    `${figures.captures} captures read in ${figures.seconds.toFixed(2)} s; a CSV of ${figures.tableRows} rows in ${figures.tableSeconds.toFixed(2)} s`,
  )
  return { ...figures, targets: { secondsMax: 5, tableSecondsMax: 2 } }
}

async function benchMail() {
  const ground = { folder: join(folder, 'mail'), clock, entropy: new SeededEntropy('mail') }
  const figures = await measureMail(ground, {
    mails: Number(values.mails),
    warmUp: Math.min(1000, Number(values.mails)),
  })
  say(
    `mail: ${figures.perSecond.toFixed(0)}/s by SMTP, threaded, deduplicated, indexed, committed; server CPU ${figures.serverCpuMicros.toFixed(0)} us each`,
  )
  return { ...figures, targets: { perSecondMin: 170 } }
}

async function benchForecast() {
  const ground = { folder, clock, entropy: new SeededEntropy('forecast'), say }
  return await measureForecasts(ground, { rows: Number(values.rows), tenfold: values.tenfold })
}

/** Books of few devices beside books of many. */
async function benchSqlite(meter: SignatureMeter) {
  const stored = Number(values.stored)
  const loads = [await openStored('few', 1000), await openStored('many', stored)] as const
  try {
    const [few, many] = (await benchExchanges({ clock, meter }, loads, { count, warmUp })) as [
      BothFigures,
      BothFigures,
    ]
    sayFigures('SQLite, 1000 devices stored', few)
    sayFigures(`SQLite, ${stored} devices stored`, many)
    const { server, order } = loads[0]
    const device = await measureDevice(server, order, { folder: join(folder, 'few'), clock })
    say(
      `device: lease verified in ${device.verifyLeaseMs.toFixed(3)} ms, state in ${device.stateMs.toFixed(3)} ms, ` +
        `holdfast-device status ${device.statusProcessMs.toFixed(0)} ms as a whole process`,
    )
    return { few, many, device }
  } finally {
    for (const { server } of loads) await server.end('SIGTERM')
  }
}

async function openStored(name: string, stored: number): Promise<Load> {
  const data = join(folder, name)
  mkdirSync(data)
  const filled = await startServer({ folder: data })
  const order = await addLoadOrder(filled, { name: `bench ${name}`, seats: 4 * count })
  await activateOne(filled, order)
  await filled.end('SIGTERM')
  preloadDevices(join(data, 'holdfast.sqlite'), stored)
  return { server: await startServer({ folder: data }), order, entropy: new SeededEntropy(name) }
}

async function benchPostgres(meter: SignatureMeter) {
  const postgres = await startPostgres()
  const data = join(folder, 'postgres')
  mkdirSync(data)
  try {
    const server = await startServer({ folder: data, databaseUrl: await postgres.url('bench') })
    try {
      const order = await addLoadOrder(server, { name: 'bench postgres', seats: 4 * count })
      const load = { server, order, entropy: new SeededEntropy('postgres') }
      const [figures] = (await benchExchanges({ clock, meter }, [load], { count, warmUp })) as [BothFigures]
      sayFigures('PostgreSQL (on the same cores)', figures)
      return figures
    } finally {
      await server.end('SIGTERM')
    }
  } finally {
    await postgres.stop()
  }
}

async function activateOne(server: ServerProcess, order: LoadOrder): Promise<void> {
  const entropy = new SeededEntropy('first device')
  const [device] = makeDevices(1, entropy)
  const request = signRequest(device!, order, { action: 'activate', now: clock.now(), entropy })
  const bytes = postBytes('/v1/activate', server.target, JSON.stringify({ request }))
  const [answer] = await sendAll([bytes], { target: server.target, connections: 1, clock })
  if (answer?.status !== 200) throw new Error(`the first device was not activated: ${answer?.body}`)
}

function sayFigures(title: string, figures: BothFigures): void {
  for (const [action, { perSecond, p50Ms, p99Ms, serverCpuMicros, bound }] of Object.entries(figures))
    say(
      `${title}: ${action} ${perSecond.toFixed(0)}/s over ${benchConnections} connections, p50 ${p50Ms.toFixed(1)} ms, ` +
        `p99 ${p99Ms.toFixed(1)} ms, server CPU ${serverCpuMicros.toFixed(0)} us each; ` +
        `signatures alone ${bound.activationsPerSecond.toFixed(0)}/s, ${bound.cpuMicros.toFixed(0)} us of CPU each`,
    )
}
