import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatArmour, formatEnvelope, privateKeyOfSeed, signEnvelope, type Envelope } from '@holdfast/lease'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { formatGeneration, parseGeneration } from '../src/vault-file.ts'
import { makeDevice } from './device.ts'
import { Vendor } from './vendor.ts'

const vendors: Vendor[] = []
let vendor: Vendor
beforeEach(async () => {
  vendor = await new Vendor().listen()
  vendors.push(vendor)
})
afterAll(async () => {
  for (const each of vendors) await each.close()
})

const typed = () => ({ serial: vendor.serial, key: vendor.productKey })
const licensed = { kind: 'licensed', until: 'perpetual' }

test('a revoked key: what is held stays in use and is marked; the next exchange replaces it and drops its proofs', async () => {
  const device = makeDevice(vendor)
  await device.licence.activate(typed())
  vendor.rotateKey()
  const text = formatArmour('trust', vendor.trust[1] as Envelope)
  await device.licence.apply(text)
  expect(device.licence.state()).toMatchObject({ ...licensed, noticed: ['to-be-re-issued'] })
  // The revoked key's moment no longer holds the clock.
  device.clock.set('2020-01-01T00:00:00Z')
  expect(device.licence.diagnose().clock).toMatchObject({ floor: null })
  device.clock.set('2026-03-01T08:30:00Z')
  expect(await device.licence.renew()).toMatchObject({ kind: 'renewed' })
  expect(device.licence.state()).toMatchObject({ ...licensed, noticed: [] })
  expect(device.licence.diagnose()).toMatchObject({ trust: { version: 2 }, clock: { floor: vendor.now } })
})

test('a key that is gone from the newest bundle: the lease is judged by the bundle that it was issued under', async () => {
  const device = makeDevice(vendor)
  await device.licence.activate(typed())
  const issuing = privateKeyOfSeed(vendor.entropy.bytes(32))
  const roles = {
    ...vendor.content.roles,
    issuing: [
      { products: 'all' as const, keys: [issuing.thumbprint], threshold: 1, algorithms: ['ed25519'] },
    ],
  }
  vendor.addTrust({ keys: [vendor.root, issuing].map((key) => vendor.trustKey(key)), roles })
  vendor.addTrust({})
  await device.licence.apply(vendor.trust.map((envelope) => formatArmour('trust', envelope)).join('\n'))
  expect(device.licence.diagnose()).toMatchObject({ trust: { version: 3 } })
  expect(device.again({ trust: undefined }).state()).toMatchObject({
    ...licensed,
    noticed: ['to-be-re-issued'],
  })
  vendor.issuing = issuing
  expect(await device.licence.renew()).toMatchObject({ kind: 'renewed', state: { noticed: [] } })
})

test('a product that ships a newer bundle: it takes its place, and the lease held stays', async () => {
  const device = makeDevice(vendor)
  await device.licence.activate(typed())
  vendor.rotateKey()
  vendor.rotateKey()
  const shipped = formatArmour('trust', vendor.trust[2] as Envelope)
  const upgraded = device.again({ trust: shipped, release: { name: 'V0-H', ordinal: 200 } })
  expect(upgraded.state()).toMatchObject({ ...licensed, noticed: ['to-be-re-issued'] })
  expect(await upgraded.renew()).toMatchObject({ kind: 'renewed' })
  expect(upgraded.diagnose()).toMatchObject({ trust: { version: 3 }, refusals: [] })
  // The earlier product reads the same vault.
  expect(device.licence.state()).toMatchObject({ ...licensed, noticed: [] })
})

/** The next bundle of the chain, with a member that only a later reader knows. */
function addBundleOfLater(): Envelope {
  vendor.addTrust({})
  const { payload } = vendor.trust[1] as Envelope
  const known = JSON.parse(Buffer.from(payload, 'base64').toString()) as object
  const bytes = Buffer.from(JSON.stringify({ ...known, critical: ['later'], later: true }))
  return signEnvelope('trust', bytes, [{ key: vendor.root }])
}

function readBody(dir: string): { trust: { newest: string; issuedUnder: string }; proofs: unknown[] } {
  const read = parseGeneration(readFileSync(join(dir, 'public.0')), 'public')
  if (read.kind !== 'generation') throw new Error('damaged')
  return read.body as { trust: { newest: string; issuedUnder: string }; proofs: unknown[] }
}

function writeBody(dir: string, change: object): void {
  for (const name of ['public.0', 'public.1'])
    writeFileSync(join(dir, name), formatGeneration('public', 99, { ...readBody(dir), ...change }))
}

