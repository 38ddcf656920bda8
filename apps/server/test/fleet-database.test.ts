// What the server's books give to forecast, explain and lint-terms, through the API.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageItemsMax } from '@holdfast/contract'
import { openGround, sell, startServer, TestDevice, type Ground, type TestServer } from './fixtures.ts'
import { holdfastOf } from './holdfast-of.ts'
import { fileOf, licenceText } from './licence-text.ts'

let ground: Ground
let server: TestServer
const dayMinutes = 1440

beforeAll(async () => {
  ground = await openGround('sqlite')
  server = await startServer({ ground, name: 'fleet-database' })
})
afterAll(async () => {
  await server.close()
  await ground.remove()
})

const holdfast = (argv: readonly string[], given?: Parameters<typeof holdfastOf>[2]) =>
  holdfastOf(server, argv, given)

type Listed = {
  readonly device: string
  readonly id: string
  readonly firstReminder: { readonly from: string } | null
  readonly end: { readonly from: string; readonly to: string } | null
  readonly basis: string
  readonly certainty: string
}

async function forecast(...options: readonly string[]) {
  const { status, out, err } = await holdfast(['forecast', '--database', '--json', ...options])
  expect([status, err]).toEqual([0, ''])
  const json = JSON.parse(out) as { devices: Listed[]; summary: { [name: string]: number } }
  const told = ({ firstReminder, end, basis, certainty }: Listed) =>
    [firstReminder?.from ?? null, end?.from ?? null, basis, certainty].join(' ')
  return { json, byId: new Map(json.devices.map((each) => [each.id, told(each)])), told }
}

async function confirm(device: TestDevice) {
  const receipt = device.receipt(device.lease!)
  expect((await server.send('POST', '/v1/receipt', { receipt })).status).toBe(200)
}

async function renew(device: TestDevice) {
  const request = device.sign(device.request(device.lease!.serial, { action: 'renew' }))
  device.keep(await server.send('POST', '/v1/renew', { request }))
}

async function addCustomer(name: string): Promise<string> {
  return (await server.ask('POST', '/v1/customers', { name })).id as string
}

function send(customer: string, files: readonly object[]) {
  return server.ask('POST', '/v1/captures', { customer, files })
}

describe('our own devices', () => {
  test('a corrected term counts once the device has confirmed a lease with it', async () => {
    const sold = await sell(server, { term: { kind: 'until', until: '2027-01-01T00:00:00Z' } })
    const device = new TestDevice(server, 'corrected')
    await device.activate(sold)
    const end = async () => (await forecast()).byId.get(device.key.thumbprint)
    expect(await end()).toBe('2026-12-02T00:00:00Z 2027-01-01T00:00:00Z lease possible')
    await confirm(device)
    expect(await end()).toBe('2026-12-02T00:00:00Z 2027-01-01T00:00:00Z lease confirmed')
    const correction = { term: { kind: 'until', until: '2036-01-01T00:00:00Z' }, reason: 'typing error' }
    await server.ask('POST', `/v1/licences/${sold.order.licences[0].id}/correct`, correction)
    expect(await end()).toBe('2026-12-02T00:00:00Z 2027-01-01T00:00:00Z lease confirmed')
    await renew(device)
    expect(await end()).toBe('2026-12-02T00:00:00Z 2027-01-01T00:00:00Z lease confirmed')
    await confirm(device)
    expect(await end()).toBe('2035-12-02T00:00:00Z 2036-01-01T00:00:00Z lease confirmed')
  })

  test('a renewal that is required is assumed until it was missed', async () => {
    const sold = await sell(server, {
      term: { kind: 'until', until: '2028-01-01T00:00:00Z' },
      line: { renewal: { kind: 'required', everyDays: 30, windowDays: 10 } },
    })
    const device = new TestDevice(server, 'renewing')
    await device.activate(sold)
    await confirm(device)
    const end = async (asOf: string) => (await forecast('--as-of', asOf)).byId.get(device.key.thumbprint)
    expect(await end('2026-03-31T08:29:59Z')).toBe('2027-12-02T00:00:00Z 2028-01-01T00:00:00Z lease possible')
    expect(await end('2026-03-31T08:30:00Z')).toBe(
      '2026-03-01T08:30:00Z 2026-03-31T08:30:00Z lease confirmed',
    )
  })
})

