// A real `holdfast serve` process for measurements and kills, and the few calls that fill its books.
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseProductKey, parseSerial, verifyTrust, type Envelope } from '@holdfast/lease'
import type { LoadOrder } from './signed-requests.ts'

const bin = fileURLToPath(new URL('../../apps/server/bin/holdfast.js', import.meta.url))

export type ServerProcess = {
  readonly child: ChildProcess
  readonly pid: number
  readonly url: string
  readonly target: { readonly host: string; readonly port: number }
  /** What it has printed so far, both streams. */
  output(): string
  /** Resolves with what `find` finds in what it printed so far, as soon as it does; rejects where the server ends before. */
  printed<T>(find: (printed: string) => T | null | undefined): Promise<T>
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>
  /** Sends the signal and resolves when the process has ended. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** Starts a server on its own data folder and resolves when it says that it is ready. */
export async function startServer(options: {
  readonly folder: string
  readonly port?: number
  readonly databaseUrl?: string
  /** Settings of its mail. */
  readonly mailFile?: string
}): Promise<ServerProcess> {
  const environment = {
    ...process.env,
    HOLDFAST_DATA: options.folder,
    HOLDFAST_PORT: String(options.port ?? 0),
  }
  if (options.mailFile !== undefined) Object.assign(environment, { HOLDFAST_MAIL_FILE: options.mailFile })
  if (options.databaseUrl === undefined) delete (environment as NodeJS.ProcessEnv)['DATABASE_URL']
  else Object.assign(environment, { DATABASE_URL: options.databaseUrl })
  const child = spawn(process.execPath, [bin, 'serve'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    const look = (chunk: Buffer) => {
      printed += chunk.toString('utf8')
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]
      if (address !== undefined) resolve(address)
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    child.once('exit', (code, signal) =>
      reject(new Error(`the server ended (${code ?? signal}):\n${printed}`)),
    )
  })
  const token = () => readFileSync(join(options.folder, 'admin-token'), 'utf8').trim()
  return {
    child,
    pid: child.pid!,
    url,
    target: { host: '127.0.0.1', port: Number(new URL(url).port) },
    output: () => printed,
    printed: (find) => waitForPrinted({ child, printed: () => printed }, find),
    async call(method, path, body) {
      const answer = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${token()}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown) }
    },
    async end(signal) {
      child.kill(signal)
      await ended
    },
  }
}

/** Looks again at whatever is printed. */
function waitForPrinted<T>(
  { child, printed }: { readonly child: ChildProcess; readonly printed: () => string },
  find: (printed: string) => T | null | undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = find(printed())
      if (found === null || found === undefined) return
      leave()
      resolve(found)
    }
    const end = () => {
      leave()
      reject(new Error(`the server ended:\n${printed().slice(-2_000)}`))
    }
    const leave = () => {
      child.stdout?.off('data', look)
      child.stderr?.off('data', look)
      child.off('exit', end)
    }
    // Behind the listeners of the start, which have added to what was printed by then.
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('exit', end)
    look()
  })
}

/** A product, a release, a customer and an order of `seats` seats; what devices need to know of them. */
export async function addLoadOrder(
  server: ServerProcess,
  options: { readonly name: string; readonly seats: number },
): Promise<LoadOrder> {
  const product = 'cmge'
  const release = { name: 'V0-G', ordinal: 100 }
  const call = async (path: string, body: unknown, allowed: number[] = []) => {
    const answer = await server.call('POST', path, body)
    if (answer.status >= 300 && !allowed.includes(answer.status))
      throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body as never
  }
  await call('/v1/products', { id: product, title: 'Civic Machine Graphical Environment' }, [409])
  await call(`/v1/products/${product}/releases`, release, [409])
  const customer: { id: string } = await call('/v1/customers', {
    name: `Harbour Office of Westmark, ${options.name}`,
  })
  const added: { productKeys: { productKey: string }[]; serials: string[] } = await call('/v1/orders', {
    number: options.name,
    customer: customer.id,
    lines: [{ product, seats: options.seats, term: { kind: 'perpetual' } }],
  })
  const serial = parseSerial(added.serials[0]!)
  const key = parseProductKey(added.productKeys[0]!.productKey)
  if (serial.kind === 'refused' || key.kind === 'refused')
    throw new Error('the server gave what it would refuse')
  return { product, root: await findRoot(server), serial: serial.serial, productKey: key.key, release }
}

async function findRoot(server: ServerProcess): Promise<LoadOrder['root']> {
  const answer = await server.call('GET', '/v1/trust?above=0')
  const { bundles } = answer.body as { bundles: Envelope[] }
  const verified = verifyTrust(bundles[0]!, null)
  if (verified.kind === 'refused') throw new Error(`trust bundle: ${verified.code}`)
  return verified.bundle.root
}
