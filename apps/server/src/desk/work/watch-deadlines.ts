// Cases whose moment has come: what is late or soon will be, told once. spec: case §14
import type { Instant } from '@holdfast/capabilities'
import { decideOutlook, listUntold, measureStates, type CaseOutlook, type OpenMoment } from '@holdfast/desk'
import type { CaseLook, WatchedCase, Writer } from '@holdfast/store'
import type { ServiceTime } from '../service-time.ts'
import { listEntered } from './list-entered.ts'

/** Cases of one transaction. */
const looksTogetherMax = 64

export type WatchedDeadlines = { readonly looked: number; readonly warned: number }

export async function watchDeadlines(
  tx: Pick<Writer, 'claimLooks' | 'recordLooks'>,
  serviceTime: ServiceTime,
  now: Instant,
): Promise<WatchedDeadlines> {
  const watched = await tx.claimLooks(now, looksTogetherMax)
  const looks = watched.map((one) => lookAt(one, serviceTime, now))
  if (looks.length > 0) await tx.recordLooks(looks, now)
  return { looked: looks.length, warned: looks.reduce((sum, { untold }) => sum + untold.length, 0) }
}

function lookAt(watched: WatchedCase, serviceTime: ServiceTime, now: Instant): CaseLook {
  const { case: record, told } = watched
  // An imported thread is history; what was merged away is late where it went.
  const isOver = record.imported || record.mergedInto !== null
  const outlook = isOver ? nothing : outlookOf(watched, serviceTime, now)
  return { ...outlook, case: record, untold: told === null ? [] : listUntold(outlook.warnings, told) }
}

const nothing: CaseOutlook = { warnings: [], due: null, nextLook: null }

function outlookOf(
  { case: record, states, items }: WatchedCase,
  { hours, promises }: ServiceTime,
  now: Instant,
): CaseOutlook {
  const ofItems = items.flatMap(({ id, dueAt }): OpenMoment[] =>
    dueAt === null ? [] : [{ kind: 'entry-overdue', of: id, due: dueAt }],
  )
  const again: OpenMoment[] =
    record.dueAt === null ? [] : [{ kind: 'look-again', of: 'case', due: record.dueAt }]
  const measured = measureStates(listEntered(record, states), hours, promises, now)
  return decideOutlook(measured, [...ofItems, ...again], now)
}
