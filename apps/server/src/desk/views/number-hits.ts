// Orders and devices that somebody looks for, with the cases that are about them. spec: search §7
import { formatInstant, type Instant } from '@holdfast/capabilities'
import type { SearchHitBody } from '@holdfast/contract'
import { findHits, type Hit, type Query } from '@holdfast/desk'
import { parseSerial, type OrderId, type SerialNumber } from '@holdfast/lease'
import type { DeviceRecord } from '@holdfast/licensing'
import type { LinkKind, NamedOrder, Store } from '@holdfast/store'
import { excerptCharsMax, excerptOf } from './excerpt.ts'

/** Orders and devices that stand in front of what the index finds. */
export const numberHitsMax = 20
/** Digits of a device id by which it is found. */
export const deviceDigitsMin = 8
/** Characters of a name with a star behind it. */
export const hostBeginMin = 3

/** What the caller may look at. */
export type MayFind = { readonly orders: boolean; readonly devices: boolean; readonly fleet: boolean }
/** An order or a device; `key`: what led to it, where that is not the words themselves. */
type Numbered = {
  readonly kind: 'order' | 'device'
  readonly subject: string
  readonly title: string
  readonly at: Instant
  readonly lines: readonly (string | null)[]
  readonly key: string | null
  readonly link: { readonly kind: LinkKind; readonly value: string }
}
type Read = Store['read']

/** By a serial number, the beginning of a device id, or a name that captures know; the whole query is the number. */
export async function findNumbered(
  read: Read,
  words: string,
  may: MayFind,
  kind: 'order' | 'device' | undefined,
): Promise<readonly Numbered[]> {
  const asked = words.trim().replaceAll(/^["“]|["”]$/g, '')
  const parsed = parseSerial(asked)
  const serial = parsed.kind === 'serial' ? parsed.serial : null
  const found = new Map<string, Numbered>()
  const add = (some: readonly Numbered[]) => {
    for (const one of some) if (!found.has(one.subject)) found.set(one.subject, one)
  }
  if (serial !== null && may.orders && kind !== 'device') add(await findOrderOfSerial(read, serial))
  if (kind !== 'order') {
    if (serial !== null && may.devices) add(await listDevicesOfSerial(read, serial))
    if (may.devices) add(await listDevicesBeginning(read, asked.replace(/\*$/, '').toLowerCase()))
    if (may.fleet) add(await listDevicesNamed(read, asked, may.devices))
  }
  return [...found.values()].slice(0, numberHitsMax)
}

async function findOrderOfSerial(read: Read, serial: SerialNumber): Promise<readonly Numbered[]> {
  const record = await read.findSerial(serial)
  const licence = record === null ? null : await read.findLicence(record.licence)
  if (licence === null || licence.order === null) return []
  return await listOrders(read, [licence.order], serial)
}

/** In the order of the ids. */
export async function listOrders(
  read: Read,
  ids: readonly OrderId[],
  serial: SerialNumber | null,
): Promise<readonly Numbered[]> {
  const orders = await read.listNamedOrders(ids)
  return ids.flatMap((id) => {
    const order = orders.get(id)
    return order === undefined ? [] : [numberedOrder(order, serial)]
  })
}

function numberedOrder(order: NamedOrder, serial: SerialNumber | null): Numbered {
  const { id, number, customerName, orderedAt } = order
  return {
    ...{ kind: 'order', subject: id, title: number, at: orderedAt, key: serial },
    lines: [number, customerName, serial],
    link: { kind: 'order', value: number },
  }
}

async function listDevicesOfSerial(read: Read, serial: SerialNumber): Promise<readonly Numbered[]> {
  const listed = await read.listDevices({ serial }, { after: null, limit: numberHitsMax })
  return listed.kind === 'refused' ? [] : listed.items.map((device) => numberedDevice(device, serial))
}

async function listDevicesBeginning(read: Read, begin: string): Promise<readonly Numbered[]> {
  if (begin.length < deviceDigitsMin || !/^[0-9a-f]{1,64}$/.test(begin)) return []
  const devices = await read.listDevicesBeginning(begin, numberHitsMax)
  return devices.map((device) => numberedDevice(device, begin))
}

/** What the books of seats know of a device is for those who may read devices; others see what captures tell. */
async function listDevicesNamed(
  read: Read,
  asked: string,
  mayDevices: boolean,
): Promise<readonly Numbered[]> {
  const begins = asked.endsWith('*')
  const name = asked.replace(/\*$/, '').replace(/\.$/, '')
  if (name === '' || (begins && name.length < hostBeginMin)) return []
  const { observed, devices } = await read.listDevicesNamed({ name, begins }, numberHitsMax)
  return observed.map(({ id, deviceId, label, host, at }): Numbered => {
    const own = deviceId === null || !mayDevices ? undefined : devices.get(deviceId)
    if (own !== undefined) return { ...numberedDevice(own, name), lines: [own.id, own.name, host] }
    const subject = deviceId ?? id
    return {
      ...{ kind: 'device', subject, title: label, at, key: name },
      lines: [subject, label, host],
      link: { kind: 'device', value: subject },
    }
  })
}

function numberedDevice({ id, name, lastSeen }: DeviceRecord, key: string): Numbered {
  return {
    ...{ kind: 'device', subject: id, title: name ?? id, at: lastSeen, key },
    lines: [id, name, id.startsWith(key) ? null : key],
    link: { kind: 'device', value: id },
  }
}

/** Each with the cases that are about it, in one look-up. */
export async function showNumbered(
  read: Read,
  found: readonly Numbered[],
  query: Query,
): Promise<readonly SearchHitBody[]> {
  const linked = found.length === 0 ? [] : await read.listLinkedCases(found.map(({ link }) => link))
  const byLink = Map.groupBy(linked, ({ link }) => `${link.kind} ${link.value}`)
  return found.map((one) => {
    const text = one.lines.filter((line) => line !== null && line !== '').join('\n')
    const cases = byLink.get(`${one.link.kind} ${one.link.value}`) ?? []
    return {
      ...{ kind: one.kind, subject: one.subject, message: null, case: null, number: null },
      ...{ audience: 'internal', at: formatInstant(one.at), title: one.title.slice(0, excerptCharsMax) },
      ...excerptOf(text, markNumber(text, query, one.key)),
      linked: cases.map(({ case: id, number, certainty }) => ({ case: id, number, certainty })),
    }
  })
}

/** What led to it is marked whole, however it was written in the query. */
function markNumber(text: string, query: Query, key: string | null): readonly Hit[] {
  const from = key === null ? -1 : text.toLowerCase().indexOf(key.toLowerCase())
  return key === null || from < 0 ? findHits(text, query) : [{ from, to: from + key.length }]
}
