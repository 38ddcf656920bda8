// One licence from the facts of its block. spec: reading §1
import type { LicenceStatus, LicenceUrls, NotificationReason, Product } from '../reading.ts'
import {
  buildAdActivation,
  buildSubscription,
  buildTokenActivation,
  buildVmActivation,
} from './activation-blocks.ts'
import type { DateMembers, FactReader } from './fact-reader.ts'
import { placeWithin } from './fields.ts'
import type { XprBlock } from './gather-blocks.ts'
import { hideKeys } from './hide-keys.ts'
import { buildKmsClient } from './kms-client.ts'
import { buildKmsHost } from './kms-host.ts'
import { findCode, parseCount, parseMinutesAndDays } from './numbers.ts'
import { isPartialKey, parseExtendedPid, parseGuid, parseInstallationId } from './shapes.ts'
import { findWord, statusOfCode } from './words.ts'

/** `xpr`: the sentence of /xpr for this licence, where the capture has one. */
export function buildProduct(facts: FactReader, xpr: XprBlock | null): Product {
  // Without its last word it was broken off, and nobody knows how much is missing.
  const description = facts.read('description', 'description', (text, raw) =>
    channelOf(text) === null ? null : hideKeys(raw),
  )
  const { kind, minutes, days } = buildExpiry(facts)
  const status = facts.read('licenseStatus', 'licenseStatus', parseStatus)
  const sentence = xpr === null ? null : readSentence(facts, xpr, status)
  return {
    name: facts.text('name', 'name') ?? sentence?.name ?? null,
    description,
    channel: readChannel(facts, description),
    activationId: facts.read('activationId', 'activationId', parseGuid),
    applicationId: facts.read('applicationId', 'applicationId', parseGuid),
    extendedPid: facts.read('extendedPid', 'extendedPid', parseExtendedPid),
    ...keyChannel(facts),
    installationId: facts.read('installationId', 'installationId', parseInstallationId),
    ...buildUrls(facts),
    partialKey: facts.read('partialKey', 'partialKey', parsePartialKey),
    inUse: readInUse(facts),
    licenseStatus: status ?? sentence?.status ?? null,
    ...(sentence?.candidates === undefined ? {} : { licenseStatusCandidates: sentence.candidates }),
    expiryKind: kind ?? sentence?.kind ?? null,
    remainingMinutes: minutes,
    remainingDaysPrinted: days,
    notificationReason: facts.read('notificationReason', 'notificationReason', parseReason),
    ...namedDate('evaluationEnd', facts.date('evaluationEnd', 'evaluationEnd')),
    rearm: {
      windows: facts.read('windowsRearm', 'rearm.windows', parseCount),
      app: facts.read('appRearm', 'rearm.app', parseCount),
      sku: facts.read('skuRearm', 'rearm.sku', parseCount),
    },
    ...namedDate('trustedTime', facts.date('trustedTime', 'trustedTime')),
    configuredActivationType: facts.read('activationType', 'configuredActivationType', (text) =>
      findWord('activationType', text),
    ),
    kms: buildKmsClient(facts),
    ...buildKmsHost(facts),
    ...buildAdActivation(facts),
    ...buildVmActivation(facts),
    ...buildTokenActivation(facts),
    ...buildSubscription(facts),
    ...(facts.read('atoHint', 'needsAtoToRefreshKms', () => true) === null
      ? {}
      : { needsAtoToRefreshKms: true }),
    ...(sentence === null ? {} : namedDate('xprExpiry', sentence.expiry)),
  }
}

/** The last five symbols, whatever was written. */
const parsePartialKey = (text: string) => (isPartialKey(text) ? text.slice(-5).toUpperCase() : null)

export function parseStatus(text: string): LicenceStatus | null {
  const code = findWord('status', text)
  return code === null ? null : statusOfCode(code)
}

/** Between the last comma and ` channel`; parentheses, hyphens and digits belong to it. */
export function channelOf(description: string): string | null {
  const bare = description.replace(/\.$/, '')
  const comma = bare.lastIndexOf(',')
  if (comma === -1 || !bare.endsWith(' channel')) return null
  const channel = bare.slice(comma + 1, -' channel'.length).trim()
  return channel === '' ? null : channel
}

function readChannel(facts: FactReader, description: string | null): string | null {
  const channel = description === null ? null : channelOf(description)
  const fact = facts.fact('description')
  if (channel !== null && fact !== undefined) facts.place('channel', fact)
  return channel
}

