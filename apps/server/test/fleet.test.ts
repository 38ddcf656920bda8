// From files to findings, over HTTP, with a receiver that really receives.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { captureBodyBytesMax } from '@holdfast/contract'
import { adminToken, engines, openGround, startServer, type Ground } from './fixtures.ts'
import { fileOf, licenceText } from './licence-text.ts'
import { isSignedBy, openReceiver } from './webhook-receiver.ts'

const loopback = { webhookTargets: 'loopback' } as const

describe.each(engines)('the fleet over HTTP on %s', (engine) => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(engine)
  })
  afterAll(async () => {
    await ground.remove()
  })

  test('140 devices that begin to remind on one day are one finding and one message', async () => {
    const server = await startServer({ ground, name: 'wave', config: loopback })
    const receiver = await openReceiver()
    const customer = await server.ask('POST', '/v1/customers', { name: 'Harbour Office of Westmark' })
    const hook = await server.ask('POST', '/v1/webhooks', { url: receiver.url, kinds: ['WAVE'] })
    const files = Array.from({ length: 140 }, (_, number) =>
      fileOf(`pc-${number}.txt`, licenceText({ number, minutes: 29_161 + number })),
    )
    const added = await server.ask('POST', '/v1/captures', { files, customer: customer.id })
    expect(added.files).toHaveLength(140)
    const [message] = await receiver.count(1)
    expect(isSignedBy(message!, hook.secret)).toBe(true)
    expect(JSON.parse(message!.body)).toMatchObject({
      type: 'finding.raised',
      data: {
        finding: {
          code: 'WAVE',
          who: 'vendor',
          facts: { devices: 140, state: 'reminding', day: '2026-02-20', customer: customer.name },
        },
        text: {
          en: { action: expect.stringContaining('ours until something else is shown') },
          zh: { who: '厂商' },
        },
      },
    })
    const waves = await server.ask('GET', '/v1/findings?code=WAVE')
    expect(waves.items).toHaveLength(1)
    const devices = await server.ask('GET', `/v1/fleet/devices?finding=${waves.items[0].id}&limit=500`)
    expect(devices.items).toHaveLength(140)
    // Looked at again, and once more with a device more: nothing new is raised or sent.
    await server.ask('POST', '/v1/captures', {
      files: [fileOf('one-more.txt', licenceText({ number: 999 }))],
      customer: customer.id,
    })
    const watched = await watch(server)
    expect(watched.raised).toBe(0)
    expect((await server.ask('GET', '/v1/findings?code=WAVE')).items).toMatchObject([
      { facts: { devices: 141 } },
    ])
    await server.close()
    expect(receiver.received).toHaveLength(1)
    await receiver.close()
  })

  test('the same text in UTF-8, in UTF-16 and twice in one body is one observation', async () => {
    const server = await startServer({ ground, name: 'twice' })
    const text = licenceText({ number: 1 })
    const files = [fileOf('a.txt', text), fileOf('b.txt', text, 'utf16le'), fileOf('c.txt', text)]
    const first = await server.ask('POST', '/v1/captures', { files })
    const again = await server.ask('POST', '/v1/captures', { files: files.slice(1) })
    const counts = (answer: typeof first) =>
      answer.files.map(({ captures, known, observations }: { [name: string]: number }) => [
        captures,
        known,
        observations,
      ])
    expect(counts(first)).toEqual([
      [1, 0, 1],
      [0, 1, 0],
      [0, 1, 0],
    ])
    expect(counts(again)).toEqual([
      [0, 1, 0],
      [0, 1, 0],
    ])
    const { items } = await server.ask('GET', '/v1/captures')
    expect(items).toMatchObject([{ source: 'a.txt', kind: 'licence-text', capturedBy: 'text' }])
    const shown = await server.ask('GET', `/v1/captures/${items[0].id}`)
    expect(shown).toMatchObject({
      reading: { products: [{ partialKey: 'BT9KW' }] },
      observations: { items: [{ match: { kind: 'new', certainty: 'fits' } }] },
    })
    await server.close()
  })

  test('a bad file is told with its place and reason, and the good ones are kept', async () => {
    const server = await startServer({ ground, name: 'bad' })
    const files = [
      fileOf('empty.txt', ''),
      fileOf('good.txt', licenceText({ number: 1 })),
      fileOf('nothing.txt', 'The weather is fine.'),
    ]
    const { files: answers } = await server.ask('POST', '/v1/captures', { files })
    expect(answers).toMatchObject([
      { captures: 0, refused: [{ code: 'CONTENT_EMPTY', inside: null }] },
      { captures: 1, refused: [] },
      { captures: 0, refused: [{ code: 'TEXT_NOT_RECOGNISED' }] },
    ])
    const authorization = `Bearer ${adminToken}`
    const send = (body: unknown) => server.send('POST', '/v1/captures', body, { authorization })
    expect(await send({ files: [{ name: 'x', contentBase64: '%%%' }] })).toMatchObject({ status: 400 })
    expect(await send({ files, customer: 'cus_00000000000000000000000000' })).toMatchObject({ status: 404 })
    expect(await send({ files, zone: 'Mars/Olympus' })).toMatchObject({ status: 400 })
    const large = (bytes: number) => ({ files: [{ name: 'x', contentBase64: 'A'.repeat(bytes) }] })
    const frame = JSON.stringify(large(0)).length
    expect((await send(large(captureBodyBytesMax - frame - 3))).status).not.toBe(413)
    expect(await send(large(captureBodyBytesMax - frame + 1))).toMatchObject({
      status: 413,
      json: { code: 'BODY_TOO_LARGE' },
    })
    await server.close()
  })

  test('of a product key in a text or in its name nothing but the end is kept', async () => {
    const server = await startServer({ ground, name: 'keys' })
    const key = 'NPPR9-FWDCX-D2C8J-H872K-2YT43'
    const text = `${licenceText({ number: 1 })}\r\nProduct Key: ${key}\r\nOA3xOriginalProductKey: ${key}\r\n`
    await server.ask('POST', '/v1/captures', { files: [fileOf(`${key}.txt`, text)] })
    const { items } = await server.ask('GET', '/v1/captures')
    const shown = await server.ask('GET', `/v1/captures/${items[0].id}`)
    const devices = await server.ask('GET', '/v1/fleet/devices')
    const audit = await server.ask('GET', '/v1/audit')
    const words = JSON.stringify([items, shown, devices, audit])
    expect(words).toContain('BT9KW')
    expect(words).not.toContain(key)
    expect(words).not.toContain('FWDCX-D2C8J')
    await server.close()
  })

  test('a timeline says what changed, and a page that ends says it too', async () => {
    const server = await startServer({ ground, name: 'timeline' })
    const texts = [
      licenceText({ number: 1, minutes: 1_152_316, time: '2025-11-27 09:40:03' }),
      licenceText({ number: 1, minutes: 900_000, time: '2025-12-27 09:40:03' }),
      licenceText({ number: 1, minutes: 29_161, time: '2026-02-20 08:55:41' }),
    ]
    const files = texts.map((text, at) => fileOf(`${at}.txt`, text))
    await server.ask('POST', '/v1/captures', { files, zone: 'Asia/Shanghai' })
    const [device] = (await server.ask('GET', '/v1/fleet/devices')).items
    expect(device).toMatchObject({ state: 'reminding', observations: 3, lastSeen: '2026-02-20T00:55:41Z' })
    const timeline = async (query: string) =>
      (await server.ask('GET', `/v1/fleet/devices/${device.id}${query}`)).timeline
    const whole = await timeline('')
    const changes = whole.items.map((item: { changes: string[] }) => item.changes)
    expect(changes).toEqual([['state', 'end-earlier'], ['end-earlier'], ['first']])
    const page = await timeline('?limit=2')
    expect(page.items.map((item: { changes: string[] }) => item.changes)).toEqual(changes.slice(0, 2))
    await server.close()
  })

  test('scopes: who reads the fleet cannot write, and neither makes webhooks', async () => {
    const server = await startServer({ ground, name: 'scopes' })
    const make = async (scope: string) =>
      (await server.ask('POST', '/v1/tokens', { name: scope, scopes: [scope] })).secret as string
    const [reader, writer] = [await make('fleet:read'), await make('fleet:write')]
    const status = async (token: string, method: string, path: string, body?: unknown) =>
      (await server.send(method, path, body, { authorization: `Bearer ${token}` })).status
    const files = [fileOf('a.txt', licenceText({ number: 1 }))]
    expect(await status(reader, 'GET', '/v1/fleet/devices')).toBe(200)
    expect(await status(reader, 'GET', '/v1/captures')).toBe(200)
    expect(await status(reader, 'POST', '/v1/captures', { files })).toBe(403)
    expect(await status(writer, 'POST', '/v1/captures', { files })).toBe(200)
    expect(await status(writer, 'GET', '/v1/captures')).toBe(403)
    for (const token of [reader, writer]) {
      expect(await status(token, 'POST', '/v1/webhooks', { url: 'https://desk.example.test/' })).toBe(403)
      expect(await status(token, 'GET', '/v1/webhooks')).toBe(403)
    }
    await server.close()
  })
})

/** Looks now; where the server is looking already, once that is over. */
async function watch(server: Awaited<ReturnType<typeof startServer>>) {
  for (;;) {
    const headers = { authorization: `Bearer ${adminToken}` }
    const answer = await server.send('POST', '/v1/fleet/watch', {}, headers)
    if (answer.status === 200) return answer.json as { raised: number; grown: number; closed: number }
    if (answer.json?.code !== 'WATCH_BUSY') throw new Error(answer.text)
  }
}
