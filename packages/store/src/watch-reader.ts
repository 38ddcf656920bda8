// What the watch asks: groups and counts, so that a fleet of any size comes as a few rows.
import { sql } from 'kysely'
import { secondsPerDay, type Instant } from '@holdfast/capabilities'
import { waveOfCause, type Span, type Wave } from '@holdfast/fleet'
import type { CustomerId, LicenceId } from '@holdfast/lease'
import type { FleetReader } from './fleet-interface.ts'
import type { CountedWave, DeviceGroup, KnownWave } from './fleet-records.ts'
import { parseFacts, parseRenewalRule } from './json-shapes.ts'
import { asksForRenewal, licenceReminder } from './migrations/0002-fleet.ts'
import { RowReader } from './row-reader.ts'
import type { FindingRow } from './fleet-tables.ts'
import type { Db } from './tables.ts'

type WatchReads =
  | 'listReminderGroups'
  | 'listSilentGroups'
  | 'listMisfitGroups'
  | 'listTurnedDays'
  | 'countWave'
  | 'listKnownWaves'
  | 'listLicenceReminders'
  | 'listMissedRenewals'

const count = sql<number>`cast(count(*) as bigint)`

export function watchReader(db: Db): Pick<FleetReader, WatchReads> {
  return {
    async listReminderGroups(before) {
      const rows = await db
        .selectFrom('observed_devices')
        .select(['customer', 'reminds_month as month', count.as('devices')])
        .select(sql<number>`min(reminds_at)`.as('first'))
        .where('reminds_at', 'is not', null)
        .where('reminds_at', '<', before)
        .groupBy(['customer', 'reminds_month'])
        .execute()
      return rows.map((row) => groupOf({ ...row, month: row.month ?? 0 }))
    },
    async listSilentGroups(before) {
      const rows = await db
        .selectFrom('observed_devices')
        .select(['customer', 'at_month as month', count.as('devices')])
        .select(sql<number>`min(at)`.as('first'))
        .where('at', '<', before)
        .groupBy(['customer', 'at_month'])
        .execute()
      return rows.map(groupOf)
    },
    async listMisfitGroups() {
      const rows = await db
        .selectFrom('observed_devices as device')
        .select(['misfit', count.as('devices')])
        .select(sql<string>`min(id)`.as('first'))
        .where('misfit', 'is not', null)
        .groupBy('misfit')
        .execute()
      const ids = rows.map(({ first }) => first)
      const examples = await listExamples(db, ids)
      return rows.map(({ misfit, devices, first }) => ({
        misfit: misfit ?? '',
        devices,
        example: examples.get(first) ?? { label: first, ends: null },
      }))
    },
    listTurnedDays: async (receivedSince) =>
      (
        await db
          .selectFrom('observations')
          .select(['state', 'day', count.as('devices')])
          .where('turned', '=', sql<number>`1`)
          .where('received_at', '>=', receivedSince)
          .groupBy(['state', 'day'])
          .execute()
      ).map(({ state, day, devices }) => ({ state: state ?? '', day, devices })),
    countWave: (wave) => countWave(db, wave),
    listKnownWaves: (raisedSince) => listKnownWaves(db, raisedSince),
    listLicenceReminders: (now, before) => listLicenceReminders(db, now, before),
    listMissedRenewals: (now) => listMissedRenewals(db, now),
  }
}

function groupOf(row: {
  customer: string | null
  month: number
  devices: number
  first: number
}): DeviceGroup {
  return {
    customer: row.customer as CustomerId | null,
    month: row.month,
    devices: row.devices,
    first: row.first as Instant,
  }
}

async function listExamples(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly label: string; readonly ends: Span | null }>> {
  const examples = new Map<string, { label: string; ends: Span | null }>()
  if (ids.length === 0) return examples
  const rows = await db
    .selectFrom('observed_devices')
    .select(['id', 'label', 'ends_from', 'ends_to'])
    .where('id', 'in', ids)
    .execute()
  for (const { id, label, ends_from: from, ends_to: to } of rows) {
    const ends = from === null || to === null ? null : { from: from as Instant, to: to as Instant }
    examples.set(id, { label, ends })
  }
  return examples
}

