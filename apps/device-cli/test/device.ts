// A device for tests: a folder of its own, and real processes that run the command line in it.
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Vendor } from './vendor.ts'

export const bin = fileURLToPath(new URL('../bin/holdfast-device.js', import.meta.url))

export type Ran = {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

export type RunOptions = {
  readonly env?: { readonly [name: string]: string }
  readonly input?: string
  /** What comes before the Node, such as `faketime`. */
  readonly under?: readonly string[]
  readonly uid?: number
}

export type Device = {
  readonly folder: string
  readonly vault: string
  file(name: string): string
  write(name: string, text: string): string
  run(args: readonly string[], options?: RunOptions): Promise<Ran>
  /** With the vault folder, the trust, the product and the release. */
  here(args: readonly string[], options?: RunOptions): Promise<Ran>
  remove(): void
}

export function makeDevice(vendor: Vendor): Device {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-device-test-'))
  chmodSync(folder, 0o755)
  const vault = join(folder, 'vault')
  const file = (name: string) => join(folder, name)
  const write = (name: string, text: string) => {
    writeFileSync(file(name), text)
    return file(name)
  }
  write('trust.txt', vendor.trust)
  write('key.txt', `${vendor.productKey}\n`)
  write('facts.json', '{"machine-id": "example-machine-1", "board-serial": "EX-0001"}')
  const run = (args: readonly string[], options: RunOptions = {}) => runDevice(args, { ...options, folder })
  const place = ['--dir', vault, '--product', 'cmge', '--release', 'V0-H:200']
  const given = ['--trust', file('trust.txt'), '--facts', file('facts.json')]
  return {
    ...{ folder, vault, file, write, run },
    here: (args, options) => run([...args, ...place, ...given], options),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Arguments that activate at `vendor` over the network. */
export function activation(vendor: Vendor, device: Device): string[] {
  return ['activate', '--serial', vendor.serial, '--key-file', device.file('key.txt'), '--server', vendor.url]
}

function runDevice(args: readonly string[], options: RunOptions & { readonly folder: string }): Promise<Ran> {
  const [program, ...programArgs] = options.under ?? []
  const command = program ?? process.execPath
  const before = program === undefined ? [] : [...programArgs, process.execPath]
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...before, bin, ...args], {
      cwd: options.folder,
      env: { ...environment(options.folder), ...options.env },
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const told = { out: '', err: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (told.out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told.err += text))
    // A process that ends without reading its input closes it.
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input ?? '')
    child.on('error', reject)
    child.on('close', (status, signal) => resolve({ status, signal, ...told }))
  })
}

/** Nothing of the surroundings but what a process needs; compiled code is kept for all tests together. */
export function environment(folder: string): { [name: string]: string } {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: folder,
    LANG: 'C.UTF-8',
    NODE_COMPILE_CACHE: join(tmpdir(), `holdfast-device-compiled-${process.geteuid?.() ?? 0}`),
  }
}

/** Whether a program of the system is there. With HOLDFAST_TEST_ALL=1 one that is missing is a failure. */
export function has(program: string): boolean {
  const found = spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
  if (!found && process.env['HOLDFAST_TEST_ALL'] === '1')
    throw new Error(`${program} is missing: apt-get install ${program}`)
  return found
}
