// Copies a folder before every file operation of this process below it: each copy is what a kill at that point leaves.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename, dirname, join } from 'node:path'

type AnyFunction = (...given: never[]) => unknown
const changing = [
  'mkdirSync',
  'openSync',
  'writeSync',
  'fchmodSync',
  'fsyncSync',
  'closeSync',
  'renameSync',
  'linkSync',
  'rmSync',
  'writeFileSync',
] as const

/** Runs `act` and returns the folder's states, oldest first, as copies below `into`; the last is the final one. */
export async function recordCrashes(folder: string, into: string, act: () => Promise<unknown>): Promise<string[]> {
  const states: string[] = []
  let copying = false
  const copy = () => {
    copying = true
    const state = join(into, `state-${states.length}`)
    states.push(state)
    if (fs.existsSync(folder)) fs.cpSync(folder, state, { recursive: true })
    copying = false
  }
  const originals = changing.map((name) => [name, fs[name] as AnyFunction] as const)
  for (const [name, original] of originals) {
    const wrapped = (...given: never[]) => {
      if (copying) return original(...given)
      copy()
      // Half of what is written may have reached the file.
      if (name === 'writeSync') return original(given[0] as never, (given[1] as Buffer).subarray((given[2] as number) ?? 0, ((given[2] as number) ?? 0) + 97) as never)
      return original(...given)
    }
    ;(fs as unknown as Record<string, unknown>)[name] = wrapped
  }
  syncBuiltinESMExports()
  try {
    await act()
  } finally {
    for (const [name, original] of originals) (fs as unknown as Record<string, unknown>)[name] = original
    syncBuiltinESMExports()
  }
  copy()
  for (const state of states) buryHolder(state)
  return states
}

/** The process that held the lock is gone, as after a kill: its start time is no process's. */
function buryHolder(state: string): void {
  if (!fs.existsSync(state)) return
  for (const name of fs.readdirSync(state)) {
    if (!/^lock\.\d+$/.test(name)) continue
    const text = fs.readFileSync(join(state, name), 'utf8')
    if (text !== 'free') fs.writeFileSync(join(state, name), text.replace(/"start":"\d+"/, '"start":"1"'))
  }
}

export function nextTo(folder: string, name: string): string {
  return join(dirname(folder), `${basename(folder)}-${name}`)
}
