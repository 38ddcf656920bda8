import { addSecondsHeld, secondsPerDay, type Clock, type Instant } from '@holdfast/capabilities'
import {
  fleetFindingKinds,
  causeOfWave,
  decideWaves,
  devicesSilent,
  licenceRemindersAhead,
  remindersAhead,
  renewalsMissed,
  termUnlikeOrder,
  waveFinding,
  type FleetFinding,
  type NamedCustomer,
  type WatchRules,
} from '@holdfast/fleet'
import type { CustomerId } from '@holdfast/lease'
import type { Actor, DevicesOfFinding, Store } from '@holdfast/store'

/** A wave is looked for among looks that came in within so many days, whenever they were made. */
const waveReceivedDays = 30
/** A wave that grows is known again for so long after it was raised. */
const waveKnownDays = 120
/** Findings of one transaction, customers of one question. */
const chunkItems = 500
/** Messages that left stay so long. */
const sentKeptDays = 30

export type Watched = { readonly raised: number; readonly grown: number; readonly closed: number }
type Found = { readonly finding: FleetFinding; readonly devices: DevicesOfFinding }

export type WatchOptions = {
  readonly store: Store
  readonly clock: Clock
  readonly actor: Actor
  readonly rules: WatchRules
  /** Called between steps; false where another server has taken the duty. */
  readonly keep: () => Promise<boolean>
}

/** Looks at the whole fleet once: raises what has a new cause, closes what has none any more. */
export async function watchFleet(options: WatchOptions): Promise<Watched> {
  const { store, clock, actor } = options
  const now = clock.now()
  const found = [
    ...(await findReminders(options, now)),
    ...(await findSilence(options, now)),
    ...(await findMisfits(options, now)),
    ...(await findLicences(options, now)),
  ]
  const waves = await findWaves(options, now)
  let [raised, grown] = [0, 0]
  const all = [...found, ...waves.found]
  for (let at = 0; at < all.length; at += chunkItems) {
    if (!(await options.keep())) return { raised, grown, closed: 0 }
    const written = await store.write(actor, (tx) =>
      tx.raiseFleetFindings(all.slice(at, at + chunkItems), now),
    )
    raised += written.raised
    grown += written.grown
  }
  const causes = new Set([...all.map(({ finding }) => finding.cause), ...waves.going])
  const closed = await store.write(actor, async (tx) => {
    await tx.removeSentMessages(addSecondsHeld(now, -sentKeptDays * secondsPerDay))
    return await tx.closeFleetFindings(fleetFindingKinds, causes, now)
  })
  return { raised, grown, closed }
}

async function findReminders({ store, rules }: WatchOptions, now: Instant): Promise<Found[]> {
  const before = addSecondsHeld(now, rules.remindWithinDays * secondsPerDay)
  const groups = await store.read.listReminderGroups(before)
  const named = await nameCustomers(store, groups)
  return groups.map(({ customer, month, devices, first }) => ({
    finding: remindersAhead({ customer: named(customer), month, devices, first }, now),
    devices: { kind: 'reminding', customer, month, before },
  }))
}

async function findSilence({ store, rules }: WatchOptions, now: Instant): Promise<Found[]> {
  const { silentAfterDays } = rules
  const before = addSecondsHeld(now, -silentAfterDays * secondsPerDay)
  const groups = await store.read.listSilentGroups(before)
  const named = await nameCustomers(store, groups)
  return groups.map(({ customer, month, devices }) => ({
    finding: devicesSilent({ customer: named(customer), month, devices }, silentAfterDays, now),
    devices: { kind: 'silent', customer, month, before },
  }))
}

async function findMisfits({ store }: WatchOptions, now: Instant): Promise<Found[]> {
  const groups = (await store.read.listMisfitGroups()).map((group) => {
    const [customer, order] = JSON.parse(group.misfit) as [CustomerId | null, string | null]
    return { ...group, customer, order }
  })
  const named = await nameCustomers(store, groups)
  return groups.flatMap(({ misfit, customer, order, devices, example }) => {
    if (example.ends === null) return []
    const group = {
      customer: named(customer),
      order,
      devices,
      example: example.label,
      shownEnd: example.ends.from,
    }
    return [{ finding: termUnlikeOrder(group, now), devices: { kind: 'misfit', misfit } as const }]
  })
}

async function findLicences({ store, rules }: WatchOptions, now: Instant): Promise<Found[]> {
  const before = addSecondsHeld(now, rules.remindWithinDays * secondsPerDay)
  const none = { kind: 'none' } as const
  const reminders = await store.read.listLicenceReminders(now, before)
  const missed = await store.read.listMissedRenewals(now)
  const named = (row: { licence: (typeof reminders)[number]['licence']; order: string; holder: string }) => ({
    licence: { id: row.licence, order: row.order, holder: row.holder },
  })
  return [
    ...reminders.map((row) => ({
      finding: licenceRemindersAhead(
        { ...named(row), seats: row.seats, first: row.first, until: row.until },
        now,
      ),
      devices: none,
    })),
    ...missed.map((row) => ({
      finding: renewalsMissed(
        { ...named(row), span: row.span, devices: row.devices, lastSeen: row.lastSeen },
        now,
      ),
      devices: none,
    })),
  ]
}

/** `going`: causes of waves that were raised before and that devices are still in. */
async function findWaves(
  { store, rules }: WatchOptions,
  now: Instant,
): Promise<{ readonly found: readonly Found[]; readonly going: readonly string[] }> {
  const { read } = store
  const days = await read.listTurnedDays(addSecondsHeld(now, -waveReceivedDays * secondsPerDay))
  const known = await read.listKnownWaves(addSecondsHeld(now, -waveKnownDays * secondsPerDay))
  const going = known.filter(({ open, left }) => open && left > 0).map(causeOfWave)
  const found: Found[] = []
  for (const wave of decideWaves(days, { waveDevices: rules.waveDevices, known })) {
    const { devices, left, customers, customer } = await read.countWave(wave)
    // A wave of long ago whose devices are well again asks nothing of anybody.
    if (left === 0) continue
    const named = await nameCustomers(store, [{ customer }])
    const counted = { devices, customers, customer: customer === null ? null : named(customer) }
    found.push({ finding: waveFinding(wave, counted, now), devices: { kind: 'wave', ...wave } })
  }
  return { found, going }
}

async function nameCustomers(
  store: Store,
  groups: readonly { readonly customer: CustomerId | null }[],
): Promise<(id: CustomerId | null) => NamedCustomer> {
  const ids = [...new Set(groups.map(({ customer }) => customer))].filter((id) => id !== null)
  const names = new Map<CustomerId, string>()
  for (let at = 0; at < ids.length; at += chunkItems)
    for (const [id, name] of await store.read.listCustomerNames(ids.slice(at, at + chunkItems)))
      names.set(id, name)
  return (id) => ({ id, name: id === null ? null : (names.get(id) ?? null) })
}
