// What captures say of devices whose activation is another maker's. spec: repair §2, §5
import type { Instant } from '@holdfast/capabilities'
import { foreignDeviceOf, sightingOfLook, type ForeignDevice, type Sighting } from '@holdfast/fleet'
import type { ObservedDeviceId } from '@holdfast/lease'
import { bulkRowsMax } from './bulk.ts'
import { observationOfRow } from './fleet-rows.ts'
import type { PlanItemRecord } from './plans-interface.ts'
import type { Db } from './tables.ts'

/** Each as its newest look shows it; those that are our own devices are left out, and so are ids that nobody knows. */
export async function gatherForeignDevices(
  db: Db,
  ids: readonly ObservedDeviceId[],
): Promise<readonly ForeignDevice[]> {
  const gathered: ForeignDevice[] = []
  for (let at = 0; at < ids.length; at += bulkRowsMax) {
    const rows = await db
      .selectFrom('observed_devices as seen')
      .innerJoin('observations', (join) =>
        join.onRef('observations.device', '=', 'seen.id').onRef('observations.at', '=', 'seen.at'),
      )
      .selectAll('observations')
      .select(['seen.id as seen_id', 'seen.label as label', 'seen.capture as newest'])
      .where('seen.id', 'in', [...ids.slice(at, at + bulkRowsMax)])
      .where('seen.device_id', 'is', null)
      .execute()
    const newest = new Map(rows.map((row) => [row.seen_id, row]))
    for (const row of rows) if (row.capture === row.newest) newest.set(row.seen_id, row)
    for (const { seen_id: device, label: name, ...row } of newest.values())
      gathered.push(foreignDeviceOf({ device, name }, observationOfRow(row).look))
  }
  return gathered
}

/** Looks at the items' devices that were captured after the first of the steps. */
export async function listLookSightings(
  db: Db,
  items: readonly PlanItemRecord[],
): Promise<ReadonlyMap<string, readonly Sighting[]>> {
  const found = new Map<string, Sighting[]>()
  const foreign = items.filter(({ kind }) => kind === 'foreign')
  const startedAt = foreign.flatMap(({ state }) => (state.kind === 'started' ? [state.at] : []))
  if (startedAt.length === 0) return found
  const since: Instant = startedAt.reduce((one, other) => (one < other ? one : other))
  const rows = await db
    .selectFrom('observations')
    .innerJoin('captures', 'captures.id', 'observations.capture')
    .selectAll('observations')
    .select('captures.kind as capture_kind')
    .where('observations.device', 'in', [...new Set(foreign.map(({ device }) => device))])
    .where('observations.captured_from', '>', since)
    .execute()
  for (const { capture_kind: kind, ...row } of rows) {
    const { device, look } = observationOfRow(row)
    const sighting =
      device === null ? null : sightingOfLook(device, look, kind === 'report' ? 'report' : 'capture')
    if (sighting !== null) found.set(sighting.device, [...(found.get(sighting.device) ?? []), sighting])
  }
  return found
}
