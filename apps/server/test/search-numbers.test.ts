// Orders and devices in the search, with the cases that are about them. spec: search §7
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SearchHitBody } from '@holdfast/contract'
import { deviceDigitsMin, numberHitsMax } from '../src/desk/views/number-hits.ts'
import { textFile } from './case-files.ts'
import { deskMail } from './case-fixtures.ts'
import {
  engines,
  openGround,
  sell,
  startServer,
  TestDevice,
  type Ground,
  type Sold,
  type TestServer,
} from './fixtures.ts'
import { holdfastOf } from './holdfast-of.ts'

describe.each(engines)('numbers in the search on %s', (engine) => {
  let ground: Ground
  let server: TestServer
  let sold: Sold
  let device: string
  let place: { readonly id: string; readonly number: string }
  beforeAll(async () => {
    ground = await openGround(engine)
    server = await startServer({ ground, name: 'search-numbers', config: { mail: deskMail } })
    sold = await sell(server)
    const seated = new TestDevice(server, 'search')
    await seated.activate(sold)
    device = seated.key.thumbprint
    place = await server.ask('POST', '/v1/cases', { title: 'Nine screens' })
    const links = [
      { kind: 'order', value: sold.order.number, certainty: 'confirmed' },
      { kind: 'device', value: device, certainty: 'confirmed' },
    ]
    await server.ask('POST', `/v1/cases/${place.id}/changes`, { version: 1, links })
  }, 60_000)
  afterAll(async () => {
    await server.close()
    await ground.remove()
  })

  const pathOf = (q: string, more: string) => `/v1/search?q=${encodeURIComponent(q)}${more}`
  const search = async (q: string, more = ''): Promise<SearchHitBody[]> =>
    (await server.ask('GET', pathOf(q, more))).items
  /** Kinds that somebody with this token finds, or the code of the refusal. */
  const searchAs = async (secret: string, q: string, more = ''): Promise<readonly string[] | string> => {
    const headers = { authorization: `Bearer ${secret}` }
    const { status, json } = await server.send('GET', pathOf(q, more), undefined, headers)
    return status === 200 ? (json.items as SearchHitBody[]).map(({ kind }) => kind) : json.code
  }
  const marked = ({ excerpt, hits }: SearchHitBody) => hits.map(({ from, to }) => excerpt.slice(from, to))
  const linked = () => [{ case: place.id, number: place.number, certainty: 'confirmed' }]
  const token = async (...scopes: readonly string[]) => {
    const made = await server.ask('POST', '/v1/tokens', { name: 'reader', scopes })
    return (made.secret ?? made.token) as string
  }

  test('an order by its number and by the name of its customer', async () => {
    const { number } = sold.order
    const byNumber = await search(number)
    expect(byNumber).toMatchObject([{ kind: 'order', subject: sold.order.id, linked: linked() }])
    expect(byNumber.map(marked)).toEqual([[number]])
    const byName = await search('harbour westmark')
    expect(byName).toMatchObject([{ kind: 'order', title: number, linked: linked() }])
    expect(byName.map(marked)).toEqual([['Harbour', 'Westmark']])
  })

  test('a serial number, however it is written, gives its order and its devices', async () => {
    for (const written of [sold.serial, sold.serial.replaceAll('-', ' ').toLowerCase()]) {
      const hits = await search(written)
      expect(hits).toMatchObject([
        { kind: 'order', subject: sold.order.id, linked: linked() },
        { kind: 'device', subject: device, linked: linked() },
      ])
      expect(hits.map(marked)).toEqual([[sold.serial], [sold.serial]])
    }
  })

  test('a device by its id and by how that begins', async () => {
    for (const digits of [64, deviceDigitsMin]) {
      const hits = await search(device.slice(0, digits).toUpperCase())
      expect(hits).toMatchObject([
        { kind: 'device', subject: device, title: 'front-desk-7', linked: linked() },
      ])
      expect(hits.map(marked)).toEqual([[device.slice(0, digits)]])
    }
    expect(await search(device.slice(0, deviceDigitsMin - 1))).toEqual([])
  })

  test('a device of captures by its host name, with and without its domain', async () => {
    const head = 'FullyQualifiedDomainName,ProductName,LicenseStatus,GraceExpirationDate,LastUpdated'
    const row =
      'desk-canary-4.westmark.example,"Windows(R), EnterpriseG edition",1,2026-03-20 00:00:00,2026-02-27 08:00:00'
    await server.ask('POST', '/v1/captures', { files: [textFile('fleet.csv', `${head}\r\n${row}`)] })
    for (const q of ['desk-canary-4.westmark.example', 'Desk-Canary-4', 'desk-can*']) {
      const hits = await search(q)
      expect(hits, q).toMatchObject([{ kind: 'device', title: 'desk-canary-4.westmark.example', linked: [] }])
      expect(hits.flatMap(marked).join(), q).toMatch(/desk-can/i)
    }
    expect(await search('desk-can')).toEqual([])
  })

  test('by kind, and by customer; filters of cases leave them out', async () => {
    const { number, customer } = sold.order
    expect(await search(number, '&kind=order')).toHaveLength(1)
    expect(await search(number, '&kind=case')).toEqual([])
    expect(await search(sold.serial, '&kind=device')).toMatchObject([{ kind: 'device' }])
    expect(await search(sold.serial, '&kind=order')).toMatchObject([{ kind: 'order' }])
    const customerId = typeof customer === 'string' ? customer : customer.id
    expect(await search(number, `&customer=${customerId}`)).toHaveLength(1)
    expect(await search(number, '&customer=cus_00000000000000000000000000')).toEqual([])
    for (const filter of [`&case=${place.number}`, '&product=cmge', '&audience=internal']) {
      expect(await search(number, filter), filter).toEqual([])
      expect(await search(device, filter), filter).toEqual([])
    }
  })

  test('who may not read orders and devices does not find them', async () => {
    const reader = await token('desk:read')
    for (const q of [sold.order.number, sold.serial, device]) expect(await searchAs(reader, q), q).toEqual([])
    expect(await searchAs(reader, device, '&kind=device')).toBe('SCOPE_MISSING')
    expect(await searchAs(reader, device, '&kind=order')).toBe('SCOPE_MISSING')
    expect(await searchAs(await token('desk:read', 'orders:read'), sold.serial)).toEqual(['order'])
    const devices = await token('desk:read', 'devices:read')
    expect(await searchAs(devices, sold.serial)).toEqual(['device'])
    expect(await searchAs(devices, 'desk-can*')).toEqual([])
    expect(await searchAs(await token('desk:read', 'fleet:read'), 'desk-can*')).toEqual(['device'])
  })

  test('a rejected link tells no case; pages are walked from the numbers on', async () => {
    const second = await sell(server)
    const made = await server.ask('POST', '/v1/cases', { title: `About ${second.order.number}` })
    const links = [{ kind: 'order', value: second.order.number, certainty: 'rejected' }]
    await server.ask('POST', `/v1/cases/${made.id}/changes`, { version: 1, links })
    const walked: string[] = []
    let after: string | null = null
    do {
      const from: string = after === null ? '' : `&after=${after}`
      const path = `/v1/search?q=${encodeURIComponent(second.order.number)}&limit=1${from}`
      const listed = await server.ask('GET', path)
      for (const { kind, linked: cases } of listed.items) walked.push(`${kind} ${cases.length}`)
      after = listed.next
    } while (after !== null)
    expect(walked.toSorted()).toEqual(['case 0', 'order 0'])
    // All numbers stand on the first page: no later one has them.
    const page = await server.ask('GET', `/v1/search?q=${sold.serial}&limit=1`)
    expect(page.items).toMatchObject([{ kind: 'order' }, { kind: 'device' }])
    expect((await server.ask('GET', `/v1/search?q=${sold.serial}&limit=1&after=${page.next}`)).items).toEqual(
      [],
    )
  })

  test('so many numbers stand in front, and not one more', async () => {
    const crowded = await sell(server, { seats: numberHitsMax + 1 })
    for (let at = 0; at <= numberHitsMax; at++) await new TestDevice(server, `crowd ${at}`).activate(crowded)
    expect(await search(crowded.serial, '&kind=device')).toHaveLength(numberHitsMax)
  })

  test('a case that a person opened is found by its number and title, and by a new one', async () => {
    const { number } = await server.ask('POST', '/v1/cases', { title: 'Quartzline screens' })
    for (const q of [number, 'quartzline'])
      expect(await search(q), q).toMatchObject([{ kind: 'case', number }])
    await server.ask('POST', `/v1/cases/${number}/changes`, { version: 1, title: 'Onyxline screens' })
    expect([await search('quartzline screens'), await search('onyxline')]).toMatchObject([
      [{ number }],
      [{ number }],
    ])
  })

  test('from the command line', async () => {
    const said = await holdfastOf(server, ['case', 'search', sold.order.number, '--kind', 'order'])
    expect(said.status, said.err).toBe(0)
    expect(said.out).toContain(place.number)
    expect(said.out).toContain(`【${sold.order.number}】`)
  })
})
