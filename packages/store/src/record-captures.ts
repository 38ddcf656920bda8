import { hash } from 'node:crypto'
import type { Instant } from '@holdfast/capabilities'
import {
  decideTermMisfit,
  deviceAfterLook,
  deviceOfLook,
  factsTextOfLook,
  isWell,
  keysOfNames,
  matchLook,
  misfitOf,
  momentOfLook,
  type Candidate,
  type DeviceKey,
  type LookContext,
  type Match,
  type ObservedDevice,
  type OrderedTerm,
} from '@holdfast/fleet'
import { makeCaptureId, makeObservedDeviceId, type CaptureId, type CustomerId } from '@holdfast/lease'
import { insertRows, selectRows } from './bulk.ts'
import { findOrderedTerms } from './find-ordered-terms.ts'
import { looksPerBatchMax } from './fleet-interface.ts'
import type { MatchRecord, NewCapture, RecordedCapture, RecordedCaptures } from './fleet-records.ts'
import { rowOfObservation, rowOfObservedDevice } from './fleet-rows.ts'
import type { CaptureRow, ObservationRow } from './fleet-tables.ts'
import { candidateOf, loadKnownDevices, type KnownDevices, type LookOfCustomer } from './known-devices.ts'
import { recordAudit, type WriteTools } from './write-tools.ts'

/** File names that an audit row shows; of more it says how many. */
const sourcesNamedMax = 20

type HashedLook = LookOfCustomer & { readonly place: number; readonly hash: string }
type Incoming = {
  readonly id: CaptureId
  readonly capture: NewCapture
  readonly hash: string
  readonly looks: readonly HashedLook[]
}

export async function recordCaptures(
  tools: WriteTools,
  captures: readonly NewCapture[],
  now: Instant,
): Promise<RecordedCaptures> {
  const { db, facts, bookkeeping } = tools
  const count = captures.reduce((sum, { looks }) => sum + looks.length, 0)
  if (count > looksPerBatchMax) throw new RangeError(`${count} looks in one batch`)
  // Whoever records holds this row: two servers that see one new device at once would make two of it.
  await wish(tools, 'captures')
  const incoming = captures.map((capture): Incoming =>
    incomingOf(capture, makeCaptureId(bookkeeping.entropy)),
  )
  const rows = await selectRows(
    db,
    facts,
    { table: 'captures', column: 'hash' },
    incoming.map((one) => one.hash),
  )
  const knownCaptures = new Map(rows.map((row) => [row.hash, row.id as CaptureId]))
  const freshByHash = new Map<string, Incoming>()
  for (const one of incoming)
    if (!knownCaptures.has(one.hash) && !freshByHash.has(one.hash)) freshByHash.set(one.hash, one)
  const fresh = [...freshByHash.values()]
  const looks = await newLooks(tools, fresh)
  const batch = new Batch(tools, now, await loadKnownDevices(db, facts, looks))
  batch.ordered = await findOrderedTerms(db, customersOf(fresh))
  // Oldest first: what a device turned into is judged in the order of time.
  const byMoment = looks.toSorted((one, other) => momentOfLook(one.look, now) - momentOfLook(other.look, now))
  for (const one of byMoment) batch.add(one)
  await batch.write(fresh)
  if (looks.length > 0) await wish(tools, 'watch')
  const answered = incoming.map((one): RecordedCapture => {
    const isFresh = freshByHash.get(one.hash) === one
    const id = knownCaptures.get(one.hash) ?? freshByHash.get(one.hash)?.id ?? one.id
    const added = isFresh ? batch.ofCapture(one.id) : []
    return {
      id,
      state: isFresh ? 'added' : 'known',
      observations: added.length,
      known: one.looks.length - added.length,
      unmatched: added.filter(({ device }) => device === null).length,
    }
  })
  if (fresh.length > 0) recordBatch(tools, fresh, { batch, known: captures.length - fresh.length }, now)
  return { kind: 'recorded', captures: answered }
}

function incomingOf(capture: NewCapture, id: CaptureId): Incoming {
  const looks = capture.looks.map((look, place) => ({
    look,
    place,
    customer: capture.customer,
    hash: sha256(factsTextOfLook(look, capture.customer)),
  }))
  return { id, capture, hash: sha256(capture.factsText), looks }
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}

/** Looks that the books do not have, each once, with the capture that brought it. */
async function newLooks(
  { db, facts }: WriteTools,
  captures: readonly Incoming[],
): Promise<readonly (HashedLook & { readonly capture: CaptureId })[]> {
  const looks = captures.flatMap(({ id, looks }) => looks.map((look) => ({ ...look, capture: id })))
  const rows = await selectRows(
    db,
    facts,
    { table: 'observations', column: 'hash' },
    looks.map((look) => look.hash),
  )
  const known = new Set(rows.map((row) => row.hash))
  return looks.filter((look) => {
    if (known.has(look.hash)) return false
    known.add(look.hash)
    return true
  })
}

function customersOf(captures: readonly Incoming[]): readonly CustomerId[] {
  const customers = captures.map(({ capture }) => capture.customer)
  return [...new Set(customers)].filter((customer) => customer !== null)
}

/** A wish for a duty; its row stays locked until the end of the transaction. */
async function wish({ db, facts }: WriteTools, name: string): Promise<void> {
  const row = { name, wanted: 1, seen: 0, slot: 0, server: null, until_at: 0 }
  await insertRows(db, facts, 'duties', [row], { kind: 'add', key: ['name'], column: 'wanted' })
}

