// No step counts as done until an observation newer than the step shows it. spec: repair §5
import type { End } from './end.ts'
import type { ItemState } from './plan-state.ts'
import type { RemedyName } from './remedies.ts'
import type { Sighting } from './sighting.ts'

/** Of an item, what its verification looks at. */
export type ItemToVerify = {
  readonly device: string
  readonly serial: string | null
  readonly remedy: RemedyName | null
  /** The highest generation that the books had issued to the device when the plan was decided. */
  readonly generation: number
  /** The sighting's end must not lie before this. */
  readonly notBefore: End
  readonly state: ItemState
}

export type ItemVerdict =
  | { readonly kind: 'done'; readonly sighting: Sighting }
  | {
      readonly kind: 'not-done'
      readonly because: 'not-started' | 'other-device' | 'older' | 'says-nothing' | 'ends-before'
    }

export function verifyItem(item: ItemToVerify, sighting: Sighting): ItemVerdict {
  const { state } = item
  if (state.kind !== 'started') return notDone('not-started')
  if (!isOfItem(item, sighting)) return notDone('other-device')
  if (!isNewer(item, state.at, sighting)) return notDone('older')
  const { end } = sighting
  if (end === null) return notDone('says-nothing')
  if (end.kind !== 'within') return { kind: 'done', sighting }
  const { notBefore } = item
  if (notBefore.kind === 'perpetual' || end.span.from < notBefore.until) return notDone('ends-before')
  return { kind: 'done', sighting }
}

/** By the newest sighting that says anything of this item: a device that was well and is ill again is not done. */
export function verifyItemBy(item: ItemToVerify, sightings: readonly Sighting[]): ItemVerdict {
  let verdict: ItemVerdict = notDone('older')
  let newest: Sighting | null = null
  for (const sighting of sightings) {
    if (newest !== null && !isLater(sighting, newest)) continue
    const judged = verifyItem(item, sighting)
    const telling = judged.kind === 'done' || judged.because === 'ends-before'
    if (telling) newest = sighting
    if (telling || newest === null) verdict = judged
  }
  return verdict
}

/** A machine that is gone is proven by its successor, which is another device under the same serial number. */
function isOfItem(item: ItemToVerify, sighting: Sighting): boolean {
  if (item.remedy !== 'rehost') return sighting.device === item.device
  return sighting.source === 'receipt' && sighting.serial === item.serial && sighting.device !== item.device
}

function isNewer(item: ItemToVerify, startedAt: number, sighting: Sighting): boolean {
  if (sighting.source !== 'receipt') return sighting.seen.from > startedAt
  const above = item.remedy === 'rehost' || (sighting.generation ?? 0) > item.generation
  return above && sighting.seen.from >= startedAt
}

function isLater(one: Sighting, other: Sighting): boolean {
  if (one.generation !== null && other.generation !== null && one.device === other.device)
    return one.generation > other.generation
  return one.seen.from > other.seen.from
}

function notDone(because: Extract<ItemVerdict, { kind: 'not-done' }>['because']): ItemVerdict {
  return { kind: 'not-done', because }
}
