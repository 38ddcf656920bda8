// A list of an inventory as one file: a row is a capture, and what is wrong with a row is told with its line.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openGround, startServer, type Ground } from './fixtures.ts'
import { fileOf } from './licence-text.ts'

let ground: Ground
beforeAll(async () => {
  ground = await openGround('sqlite')
})
afterAll(async () => {
  await ground.remove()
})

const head =
  'FullyQualifiedDomainName,ProductName,ProductDescription,PartialProductKey,LicenseStatus,GraceExpirationDate,CMID,KmsHost,LastUpdated'
const row = (number: number, status = '1') =>
  `pc-${number}.corp.example.test,"Windows(R), EnterpriseG edition","Windows(R) Operating System, VOLUME_KMSCLIENT channel",BT9KW,${status},2026-04-30 00:00:00,,act.gov-edition.example.test,2026-02-27 08:00:00`

test('2,500 rows of a list are 2,500 devices by their host names, and the same list again is none', async () => {
  const server = await startServer({ ground, name: 'list' })
  const customer = await server.ask('POST', '/v1/customers', { name: 'Harbour Office of Westmark' })
  const rows = Array.from({ length: 2_500 }, (_, number) => row(number))
  const send = (lines: readonly string[]) =>
    server.ask('POST', '/v1/captures', {
      files: [fileOf('vamt.csv', [head, ...lines].join('\r\n'))],
      customer: customer.id,
    })
  const { files } = await send(rows)
  expect(files).toMatchObject([{ captures: 2_500, known: 0, observations: 2_500, refused: [] }])
  expect(files[0].ids).toHaveLength(100)
  const again = await send([...rows.slice(1), row(0, '5'), row(9_999, 'nonsense')])
  expect(again.files).toMatchObject([
    { captures: 1, known: 2_499, observations: 1, refused: [{ line: 2_502 }] },
  ])
  const { items } = await server.ask('GET', `/v1/fleet/devices?customer=${customer.id}&state=notification`)
  expect(items).toMatchObject([{ label: 'pc-0.corp.example.test', observations: 2 }])
  const shown = await server.ask('GET', `/v1/fleet/devices/${items[0].id}`)
  expect(shown.timeline.items).toMatchObject([
    { match: { kind: 'known', by: 'host', certainty: 'possible' }, capturedBy: 'text' },
    { match: { kind: 'new', certainty: 'possible' } },
  ])
  await server.close()
}, 60_000)
