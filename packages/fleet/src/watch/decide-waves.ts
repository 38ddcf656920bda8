import { dayNumber, formatDay } from '@holdfast/capabilities'

/** Devices that came into `state` on `day` (days since 1970-01-01, UTC). */
export type TurnedDay = { readonly state: string; readonly day: number; readonly devices: number }

/** `firstDay` to `lastDay`, both included. */
export type Wave = { readonly state: string; readonly firstDay: number; readonly lastDay: number }

/**
 * The waves in a count of days: days of at least `waveDevices` devices that came into one state; days that follow each
 * other are one wave. A wave that touches a known one is that one, grown: it keeps its first day, and so its cause.
 * Whatever many devices do on one day was done to them: this is the vendor's until something else is shown.
 */
export function decideWaves(
  days: readonly TurnedDay[],
  { waveDevices, known }: { readonly waveDevices: number; readonly known: readonly Wave[] },
): readonly Wave[] {
  const waves: Wave[] = []
  const high = days
    .filter(({ devices }) => devices >= waveDevices)
    .toSorted((one, other) => one.day - other.day)
  for (const [state, ofState] of Map.groupBy(high, (turned) => turned.state)) {
    const runs: Wave[] = []
    for (const { day } of ofState) {
      const last = runs.at(-1)
      if (last !== undefined && day <= last.lastDay + 1)
        runs[runs.length - 1] = { ...last, lastDay: Math.max(day, last.lastDay) }
      else runs.push({ state, firstDay: day, lastDay: day })
    }
    waves.push(
      ...grown(
        runs,
        known.filter((wave) => wave.state === state),
      ),
    )
  }
  return waves
}

/** Runs that touch the same known wave become one. */
function grown(runs: readonly Wave[], known: readonly Wave[]): readonly Wave[] {
  const waves = new Map<number, Wave>()
  for (const run of runs) {
    const touched = known.find((wave) => run.firstDay <= wave.lastDay + 1 && wave.firstDay <= run.lastDay + 1)
    const firstDay = touched?.firstDay ?? run.firstDay
    const before = waves.get(firstDay) ?? touched ?? run
    waves.set(firstDay, { ...run, firstDay, lastDay: Math.max(before.lastDay, run.lastDay) })
  }
  return [...waves.values()]
}

export function causeOfWave({ state, firstDay }: Pick<Wave, 'state' | 'firstDay'>): string {
  return `wave:${state}:${formatDay(firstDay)}`
}

/** The wave that a cause and the last day of its facts stand for; null for the text of another cause. */
export function waveOfCause(cause: string, lastDay: string): Wave | null {
  const found = /^wave:([a-z-]+):(\d{4}-\d\d-\d\d)$/.exec(cause)
  const [, state = '', first = ''] = found ?? []
  const [firstDay, last] = [parseDay(first), parseDay(lastDay)]
  return firstDay === null || last === null ? null : { state, firstDay, lastDay: last }
}

function parseDay(text: string): number | null {
  const [year, month, day] = text.split('-').map(Number)
  if (year === undefined || month === undefined || day === undefined) return null
  return Number.isInteger(year + month + day) ? dayNumber(year, month, day) : null
}
