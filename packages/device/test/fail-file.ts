// File operations of this process that fail: what a disk says at one moment.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

type AnyFunction = (...given: never[]) => unknown

/** Runs `act` while the calls of `name` that `fails` picks by their arguments end with `errno`; how many did. */
export async function whileFailing<T>(
  calls: { readonly [name: string]: (...given: never[]) => boolean },
  errno: string,
  act: () => Promise<T>,
): Promise<{ readonly outcome: T; readonly failed: number }> {
  const built = fs as unknown as { [name: string]: AnyFunction }
  const originals = Object.keys(calls).map((name) => [name, built[name] as AnyFunction] as const)
  let failed = 0
  for (const [name, original] of originals)
    built[name] = (...given) => {
      if (calls[name]?.(...given) !== true) return original(...given)
      failed++
      throw Object.assign(new Error(`${errno}, ${name}`), { code: errno, syscall: name })
    }
  syncBuiltinESMExports()
  try {
    return { outcome: await act(), failed }
  } finally {
    for (const [name, original] of originals) built[name] = original
    syncBuiltinESMExports()
  }
}

/** For `fsyncSync`: of a folder. */
export function isFolder(file: number): boolean {
  return fs.fstatSync(file).isDirectory()
}
