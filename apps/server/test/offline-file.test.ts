// Files of many blocks, at their limits and past them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { offlineBytesMax } from '@holdfast/contract'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { formatArmour, makeSerial, parseArmour } from '@holdfast/lease'
import {
  adminToken,
  leaseOf,
  openGround,
  sell,
  startServer,
  TestDevice,
  type Ground,
  type TestServer,
} from './fixtures.ts'

const blocksMax = 1_024

let ground: Ground
let server: TestServer
beforeAll(async () => {
  ground = await openGround('sqlite')
  server = await startServer({ ground, name: 'offline' })
})
afterAll(async () => {
  await server.close()
  await ground.remove()
})

const offline = (text: string) =>
  server.send('POST', '/v1/offline', text, {
    authorization: `Bearer ${adminToken}`,
    'content-type': 'text/plain',
  })

function leasesOf(text: string) {
  const parsed = parseArmour(text)
  if (parsed.kind === 'refused') throw new Error(parsed.code)
  return parsed.blocks.filter(({ kind }) => kind === 'lease').map(({ envelope }) => leaseOf(envelope))
}

describe('a file for the whole office', () => {
  test('140 requests in one file get 140 leases, in order; what is refused stops nobody', async () => {
    const sold = await sell(server, { seats: 140 })
    const devices = Array.from({ length: 141 }, (_, index) => new TestDevice(server, `office ${index}`))
    const blocks = devices.map((device) => formatArmour('request', device.activation(sold)))
    // The tenth asks for what nobody sold.
    blocks[9] = formatArmour(
      'request',
      devices[9]!.activation({ ...sold, serial: makeSerial(new SeededEntropy('nobody')) }),
    )
    const answer = await offline(blocks.join('\nfrom another desk:\n'))
    expect(answer.status).toBe(200)
    const others = devices.filter((_, index) => index !== 9)
    expect(leasesOf(answer.text).map(({ device }) => device.key)).toEqual(
      others.map(({ key }) => key.thumbprint),
    )
    expect(answer.text.match(/^Refused: req_[0-9a-z]{26} SERIAL_UNKNOWN$/gm)).toHaveLength(1)
    expect(answer.text).toMatch(/^Device: front-desk-7$/m)
    expect(await server.ask('GET', `/v1/serials/${sold.serial}`)).toMatchObject({ taken: 140 })
  })

  test('as many blocks as a file may hold are answered, one more is refused as a whole', async () => {
    const sold = await sell(server, { seats: 1 })
    const block = formatArmour('request', new TestDevice(server, 'copied').activation(sold))
    const full = await offline(block.repeat(blocksMax))
    expect(full.status).toBe(200)
    const leases = leasesOf(full.text)
    expect(leases).toHaveLength(blocksMax)
    // One intention, however often it stands there.
    expect(new Set(leases.map(({ id }) => id)).size).toBe(1)
    expect(await offline(block.repeat(blocksMax + 1))).toMatchObject({
      json: { code: 'ENVELOPE_TOO_LARGE', facts: { blocksMax } },
    })
  })

  test('a body at its limit is answered, one past it is refused with the limit that holds here', async () => {
    const sold = await sell(server)
    const block = formatArmour('request', new TestDevice(server, 'padded').activation(sold))
    const padded = (bytes: number) => `${' '.repeat(bytes - block.length - 1)}\n${block}`
    const at = await offline(padded(offlineBytesMax))
    expect(at.status, at.text).toBe(200)
    expect(leasesOf(at.text)).toHaveLength(1)
    expect(await offline(padded(offlineBytesMax + 1))).toMatchObject({
      status: 413,
      json: { code: 'BODY_TOO_LARGE', facts: { bytesMax: offlineBytesMax } },
    })
  })

  test('each wrong key of a file is told as such, and uses up nothing of those who ask over the network', async () => {
    const [sold, other] = [await sell(server), await sell(server)]
    const wrong = { ...sold, productKey: other.productKey }
    const blocks = Array.from({ length: 12 }, (_, index) =>
      formatArmour('request', new TestDevice(server, `old label ${index}`).activation(wrong)),
    )
    const answer = await offline(blocks.join('\n'))
    expect(answer.text.match(/^Refused: req_[0-9a-z]{26} PRODUCT_KEY_WRONG$/gm)).toHaveLength(12)
    expect(answer.text).not.toContain('FAILED_PROOFS_LIMIT')
    const online = await server.send('POST', '/v1/activate', {
      request: new TestDevice(server, 'old label online').activation(wrong),
    })
    expect(online.json.code).toBe('PRODUCT_KEY_WRONG')
  })

  test.each([
    ['nothing', ''],
    ['words alone', 'please answer'],
    ['half a block', '-----BEGIN HOLDFAST REQUEST-----\nAAAA\n'],
  ])('a file with %s is refused', async (_, text) => {
    const answer = await offline(text)
    expect(answer.status).toBe(400)
    expect(answer.json.code).toMatch(/^(?:ENVELOPE_|INPUT_INVALID)/)
  })
})
