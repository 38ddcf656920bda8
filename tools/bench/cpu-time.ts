import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

let ticksPerSecond: number | null = null

/** CPU time of a process and its threads so far, user and system, in microseconds; steps of one tick (10 ms). Linux. */
export function cpuMicrosOf(pid: number): number {
  ticksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK']).toString('utf8'))
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in parentheses may hold spaces: fields are counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1_000_000) / ticksPerSecond
}

/** CPU time of this process so far, in microseconds. */
export function cpuMicrosOfThis(): number {
  const used = process.cpuUsage()
  return used.user + used.system
}
