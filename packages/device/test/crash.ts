// Copies a folder before every file operation of this process: each copy is what a kill at that point leaves.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'

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

// What one write call takes at most here, so that files are also met half written.
const writeBytesMax = 2_000

/**
 * Runs `act` and returns the folder's different states, oldest first, as copies below `into`; the last is the final one.
 * `operations`: how many file operations there were.
 */
export async function recordCrashes(
  folder: string,
  into: string,
  act: () => Promise<unknown>,
): Promise<{ states: string[]; operations: number }> {
  const states: string[] = []
  let operations = 0
  let copying = false
  let last = ''
  const copy = () => {
    operations++
    copying = true
    const digest = digestOf(folder)
    if (digest !== last) {
      const state = join(into, `state-${states.length}`)
      states.push(state)
      if (fs.existsSync(folder)) fs.cpSync(folder, state, { recursive: true })
    }
    last = digest
    copying = false
  }
  const originals = changing.map((name) => [name, fs[name] as AnyFunction] as const)
  for (const [name, original] of originals) {
    const wrapped = (...given: never[]) => {
      if (copying) return original(...given)
      copy()
      if (name === 'writeSync') {
        const [file, bytes, from] = given as unknown as [number, Buffer, number]
        return original(file as never, bytes.subarray(from, from + writeBytesMax) as never)
      }
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
  return { states, operations }
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

function digestOf(folder: string): string {
  const hash = createHash('sha256')
  if (!fs.existsSync(folder)) return 'none'
  for (const name of fs.readdirSync(folder).toSorted())
    hash.update(`${name}\0`).update(fs.readFileSync(join(folder, name)))
  return hash.digest('hex')
}
