// What an administrator changes about rights in use. The rules are those of licensing; here they find and write rows.
import { formatInstant, instantOfSeconds, type Instant } from '@holdfast/capabilities'
import { refuse, type LicenceId, type Refusal, type SeatId, type Thumbprint } from '@holdfast/lease'
import {
  decideCorrection,
  decideDeviceBlock,
  decideGiveBack,
  decideLicenceState,
  decideSeats,
  type Change,
  type CorrectionRefusal,
  type DeviceRecord,
  type FirstActivation,
  type Licence,
  type LicenceAction,
  type TermRule,
} from '@holdfast/licensing'
import { selectRows } from './bulk.ts'
import { openReader } from './open-reader.ts'
import type { Writer } from './store-interface.ts'
import { load, present, writeChanges } from './write-changes.ts'
import { recordAudit, type WriteTools } from './write-tools.ts'

type RightsWrites =
  | 'suspendLicence'
  | 'resumeLicence'
  | 'withdrawLicence'
  | 'correctLicence'
  | 'changeSeats'
  | 'blockDevice'
  | 'unblockDevice'
  | 'releaseSeat'

export function rightsWriter(tools: WriteTools): Pick<Writer, RightsWrites> {
  return {
    suspendLicence: (id, reason, now) => setLicenceState(tools, id, 'suspend', { reason, now }),
    async resumeLicence(id, now) {
      return await setLicenceState(tools, id, 'resume', { reason: '', now })
    },
    async withdrawLicence(id, reason, now) {
      const withdrawn = await setLicenceState(tools, id, 'withdraw', { reason, now })
      // A withdrawal is refused by no state.
      return withdrawn as Licence | Refusal<'NOT_FOUND'>
    },
    correctLicence: (id, correction, now) => correctLicence(tools, id, correction, now),
    async changeSeats(serial, seats, now) {
      const loaded = await load(tools, { serials: [serial] })
      const record = loaded.page.serial(serial)
      if (record === null) return refuse('NOT_FOUND', { serial })
      const decision = decideSeats(record, seats)
      if (decision.kind === 'refused') return decision
      await writeChanges(tools, loaded, decision.changes)
      const detail = { from: record.seats, to: seats, aboveCount: decision.aboveCount }
      if (decision.changes.length > 0)
        recordAudit(tools, { action: 'seats-change', subject: `serial:${serial}`, detail }, now)
      return present(loaded.page.serial(serial))
    },
    blockDevice: (id, reason, now) => blockDevice(tools, id, { now, reason }),
    unblockDevice: (id, now) => blockDevice(tools, id, { now, reason: null }),
    async releaseSeat(id, risk, now) {
      const found = await openReader(tools.db, tools.facts, tools.sealer).findSeat(id)
      if (found === null) return refuse('NOT_FOUND', { seat: id })
      const loaded = await load(tools, { devices: [found.device], seats: [id] })
      const seat = present(loaded.page.seat(id))
      const { changes } = decideGiveBack(seat, now)
      await writeChanges(tools, loaded, changes)
      const detail = { seat: id, device: seat.device, generation: seat.generation, risk }
      if (changes.length > 0)
        recordAudit(tools, { action: 'seat-release', subject: `serial:${seat.serial}`, detail }, now)
      return present(loaded.page.seat(id))
    },
  }
}

/** As `releaseSeat`, of many seats in a constant number of statements; those that are free already stay as they are. */
export async function giveBackSeats(
  tools: WriteTools,
  ids: readonly SeatId[],
  risk: string,
  now: Instant,
): Promise<void> {
  if (ids.length === 0) return
  const rows = await selectRows(tools.db, tools.facts, { table: 'seats', column: 'id' }, ids)
  const devices = rows.map(({ device }) => device as Thumbprint)
  const loaded = await load(tools, { devices, seats: ids })
  const changes: Change[] = []
  for (const id of ids) {
    const seat = present(loaded.page.seat(id))
    const decided = decideGiveBack(seat, now).changes
    changes.push(...decided)
    const detail = { seat: id, device: seat.device, generation: seat.generation, risk }
    if (decided.length > 0)
      recordAudit(tools, { action: 'seat-release', subject: `serial:${seat.serial}`, detail }, now)
  }
  await writeChanges(tools, loaded, changes)
}

