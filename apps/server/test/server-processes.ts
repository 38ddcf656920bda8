// The server and the command line as processes of their own, in a folder of their own.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ManualClock } from '@holdfast/capabilities/testing'
import { parseEnvelopeValue, parseTrust } from '@holdfast/lease'
import { sendTo, TestDevice, type TestServer } from './fixtures.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

export type Run = { readonly status: number | null; readonly out: string; readonly err: string }
export type Serving = {
  readonly address: string
  readonly data: string
  /** What it wrote so far. */
  readonly said: { readonly out: string; readonly err: string }
  /** Resolves as soon as its log holds `text`, while it runs. */
  logged(text: string): Promise<void>
  stop(signal?: NodeJS.Signals): Promise<Run>
}
type Environment = { readonly [name: string]: string }

/** `remove` kills what still runs and takes the folder away. */
export function openProcesses() {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-processes-'))
  const children = new Set<ChildProcess>()

  function start(args: readonly string[], environment: Environment = {}) {
    const env = { PATH: process.env['PATH'] ?? '', ...environment }
    const child = spawn(process.execPath, [main, ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.add(child)
    const said = { out: '', err: '' }
    child.stdout.on('data', (bytes: Buffer) => (said.out += bytes.toString()))
    child.stderr.on('data', (bytes: Buffer) => (said.err += bytes.toString()))
    const ended = new Promise<Run>((resolve) => child.on('close', (status) => resolve({ status, ...said })))
    return { child, said, ended }
  }

  /** A server with its data below the folder, under `name`; rejects where it ends before it answers. */
  async function serve(
    name: string,
    args: readonly string[] = [],
    environment: Environment = {},
  ): Promise<Serving> {
    const data = join(folder, name)
    const { child, said, ended } = start(['serve', '--port', '0', '--data', data, ...args], environment)
    const address = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', () => {
        const found = /^Holdfast answers on (\S+)$/m.exec(said.out)?.[1]
        if (found !== undefined) resolve(found)
      })
      void ended.then((run) => reject(new Error(`ended with ${run.status}: ${run.err}`)))
    })
    return {
      address,
      data,
      said,
      logged: (text) =>
        new Promise((resolve) => {
          const look = () => said.err.includes(text) && resolve()
          child.stderr.on('data', look)
          look()
        }),
      stop(signal = 'SIGTERM') {
        child.kill(signal)
        return ended
      },
    }
  }

  return {
    folder,
    start,
    run: (...args: string[]): Promise<Run> => start(args).ended,
    serve,
    remove() {
      for (const child of children) child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What a device needs of a server that runs elsewhere. */
export async function deviceFor(serving: Serving, name: string): Promise<TestDevice> {
  const { json } = await sendTo(serving.address, 'GET', '/v1/trust')
  const opened = parseEnvelopeValue(json.bundles[0], 'trust')
  if (opened.kind === 'refused') throw new Error(opened.code)
  const trust = parseTrust(opened.payload)
  if (trust.kind === 'refused') throw new Error(trust.code)
  const server = {
    server: { keys: { newest: { root: trust.bundle.root } } },
    clock: new ManualClock('2026-03-01T08:30:00Z'),
    send: (method: string, path: string, body: unknown) => sendTo(serving.address, method, path, body),
  }
  return new TestDevice(server as unknown as TestServer, name)
}
