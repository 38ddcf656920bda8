// Where observed devices end, by their newest looks. spec: forecast §2
import { sql } from 'kysely'
import { endOfLook, sameEnd, seenEndOf, type Look, type ObservedDevice } from '@holdfast/fleet'
import type { ObservedEnd } from './fleet-records.ts'
import { observationOfRow, observedDeviceOfRow } from './fleet-rows.ts'
import type { ListedOrRefused, Page } from './listed.ts'
import { listPage, type Order } from './page.ts'
import type { Db } from './tables.ts'

const byId: Order = { columns: ['id'], direction: 'asc', types: ['text'] }

export async function listFleetEnds(db: Db, page: Page): Promise<ListedOrRefused<ObservedEnd>> {
  const devices = db.selectFrom('observed_devices').selectAll()
  const listed = await listPage(devices, byId, page, observedDeviceOfRow)
  if (listed.kind === 'refused' || listed.items.length === 0) return listed as ListedOrRefused<never>
  const looks = await newestLooks(db, listed.items)
  const seated = await seatedOf(db, listed.items)
  const items = listed.items.map((device) =>
    endOf(device, looks.get(device.id) ?? [], device.deviceId !== null && seated.has(device.deviceId)),
  )
  return { ...listed, items }
}

/** Of each device, the newest first: the newest look that says nothing of what is left, and the two newest that do. */
async function newestLooks(
  db: Db,
  devices: readonly ObservedDevice[],
): Promise<ReadonlyMap<string, readonly Look[]>> {
  const ranked = db
    .selectFrom('observations')
    .selectAll()
    .select(
      sql<number>`row_number() over (partition by device, remaining_from is null or captured_from is null order by at desc, capture desc, place desc)`.as(
        'newness',
      ),
    )
    .where(
      'device',
      'in',
      devices.map(({ id }) => id),
    )
  const rows = await db
    .selectFrom(ranked.as('ranked'))
    .selectAll()
    .where('newness', '<=', 2)
    .orderBy('at', 'desc')
    .orderBy('capture', 'desc')
    .orderBy('place', 'desc')
    .execute()
  const found = new Map<string, Look[]>()
  for (const row of rows) {
    const { device, look } = observationOfRow(row)
    if (device !== null) found.set(device, [...(found.get(device) ?? []), look])
  }
  return found
}

/** Of our own devices those that hold a seat in these books. */
async function seatedOf(db: Db, devices: readonly ObservedDevice[]): Promise<ReadonlySet<string>> {
  const ids = devices.flatMap(({ deviceId }) => (deviceId === null ? [] : [deviceId]))
  if (ids.length === 0) return new Set()
  const seats = db.selectFrom('seats').select('device').where('device', 'in', ids)
  const rows = await seats.where('state', '=', 'taken').execute()
  return new Set(rows.map(({ device }) => device))
}

function endOf(device: ObservedDevice, looks: readonly Look[], ours: boolean): ObservedEnd {
  const newest = looks[0]
  const ending = looks.filter((look) => endOfLook(look) !== null)
  const [last, before] = ending
  const saidByNewest = newest === undefined ? null : seenEndOf(newest)
  const firstKnown = <Fact>(fact: (look: Look) => Fact | null): Fact | null => {
    for (const look of looks) {
      const said = fact(look)
      if (said !== null) return said
    }
    return null
  }
  return {
    device,
    ours,
    end: saidByNewest ?? (last === undefined ? null : seenEndOf(last)),
    agrees: last !== undefined && before !== undefined && sameEnd(last, before),
    activatedAt: firstKnown(({ seen }) => seen.activatedAt),
    keyInstalledAt: firstKnown(({ seen }) => seen.keyInstalledAt ?? null),
    upgradedAt: firstKnown(({ seen }) => seen.upgradedAt),
    grantedSeconds: firstKnown(({ seen }) => seen.grantedSeconds),
    release: firstKnown(({ seen }) => seen.releaseAfter),
  }
}