async function setLicenceState(
  tools: WriteTools,
  id: LicenceId,
  action: LicenceAction,
  by: { readonly now: Instant; readonly reason: string },
): Promise<Licence | Refusal<'NOT_FOUND' | 'LICENCE_WITHDRAWN'>> {
  const loaded = await load(tools, { licences: [id] })
  const licence = loaded.page.licence(id)
  if (licence === null) return refuse('NOT_FOUND', { licence: id })
  const decision = decideLicenceState(licence, action, by)
  if (decision.kind === 'refused') return decision
  await writeChanges(tools, loaded, decision.changes)
  const detail = { from: licence.state.kind, ...(by.reason === '' ? {} : { reason: by.reason }) }
  if (decision.changes.length > 0)
    recordAudit(tools, { action: `licence-${action}`, subject: `licence:${id}`, detail }, by.now)
  return present(loaded.page.licence(id))
}

async function correctLicence(
  tools: WriteTools,
  id: LicenceId,
  asked: { readonly termRule: TermRule; readonly shorten: boolean; readonly reason: string },
  now: Instant,
): Promise<Licence | Refusal<'NOT_FOUND' | CorrectionRefusal>> {
  const loaded = await load(tools, { licences: [id] })
  const licence = loaded.page.licence(id)
  if (licence === null) return refuse('NOT_FOUND', { licence: id })
  const { reason, ...rule } = asked
  const firstActivation = await findFirstActivation(tools, id)
  const decision = decideCorrection(licence, { ...rule, firstActivation, now })
  if (decision.kind === 'refused') return decision
  await writeChanges(tools, loaded, decision.changes)
  const corrected = present(loaded.page.licence(id))
  const end = ({ term }: Licence) =>
    term === null ? null : term.kind === 'perpetual' ? 'perpetual' : formatInstant(term.until)
  const detail = {
    rule: { from: licence.termRule.kind, to: corrected.termRule.kind },
    end: { from: end(licence), to: end(corrected) },
    shorten: rule.shorten,
    reason,
  }
  if (decision.changes.length > 0)
    recordAudit(tools, { action: 'licence-correct', subject: `licence:${id}`, detail }, now)
  return corrected
}

/**
 * The first seat of the licence in the order of its index: seats are never deleted. One that was recorded from a lease is
 * dated by that, which may be a renewal's. What is dated before it is older than the books' loss, so later seats are no matter.
 */
async function findFirstActivation({ db }: WriteTools, licence: LicenceId): Promise<FirstActivation> {
  const first = await db
    .selectFrom('seats')
    .select(['added_at', 'recovered'])
    .where('licence', '=', licence)
    .orderBy('added_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (first === undefined) return null
  return first.recovered === 0 ? instantOfSeconds(first.added_at) : 'unknown'
}

async function blockDevice(
  tools: WriteTools,
  id: Thumbprint,
  by: { readonly now: Instant; readonly reason: string | null },
): Promise<DeviceRecord | Refusal<'NOT_FOUND'>> {
  const { now, reason } = by
  const loaded = await load(tools, { devices: [id] })
  const device = loaded.page.device(id)
  if (device === null) return refuse('NOT_FOUND', { device: id })
  const { changes } = decideDeviceBlock(device, reason === null ? null : { now, reason })
  await writeChanges(tools, loaded, changes)
  const action = reason === null ? 'device-unblock' : 'device-block'
  const detail = reason === null ? {} : { reason }
  if (changes.length > 0) recordAudit(tools, { action, subject: `device:${id}`, detail }, now)
  return present(loaded.page.device(id))
}