async function countWave(db: Db, { state, firstDay, lastDay }: Wave): Promise<CountedWave> {
  const row = await db
    .selectFrom('observations as looks')
    .innerJoin('observed_devices as devices', 'devices.id', 'looks.device')
    .select([
      sql<number>`cast(count(distinct looks.device) as bigint)`.as('devices'),
      sql<number>`cast(count(distinct case when devices.state = looks.state then looks.device end) as bigint)`.as(
        'left',
      ),
      sql<number>`cast(count(distinct looks.customer) as bigint)`.as('customers'),
      sql<string | null>`min(looks.customer)`.as('customer'),
      sql<number>`cast(count(*) - count(looks.customer) as bigint)`.as('unknown'),
    ])
    .where('looks.turned', '=', sql<number>`1`)
    .where('looks.state', '=', state)
    .where('looks.day', '>=', firstDay)
    .where('looks.day', '<=', lastDay)
    .executeTakeFirst()
  const { devices = 0, left = 0, customers = 0, customer = null, unknown = 0 } = row ?? {}
  const only = customers === 1 && unknown === 0 ? (customer as CustomerId) : null
  return { devices, left, customers, customer: only }
}

async function listKnownWaves(db: Db, raisedSince: Instant): Promise<readonly KnownWave[]> {
  const waves = db.selectFrom('findings').selectAll().where('code', '=', 'WAVE')
  const rows = [
    ...(await waves.where('at', '>=', raisedSince).execute()),
    ...(await waves.where('at', '<', raisedSince).where('closed_at', 'is', null).execute()),
  ]
  const known: KnownWave[] = []
  for (const row of rows) {
    const wave = waveOfFinding(row)
    if (wave === null) continue
    const left = await db
      .selectFrom('finding_devices')
      .innerJoin('observed_devices', 'observed_devices.id', 'finding_devices.device')
      .select(count.as('left'))
      .where('finding_devices.finding', '=', row.id)
      .where('observed_devices.state', '=', wave.state)
      .executeTakeFirst()
    known.push({ ...wave, finding: row.id, open: row.closed_at === null, left: left?.left ?? 0 })
  }
  return known
}

function waveOfFinding(row: FindingRow): Wave | null {
  const facts = new RowReader('findings', row.id, row).json('facts', parseFacts)
  const lastDay = facts['lastDay']
  return row.cause === null || typeof lastDay !== 'string' ? null : waveOfCause(row.cause, lastDay)
}

async function listLicenceReminders(db: Db, now: Instant, before: Instant) {
  const reminder = sql<number>`(${sql.raw(licenceReminder)})`
  const taken = sql<number>`(select cast(coalesce(sum(taken), 0) as bigint) from serials where serials.licence = licences.id)`
  const rows = await db
    .selectFrom('licences')
    .select(['id', 'order_number', 'holder', 'term_until', 'grace_days'])
    .select([reminder.as('first'), taken.as('seats')])
    .where('term_until', 'is not', null)
    .where('state', '=', 'active')
    .where(sql<boolean>`${reminder} < ${before}`)
    // Grace is ten years at most: what ended before that is not asked for.
    .where(sql<boolean>`${reminder} > ${now - 2 * 3_650 * secondsPerDay}`)
    .where(sql<boolean>`term_until + grace_days * 86400 > ${now}`)
    .execute()
  return rows
    .filter(({ seats }) => seats > 0)
    .map((row) => ({
      licence: row.id as LicenceId,
      order: row.order_number,
      holder: row.holder,
      seats: row.seats,
      first: row.first as Instant,
      until: row.term_until as Instant,
    }))
}

/** Seconds of an average month: groups of devices by when they were last heard of. */
const spanSeconds = 2_629_746

/** One question for each renewal rule that is in use; these are few. */
async function listMissedRenewals(db: Db, now: Instant) {
  const rules = await db
    .selectFrom('licences')
    .select('renewal')
    .distinct()
    .where(sql<boolean>`${sql.raw(asksForRenewal)}`)
    .execute()
  const missed = []
  for (const { renewal } of rules) {
    const rule = new RowReader('licences', renewal, { renewal }).json('renewal', parseRenewalRule)
    if (rule.kind === 'none') continue
    const span = sql<number>`devices.last_seen / ${sql.raw(String(spanSeconds))}`
    const rows = await db
      .selectFrom('licences')
      .innerJoin('seats', 'seats.licence', 'licences.id')
      .innerJoin('devices', 'devices.id', 'seats.device')
      .select(['licences.id', 'licences.order_number', 'licences.holder', count.as('devices')])
      .select([span.as('span'), sql<number>`min(devices.last_seen)`.as('last_seen')])
      .where('licences.renewal', '=', renewal)
      .where(sql<boolean>`${sql.raw(asksForRenewal)}`)
      .where('licences.state', '=', 'active')
      .where('seats.state', '=', 'taken')
      .where('devices.last_seen', '<', now - rule.everyDays * secondsPerDay)
      .groupBy(['licences.id', 'licences.order_number', 'licences.holder', span])
      .execute()
    missed.push(
      ...rows.map((row) => ({
        licence: row.id as LicenceId,
        order: row.order_number,
        holder: row.holder,
        span: row.span,
        devices: row.devices,
        lastSeen: row.last_seen as Instant,
      })),
    )
  }
  return missed
}
