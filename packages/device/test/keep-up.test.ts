// Upkeep: what is due is renewed, what is advised is renewed, and whoever forges advice gets nothing else.
import { refuse } from '@holdfast/lease'
import { instant } from '@holdfast/capabilities/testing'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { advisedSecondsMin, attemptedSeconds } from '../src/actions/keep-up.ts'
import {
  adviceAfterSecondsMax,
  askAgainSecondsMax,
  askAgainSecondsMin,
  parseAdvice,
} from '../src/parse-answer.ts'
import { makeDevice, type TestDevice } from './device.ts'
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

const advised = (code: string, afterSeconds = 0, askAgainSeconds = 60) => ({
  advice: { code, afterSeconds },
  askAgainSeconds,
})
const asked = () => vendor.received.filter(({ path }) => path.startsWith('/v1/advice/')).length
const renewals = () => vendor.received.filter(({ path }) => path === '/v1/renew').length

async function activated(): Promise<TestDevice> {
  const device = makeDevice(vendor)
  const outcome = await device.licence.activate({ serial: vendor.serial, key: vendor.productKey })
  expect(outcome.kind).toBe('activated')
  return device
}

/** Later by the wall clock, the monotonic clock and the uptime alike. */
function later(device: TestDevice, seconds: number): void {
  device.clock.wall = (device.clock.wall + seconds) as typeof device.clock.wall
  device.clock.ms += seconds * 1000
  device.uptime = { bootId: 'boot-1', seconds: (device.uptime?.seconds ?? 0) + seconds }
}

const until = (text: string) => ({ kind: 'until', until: instant(text) }) as const

describe('advice', () => {
  test('a perpetual lease without a renewal window is renewed when the server says so', async () => {
    const device = await activated()
    vendor.advising = advised('term-differs')
    expect(await device.licence.keepUp()).toMatchObject({
      kind: 'renewed',
      because: 'advised',
      code: 'term-differs',
      lease: { generation: 2 },
      acknowledged: true,
    })
    expect(device.licence.state()).toMatchObject({ kind: 'licensed', until: 'perpetual', reminding: false })
  })

  test('a wrong end that the vendor corrected is replaced, also where the lease has lapsed', async () => {
    vendor.terms = { term: until('2026-03-20T00:00:00Z') }
    const device = await activated()
    later(device, 90 * 86_400)
    vendor.now = device.clock.now()
    expect(device.licence.state().kind).toBe('lapsed')
    vendor.terms = {}
    vendor.advising = advised('term-differs')
    expect(await device.licence.keepUp()).toMatchObject({ kind: 'renewed', state: { until: 'perpetual' } })
  })

  test.each([
    ['none', { advice: null, askAgainSeconds: 600 }, { because: 'not-due', againSeconds: 600 }],
    ['for later', advised('ends-soon', 5_000, 600), { because: 'not-yet', againSeconds: 600 }],
    ['for soon', advised('ends-soon', 100, 600), { because: 'not-yet', againSeconds: 100 }],
    ['negative', advised('ends-soon', -1), { because: 'not-due' }],
    ['broken', { advice: { code: 7 } }, { because: 'not-due', againSeconds: askAgainSecondsMax }],
    ['of an older server', null, { because: 'not-due', againSeconds: askAgainSecondsMax }],
  ])('advice %s: nothing is due', async (_, answer, wanted) => {
    const device = await activated()
    vendor.advising = answer
    expect(await device.licence.keepUp()).toMatchObject({ kind: 'nothing-due', ...wanted })
    expect(renewals()).toBe(0)
  })

  test('is asked for at most as often as the server wants', async () => {
    const device = await activated()
    vendor.advising = { advice: null, askAgainSeconds: 600 }
    await device.licence.keepUp()
    later(device, 599)
    expect(await device.licence.keepUp()).toMatchObject({ because: 'asked-lately', againSeconds: 1 })
    expect(asked()).toBe(1)
    later(device, 1)
    expect(await device.licence.keepUp()).toMatchObject({ because: 'not-due' })
    expect(asked()).toBe(2)
  })

  test('is not asked for without a lease, or without a server', async () => {
    const device = makeDevice(vendor)
    expect(await device.licence.keepUp()).toMatchObject({ kind: 'nothing-due', because: 'not-licensed' })
    const offline = await activatedByFile()
    expect(await offline.keepUp()).toMatchObject({ kind: 'nothing-due', because: 'no-server' })
    expect(asked()).toBe(0)
  })
})

