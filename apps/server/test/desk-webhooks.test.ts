// What happens on the desk reaches a real receiver, in the transaction that makes it happen, without a word of anybody.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deskNoticeNames } from '@holdfast/contract'
import { deskNoticeKinds } from '@holdfast/store'
import { corpusFile } from './case-files.ts'
import { tryPost } from './case-fixtures.ts'
import { engines, openGround, type Ground, type TestServer } from './fixtures.ts'
import { countReceived, mailOf, openSink, startMailServer } from './mail-ground.ts'
import { isSignedBy, openReceiver } from './webhook-receiver.ts'

test('the names that a webhook may ask for are those that the books tell', () => {
  expect(deskNoticeNames).toEqual(deskNoticeKinds)
})

/** Nothing waits any more; nothing moves but the server itself, which has its turn between two questions. */
async function drained(server: TestServer): Promise<void> {
  for (;;) {
    const { items } = await server.ask('GET', '/v1/webhooks')
    if (items.every(({ deliveries }: { deliveries: { waiting: number } }) => deliveries.waiting === 0)) return
  }
}

describe.each(engines)('webhooks of the desk on %s', (engine) => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(engine)
  })
  afterAll(() => ground.remove())

  test('a case, its messages, its states and a mail that cannot be read, in order and signed', async () => {
    const [sink, receiver, findings] = [await openSink(), await openReceiver(), await openReceiver()]
    const server = await startMailServer({
      ...{ ground, name: 'told', mail: { sender: sink.sender }, config: { webhookTargets: 'loopback' } },
    })
    const asked = { url: receiver.url, kinds: [...deskNoticeNames] }
    const { secret } = await server.ask('POST', '/v1/webhooks', asked)
    await server.ask('POST', '/v1/webhooks', { url: findings.url })
    expect(
      await tryPost(server, '/v1/webhooks', { url: receiver.url, kinds: ['case.closed'] }),
    ).toMatchObject({
      status: 400,
    })

    const words = { subject: 'Renewal of the harbour', text: 'Ines is away on Monday.' }
    const stranger = { name: 'Tom Reed', address: 'tom@other.example' }
    await server.receive([
      await mailOf({ messageId: 'a@harbour.example', ...words }),
      await mailOf({
        messageId: 'b@other.example',
        from: stranger,
        inReplyTo: 'a@harbour.example',
        text: 'Me too.',
      }),
      Buffer.from(`${'X-Line: a\r\n'.repeat(20_000)}\r\nx`),
    ])
    await server.log.until((lines) => countReceived(lines) >= 3)
    const [made] = (await server.ask('GET', '/v1/cases')).items
    const { id: place, number, version } = made
    const draft = await server.ask('POST', `/v1/cases/${number}/drafts`, {
      ...{ audience: 'customer', language: 'en', text: 'We look into it.' },
    })
    await server.ask('POST', `/v1/drafts/${draft.id}/sending`, { version: draft.version })
    await server.ask('POST', '/v1/cases/imports', { files: [corpusFile('calm-en.txt')] })
    server.clock.advance({ seconds: 5 })

    const received = await receiver.count(6)
    expect(received.every((message) => isSignedBy(message, secret))).toBe(true)
    const told = received.map(({ body }) => JSON.parse(body))
    // Mails of one burst may share a transaction or not: of each kind in its order.
    expect(told.filter(({ type }) => type !== 'mail.failed')).toMatchObject([
      { type: 'case.opened', data: { case: place, number, to: 'received' } },
      { type: 'message.added', data: { case: place, direction: 'in', automaton: 'person' } },
      { type: 'message.held', data: { case: place, direction: 'in' } },
      {
        type: 'message.added',
        data: { case: place, direction: 'out', audience: 'customer', side: 'vendor' },
      },
      {
        type: 'case.state-set',
        data: { case: place, number, from: 'received', to: 'responded', version: version + 1 },
      },
    ])
    expect(told.filter(({ type }) => type === 'mail.failed')).toMatchObject([
      { data: { intake: expect.stringMatching(/^itk_/) } },
    ])
    const text = received.map(({ body }) => body).join()
    for (const word of ['harbour', 'Ines', 'Tom', 'other.example', 'look into', 'Monday'])
      expect(text).not.toContain(word)
    // Whoever asked for findings alone hears of no case, and nobody of what was imported.
    expect(findings.received).toEqual([])
    await drained(server)
    expect(receiver.received).toHaveLength(6)
    await server.close()
    for (const one of [sink, receiver, findings]) await one.close()
  })

  test('a change that is refused tells nothing', async () => {
    const receiver = await openReceiver()
    const server = await startMailServer({ ground, name: 'refused', config: { webhookTargets: 'loopback' } })
    await server.ask('POST', '/v1/webhooks', { url: receiver.url, kinds: ['case.opened', 'case.state-set'] })
    const { number } = await server.ask('POST', '/v1/cases', { title: 'Days' })
    expect(
      await tryPost(server, `/v1/cases/${number}/actions`, { version: 1, action: 'resume' }),
    ).toMatchObject({
      status: 409,
    })
    server.clock.advance({ seconds: 5 })
    await receiver.count(1)
    expect(receiver.received.map(({ body }) => JSON.parse(body).type)).toEqual(['case.opened'])
    await drained(server)
    expect(receiver.received).toHaveLength(1)
    await server.close()
    await receiver.close()
  })
})
