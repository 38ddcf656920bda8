// A forecast of a long list, as a whole process: time, memory, and whether ten times the list takes ten times the time.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  formatDay,
  formatInstant,
  secondsPerDay,
  type Clock,
  type Entropy,
  type Instant,
} from '@holdfast/capabilities'
import { cpuMicrosOf } from './cpu-time.ts'

export type ForecastFigures = {
  readonly rows: number
  readonly bytes: number
  readonly seconds: number
  /** Of all its threads: what stays the same where other programs take the cores. Null where the system does not say. */
  readonly cpuSeconds: number | null
  /** Of the process at its largest; null where the system does not say. */
  readonly memoryBytesMax: number | null
}
/** What the rows of a list say: all have an order date. */
type ListKind = 'instants' | 'dates' | 'orders' | 'captures'

type Ground = {
  readonly folder: string
  readonly clock: Clock
  readonly entropy: Entropy
  readonly say: (line: string) => void
}

const bin = fileURLToPath(new URL('../../apps/server/bin/holdfast.js', import.meta.url))
const finding = ['--finding', '32-bit-seconds', '--granted', '150000d', '--zone', 'Asia/Shanghai']
const firstOrder = 1_530_403_200
const rowsAtOnce = 10_000
const pollMs = 20

/** Every kind of list at `rows`, and with `tenfold` one of ten times as many. */
export async function measureForecasts(
  ground: Ground,
  wanted: { readonly rows: number; readonly tenfold: boolean },
) {
  const { rows } = wanted
  const instantsJson = await measureForecast(ground, { rows, kind: 'instants', json: true })
  const figures = {
    instants: await measureForecast(ground, { rows, kind: 'instants', json: false }),
    instantsJson,
    datesJson: await measureForecast(ground, { rows, kind: 'dates', json: true }),
    ordersJson: await measureForecast(ground, { rows, kind: 'orders', json: true }),
    capturesJson: await measureForecast(ground, { rows, kind: 'captures', json: true }),
  }
  const tenfold = wanted.tenfold
    ? await measureForecast(ground, { rows: rows * 10, kind: 'instants', json: true })
    : null
  const ratios: { readonly [name: string]: number } =
    tenfold === null ? {} : { tenfoldOverOne: tenfold.seconds / instantsJson.seconds }
  return {
    ...figures,
    ...(tenfold === null ? {} : { tenfold }),
    ratios,
    targets: { secondsMax: 5, memoryBytesMax: 500_000_000, tenfoldOverOneMax: 12 },
  }
}

/** Writes a list, forecasts it, and takes the list away again. */
async function measureForecast(
  ground: Ground,
  options: { readonly rows: number; readonly kind: ListKind; readonly json: boolean },
): Promise<ForecastFigures> {
  const file = join(ground.folder, `list-${options.kind}-${options.rows}.csv`)
  const bytes = writeList(file, options, ground.entropy)
  try {
    const run = await runForecast(file, options.json, ground.clock)
    const cpu = run.cpuSeconds === null ? '' : `, ${run.cpuSeconds.toFixed(2)} s of CPU`
    const memory =
      run.memoryBytesMax === null ? '' : `, ${(run.memoryBytesMax / 1_000_000).toFixed(0)} MB of memory`
    ground.say(
      `forecast of ${options.rows} rows with ${options.kind}${options.json ? ' as JSON' : ''}: ${run.seconds.toFixed(2)} s${cpu}${memory}`,
    )
    return { rows: options.rows, bytes, ...run }
  } finally {
    rmSync(file, { force: true })
  }
}

function writeList(
  file: string,
  { rows, kind }: { readonly rows: number; readonly kind: ListKind },
  entropy: Entropy,
): number {
  const output = openSync(file, 'w')
  const isCapture = kind === 'captures'
  let bytes = writeSync(
    output,
    isCapture
      ? 'device,customer,captured at,remaining minutes\n'
      : 'device,customer,order date,activation date\n',
  )
  for (let start = 0; start < rows; start += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rows - start)
    const chance = new DataView(entropy.bytes(count * 8).buffer)
    let text = ''
    for (let at = 0; at < count; at++) {
      const orderDay = firstOrder / secondsPerDay + (chance.getUint16(at * 8) % 92)
      const activated = orderDay * secondsPerDay + (chance.getUint32(at * 8 + 4) % (60 * secondsPerDay))
      const number = start + at
      const name = `pc-${String(number).padStart(8, '0')},customer ${number % 500}`
      text += `${name},${lastCells(kind, orderDay, activated as Instant)}\n`
    }
    bytes += writeSync(output, text)
  }
  closeSync(output)
  return bytes
}

function lastCells(kind: ListKind, orderDay: number, activated: Instant): string {
  if (kind === 'captures') return `${formatInstant(activated)},${1_000_000 + (activated % 9999)}`
  const ordered = formatDay(orderDay)
  if (kind === 'orders') return `${ordered},`
  const activation = formatInstant(activated)
  return `${ordered},${kind === 'dates' ? activation.slice(0, 10) : activation}`
}

async function runForecast(
  file: string,
  json: boolean,
  clock: Clock,
): Promise<Pick<ForecastFigures, 'seconds' | 'cpuSeconds' | 'memoryBytesMax'>> {
  const startedMs = clock.monotonicMs()
  const argv = [bin, 'forecast', file, ...finding, ...(json ? ['--json'] : [])]
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = new AbortController()
  const exited = once(child, 'exit').then(([status]) => {
    ended.abort()
    return status as number | null
  })
  let memoryBytesMax: number | null = null
  let cpuSeconds: number | null = null
  while (!ended.signal.aborted) {
    memoryBytesMax = memoryOf(child.pid) ?? memoryBytesMax
    cpuSeconds = cpuOf(child.pid) ?? cpuSeconds
    await clock.waitMs(pollMs, ended.signal).catch(() => undefined)
  }
  const status = await exited
  if (status !== 0) throw new Error(`holdfast forecast ended with ${status}`)
  return { seconds: (clock.monotonicMs() - startedMs) / 1000, cpuSeconds, memoryBytesMax }
}

function cpuOf(pid: number | undefined): number | null {
  try {
    return pid === undefined ? null : cpuMicrosOf(pid) / 1_000_000
  } catch {
    return null
  }
}

/** The largest resident size so far. */
function memoryOf(pid: number | undefined): number | null {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found === null ? null : Number(found[1]) * 1024
  } catch {
    return null
  }
}
