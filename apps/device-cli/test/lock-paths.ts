// Names of the vault's files while lock names are fixed (lock-names.ts).
import { join } from 'node:path'

/** Above every number of a process, so that nobody takes a killed one for alive. */
export const lockPid = 999_999_999
/** Chance in the name of a lock being made; nothing else asks for so few bytes. */
export const lockNameBytes = 6

/** More than any command here takes. */
const locksMax = 12

export function vaultPaths(vault: string): string[] {
  const parts = ['public', 'private'].flatMap((part) => [`${part}.0`, `${part}.1`, `${part}.tmp`])
  const locks = Array.from({ length: locksMax }, (_, at) => {
    const chance = (at + 1).toString(16).padStart(2 * lockNameBytes, '0')
    const made = `lock.tmp-${lockPid}-${chance}`
    return [`lock.${at + 1}`, made, `${made}-free`]
  })
  return [vault, ...[...parts, ...locks.flat()].map((name) => join(vault, name))]
}