async function activatedByFile() {
  const device = makeDevice(vendor, { server: undefined })
  const wanted = { action: 'activate', serial: vendor.serial, key: vendor.productKey } as const
  const request = await device.licence.request(wanted)
  if (request.kind === 'refused') throw new Error(request.code)
  await device.licence.apply(await vendor.answerText(request.text))
  return device.licence
}

describe('whoever forges advice', () => {
  test('gets a renewal an hour at most, over all processes of the device', async () => {
    const device = await activated()
    vendor.advising = advised('anything')
    expect(await device.licence.keepUp()).toMatchObject({ kind: 'renewed' })
    for (const seconds of [60, advisedSecondsMin - 61]) {
      later(device, seconds)
      expect(await device.again().keepUp()).toMatchObject({ because: 'advised-lately' })
    }
    expect(renewals()).toBe(1)
    later(device, 1)
    expect(await device.again().keepUp()).toMatchObject({ kind: 'renewed' })
  })

  test('a wall clock that was set back does not lock advice out', async () => {
    const device = await activated()
    vendor.advising = advised('anything')
    await device.licence.keepUp()
    device.clock.set('1999-01-01T00:00:00Z')
    expect(await device.again().keepUp()).toMatchObject({ kind: 'renewed' })
  })

  test('shortens nothing: an earlier end is refused and the lease held goes on', async () => {
    const device = await activated()
    vendor.terms = { term: until('2027-01-01T00:00:00Z') }
    vendor.advising = advised('anything')
    expect(await device.licence.keepUp()).toMatchObject({
      code: 'LEASE_SHORTER',
      facts: { until: '2027-01-01T00:00:00Z', held: null },
    })
    expect(device.licence.lease()).toMatchObject({ generation: 1, term: { kind: 'perpetual' } })
    expect(device.licence.state()).toMatchObject({ noticed: [] })
    // By hand it is taken: somebody means it.
    expect(await device.licence.renew()).toMatchObject({ kind: 'renewed', state: { kind: 'licensed' } })
    expect(device.licence.lease()).toMatchObject({ term: { kind: 'until' } })
  })

  test('shows nothing to people: a refused renewal is not remembered as one', async () => {
    vendor.terms = {
      renewal: {
        kind: 'required',
        from: instant('2026-03-10T00:00:00Z'),
        until: instant('2026-04-01T00:00:00Z'),
      },
    }
    const device = await activated()
    const later10 = instant('2026-03-11T00:00:00Z')
    expect(device.licence.state(later10)).toMatchObject({ reminding: false })
    vendor.advising = advised('anything')
    vendor.refusing = refuse('LICENCE_SUSPENDED')
    expect(await device.licence.keepUp()).toMatchObject({ code: 'LICENCE_SUSPENDED' })
    expect(device.licence.state(later10)).toMatchObject({ reminding: false })
    // The device's own renewal in its window is one to remember.
    device.clock.set('2026-03-11T00:00:00Z')
    await device.again().renew()
    expect(device.licence.state(later10)).toMatchObject({ reminding: true })
  })

  test('does not put aside an activation that somebody began by file', async () => {
    const device = await activated()
    vendor.advising = advised('anything')
    await device.licence.request({ action: 'activate', serial: vendor.otherSerial, key: vendor.productKey })
    expect(await device.licence.keepUp()).toMatchObject({ because: 'request-waiting' })
    expect(renewals()).toBe(0)
  })
})