/** The layout of Windows 7 has no such line between the extended PID and what follows it. */
function keyChannel(facts: FactReader): Pick<Product, 'productKeyChannel'> {
  const isOldLayout =
    !facts.has('productKeyChannel') && facts.has('extendedPid') && facts.has('installationId')
  return isOldLayout ? {} : { productKeyChannel: facts.text('productKeyChannel', 'productKeyChannel') }
}

const urlFields = [
  ['processorUrl', 'processorCertificate'],
  ['machineUrl', 'machineCertificate'],
  ['useLicenseUrl', 'useLicense'],
  ['productKeyUrl', 'productKeyCertificate'],
  ['validationUrl', 'validation'],
] as const

function buildUrls(facts: FactReader): { urls?: LicenceUrls } {
  const found = urlFields.flatMap(([field, member]) => {
    const url = facts.text(field, `urls.${member}`)
    return url === null ? [] : [[member, url] as const]
  })
  return found.length === 0 ? {} : { urls: Object.fromEntries(found) }
}

function readInUse(facts: FactReader): boolean | null {
  if (facts.has('notInUse')) return facts.read('notInUse', 'inUse', () => false)
  return facts.read('partialKey', 'inUse', (text) => (isPartialKey(text) ? true : null))
}

const expirations = [
  ['volumeExpiration', 'volume'],
  ['timebasedExpiration', 'timebased'],
  ['vmExpiration', 'automatic-vm'],
  ['timeRemaining', 'grace'],
] as const

/** The kind stands in the label; minutes and days are taken where they are whole, even if the line breaks off behind. */
function buildExpiry(facts: FactReader): {
  kind: Product['expiryKind']
  minutes: number | null
  days: number | null
} {
  const [field, kind] = expirations.find(([each]) => facts.has(each)) ?? [null, null]
  const fact = field === null ? undefined : facts.fact(field)
  if (fact === undefined) return { kind: null, minutes: null, days: null }
  facts.place('expiryKind', fact)
  const found = parseMinutesAndDays(fact.text)
  if (found === null) return { kind, minutes: null, days: null }
  facts.place('remainingMinutes', placeWithin(fact, found.minutesAt.from, found.minutesAt.to))
  if (found.daysAt !== null)
    facts.place('remainingDaysPrinted', placeWithin(fact, found.daysAt.from, found.daysAt.to))
  return { kind, minutes: found.minutes, days: found.days }
}

export function parseReason(text: string): NotificationReason | null {
  const code = findCode(text)
  if (code === null) return null
  const opening = text.indexOf('(')
  const closing = text.indexOf(')', opening)
  const words = opening === -1 ? '' : text.slice(opening + 1, closing === -1 ? undefined : closing)
  return { code, phrase: findWord('phrase', words.trim()) }
}

type ReadSentence = {
  readonly name: string | null
  readonly status: LicenceStatus | null
  readonly candidates?: readonly LicenceStatus[]
  readonly kind: Product['expiryKind']
  readonly expiry: DateMembers
}

/** A sentence that fits two states is settled by what `/dlv` of the same capture said. */
function readSentence(facts: FactReader, xpr: XprBlock, known: LicenceStatus | null): ReadSentence {
  const { codes, expiry, dated } = xpr.sentence
  const states = codes.map(statusOfCode).filter((state) => state !== null)
  const read = {
    name: xpr.name === null ? null : hideKeys(xpr.name.raw.trim()),
    kind: expiry,
    expiry: dated ? facts.dateOf(xpr.fact, 'xprExpiry') : { time: null },
  }
  if (xpr.name !== null && !facts.has('name')) facts.place('name', xpr.name)
  if (known === null) facts.place('licenseStatus', xpr.fact)
  if (known !== null || states.length === 1) return { ...read, status: states[0] ?? null }
  facts.noteAmbiguousStatus()
  return { ...read, status: null, candidates: states }
}

/** The members of a date: `trustedTime`, and its candidates and text where it has two readings. */
export function namedDate<Name extends 'evaluationEnd' | 'trustedTime' | 'xprExpiry'>(
  name: Name,
  { time, candidates, text }: DateMembers,
): Pick<Product, Name> {
  const members = candidates === undefined ? {} : { [`${name}Candidates`]: candidates, [`${name}Text`]: text }
  return { [name]: time, ...members } as Pick<Product, Name>
}
