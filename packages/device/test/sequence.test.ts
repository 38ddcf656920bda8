// The numbers of requests and releases: raised by what nobody signed within a bound, and spent by no single answer.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArmour } from '@holdfast/lease'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { raiseSequence, sequenceJumpMax, sequenceMax, sequencesSpare } from '../src/sequence.ts'
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
const isRequest = ({ path }: { path: string }) => path === '/v1/activate' || path === '/v1/renew'
const sequencesSent = () =>
  vendor.received.filter(isRequest).map(({ body }) => {
    const { request } = JSON.parse(body) as { request: { payload: string } }
    return (JSON.parse(Buffer.from(request.payload, 'base64').toString()) as { sequence: number }).sequence
  })
const overtaken = (code: string, sequence: number) => ({
  problem: { code, facts: { sequence } },
  status: 409,
})

/** As if the key had signed so many requests and releases. */
function setSequence(dir: string, sequence: number): void {
  for (const name of ['public.0', 'public.1']) {
    const read = parseGeneration(readFileSync(join(dir, name)), 'public')
    if (read.kind !== 'generation') throw new Error(name)
    writeFileSync(
      join(dir, name),
      formatGeneration('public', read.sequence, { ...(read.body as object), sequence }),
    )
  }
}

describe('a sequence that an unsigned answer names', () => {
  test.each([sequenceMax - 1, sequenceMax])('%d: one answer spends nothing', async (named) => {
    const device = makeDevice(vendor)
    vendor.faults.push(overtaken('REQUEST_OVERTAKEN', named))
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
    expect(await device.licence.reset()).toMatchObject({ kind: 'reset' })
    expect(await device.licence.activate(typed())).toMatchObject({
      kind: 'activated',
      lease: { generation: 2 },
    })
    expect(sequencesSent()).toEqual([1, 2 + sequenceJumpMax, 3 + sequenceJumpMax])
  })

  test('in a file none is named: the next request, and the release that waits, are above it by the bound', async () => {
    const device = makeDevice(vendor)
    const refuseInFile = async (action: 'activate' | 'release', code: string) => {
      const asked = await device.licence.request(
        action === 'activate' ? { action, ...typed() } : { action: 'release' },
      )
      const block = parseArmour(asked.kind === 'request' ? asked.text : '')
      const { payload } = (block.kind === 'blocks' ? block.blocks[0]?.envelope : null) ?? { payload: '' }
      const { id, sequence } = JSON.parse(Buffer.from(payload, 'base64').toString()) as {
        [name: string]: unknown
      }
      expect(await device.licence.apply(`Refused: ${String(id)} ${code}`)).toMatchObject({ code })
      return sequence
    }
    expect(await refuseInFile('activate', 'REQUEST_OVERTAKEN')).toBe(1)
    expect(await refuseInFile('activate', 'REQUEST_OVERTAKEN')).toBe(2 + sequenceJumpMax)
    await device.licence.activate(typed())
    expect(await refuseInFile('release', 'RELEASE_OVERTAKEN')).toBe(4 + 2 * sequenceJumpMax)
    expect(await refuseInFile('release', 'RELEASE_OVERTAKEN')).toBe(5 + 3 * sequenceJumpMax)
    expect(device.licence.state()).toMatchObject({ kind: 'unlicensed', because: 'released' })
  })

  test.each([sequenceMax + 1, -1, 0.5, 'many'])('%j is none', async (named) => {
    const device = makeDevice(vendor)
    vendor.faults.push(overtaken('REQUEST_OVERTAKEN', named as number))
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
    expect(sequencesSent()).toEqual([1, 2])
  })

  test('at the limit of a jump, and one past it', () => {
    expect(raiseSequence(5, 5 + sequenceJumpMax)).toBe(5 + sequenceJumpMax)
    expect(raiseSequence(5, 6 + sequenceJumpMax)).toBe(5 + sequenceJumpMax)
    expect(raiseSequence(5, 4)).toBe(5)
    expect(raiseSequence(sequenceMax - 1, sequenceMax)).toBe(sequenceMax)
  })

  test('of a release: the same bound', async () => {
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    vendor.faults.push(overtaken('RELEASE_OVERTAKEN', sequenceMax - 1))
    expect(await device.licence.release()).toMatchObject({ kind: 'released', confirmed: true })
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
    expect(sequencesSent().at(-1)).toBe(4 + sequenceJumpMax)
  })
})

describe('a sequence that is spent', () => {
  test('renewals and releases are refused and the lease goes on; activating makes a new key', async () => {
    vendor.seatsMax = 2
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    setSequence(device.dir, sequenceMax)
    const { licence } = device
    const spent = { kind: 'refused', code: 'GENERATION_SPENT' }
    expect(await licence.renew()).toMatchObject(spent)
    expect(await licence.release()).toMatchObject(spent)
    expect(await licence.request({ action: 'renew' })).toMatchObject(spent)
    expect(await licence.request({ action: 'release' })).toMatchObject(spent)
    expect(licence.state()).toMatchObject({ kind: 'licensed', noticed: [] })
    const before = licence.lease()?.device.key
    expect(await licence.activate(typed())).toMatchObject({ kind: 'activated', lease: { generation: 1 } })
    expect(licence.lease()?.device.key).not.toBe(before)
    expect(await licence.renew()).toMatchObject({ kind: 'renewed' })
    expect(sequencesSent()).toEqual([1, 1, 2])
  })

  test('no renewal can cure a missed one any more: people are reminded', async () => {
    const [from, until] = [vendor.now, (vendor.now + 86_400 * 20) as typeof vendor.now]
    vendor.terms = { renewal: { kind: 'required', from, until } }
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    expect(device.licence.state()).toMatchObject({ kind: 'licensed', reminding: false })
    setSequence(device.dir, sequenceMax)
    expect(device.licence.state()).toMatchObject({ kind: 'licensed', reminding: true })
  })

  test('the last number of a key is for the lease that it holds', async () => {
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    setSequence(device.dir, sequenceMax - 1)
    expect(await device.licence.renew()).toMatchObject({ kind: 'renewed', lease: { generation: 2 } })
    expect(sequencesSent()).toEqual([1, sequenceMax])
  })

  test.each([
    [sequencesSpare + 1, sequenceMax - sequencesSpare],
    [sequencesSpare, 1],
  ])('without a lease, %d numbers left: the next is %d', async (left, next) => {
    vendor.seatsMax = 2
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    await device.licence.reset()
    setSequence(device.dir, sequenceMax - left)
    expect(await device.licence.request({ action: 'activate', ...typed() })).toMatchObject({
      kind: 'request',
    })
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
    expect(sequencesSent()).toEqual([1, next])
  })

  test('a crash between the new key and its count: the next attempt makes a key anew', async () => {
    vendor.seatsMax = 2
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    setSequence(device.dir, sequenceMax)
    const files = ['public.0', 'public.1'].map((name) => join(device.dir, name))
    const kept = files.map((file) => readFileSync(file))
    expect(await device.licence.request({ action: 'activate', ...typed() })).toMatchObject({
      kind: 'request',
    })
    files.forEach((file, index) => writeFileSync(file, kept[index] ?? ''))
    expect(device.licence.state()).toMatchObject({ kind: 'licensed' })
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
    expect(sequencesSent()).toEqual([1, 1])
  })
})
