// Which devices a plan is about: of the list, the finding, the customer, or all of them. spec: repair §7
import type { Instant } from '@holdfast/capabilities'
import {
  decideNeed,
  noMarks,
  planExaminedMax,
  type DeviceMarks,
  type ForeignDevice,
  type ListedDevice,
  type OwnDevice,
  type PlanDevice,
} from '@holdfast/fleet'
import {
  isId,
  isThumbprint,
  parseSerial,
  refuse,
  type CustomerId,
  type ObservedDeviceId,
  type Refusal,
  type SerialNumber,
  type Thumbprint,
} from '@holdfast/lease'
import type { FindingRecord, Reader } from '@holdfast/store'

/** Devices that are read together. */
const devicesPerPage = 500
/** Unknown entries that one refusal names. */
const complaintsMax = 16

export type DeviceChoice = {
  readonly finding: FindingRecord | null
  readonly customer: CustomerId | null
  readonly listed: readonly ListedDevice[] | null
  readonly now: Instant
  readonly horizon: Instant
  readonly silentBefore: Instant
}

export type ChosenDevices = {
  readonly kind: 'chosen'
  readonly devices: readonly PlanDevice[]
  /** How many were looked at, those that need nothing among them. */
  readonly examined: number
}

/**
 * Devices that fit all that is given. Those that nobody named and that need nothing are looked at and left out at once, so
 * that memory holds a plan and not a fleet. Refuses INPUT_INVALID (entries of the list that nobody knows) and PLAN_TOO_LARGE.
 */
export async function chooseDevices(
  read: Reader,
  choice: DeviceChoice,
): Promise<ChosenDevices | Refusal<'INPUT_INVALID' | 'PLAN_TOO_LARGE'>> {
  const named = await findNamed(read, choice)
  if ('kind' in named) return named
  const ofCustomer = choice.customer === null ? null : await listOfCustomer(read, choice.customer)
  if (ofCustomer !== null && 'kind' in ofCustomer) return ofCustomer
  if (named.devices === null && ofCustomer === null) return await chooseFromAll(read, choice)
  const wanted = [...(named.devices?.keys() ?? ofCustomer?.keys() ?? [])]
  const fitting = ofCustomer === null ? wanted : wanted.filter((device) => ofCustomer.has(device))
  const marks = named.devices
  const own = await gather(read, choice, fitting, (device) => marks?.get(device) ?? noMarks)
  const kept = marks === null ? own.filter((device) => isNeedy(device, choice)) : own
  const foreign = await listForeign(read, choice)
  const ill = marks === null ? foreign.filter((device) => isNeedy(device, choice)) : foreign
  return { kind: 'chosen', devices: [...kept, ...ill], examined: fitting.length + foreign.length }
}

/** Devices of other makers' activation: of the list, of the finding, or of the customer. */
async function listForeign(read: Reader, choice: DeviceChoice): Promise<readonly ForeignDevice[]> {
  const { listed, finding, customer } = choice
  const told = (listed ?? []).flatMap((entry) => (entry.kind === 'foreign' ? [foreignDevice(entry)] : []))
  const filter = {
    ...(finding === null ? {} : { finding: finding.id }),
    ...(customer === null ? {} : { customer }),
  }
  const ofBooks: ObservedDeviceId[] = []
  if (listed === null)
    for await (const page of pagesOfObserved(read, filter))
      for (const { id, deviceId } of page) if (deviceId === null) ofBooks.push(id)
  const named = (listed ?? []).flatMap(({ device }) => (isId('dev', device) ? [device] : []))
  return [...told, ...(await read.gatherForeignDevices([...named, ...ofBooks]))]
}

async function* pagesOfObserved(
  read: Reader,
  filter: { readonly finding?: string; readonly customer?: CustomerId },
) {
  let after: string | null = null
  do {
    const listed = await read.listObservedDevices(filter, { after, limit: devicesPerPage })
    if (listed.kind === 'refused') throw new Error(`a cursor of the list was refused: ${listed.code}`)
    yield listed.items
    after = listed.next
  } while (after !== null)
}

type Marked = ReadonlyMap<Thumbprint, DeviceMarks>

/** Devices that the list or the finding names, with what the list says of them; null where neither was given. */
async function findNamed(
  read: Reader,
  choice: DeviceChoice,
): Promise<{ readonly devices: Marked | null } | Refusal<'INPUT_INVALID' | 'PLAN_TOO_LARGE'>> {
  const listed = choice.listed === null ? null : await resolveList(read, choice, choice.listed)
  if (listed !== null && 'kind' in listed) return listed
  const found = choice.finding === null ? null : await devicesOfFinding(read, choice.finding)
  if (found === null) return { devices: listed }
  if (listed !== null) return { devices: new Map([...listed].filter(([device]) => found.has(device))) }
  return { devices: new Map([...found].map((device) => [device, { ...noMarks, named: true }])) }
}

/** Those that captures speak of; the device itself; else those of the serial number that the finding is about. */
async function devicesOfFinding(read: Reader, finding: FindingRecord): Promise<ReadonlySet<Thumbprint>> {
  const observed = new Set<Thumbprint>()
  for await (const page of pagesOfObserved(read, { finding: finding.id }))
    for (const { deviceId } of page) if (deviceId !== null) observed.add(deviceId)
  if (observed.size > 0) return observed
  const [kind = '', id = ''] = finding.subject.split(':')
  if (kind === 'device' && isThumbprint(id)) return new Set([id])
  const serials: SerialNumber[] = []
  for (const text of [kind === 'serial' ? id : null, finding.facts['serial']]) {
    const parsed = typeof text === 'string' ? parseSerial(text) : null
    if (parsed?.kind === 'serial') serials.push(parsed.serial)
  }
  return new Set(await read.listDevicesOfSerials(serials))
}