describe('without advice', () => {
  test('an open renewal window is reason enough, and the server is not asked', async () => {
    const from = instant('2026-03-01T00:00:00Z')
    vendor.terms = { renewal: { kind: 'advised', from, until: instant('2026-05-01T00:00:00Z') } }
    const device = await activated()
    vendor.terms = {}
    expect(await device.licence.keepUp()).toMatchObject({ kind: 'renewed', because: 'window', code: null })
    expect(asked()).toBe(0)
  })

  const windowPast = () => {
    const [from, to] = [instant('2026-05-01T00:00:00Z'), instant('2026-06-01T00:00:00Z')]
    vendor.terms = { renewal: { kind: 'advised', from, until: to } }
  }

  test.each(['9999-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
    'a clock at %s: ten calls, over all processes, renew once',
    async (wall) => {
      windowPast()
      const device = await activated()
      device.clock.set(wall)
      expect(await device.licence.keepUp()).toMatchObject({ kind: 'renewed', because: 'window' })
      for (let call = 2; call <= 6; call++)
        expect(await device.licence.keepUp()).toMatchObject({ because: 'asked-lately', againSeconds: 300 })
      for (let call = 7; call <= 10; call++)
        expect(await device.again().keepUp()).toMatchObject({ because: 'renewed-lately', againSeconds: 300 })
      expect(renewals()).toBe(1)
      later(device, attemptedSeconds - 1)
      expect(await device.again().keepUp()).toMatchObject({ because: 'renewed-lately', againSeconds: 1 })
      later(device, 1)
      expect(await device.again().keepUp()).toMatchObject({ kind: 'renewed' })
      expect(renewals()).toBe(2)
    },
  )

  test.each<[string, (device: TestDevice) => void, object]>([
    [
      'a clock that was set back, same boot',
      (device) => device.clock.set('2026-05-02T00:00:00Z'),
      { againSeconds: 300 },
    ],
    [
      'a clock that jumps on, same boot',
      (device) => device.clock.set('9999-12-31T23:59:59Z'),
      { againSeconds: 300 },
    ],
    [
      'another boot, the clock went on',
      (device) => {
        later(device, 100)
        device.uptime = { bootId: 'boot-2', seconds: 5 }
      },
      { againSeconds: 200 },
    ],
    [
      'another boot, the clock was set back',
      (device) => {
        device.uptime = { bootId: 'boot-2', seconds: 5 }
        device.clock.set('2026-05-02T00:00:00Z')
      },
      { kind: 'renewed' },
    ],
    [
      'no uptime, the clock stands at the end of all time',
      (device) => {
        device.uptime = null
        device.clock.set('9999-12-31T23:59:59Z')
      },
      { kind: 'renewed' },
    ],
    [
      'an uptime that was set back (a snapshot)',
      (device) => void (device.uptime = { bootId: 'boot-1', seconds: 1 }),
      { kind: 'renewed' },
    ],
  ])('after a renewal: %s', async (_, change, wanted) => {
    windowPast()
    const device = await activated()
    device.clock.set('9000-01-01T00:00:00Z')
    expect(await device.licence.keepUp()).toMatchObject({ kind: 'renewed' })
    change(device)
    expect(await device.again().keepUp()).toMatchObject(wanted)
  })

  test('a renewal whose answer was lost is sent again, and is the same', async () => {
    const device = await activated()
    vendor.faults.push('lose-reply')
    expect(await device.licence.renew({ deadlineMs: 500 })).toMatchObject({ kind: 'refused' })
    vendor.advising = { advice: null, askAgainSeconds: 600 }
    vendor.faults.length = 0
    const again = await device.again().keepUp()
    expect(again).toMatchObject({ kind: 'renewed', because: 'unanswered', lease: { generation: 2 } })
  })

  test('a receipt that waits is sent', async () => {
    const licence = await activatedByFile()
    expect(licence.state().noticed).toContain('receipt-waiting')
    vendor.advising = { advice: null, askAgainSeconds: 600 }
    expect(await licence.keepUp({ server: vendor.url })).toMatchObject({ because: 'not-due' })
    expect(licence.state().noticed).toEqual([])
    expect(vendor.confirmed.size).toBe(1)
  })

  test('a server that does not answer is left alone for a while', async () => {
    const device = await activated()
    await vendor.close()
    expect(await device.licence.keepUp({ deadlineMs: 100 })).toMatchObject({ code: 'SERVER_UNREACHABLE' })
    expect(await device.licence.keepUp()).toMatchObject({ because: 'asked-lately', againSeconds: 300 })
    expect(device.licence.state()).toMatchObject({ kind: 'licensed', noticed: [] })
    vendors.splice(vendors.indexOf(vendor), 1)
  })
})

test('limits of an answer: at each, and one past it', () => {
  const again = (askAgainSeconds: unknown) => parseAdvice({ advice: null, askAgainSeconds }).askAgainSeconds
  expect(again(askAgainSecondsMin)).toBe(askAgainSecondsMin)
  expect(again(askAgainSecondsMin - 1)).toBe(askAgainSecondsMin)
  expect(again(askAgainSecondsMax)).toBe(askAgainSecondsMax)
  expect(again(askAgainSecondsMax + 1)).toBe(askAgainSecondsMax)
  expect(again('soon')).toBe(askAgainSecondsMax)
  const after = (afterSeconds: unknown) =>
    parseAdvice({ advice: { code: 'x', afterSeconds } }).advice?.afterSeconds
  expect(after(adviceAfterSecondsMax)).toBe(adviceAfterSecondsMax)
  expect(after(adviceAfterSecondsMax + 1)).toBeUndefined()
  expect(after(0.5)).toBeUndefined()
  expect(parseAdvice({ advice: { code: 'Not a word\u001b', afterSeconds: 0 } }).advice?.code).toBe('unknown')
  expect(parseAdvice(null).advice).toBeNull()
})
