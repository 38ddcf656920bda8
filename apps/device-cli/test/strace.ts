// Which calls a command makes on its vault, and a process that dies or fails at exactly one of them.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Device, Ran, RunOptions } from './device.ts'
import { vaultPaths } from './lock-paths.ts'

const lockNames = fileURLToPath(new URL('lock-names.ts', import.meta.url))
export const namesFixed = { NODE_OPTIONS: `--import=${lockNames}` }

/** Calls that change files. Between two of them nothing on the disk changes, so that these are all places to die at. */
const changing = [
  'openat',
  'write',
  'fsync',
  'fdatasync',
  'rename',
  'link',
  'unlink',
  'mkdir',
  'fchmod',
  'ftruncate',
]

/**
 * One call on the vault: the `nth` of its name among those on the vault's files, and the `occurrence`-th of its `key`, such
 * as `fsync public.tmp`.
 */
export type VaultCall = {
  readonly name: string
  readonly nth: number
  readonly text: string
  readonly key: string
  readonly occurrence: number
}

const seccomp = ['-f', '--seccomp-bpf']

// strace counts for each thread, and the main thread alone writes the vault. Compiled code is not written in the meantime.
// `seccomp`: only calls that are asked for stop the process. It is three times as fast, but sends no signals.
function under(device: Device, more: readonly string[]): RunOptions {
  rmSync(device.file('calls.txt'), { force: true })
  const filter = vaultPaths(device.vault).flatMap((path) => ['-P', path])
  return {
    under: ['strace', '-y', '-s', '32', '-o', device.file('calls.txt'), ...filter, ...more],
    env: { NODE_COMPILE_CACHE_READONLY: '1', ...namesFixed },
  }
}

/** Runs the command to its end and lists the changing calls that it made on the vault, in order. */
export async function listVaultCalls(
  device: Device,
  run: (options: RunOptions) => Promise<Ran>,
): Promise<{ readonly calls: VaultCall[]; readonly ran: Ran }> {
  const ran = await run(under(device, [...seccomp, '-e', `trace=${changing.join(',')}`]))
  const counts = new Map<string, number>()
  const count = (key: string) => {
    counts.set(key, (counts.get(key) ?? 0) + 1)
    return counts.get(key) ?? 0
  }
  const lines = linesOf(device)
  const main = /^\d+ /.exec(lines[0] ?? '')?.[0] ?? ''
  const calls = lines.flatMap((line): VaultCall[] => {
    const text = line.slice(main.length).trimStart()
    const name = /^(\w+)\(/.exec(text)?.[1]
    if (!line.startsWith(main) || name === undefined) return []
    const nth = count(name)
    if (!isChange(text)) return []
    const key = keyOf(device, text)
    return [{ name, nth, text, key, occurrence: count(`key ${key}`) }]
  })
  return { calls, ran }
}

/** Opening changes something only where it may create. */
function isChange(text: string): boolean {
  return !text.startsWith('openat(') || text.includes('O_CREAT')
}

/** Name of the call and the vault's files that it is about; numbers and chance in their names are left out. */
function keyOf(device: Device, text: string): string {
  const given = text.replace(/\) += .*$/, '')
  const files = [...given.matchAll(/[<"](\/[^>"]*)[>"]/g)].flatMap(([, path]) => {
    if (path === device.vault) return ['.']
    return path?.startsWith(`${device.vault}/`) === true ? [path.slice(device.vault.length + 1)] : []
  })
  const kinds = files.map((file) =>
    file.replace(/^lock\.tmp-\d+-[0-9a-f]+/, 'lock.tmp').replace(/^lock\.\d+$/, 'lock.N'),
  )
  return [/^\w+/.exec(text)?.[0] ?? '', ...kinds].join(' ')
}

/** The call at which the process died, and whether it was `call`. */
export function findEnd(device: Device, call: VaultCall): { readonly text: string; readonly hit: boolean } {
  const lines = linesOf(device).filter((line) => /^\w+\(/.test(line))
  const text = lines.at(-1) ?? ''
  const same = lines.filter((line) => isChange(line) && keyOf(device, line) === call.key)
  return { text, hit: keyOf(device, text) === call.key && same.length === call.occurrence }
}

/** Whether the call that failed was one on the vault, not one of Node's own. */
export function failedOnVault(device: Device): boolean {
  return linesOf(device).some((line) => line.includes('(INJECTED)') && line.includes(device.vault))
}

/** SIGKILL on entering the call: it is not made any more. */
export function killedAt(device: Device, call: VaultCall): RunOptions {
  return at(device, call, ['-e', `inject=${call.name}:signal=KILL:when=${call.nth}`])
}

/** The call fails with `errno` and does nothing. */
export function failingAt(device: Device, call: VaultCall, errno: string): RunOptions {
  return at(device, call, [...seccomp, '-e', `inject=${call.name}:error=${errno}:when=${call.nth}`])
}

function at(device: Device, { name }: VaultCall, what: readonly string[]): RunOptions {
  return under(device, ['-e', `trace=${name}`, ...what])
}

function linesOf(device: Device): string[] {
  const file = device.file('calls.txt')
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
}
