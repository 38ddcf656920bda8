// The devices of a server as a forecast, through its API.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  openGround,
  sell,
  startServer,
  TestDevice,
  type Ground,
  type Sold,
  type TestServer,
} from './fixtures.ts'
import { holdfastOf } from './holdfast-of.ts'

let ground: Ground
let server: TestServer
beforeAll(async () => {
  ground = await openGround('sqlite')
  server = await startServer({ ground, name: 'forecast' })
  const until = await sell(server, { term: { kind: 'until', until: '2027-01-01T00:00:00Z' } })
  const forever = await sell(server)
  const renewed = await sell(server, {
    term: { kind: 'until', until: '2028-01-01T00:00:00Z' },
    line: { renewal: { kind: 'required', everyDays: 30, windowDays: 10 } },
  })
  for (const [at, sold] of [until, forever, renewed].entries())
    await activateAndConfirm(new TestDevice(server, `d${at}`), sold)
  const gone = new TestDevice(server, 'gone')
  await gone.activate(until)
  await server.send('POST', '/v1/release', { release: gone.release() })
})
afterAll(async () => {
  await server.close()
  await ground.remove()
})

async function activateAndConfirm(device: TestDevice, sold: Sold) {
  const receipt = device.receipt(await device.activate(sold))
  await server.send('POST', '/v1/receipt', { receipt })
}

const holdfast = (...argv: readonly string[]) => holdfastOf(server, argv)

describe('forecast --database', () => {
  test('takes every seat that is taken, with the end and the reminders of its licence', async () => {
    const { status, out, err } = await holdfast('forecast', '--database', '--json')
    expect([status, err]).toEqual([0, ''])
    const json = JSON.parse(out)
    type Listed = {
      readonly device: string
      readonly firstReminder: { readonly from: string } | null
      readonly end: { readonly from: string } | null
      readonly basis: string
      readonly certainty: string
    }
    const seen = (json.devices as Listed[]).map(({ device, firstReminder, end, basis, certainty }) => [
      device.replace(/ \([0-9a-f]{8}\)/, ''),
      firstReminder?.from ?? null,
      end?.from ?? null,
      basis,
      certainty,
    ])
    expect(seen.toSorted((a, b) => String(a[2]).localeCompare(String(b[2])))).toEqual([
      ['front-desk-7', '2026-12-02T00:00:00Z', '2027-01-01T00:00:00Z', 'lease', 'confirmed'],
      ['front-desk-7', '2027-12-02T00:00:00Z', '2028-01-01T00:00:00Z', 'lease', 'possible'],
      ['front-desk-7', null, null, 'lease', 'confirmed'],
    ])
    // The first of a name keeps it.
    const names = (json.devices as Listed[]).map(({ device }) => device)
    expect(names.filter((name) => /^front-desk-7 \([0-9a-f]{8}\)$/.test(name))).toHaveLength(2)
    expect(json.summary).toMatchObject({ devices: 3, known: 3, never: 1 })
    expect(json.customers).toMatchObject([{ customer: 'Harbour Office of Westmark', devices: 3 }])
    expect(json.mapping).toBeNull()
  })

  test('says it to people too', async () => {
    const { out } = await holdfast('forecast', '--database')
    expect(out).toMatch(
      /front-desk-7(?: \([0-9a-f]{8}\))? +1 +2026-12-02 00:00:00 +2027-01-01 00:00:00 +lease +confirmed/,
    )
  })

  test('a server that is not there is told in words', async () => {
    const { status, err } = await holdfast('forecast', '--database', '--token-file', '/dev/null')
    expect(status).toBe(1)
    expect(err).toMatch(/TOKEN/)
  })
})

describe('lint-terms --database', () => {
  test('takes the terms of the licences, with the releases of the devices that hold them', async () => {
    const { status, out } = await holdfast(
      'lint-terms',
      '--database',
      '--representation',
      '8-bit-days',
      '--json',
    )
    expect(status).toBe(1)
    const terms = JSON.parse(out).terms.map(
      ({ granted, releases }: { granted: string; releases: object[] }) => [granted, releases],
    )
    expect(terms).toEqual([
      ['670 d 15:30:00', [{ release: 'cmge V0-H', count: 1 }]],
      ['305 d 15:30:00', [{ release: 'cmge V0-H', count: 1 }]],
    ])
  })
})