function recordBatch(
  tools: WriteTools,
  fresh: readonly Incoming[],
  { batch, known }: { readonly batch: Batch; readonly known: number },
  now: Instant,
): void {
  const customers = customersOf(fresh)
  const [customer] = customers
  const subject =
    customer !== undefined && customers.length === 1 ? `customer:${customer}` : `capture:${fresh[0]?.id}`
  const detail = {
    captures: fresh.length,
    known,
    observations: batch.observations.length,
    newDevices: batch.made,
    unmatched: batch.observations.filter(({ device }) => device === null).length,
    sources: [...new Set(fresh.map((one) => one.capture.source))].slice(0, sourcesNamedMax),
  }
  recordAudit(tools, { action: 'captures-add', subject, detail }, now)
}

/** The looks of one transaction, matched one after the other: each sees the devices that those before it made. */
class Batch {
  readonly #tools: WriteTools
  readonly #now: Instant
  readonly #known: KnownDevices
  readonly #touched = new Map<string, ObservedDevice>()
  readonly #keys: { kind: string; value: string; customer: string; device: string }[] = []
  readonly observations: ObservationRow[] = []
  readonly #byCapture = new Map<string, ObservationRow[]>()
  ordered: ReadonlyMap<CustomerId, readonly OrderedTerm[]> = new Map()
  made = 0

  constructor(tools: WriteTools, now: Instant, known: KnownDevices) {
    this.#tools = tools
    this.#now = now
    this.#known = known
  }

  ofCapture(id: CaptureId): readonly ObservationRow[] {
    return this.#byCapture.get(id) ?? []
  }

  add(one: HashedLook & { readonly capture: CaptureId }): void {
    const { look, customer, capture, place, hash } = one
    const match = matchLook(look.names, customer, this.#known.index)
    const { device, turned } = this.#deviceOf(match, one)
    if (device !== null) this.#keep(device, keysOfNames(look.names, customer))
    const row = rowOfObservation(
      {
        capture,
        place,
        device: device?.id ?? null,
        match: matchRecordOf(match),
        customer,
        receivedAt: this.#now,
        at: momentOfLook(look, this.#now),
        turned: turned && !isWell(look.state),
        look,
      },
      hash,
    )
    this.observations.push(row)
    const ofCapture = this.#byCapture.get(capture) ?? []
    ofCapture.push(row)
    this.#byCapture.set(capture, ofCapture)
  }

  #deviceOf(
    match: Match,
    { look, customer, capture }: HashedLook & { readonly capture: CaptureId },
  ): { readonly device: ObservedDevice | null; readonly turned: boolean } {
    if (match.kind === 'ambiguous') return { device: null, turned: false }
    const misfit = decideTermMisfit(look, (customer === null ? null : this.ordered.get(customer)) ?? [])
    const context: LookContext = {
      capture,
      customer,
      deviceId: look.names.deviceId ?? (match.kind === 'known' ? match.device.deviceId : null),
      receivedAt: this.#now,
      misfit: misfit === null ? null : misfitOf(customer, misfit.order),
    }
    const id = match.kind === 'known' ? match.device.id : null
    const known = id === null ? undefined : this.#known.devices.get(id)
    if (known !== undefined) return deviceAfterLook(known, look, context)
    this.made += 1
    const made = deviceOfLook(makeObservedDeviceId(this.#tools.bookkeeping.entropy), look, context)
    return { device: made, turned: look.state !== null }
  }

  #keep(device: ObservedDevice, keys: readonly DeviceKey[]): void {
    this.#known.devices.set(device.id, device)
    this.#touched.set(device.id, device)
    const own: readonly DeviceKey[] =
      device.deviceId === null ? [] : [{ kind: 'device-id', value: device.deviceId, customer: '' }]
    for (const key of [...keys, ...own])
      if (this.#known.index.add(key, candidateOf(device))) this.#keys.push({ ...key, device: device.id })
  }

  async write(captures: readonly Incoming[]): Promise<void> {
    const { db, facts, bookkeeping, actor } = this.#tools
    const captureRows = captures.map(({ id, hash, capture }): CaptureRow => ({
      id,
      hash,
      customer: capture.customer,
      source: capture.source,
      kind: capture.kind,
      received_at: this.#now,
      captured_from: capture.capturedAt?.from ?? null,
      captured_to: capture.capturedAt?.to ?? null,
      captured_by: capture.capturedBy,
      actor: `${actor.kind}:${actor.id}`,
      observations: this.ofCapture(id).length,
      reading: capture.reading,
    }))
    await insertRows(db, facts, 'captures', captureRows)
    const devices = [...this.#touched.values()].map(rowOfObservedDevice)
    const columns = Object.keys(devices[0] ?? {}).filter((column) => column !== 'id')
    await insertRows(db, facts, 'observed_devices', devices, { kind: 'replace', key: ['id'], columns })
    await insertRows(db, facts, 'observed_keys', this.#keys, { kind: 'keep' })
    await insertRows(db, facts, 'observations', this.observations)
    bookkeeping.count('captures', captureRows.length)
    bookkeeping.count('observations', this.observations.length)
    bookkeeping.count('observed-devices', this.made)
  }
}

function matchRecordOf(match: Match): MatchRecord {
  if (match.kind === 'new') return match
  if (match.kind === 'known') return { kind: 'known', by: match.by, certainty: match.certainty }
  return { kind: 'ambiguous', by: match.by, candidates: match.candidates.map(nameOf) }
}

function nameOf({ id, deviceId }: Candidate): string {
  return id ?? `device:${deviceId}`
}
