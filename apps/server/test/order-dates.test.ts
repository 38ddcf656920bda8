import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTerm } from '../src/cli/order-options.ts'
import { adminToken, openGround, sell, startServer, type Ground, type TestServer } from './fixtures.ts'

let ground: Ground
let server: TestServer
let customer: string
beforeAll(async () => {
  ground = await openGround('sqlite')
  server = await startServer({ ground, name: 'order-dates' })
  await sell(server)
  customer = (await server.ask('POST', '/v1/customers', { name: 'Harbour Office of Westmark' })).id
})
afterAll(async () => {
  await server.close()
  await ground.remove()
})

let numbers = 0
/** Refused or not, what the door says of an order of that day with one line for each term. */
async function order(orderedAt: string, terms: readonly object[]) {
  numbers += 1
  const lines = terms.map((term) => ({ product: 'cmge', seats: 1, term }))
  const body = { number: `dated-${numbers}`, customer, orderedAt, lines }
  return await server.send('POST', '/v1/orders', body, { authorization: `Bearer ${adminToken}` })
}
const period = (text: string, zone: string, from = 'order') => ({ kind: 'period', period: text, from, zone })

describe('an order that is dated by a day alone', () => {
  test.each([
    ['2026-03-01', 'P1M', 'America/New_York', '2026-03-01T05:00:00Z', '2026-04-01T04:00:00Z'],
    ['2028-03-01', 'P1Y', 'America/New_York', '2028-03-01T05:00:00Z', '2029-03-01T05:00:00Z'],
    ['2026-03-01', 'P1M', 'Asia/Shanghai', '2026-02-28T16:00:00Z', '2026-03-31T16:00:00Z'],
    ['2026-03-01', 'P1M', 'UTC', '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'],
    ['2026-03-01T05:00:00Z', 'P1M', 'America/New_York', '2026-03-01T05:00:00Z', '2026-04-01T04:00:00Z'],
    ['2026-03-01T00:00:00Z', 'P1M', 'America/New_York', '2026-03-01T00:00:00Z', '2026-03-28T23:00:00Z'],
  ])('%s, %s in %s', async (orderedAt, text, zone, start, end) => {
    const { json } = await order(orderedAt, [period(text, zone)])
    expect(json.order.licences).toMatchObject([
      { orderedAt: start, term: { kind: 'until', until: end }, termRule: { zone } },
    ])
  })

  test('each line counts in its own zone; the order and lines without one in UTC', async () => {
    const until = { kind: 'until', until: '2029-01-01T00:00:00Z' }
    const zones = ['America/New_York', 'Asia/Shanghai']
    const { json } = await order('2026-03-01', [
      ...zones.map((zone) => period('P1Y', zone)),
      { kind: 'perpetual' },
      until,
    ])
    expect(json.order.orderedAt).toBe('2026-03-01T00:00:00Z')
    expect(json.order.licences.map((licence: { orderedAt: string }) => licence.orderedAt)).toEqual([
      '2026-03-01T05:00:00Z',
      '2026-02-28T16:00:00Z',
      '2026-03-01T00:00:00Z',
      '2026-03-01T00:00:00Z',
    ])
  })

  test('the books keep it, and a correction in the same zone counts from the same moment', async () => {
    const { json } = await order('2026-03-01', [period('P1M', 'America/New_York')])
    const [{ id }] = json.order.licences
    expect((await server.ask('GET', `/v1/licences/${id}`)).orderedAt).toBe('2026-03-01T05:00:00Z')
    const term = period('P2M', 'America/New_York')
    const corrected = await server.ask('POST', `/v1/licences/${id}/correct`, { term, reason: 'typing error' })
    expect(corrected.term).toEqual({ kind: 'until', until: '2026-05-01T04:00:00Z' })
  })

  test.each([
    ['2026-02-30', 'UTC', 'body/orderedAt: is no moment or date'],
    ['2026-02-30', 'Mars/Olympus', 'body/orderedAt: is no moment or date'],
    // There the day began in the year before the first.
    ['0001-01-01', 'Asia/Shanghai', 'body/orderedAt: is no moment or date in the zone of lines/0'],
    ['2026-03-01', 'Mars/Olympus', 'body/lines/0/term/zone: must be the IANA name of a time zone'],
  ])('%s in %s is refused: %s', async (orderedAt, zone, complaint) => {
    const { status, json } = await order(orderedAt, [period('P1M', zone)])
    expect([status, json.code, json.facts.complaints]).toEqual([400, 'INPUT_INVALID', [complaint]])
  })
})

describe('an end that is typed as a day alone', () => {
  test.each([
    ['until=2029-01-01', undefined, '2029-01-01T00:00:00Z'],
    ['until=2029-01-01', 'America/New_York', '2029-01-01T05:00:00Z'],
    ['until=2029-07-01', 'America/New_York', '2029-07-01T04:00:00Z'],
    ['until=2029-01-01T00:00:00Z', 'America/New_York', '2029-01-01T00:00:00Z'],
  ])('%s in zone %s', (term, zone, until) => {
    expect(readTerm({ term, ...(zone === undefined ? {} : { zone }) })).toEqual({ kind: 'until', until })
  })

  test.each([
    ['until=2029-02-30', 'UTC'],
    ['until=2029-01-01', 'Mars/Olympus'],
    ['until=2029-01-01T25:00:00Z', 'UTC'],
  ])('%s in zone %s cannot be read', (term, zone) => {
    expect(readTerm({ term, zone })).toBeNull()
  })
})