describe('devices that captures speak of', () => {
  test('each by its newest observation that tells an end', async () => {
    const customer = await addCustomer('Observatory of Eastmark')
    const withoutEnd = licenceText({ number: 4 }).replace(/^Volume activation expiration.*\r\n/m, '')
    await send(customer, [
      fileOf('fixed.txt', licenceText({ number: 1, minutes: 20 * dayMinutes })),
      fileOf('twice-1.txt', licenceText({ number: 2, minutes: 20 * dayMinutes })),
      fileOf(
        'twice-2.txt',
        licenceText({ number: 2, minutes: 19 * dayMinutes, time: '2026-02-21 08:55:41' }),
      ),
      fileOf('renewing.txt', licenceText({ number: 3, minutes: 176 * dayMinutes })),
      fileOf('silent.txt', withoutEnd),
    ])
    const { json, told } = await forecast()
    const seen = json.devices.filter(({ basis }) => basis === 'capture').map(told)
    expect(seen.toSorted()).toEqual([
      ' 2026-08-15T08:55:41Z capture possible',
      '2026-02-10T08:55:41Z 2026-03-12T08:55:41Z capture confirmed',
      '2026-02-10T08:55:41Z 2026-03-12T08:55:41Z capture fits',
    ])
    expect(json.summary).toMatchObject({ renewing: 1, silent: 1 })
    const words = await holdfast(['forecast', '--database'])
    expect(words.out).toContain('none while it renews itself')
    const found = await forecast('--finding', '32-bit-seconds', '--granted', '150000d')
    expect(found.json.devices.filter(({ basis }) => basis === 'finding').map(told)).toEqual([
      '2021-01-05T04:35:12Z 2021-02-04T04:35:12Z finding possible',
    ])
  })
})

describe('a fault that the books show', () => {
  // 150,000 days in 32 bits of seconds are 75,098,112; activated on the day that the key names.
  const leftMinutes = 1_251_635
  const activated = Date.UTC(2018, 8, 19, 10, 20) / 60_000
  const capture = (number: number, day: string) => {
    const time = `${day} 08:50:00`
    const elapsed = Date.parse(`${day}T08:50:00Z`) / 60_000 - activated
    return fileOf(`${number}-${day}.txt`, licenceText({ number, minutes: leftMinutes - elapsed, time }))
  }
  let finding = ''

  beforeAll(async () => {
    const customer = await addCustomer('Survey Office of Northfield')
    const term = { kind: 'period', period: 'P150000D', from: 'first-activation', zone: 'UTC' }
    const lines = [{ product: 'cmge', seats: 5, term }]
    await server.ask('POST', '/v1/orders', { number: 'NF-1', customer, lines })
    const days = ['2018-11-27', '2019-06-15', '2020-02-07']
    const numbers = [21, 22, 23, 24]
    await send(
      customer,
      numbers.flatMap((number) => days.map((day) => capture(number, day))),
    )
    await server.ask('POST', '/v1/fleet/watch', {})
    const { items } = await server.ask('GET', '/v1/findings?code=TERM_UNLIKE_ORDER')
    finding = items[0].id
  })

  test('--finding takes the id of a finding and applies what explain finds in its devices', async () => {
    const { json } = await forecast('--finding', finding)
    expect(json).toMatchObject({
      finding: { name: '32-bit-seconds', grantedSeconds: 12_960_000_000, leftSeconds: 75_098_112 },
    })
    const lint = await holdfast(['lint-terms', '--term', '150000d', '--finding', finding])
    expect([lint.status, lint.out]).toEqual([1, expect.stringContaining('869 d 04:35:12')])
  })

  test('a finding that names no device with a fault is refused with what to give instead', async () => {
    const waves = await server.ask('GET', '/v1/findings?code=REMINDERS_AHEAD')
    const { status, err } = await holdfast(['forecast', '--database', '--finding', waves.items[0].id])
    expect(status).toBe(1)
    expect(err).toMatch(/FINDING_WITHOUT_FAULT/)
    expect(err).toMatch(/explain --json/)
    const unknown = await holdfast(['forecast', '--database', '--finding', '0'.repeat(32)])
    expect([unknown.status, unknown.err]).toEqual([1, expect.stringMatching(/NOT_FOUND/)])
  })

  test('explain --customer explains all devices of a customer, with what the order granted', async () => {
    const { status, out } = await holdfast(['explain', '--customer', 'Survey Office of Northfield', '--json'])
    const json = JSON.parse(out)
    expect([status, json.verdict, json.grantedSeconds]).toEqual([0, 'time-fault', 12_960_000_000])
    expect(json.hypotheses[0]).toMatchObject({ unit: 'second', width: 32, leftSeconds: 75_098_112, of: 12 })
    expect(json.of).toHaveLength(4)
    expect(json.diagnoses).not.toHaveLength(0)
  })
})

