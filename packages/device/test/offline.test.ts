import { formatArmour, refuse } from '@holdfast/lease'
import { afterAll, beforeEach, expect, test } from 'vitest'
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

test('the offline way: the same request twice, its answer, and the receipt to bring back', async () => {
  const device = makeDevice(vendor, { server: undefined })
  const first = await device.licence.request({ action: 'activate', ...typed() })
  const second = await device.again().request({ action: 'activate', ...typed() })
  expect(first).toMatchObject({ kind: 'request', already: false })
  expect(second).toEqual({ ...first, already: true })
  expect(device.licence.state()).toMatchObject({ kind: 'unlicensed', noticed: ['request-waiting'] })
  const answer = await vendor.answerText(first.kind === 'request' ? first.text : '')
  const applied = await device.licence.apply(
    Buffer.from(`\uFEFFDear colleague,\r\n\r\n${answer.replaceAll('\n', '\r\n')}`),
  )
  expect(applied).toMatchObject({
    kind: 'applied',
    already: false,
    trust: 1,
    state: { noticed: ['receipt-waiting'] },
  })
  expect(await device.licence.apply(answer)).toMatchObject({ kind: 'applied', already: true })
  await vendor.answerText(applied.kind === 'applied' ? applied.receipts : '')
  expect(vendor.confirmed.size).toBe(1)
})

test('text in UTF-16, as editors write it, is read', async () => {
  const device = makeDevice(vendor)
  const asked = await device.licence.request({ action: 'activate', ...typed() })
  const answer = await vendor.answerText(asked.kind === 'request' ? asked.text : '')
  expect(await device.licence.apply(Buffer.from(`\uFEFF${answer}`, 'utf16le'))).toMatchObject({
    kind: 'applied',
  })
})

test('what was asked before a release is not taken after it', async () => {
  const device = makeDevice(vendor)
  await device.licence.activate(typed())
  const asked = await device.licence.request({ action: 'renew' })
  const answer = await vendor.answerText(asked.kind === 'request' ? asked.text : '')
  expect(await device.licence.request({ action: 'release' })).toMatchObject({ kind: 'request' })
  expect(await device.licence.apply(answer)).toMatchObject({ kind: 'refused', code: 'REQUEST_NOT_PENDING' })
  expect(device.licence.state()).toEqual({ kind: 'unlicensed', because: 'released', noticed: [] })
})

test('a second serial number or an upgrade is another intention', async () => {
  const device = makeDevice(vendor)
  const first = await device.licence.request({ action: 'activate', ...typed() })
  const other = await device.licence.request({
    action: 'activate',
    key: vendor.productKey,
    serial: vendor.otherSerial,
  })
  const upgraded = await device
    .again({ release: { name: 'V0-H', ordinal: 200 } })
    .request({ action: 'activate', key: vendor.productKey, serial: vendor.otherSerial })
  const ids = [first, other, upgraded].map((each) => (each.kind === 'request' ? each.id : each.code))
  expect(new Set(ids).size).toBe(3)
  // All three are awaited: whichever answer comes is taken, and the higher generation wins.
  const answer = await vendor.answerText(first.kind === 'request' ? first.text : '')
  expect(await device.licence.apply(answer)).toMatchObject({
    kind: 'applied',
    lease: { serial: vendor.serial },
  })
  expect(device.licence.state()).toMatchObject({
    kind: 'licensed',
    noticed: ['receipt-waiting', 'request-waiting'],
  })
  const later = await vendor.answerText(upgraded.kind === 'request' ? upgraded.text : '')
  expect(await device.licence.apply(later)).toMatchObject({
    lease: { serial: vendor.otherSerial, generation: 2 },
  })
  expect(await device.licence.apply(answer)).toMatchObject({
    kind: 'refused',
    code: 'LEASE_GENERATION_OLD',
  })
})

test('one file with the answers of several devices: each takes its own', async () => {
  vendor.seatsMax = 3
  const devices = [makeDevice(vendor), makeDevice(vendor), makeDevice(vendor)]
  const asked = await Promise.all(
    devices.map((device) => device.licence.request({ action: 'activate', ...typed() })),
  )
  const answer = await vendor.answerText(
    asked.map((each) => (each.kind === 'request' ? each.text : '')).join('\n'),
  )
  for (const device of devices) expect(await device.licence.apply(answer)).toMatchObject({ kind: 'applied' })
  const keys = devices.map((device) => device.licence.lease()?.device.key)
  expect(new Set(keys).size).toBe(3)
})

test('a refusal in the file drops the request; the next is a new one', async () => {
  const device = makeDevice(vendor)
  vendor.refusing = refuse('SEATS_EXHAUSTED')
  const asked = await device.licence.request({ action: 'activate', ...typed() })
  const answer = await vendor.answerText(asked.kind === 'request' ? asked.text : '')
  expect(await device.licence.apply(answer)).toMatchObject({ kind: 'refused', code: 'SEATS_EXHAUSTED' })
  vendor.refusing = null
  expect(await device.licence.request({ action: 'activate', ...typed() })).toMatchObject({ already: false })
})

