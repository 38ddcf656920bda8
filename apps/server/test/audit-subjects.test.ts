// Who asks the audit about a thing finds every row about it: the change and the reason that was given for it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openGround, sell, startServer, TestDevice, type Ground, type TestServer } from './fixtures.ts'

let ground: Ground
let server: TestServer
beforeAll(async () => {
  ground = await openGround('sqlite')
  server = await startServer({ ground, name: 'audit' })
})
afterAll(async () => {
  await server.close()
  await ground.remove()
})

const actionsAbout = async (subject: string): Promise<string[]> =>
  (await server.ask('GET', `/v1/audit?subject=${encodeURIComponent(subject)}`)).items
    .map(({ action }: { action: string }) => action)
    .toSorted()

test('the change and its reason stand under the same subject', async () => {
  const sold = await sell(server)
  const device = new TestDevice(server, 'audited')
  await device.activate(sold)
  const licence = sold.order.licences[0].id as string
  const { thumbprint } = device.key
  const reason = { reason: 'a test' }
  await server.ask('POST', `/v1/serials/${sold.serial}/seats`, { seats: 5, ...reason })
  await server.ask('POST', `/v1/licences/${licence}/suspend`, reason)
  await server.ask('POST', `/v1/licences/${licence}/resume`, reason)
  await server.ask('POST', `/v1/devices/${thumbprint}/block`, reason)
  await server.ask('POST', `/v1/devices/${thumbprint}/unblock`, reason)
  await server.ask('POST', `/v1/orders/${sold.order.id}/rekey`, { product: 'cmge', ...reason })
  await server.ask('POST', `/v1/licences/${licence}/rekey`, reason)

  expect(await actionsAbout(`serial:${sold.serial}`)).toEqual(['seats-change', 'seats-change-reason'])
  expect(await actionsAbout(`licence:${licence}`)).toEqual([
    'licence-rekey',
    'licence-resume',
    'licence-resume-reason',
    'licence-suspend',
  ])
  expect(await actionsAbout(`device:${thumbprint}`)).toEqual([
    'activate',
    'device-block',
    'device-unblock',
    'device-unblock-reason',
  ])
  expect(await actionsAbout(`order:${sold.order.id}`)).toEqual([
    'order-add',
    'order-rekey',
    'order-rekey',
    'order-rekey-reason',
  ])
  const { items } = await server.ask('GET', '/v1/audit?limit=500')
  const bare = items.filter(({ subject }: { subject: string }) => !/^[a-z]+:./.test(subject))
  expect(bare).toEqual([])
})