test('a newest bundle that only a later product understands: the lease goes on, and its bytes stay', async () => {
  const device = makeDevice(vendor)
  await device.licence.activate(typed())
  const { trust, proofs } = readBody(device.dir)
  const later = Buffer.from(formatEnvelope(addBundleOfLater())).toString('base64')
  const laterProof = { ...(proofs[0] as object), key: privateKeyOfSeed(new Uint8Array(32)).thumbprint }
  writeBody(device.dir, { trust: { ...trust, newest: later }, proofs: [...proofs, laterProof] })
  for (const given of [vendor.trustText, undefined]) {
    const earlier = device.again({ trust: given })
    expect(earlier.state()).toMatchObject({ ...licensed, noticed: [] })
    expect(earlier.diagnose()).toMatchObject({
      trust: { version: 1 },
      refusals: [{ code: 'FORMAT_UNKNOWN' }],
    })
    vendor.trust.length = 1
    vendor.content = { ...vendor.content, version: 1 }
    expect(await earlier.renew()).toMatchObject({ kind: 'renewed', state: { ...licensed, noticed: [] } })
    expect(readBody(device.dir).trust).toEqual({ newest: later, issuedUnder: trust.newest })
    expect(readBody(device.dir).proofs).toContainEqual(laterProof)
  }
  // The one that is understood stays with it: without a given one it is all the trust there is.
  const without = device.again({ trust: undefined })
  expect(await without.reset()).toMatchObject({ kind: 'reset', kept: { trust: 1 } })
  expect(readBody(device.dir).trust).toEqual({ newest: later, issuedUnder: trust.newest })
  expect(await without.activate(typed())).toMatchObject({ kind: 'activated' })
  expect(readBody(device.dir).trust).toEqual({ newest: later, issuedUnder: trust.newest })
})

test('what is not understood is replaced by what is above it', async () => {
  const device = makeDevice(vendor)
  await device.licence.activate(typed())
  const { trust } = readBody(device.dir)
  const later = Buffer.from(formatEnvelope(addBundleOfLater())).toString('base64')
  writeBody(device.dir, { trust: { ...trust, newest: later } })
  vendor.addTrust({})
  const shipped = device.again({ trust: formatArmour('trust', vendor.trust[2] as Envelope) })
  expect(shipped.state()).toMatchObject(licensed)
  expect(await shipped.renew()).toMatchObject({ kind: 'renewed' })
  expect(readBody(device.dir).trust.newest).not.toBe(later)
  expect(device.again({ trust: undefined }).diagnose()).toMatchObject({ trust: { version: 3 }, refusals: [] })
})

test('a newest bundle that is damaged: the lease goes on under its own', async () => {
  const device = makeDevice(vendor)
  await device.licence.activate(typed())
  const { trust } = readBody(device.dir)
  writeBody(device.dir, { trust: { ...trust, newest: Buffer.from('damaged').toString('base64') } })
  expect(device.again({ trust: undefined }).state()).toMatchObject({ ...licensed, noticed: [] })
  expect(await device.licence.renew()).toMatchObject({ kind: 'renewed' })
  expect(readBody(device.dir).trust.newest).toBe(trust.newest)
})

test('a vault of another root is neither believed nor changed', async () => {
  const device = makeDevice(vendor)
  await device.licence.activate(typed())
  const other = new Vendor('another vendor')
  const foreign = device.again({ trust: other.trustText })
  const before = readFileSync(join(device.dir, 'public.0'))
  expect(foreign.state()).toMatchObject({ kind: 'unlicensed', because: 'vault-lost' })
  expect(foreign.diagnose().refusals).toMatchObject([{ code: 'TRUST_OTHER_ROOT' }])
  const acts = [
    () => foreign.activate(typed()),
    () => foreign.request({ action: 'activate', ...typed() }),
    () => foreign.apply(other.trustText),
    () => foreign.renew(),
    () => foreign.reset(),
    () => foreign.release(),
    () => foreign.request({ action: 'renew' }),
    () => foreign.request({ action: 'release' }),
  ]
  for (const act of acts) expect(await act()).toMatchObject({ code: 'TRUST_OTHER_ROOT' })
  expect(readFileSync(join(device.dir, 'public.0'))).toEqual(before)
  expect(device.licence.state()).toMatchObject(licensed)
})

