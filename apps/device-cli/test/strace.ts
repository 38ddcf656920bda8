// Which calls a command makes on its vault, and a process that dies or fails at exactly one of them.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Device, Ran, RunOptions } from './device.ts'

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

/** Calls that Node makes for other things too, not always equally often. The others are made for the vault alone. */
const uncertain = ['openat', 'write']

/**
 * One call on the vault: the `nth` of its name, counted over the calls on files of fixed name where `filtered`, else over
 * all. `exact`: the count is the same in every run. It is the `occurrence`-th of its `key`, such as `fsync public.tmp`.
 */
export type VaultCall = {
  readonly exact: boolean
  readonly name: string
  readonly nth: number
  readonly filtered: boolean
  readonly text: string
  readonly key: string
  readonly occurrence: number
}

/** More than any command here takes. */
const locksMax = 64

/** Names of vault files are fixed but for those of a lock being made, which are chosen by chance. */
function vaultPaths(vault: string): string[] {
  const parts = ['public', 'private'].flatMap((part) => [`${part}.0`, `${part}.1`, `${part}.tmp`])
  const locks = Array.from({ length: locksMax }, (_, at) => `lock.${at + 1}`)
  return ['', ...parts, ...locks].flatMap((name) => ['-P', name === '' ? vault : join(vault, name)])
}

const seccomp = ['-f', '--seccomp-bpf']

// strace counts for each thread, and the main thread alone writes the vault. Compiled code is not written in the meantime.
// `seccomp`: only calls that are asked for stop the process. It is three times as fast, but sends no signals.
function under(device: Device, filtered: boolean, more: readonly string[]): RunOptions {
  const filter = filtered ? vaultPaths(device.vault) : []
  return {
    under: ['strace', '-y', '-s', '32', '-o', device.file('calls.txt'), ...filter, ...more],
    env: { NODE_COMPILE_CACHE_READONLY: '1' },
  }
}

/** Runs the command to its end and lists the changing calls that it made on the vault, in order. */
export async function listVaultCalls(
  device: Device,
  run: (options: RunOptions) => Promise<Ran>,
): Promise<{ readonly calls: VaultCall[]; readonly ran: Ran }> {
  const ran = await run(under(device, false, [...seccomp, '-e', `trace=${changing.join(',')}`]))
  const counts = new Map<string, number>()
  const calls: VaultCall[] = []
  const count = (key: string) => {
    counts.set(key, (counts.get(key) ?? 0) + 1)
    return counts.get(key) ?? 0
  }
  const fixed = new Set(vaultPaths(device.vault))
  const main = /^\d+ /.exec(linesOf(device)[0] ?? '')?.[0] ?? ''
  for (const line of linesOf(device)) {
    if (!line.startsWith(main)) continue
    const text = line.slice(main.length).trimStart()
    const name = /^(\w+)\(/.exec(text)?.[1] ?? ''
    const seen = count(name)
    if (!text.includes(device.vault)) continue
    const paths = [...text.matchAll(/[<"](\/[^>"]*)[>"]/g)].map((found) => found[1] ?? '')
    const filtered = uncertain.includes(name) && paths.some((path) => fixed.has(path))
    const exact = filtered || !uncertain.includes(name)
    const nth = filtered ? count(`${name} filtered`) : seen
    const key = keyOf(device, text)
    const changes = name !== 'openat' || text.includes('O_CREAT')
    if (changes) calls.push({ name, nth, filtered, exact, text, key, occurrence: count(`key ${key}`) })
  }
  return { calls, ran }
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

/**
 * The call at which the process died. `hit`: it was `call`. `nth`: where `call` came before that, its place in this run;
 * `null` where it did not come.
 */
export function findEnd(
  device: Device,
  call: VaultCall,
): { readonly text: string; readonly hit: boolean; readonly nth: number | null } {
  const lines = linesOf(device).filter((line) => /^\w+\(/.test(line))
  const places = lines.flatMap((line, at) => {
    const counts = call.name !== 'openat' || line.includes('O_CREAT')
    return counts && keyOf(device, line) === call.key ? [at + 1] : []
  })
  const nth = places[call.occurrence - 1] ?? null
  return { text: lines.at(-1) ?? '', hit: nth === lines.length, nth }
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

function at(device: Device, { name, filtered }: VaultCall, what: readonly string[]): RunOptions {
  rmSync(device.file('calls.txt'), { force: true })
  return under(device, filtered, ['-e', `trace=${name}`, ...what])
}

function linesOf(device: Device): string[] {
  return readFileSync(device.file('calls.txt'), 'utf8').split('\n')
}
