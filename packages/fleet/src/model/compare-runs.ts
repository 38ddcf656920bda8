// Two runs of one script beside each other, day by day. spec: modelled-device §8
import { addSecondsHeld, secondsPerDay } from '@holdfast/capabilities'
import type { Model, ModelState } from './model.ts'
import type { EndOfTerm } from './modelled-device.ts'
import type { Entry } from './timeline.ts'
import type { Words } from './words.ts'

export const comparedMembers = ['state', 'end', 'shown', 'reported', 'controls'] as const
export type ComparedMember = (typeof comparedMembers)[number]

/** What stands at the end of a day, and what was reported during it. */
export type DayFace = {
  readonly state: ModelState
  readonly end: EndOfTerm | null
  readonly shown: readonly Words[]
  readonly reported: readonly Words[]
  /** Of the controls that both models have: open, closed, or null. */
  readonly controls: { readonly [control: string]: boolean | null }
}

/** Days are counted from 1970-01-01 (UTC), half-open. */
export type Difference = {
  readonly fromDay: number
  readonly toDay: number
  readonly differs: readonly ComparedMember[]
  readonly left: DayFace
  readonly right: DayFace
}

/**
 * Only days on which something differs, merged into ranges. Between two entries nothing changes, so that only days with an
 * entry, and the days after those, have to be looked at, however many years lie between.
 */
export function compareRuns(
  left: { readonly model: Model; readonly entries: readonly Entry[] },
  right: { readonly model: Model; readonly entries: readonly Entry[] },
): Difference[] {
  const controls = left.model.controls
    .map(({ id }) => id)
    .filter((id) => right.model.controls.some((control) => control.id === id))
  const lastDay = Math.min(...[left, right].map(({ entries }) => dayOf(entries.at(-1)?.at ?? 0)))
  const firstDay = Math.max(...[left, right].map(({ entries }) => dayOf(entries[0]?.at ?? 0)))
  const touched = new Set([...left.entries, ...right.entries].map(({ at }) => dayOf(at)))
  const starts = [...new Set([...touched].flatMap((day) => [day, day + 1]))]
    .filter((day) => day >= firstDay && day <= lastDay)
    .toSorted((one, other) => one - other)
  const readers = [left, right].map(({ entries }) => faceReader(entries, controls))
  const ranges: Difference[] = []
  for (const [index, fromDay] of starts.entries()) {
    const [leftFace, rightFace] = readers.map((read) => read(fromDay)) as [DayFace, DayFace]
    const differs = comparedMembers.filter((member) => !same(leftFace[member], rightFace[member]))
    if (differs.length === 0) continue
    const toDay = starts[index + 1] ?? lastDay + 1
    addRange(ranges, { fromDay, toDay, differs, left: leftFace, right: rightFace })
  }
  return ranges
}

function addRange(ranges: Difference[], next: Difference): void {
  const before = ranges.at(-1)
  if (
    before?.toDay === next.fromDay &&
    same([before.differs, before.left, before.right], [next.differs, next.left, next.right])
  )
    ranges[ranges.length - 1] = { ...before, toDay: next.toDay }
  else ranges.push(next)
}

/** Reads faces of days that only grow. */
function faceReader(entries: readonly Entry[], controls: readonly string[]): (day: number) => DayFace {
  let next = 0
  let standing = entries[0] as Entry
  return (day) => {
    const reported: Words[] = []
    for (let entry = entries[next]; entry !== undefined && dayOf(entry.at) <= day; entry = entries[next]) {
      if (dayOf(entry.at) === day && entry.reported !== null) reported.push(entry.reported)
      standing = entry
      next += 1
    }
    return {
      state: standing.state,
      end: endOfSeries(standing),
      shown: standing.shown,
      reported,
      controls: Object.fromEntries(controls.map((id) => [id, standing.controls[id]?.open ?? null])),
    }
  }
}

/** A series of renewals counts with the end that the last of them gives: it would else differ every few days. */
function endOfSeries({ event, end, repeats }: Entry): EndOfTerm | null {
  if (event !== 'renewed' || repeats === null || typeof end !== 'number') return end
  return addSecondsHeld(end, (repeats.times - 1) * repeats.everySeconds)
}

function dayOf(at: number): number {
  return Math.floor(at / secondsPerDay)
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