test('a damaged bundle of the product is told; the vault’s own serves', async () => {
  const device = makeDevice(vendor)
  await device.licence.activate(typed())
  const garbled = device.again({ trust: vendor.trustText.replace(/[A-Za-z]{4}/g, 'AAAA') })
  expect(garbled.state()).toMatchObject({ ...licensed, noticed: [] })
  expect(garbled.diagnose().refusals.length).toBe(1)
})

test('trust that expires stops nothing, and is noticed', async () => {
  vendor.addTrust({ expires: vendor.now })
  const device = makeDevice(vendor)
  expect(await device.licence.activate(typed())).toMatchObject({
    state: { ...licensed, noticed: ['trust-expired'] },
  })
})

test('a bundle that does not follow is refused, and what fitted before it counts', async () => {
  const device = makeDevice(vendor)
  await device.licence.activate(typed())
  for (let version = 2; version <= 5; version++) vendor.addTrust({})
  const [, second, third, , fifth] = vendor.trust
  const text = [second, third, fifth]
    .map((envelope) => formatArmour('trust', envelope as Envelope))
    .join('\n')
  expect(await device.licence.apply(text)).toMatchObject({ kind: 'refused', code: 'TRUST_CHAIN_BROKEN' })
  expect(device.licence.diagnose()).toMatchObject({ trust: { version: 3 }, state: licensed })
})

test('more than 64 bundles behind: two exchanges within one renewal', async () => {
  const device = makeDevice(vendor)
  await device.licence.activate(typed())
  for (let version = 2; version <= 100; version++) vendor.addTrust({})
  vendor.rotateKey()
  const decide = vendor.decide.bind(vendor)
  vendor.decide = async (envelope, receipts) => {
    const decided = await decide(envelope, receipts)
    return decided.kind === 'granted' ? { ...decided, trust: decided.trust.slice(0, 64) } : decided
  }
  expect(await device.licence.renew()).toMatchObject({ kind: 'renewed', state: { ...licensed, noticed: [] } })
  expect(device.licence.diagnose()).toMatchObject({ trust: { version: 101 } })
})

test('more than 64 bundles behind, by files: the next request names what is held now', async () => {
  const device = makeDevice(vendor, { server: undefined })
  const first = await device.licence.request({ action: 'activate', ...typed() })
  for (let version = 2; version <= 80; version++) vendor.addTrust({})
  const part = vendor.trust
    .slice(1, 65)
    .map((envelope) => formatArmour('trust', envelope))
    .join('\n')
  expect(await device.licence.apply(part)).toMatchObject({ kind: 'applied', lease: null, trust: 65 })
  expect(device.licence.state()).toMatchObject({ noticed: ['request-waiting'] })
  const second = await device.licence.request({ action: 'activate', ...typed() })
  expect(second).toMatchObject({ kind: 'request', already: false })
  const answer = await vendor.answerText(second.kind === 'request' ? second.text : '')
  expect(await device.licence.apply(answer)).toMatchObject({ kind: 'applied', trust: 80 })
  expect(first.kind).toBe('request')
})

test('bundles that are passed over do not count: a file for a device far behind serves one that is near', async () => {
  const device = makeDevice(vendor, { server: undefined })
  for (let version = 2; version <= 70; version++) vendor.addTrust({})
  const near = device.again({ trust: formatArmour('trust', vendor.trust[68] as Envelope) })
  const asked = await near.request({ action: 'activate', ...typed() })
  const answer = await vendor.answerText(asked.kind === 'request' ? asked.text : '')
  const others = vendor.trust.slice(1).map((envelope) => formatArmour('trust', envelope))
  expect(await near.apply([...others, answer].join('\n'))).toMatchObject({ kind: 'applied', trust: 70 })
  expect(near.state()).toMatchObject(licensed)
})

test('bundles that are passed over are not verified: the root role may have moved on since', async () => {
  const device = makeDevice(vendor, { server: undefined })
  for (let version = 2; version <= 4; version++) vendor.addTrust({})
  const [, second, third, fourth] = vendor.trust
  const near = device.again({ trust: formatArmour('trust', third as Envelope) })
  const signatures = (fourth as Envelope).signatures
  const older = formatArmour('trust', { ...(second as Envelope), signatures })
  const asked = await near.request({ action: 'activate', ...typed() })
  const answer = await vendor.answerText(asked.kind === 'request' ? asked.text : '')
  const newest = formatArmour('trust', fourth as Envelope)
  expect(await near.apply([older, newest, answer].join('\n'))).toMatchObject({ kind: 'applied', trust: 4 })
})
