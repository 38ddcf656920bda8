import { posix } from 'node:path'
import type { Complaint } from './complaint.ts'
import type { Import } from './imports.ts'

/** One complaint per group of files that import each other in a circle, types included: such files are one file. */
export function findLoops(imports: readonly Import[]): Complaint[] {
  const targets = new Map<string, string[]>()
  for (const found of imports)
    if (found.target?.startsWith('.') === true) {
      const list = targets.get(found.from) ?? []
      list.push(posix.join(posix.dirname(found.from), found.target))
      targets.set(found.from, list)
    }
  const settled = new Set<string>()
  const complaints: Complaint[] = []
  for (const start of targets.keys()) {
    const loop = loopFrom(start, targets, [], settled)
    if (loop === null) continue
    complaints.push({
      path: start,
      line: 0,
      message: `files import each other in a loop: ${loop.join(' -> ')}`,
    })
  }
  return complaints
}

/** The first loop reachable from `file`; files without one are settled and never visited again. */
function loopFrom(
  file: string,
  targets: ReadonlyMap<string, readonly string[]>,
  trail: readonly string[],
  settled: Set<string>,
): string[] | null {
  const at = trail.indexOf(file)
  if (at !== -1) return [...trail.slice(at), file]
  if (settled.has(file)) return null
  for (const next of targets.get(file) ?? []) {
    const loop = loopFrom(next, targets, [...trail, file], settled)
    if (loop !== null) {
      for (const member of loop) settled.add(member)
      return loop
    }
  }
  settled.add(file)
  return null
}