test('a refusal among answers for others: the code of its own request, which is dropped', async () => {
  vendor.seatsMax = 1
  const [one, other] = [makeDevice(vendor), makeDevice(vendor)]
  const [granted, asked] = [
    await one.licence.request({ action: 'activate', ...typed() }),
    await other.licence.request({ action: 'activate', ...typed() }),
  ]
  if (granted.kind !== 'request' || asked.kind !== 'request') throw new Error('no request')
  const answer = `Refused: ${asked.id} SEATS_EXHAUSTED\r\n\r\n${await vendor.answerText(granted.text)}`
  expect(await other.licence.apply(answer)).toEqual({
    kind: 'refused',
    code: 'SEATS_EXHAUSTED',
    facts: { where: 'answer-file', request: asked.id },
  })
  expect(other.licence.state()).toMatchObject({ kind: 'unlicensed', noticed: [] })
  expect(await one.licence.apply(answer)).toMatchObject({ kind: 'applied' })
})

test('a refusal of another request alone drops nothing here', async () => {
  const device = makeDevice(vendor)
  await device.licence.request({ action: 'activate', ...typed() })
  const text = `Refused: req_${'0'.repeat(26)} SEATS_EXHAUSTED\n`
  expect(await device.licence.apply(text)).toMatchObject({
    code: 'LEASE_OTHER_REQUEST',
    facts: { answers: `req_${'0'.repeat(26)}` },
  })
  expect(device.licence.state()).toMatchObject({ noticed: ['request-waiting'] })
})

const otherRequest = `req_${'0'.repeat(26)}`
test.each([
  ['quoted', `Dear colleague,\r\n\r\n> Refused: ${otherRequest} SEATS_EXHAUSTED\r\n> No seat.\r\n`],
  ['quoted twice', `> > Refused: ${otherRequest} SEATS_EXHAUSTED\n`],
  ['indented', `\t  Refused: ${otherRequest} SEATS_EXHAUSTED \n`],
])('a refusal of another request, %s, drops nothing here', async (_, text) => {
  const device = makeDevice(vendor)
  await device.licence.request({ action: 'activate', ...typed() })
  expect(await device.licence.apply(text)).toMatchObject({
    code: 'LEASE_OTHER_REQUEST',
    facts: { answers: otherRequest },
  })
  expect(device.licence.state()).toMatchObject({ noticed: ['request-waiting'] })
})

test('a quoted refusal does not hide that the new answer is damaged', async () => {
  const device = makeDevice(vendor)
  const asked = await device.licence.request({ action: 'activate', ...typed() })
  const { id, text } = asked.kind === 'request' ? asked : { id: '', text: '' }
  const damaged = (await vendor.answerText(text)).replace(/^[A-Za-z0-9+/]{40}/m, '')
  const mail = `${damaged}\n> Refused: ${id} SEATS_EXHAUSTED\n`
  expect(await device.licence.apply(mail)).toMatchObject({ code: expect.stringMatching(/^ENVELOPE_/) })
  expect(device.licence.state()).toMatchObject({ noticed: ['request-waiting'] })
})

test('a quoted refusal of its own request drops it', async () => {
  const device = makeDevice(vendor)
  const asked = await device.licence.request({ action: 'activate', ...typed() })
  const id = asked.kind === 'request' ? asked.id : ''
  const text = `> Refused: ${otherRequest} SERIAL_UNKNOWN\n> Refused: ${id} SEATS_EXHAUSTED\n`
  expect(await device.licence.apply(text)).toMatchObject({ code: 'SEATS_EXHAUSTED', facts: { request: id } })
  expect(device.licence.state()).toMatchObject({ noticed: [] })
})

test.each([
  ['words alone are a refusal', 'We are sorry: SEATS_EXHAUSTED.', 'SEATS_EXHAUSTED', []],
  [
    'words about a request that they name are none',
    `On ${otherRequest}:\nRefused: ${otherRequest}\nSEATS_EXHAUSTED.`,
    'ENVELOPE_MALFORMED',
    ['request-waiting'],
  ],
])('%s', async (_, text, code, noticed) => {
  const device = makeDevice(vendor)
  await device.licence.request({ action: 'activate', ...typed() })
  expect(await device.licence.apply(text)).toMatchObject({ kind: 'refused', code })
  expect(device.licence.state()).toMatchObject({ noticed })
})

test.each(['', 'hello', '-----BEGIN HOLDFAST LEASE-----\nabc', '{}', '\u0000'.repeat(100)])(
  '%j is refused',
  async (text) => {
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    expect(await device.licence.apply(text)).toMatchObject({ kind: 'refused' })
    expect(device.licence.state()).toMatchObject({ kind: 'licensed', noticed: [] })
  },
)

test('the answer for another device is refused and changes nothing', async () => {
  vendor.seatsMax = 2
  const [one, other] = [makeDevice(vendor), makeDevice(vendor)]
  const asked = await one.licence.request({ action: 'activate', ...typed() })
  await other.licence.request({ action: 'activate', ...typed() })
  const answer = await vendor.answerText(asked.kind === 'request' ? asked.text : '')
  expect(await other.licence.apply(answer)).toMatchObject({ kind: 'refused', code: 'LEASE_OTHER_DEVICE' })
  expect(other.licence.state()).toMatchObject({ kind: 'unlicensed', noticed: ['request-waiting'] })
})

test('trust alone can be applied', async () => {
  const device = makeDevice(vendor)
  await device.licence.activate(typed())
  vendor.rotateKey()
  const text = vendor.trust.map((envelope) => formatArmour('trust', envelope)).join('\n')
  expect(await device.licence.apply(text)).toMatchObject({
    kind: 'applied',
    lease: null,
    trust: 2,
    already: false,
  })
  expect(device.licence.state()).toMatchObject({ kind: 'licensed', noticed: ['to-be-re-issued'] })
  expect(await device.licence.apply(text)).toMatchObject({ kind: 'applied', trust: 2, already: true })
})