describe('explain --device', () => {
  const head = 'FullyQualifiedDomainName,ProductName,LicenseStatus,GraceExpirationDate,LastUpdated'
  const row = (host: string) =>
    `${host},"Windows(R), EnterpriseG edition",1,2026-03-20 00:00:00,2026-02-27 08:00:00`

  test('by host name, by id, and refused where several customers have the name', async () => {
    const [north, south] = [
      await addCustomer('Harbour of Northmark'),
      await addCustomer('Harbour of Southmark'),
    ]
    await send(north, [
      fileOf('n.csv', [head, row('desk-1.example.test'), row('desk-2.example.test')].join('\r\n')),
    ])
    await send(south, [fileOf('s.csv', [head, row('desk-1.example.test')].join('\r\n'))])
    const one = await holdfast(['explain', '--device', 'DESK-2.example.test', '--granted', '800d', '--json'])
    const json = JSON.parse(one.out)
    expect([one.status, json.observations, json.of]).toEqual([
      0,
      1,
      [{ id: expect.stringMatching(/^dev_/), device: 'desk-2.example.test' }],
    ])
    expect(json.diagnoses).toMatchObject([{ device: 'desk-2.example.test' }])
    const byId = await holdfast(['explain', '--device', json.of[0].id, '--granted', '800d', '--json'])
    expect(JSON.parse(byId.out)).toEqual(json)
    const two = await holdfast(['explain', '--device', 'desk-1.example.test'])
    expect([two.status, two.err]).toEqual([
      1,
      expect.stringMatching(/DEVICE_AMBIGUOUS[^]*dev_|dev_[^]*DEVICE_AMBIGUOUS/),
    ])
    const named = await holdfast([
      'explain',
      '--device',
      'desk-1.example.test',
      '--customer',
      south,
      '--json',
    ])
    expect(named.status).toBe(0)
    const none = await holdfast(['explain', '--device', 'desk-9.example.test'])
    expect([none.status, none.err]).toEqual([1, expect.stringMatching(/NOT_FOUND/)])
    expect((await holdfast(['explain', '--device', 'desk-1', '--observed', '1d'])).status).toBe(2)
  })

  test('- reads standard input', async () => {
    async function* text() {
      yield Buffer.from(licenceText({ number: 77 }))
    }
    const { status, out } = await holdfast(['explain', '-', '--json'], { stdin: text() })
    expect(status).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ observations: 1, readings: [{ file: '-' }] })
  })
})

describe('a server that goes away', () => {
  /** Passes requests on, and breaks off the second page of a list. */
  async function openBreakingWay(path: string) {
    let pages = 0
    const way = createServer((request, answer) => {
      if (request.url?.startsWith(path) === true && ++pages > 1) {
        request.socket.destroy()
        return
      }
      const authorization = request.headers.authorization ?? ''
      void fetch(server.address + request.url, { headers: { authorization } }).then(async (passed) => {
        const type = passed.headers.get('content-type') ?? ''
        answer.writeHead(passed.status, { 'content-type': type }).end(await passed.text())
      })
    })
    await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(way.address() as AddressInfo).port}`
    return { address, close: () => new Promise((resolve) => way.close(resolve)) }
  }

  test('in mid-stream is a refusal, and what was written is no whole answer', async () => {
    const customer = await addCustomer('Library of Westmark')
    const files = Array.from({ length: pageItemsMax + 1 }, (_, at) =>
      fileOf(`${at}.txt`, licenceText({ number: 10_000 + at })),
    )
    await send(customer, files)
    const way = await openBreakingWay('/v1/fleet/ends')
    try {
      const { status, out, err } = await holdfast(['forecast', '--database', '--json'], {
        address: way.address,
      })
      expect([status, err]).toEqual([1, expect.stringMatching(/SERVER_UNREACHABLE/)])
      expect(() => JSON.parse(out) as unknown).toThrow(SyntaxError)
      const words = await holdfast(['forecast', '--database'], { address: way.address })
      expect([words.status, words.out]).toEqual([1, ''])
    } finally {
      await way.close()
    }
  }, 60_000)
})