async function resolveList(
  read: Reader,
  choice: DeviceChoice,
  entries: readonly ListedDevice[],
): Promise<Marked | Refusal<'INPUT_INVALID' | 'PLAN_TOO_LARGE'>> {
  const own = entries.filter((entry) => entry.kind === 'own')
  const serials = new Map<SerialNumber, DeviceMarks>()
  const names = new Map<string, DeviceMarks>()
  const marked = new Map<Thumbprint, DeviceMarks>()
  for (const { device, offline, gone } of own) {
    const marks = { offline, gone, named: true }
    const serial = parseSerial(device)
    if (isId('dev', device)) continue
    if (isThumbprint(device)) marked.set(device, marks)
    else if (serial.kind === 'serial') serials.set(serial.serial, marks)
    else names.set(device, marks)
  }
  const known = await read.listDevicesOfSerials([...serials.keys()])
  const gathered = await gather(read, choice, known, () => noMarks)
  const seen = new Set<string>()
  for (const { device, serial } of gathered) {
    const marks = serials.get(serial)
    if (marks === undefined) continue
    seen.add(serial)
    if (!marked.has(device)) marked.set(device, marks)
  }
  if (names.size > 0 && choice.customer !== null) {
    const ofCustomer = await listOfCustomer(read, choice.customer)
    if ('kind' in ofCustomer) return ofCustomer
    for (const [device, name] of ofCustomer) {
      const marks = name === null ? undefined : names.get(name)
      if (marks === undefined) continue
      seen.add(name ?? '')
      marked.set(device, marks)
    }
  }
  const unknown = [...serials.keys(), ...names.keys()].filter((text) => !seen.has(text))
  if (unknown.length === 0) return marked
  const hint = choice.customer === null && names.size > 0 ? ' (a name needs a customer beside it)' : ''
  return refuse('INPUT_INVALID', {
    complaints: unknown.slice(0, complaintsMax).map((text) => `devices: nobody knows "${text}"${hint}`),
  })
}

/** Id to name of every device that holds or held a seat of the customer. */
async function listOfCustomer(
  read: Reader,
  customer: CustomerId,
): Promise<ReadonlyMap<Thumbprint, string | null> | Refusal<'PLAN_TOO_LARGE'>> {
  const devices = new Map<Thumbprint, string | null>()
  for await (const page of pagesOfDevices(read, { customer })) {
    for (const { id, name } of page) devices.set(id, name)
    if (devices.size > planExaminedMax) return refuse('PLAN_TOO_LARGE', { examinedMax: planExaminedMax })
  }
  return devices
}

async function chooseFromAll(
  read: Reader,
  choice: DeviceChoice,
): Promise<ChosenDevices | Refusal<'PLAN_TOO_LARGE'>> {
  const devices: PlanDevice[] = []
  let examined = 0
  for await (const page of pagesOfDevices(read, {})) {
    examined += page.length
    if (examined > planExaminedMax) return refuse('PLAN_TOO_LARGE', { examinedMax: planExaminedMax })
    const ids = page.map(({ id }) => id)
    for (const device of await gather(read, choice, ids, () => noMarks))
      if (isNeedy(device, choice)) devices.push(device)
  }
  for await (const page of pagesOfObserved(read, {})) {
    examined += page.length
    if (examined > planExaminedMax) return refuse('PLAN_TOO_LARGE', { examinedMax: planExaminedMax })
    const ids = page.flatMap(({ id, deviceId }) => (deviceId === null ? [id] : []))
    for (const device of await read.gatherForeignDevices(ids))
      if (isNeedy(device, choice)) devices.push(device)
  }
  return { kind: 'chosen', devices, examined }
}

async function* pagesOfDevices(read: Reader, filter: { readonly customer?: CustomerId }) {
  let after: string | null = null
  do {
    const listed = await read.listDevices(filter, { after, limit: devicesPerPage })
    if (listed.kind === 'refused') throw new Error(`a cursor of the list was refused: ${listed.code}`)
    yield listed.items
    after = listed.next
  } while (after !== null)
}

function gather(
  read: Reader,
  { now, silentBefore }: DeviceChoice,
  ids: readonly Thumbprint[],
  marks: (device: Thumbprint) => DeviceMarks,
): Promise<readonly OwnDevice[]> {
  return read.gatherOwnDevices({ ids, marks, at: { now, silentBefore } })
}

function isNeedy(device: PlanDevice, { horizon }: DeviceChoice): boolean {
  return decideNeed(device, horizon) !== 'none'
}

function foreignDevice(entry: Extract<ListedDevice, { kind: 'foreign' }>): ForeignDevice {
  const { device, name, scheme, hasKey, licensed, end } = entry
  const told =
    end === null || end.kind === 'perpetual'
      ? end
      : ({ kind: 'within', span: { from: end.until, to: (end.until + 1) as Instant } } as const)
  return { kind: 'foreign', device, name, scheme, hasKey, licensed, end: told }
}
