import { ManualClock, instant } from '@holdfast/capabilities/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { openReceiver, type Receiver } from '../../src/doors/open-receiver.ts'
import { openSender } from '../../src/doors/open-sender.ts'
import type { ReceivedMail } from '../../src/doors/received-mail.ts'
import type { ReceiverSettings, ReceiverTools } from '../../src/doors/receiver-settings.ts'
import { openSmtpClient, type SmtpClient } from './smtp-client.ts'

const open: Receiver[] = []
afterEach(async () => {
  for (const receiver of open.splice(0)) await receiver.stop()
})

type Given = { settings?: Partial<ReceiverSettings>; tools?: Partial<ReceiverTools> }

async function openDoor({ settings = {}, tools = {} }: Given = {}) {
  const clock = new ManualClock('2026-03-02T08:00:00Z')
  const taken: ReceivedMail[] = []
  const security = { kind: 'none' } as const
  const receiver = await openReceiver(
    { name: 'support', hostName: 'desk.example', host: '127.0.0.1', port: 0, security, ...settings },
    {
      clock,
      acceptsRecipient: (address) => address.endsWith('@desk.example'),
      take: async (mail) => {
        taken.push(mail)
        return 'taken'
      },
      ...tools,
    },
  )
  open.push(receiver)
  return { receiver, clock, taken }
}

async function upToData(port: number): Promise<SmtpClient> {
  const client = await openSmtpClient(port)
  await client.say('EHLO forwarder.example')
  await client.say('MAIL FROM:<kim@customer.example>')
  await client.say('RCPT TO:<support@desk.example>')
  expect(await client.say('DATA')).toMatch(/^354/)
  return client
}

/** A promise and what settles it. */
function gate() {
  return Promise.withResolvers<'taken'>()
}

describe('answers', () => {
  test('250 comes after the sink, not before', async () => {
    const stored = gate()
    const { receiver } = await openDoor({ tools: { take: () => stored.promise } })
    const client = await upToData(receiver.port)
    client.write('Subject: x\r\n\r\n..dot\r\n.\r\n')
    let answered = false
    const reply = client.reply().then((text) => {
      answered = true
      return text
    })
    // Another client's whole talk passes meanwhile, and the first has no answer yet.
    const other = await openSmtpClient(receiver.port)
    await other.say('EHLO other.example')
    await other.say('QUIT')
    expect(answered).toBe(false)
    expect(receiver.state()).toMatchObject({ kind: 'listening', inHand: 1 })
    stored.resolve('taken')
    expect(await reply).toMatch(/^250/)
  })

  test('the bytes arrive as they were sent, with the envelope', async () => {
    const { receiver, taken } = await openDoor()
    const client = await upToData(receiver.port)
    client.write('Subject: x\r\n\r\n..dot\r\n\xe4\r\n.\r\n')
    await client.reply()
    expect(Buffer.from(taken[0]?.raw ?? []).toString('utf8')).toBe('Subject: x\r\n\r\n.dot\r\nä\r\n')
    expect(taken[0]).toMatchObject({
      mailbox: 'support',
      doorKey: null,
      receivedAt: instant('2026-03-02T08:00:00Z'),
      envelope: { from: 'kim@customer.example', to: ['support@desk.example'], client: '127.0.0.1' },
    })
  })

  test('451 when the sink fails', async () => {
    const take = () => Promise.reject(new Error('disk full'))
    const { receiver } = await openDoor({ tools: { take } })
    const client = await upToData(receiver.port)
    client.write('Subject: x\r\n\r\nx\r\n.\r\n')
    expect(await client.reply()).toMatch(/^451 /)
  })

  test.each([
    [40, /^250/],
    [41, /^552/],
  ])('a mail of %i bytes where 40 are the limit', async (bytes, expected) => {
    const { receiver, taken } = await openDoor({ settings: { bytesMax: 40 } })
    const client = await upToData(receiver.port)
    client.write(`${'x'.repeat(bytes - 2)}\r\n.\r\n`)
    expect(await client.reply()).toMatch(expected)
    expect(taken).toHaveLength(bytes === 40 ? 1 : 0)
  })

  test('the limit is announced, and a larger mail is refused before it is sent', async () => {
    const { receiver } = await openDoor({ settings: { bytesMax: 40 } })
    const client = await openSmtpClient(receiver.port)
    expect(await client.say('EHLO forwarder.example')).toContain('SIZE 40')
    expect(await client.say('MAIL FROM:<kim@customer.example> SIZE=41')).toMatch(/^552/)
  })

  test('nothing is passed on', async () => {
    const { receiver } = await openDoor()
    const client = await openSmtpClient(receiver.port)
    await client.say('EHLO forwarder.example')
    await client.say('MAIL FROM:<kim@customer.example>')
    expect(await client.say('RCPT TO:<somebody@elsewhere.example>')).toMatch(/^550/)
    expect(await client.say('DATA')).toMatch(/^503/)
  })

  test('when nobody can say whether a recipient is ours: later', async () => {
    const acceptsRecipient = () => Promise.reject(new Error('the books are closed'))
    const { receiver } = await openDoor({ tools: { acceptsRecipient } })
    const client = await openSmtpClient(receiver.port)
    await client.say('EHLO forwarder.example')
    await client.say('MAIL FROM:<kim@customer.example>')
    expect(await client.say('RCPT TO:<support@desk.example>')).toMatch(/^451/)
  })

  test('two recipients where two are the limit, and a third', async () => {
    const { receiver } = await openDoor({ settings: { recipientsMax: 2 } })
    const client = await openSmtpClient(receiver.port)
    await client.say('EHLO forwarder.example')
    await client.say('MAIL FROM:<>')
    const replies: string[] = []
    for (const name of ['a', 'b', 'c']) replies.push(await client.say(`RCPT TO:<${name}@desk.example>`))
    expect(replies.map((reply) => reply.slice(0, 3))).toEqual(['250', '250', '452'])
  })

  test('one connection where one is the limit, and a second', async () => {
    const { receiver } = await openDoor({ settings: { connectionsMax: 1 } })
    const first = await openSmtpClient(receiver.port)
    const second = await openSmtpClient(receiver.port)
    expect(await second.say('EHLO forwarder.example')).not.toMatch(/^250/)
    expect(await first.say('EHLO forwarder.example')).toMatch(/^250/)
  })
})

describe('ends', () => {
  test('a client that vanishes in the middle leaves nothing behind', async () => {
    const { receiver, taken } = await openDoor()
    const client = await upToData(receiver.port)
    client.write('Subject: x\r\n\r\nhalf of it\r\n')
    client.vanish()
    await client.closed
    const other = await upToData(receiver.port)
    other.write('Subject: whole\r\n\r\n.\r\n')
    await other.reply()
    expect(taken.map(({ raw }) => Buffer.from(raw).toString())).toEqual(['Subject: whole\r\n\r\n'])
  })

  test('a mail that never ends is given up after the time for it', async () => {
    const { receiver, clock, taken } = await openDoor({ settings: { dataMs: 5000 } })
    const client = await upToData(receiver.port)
    client.write('Subject: x\r\n')
    clock.advance({ milliseconds: 4999 })
    clock.advance({ milliseconds: 1 })
    expect(await client.reply()).toMatch(/^421/)
    await client.closed
    expect(taken).toEqual([])
  })

  test('stop answers for the mail in hand and sends the others away', async () => {
    const stored = gate()
    const begun = Promise.withResolvers<void>()
    const take = () => {
      begun.resolve()
      return stored.promise
    }
    const { receiver } = await openDoor({ tools: { take } })
    const idle = await openSmtpClient(receiver.port)
    const busy = await upToData(receiver.port)
    busy.write('Subject: x\r\n\r\nx\r\n.\r\n')
    await begun.promise
    const stopped = receiver.stop()
    expect(receiver.state()).toEqual({ kind: 'stopping', inHand: 1 })
    expect(await idle.reply()).toMatch(/^421/)
    stored.resolve('taken')
    expect(await busy.reply()).toMatch(/^250/)
    expect(await busy.reply()).toMatch(/^421/)
    await stopped
    expect(receiver.state()).toEqual({ kind: 'stopped' })
  })

  test('stop does not wait longer than its time for a mail that does not arrive', async () => {
    const { receiver, clock, taken } = await openDoor({ settings: { stopMs: 1000 } })
    const client = await upToData(receiver.port)
    const stopped = receiver.stop()
    clock.advance({ milliseconds: 1000 })
    await stopped
    await client.closed
    expect(taken).toEqual([])
  })

  test('a port that is taken is told', async () => {
    const { receiver } = await openDoor()
    await expect(openDoor({ settings: { port: receiver.port } })).rejects.toThrow(/EADDRINUSE/)
  })

  test('a sender and a receiver understand each other, byte for byte', async () => {
    const { receiver, taken, clock } = await openDoor()
    const server = {
      host: '127.0.0.1',
      port: receiver.port,
      security: 'none',
      trustedCertificates: null,
      login: null,
    } as const
    const sender = openSender({ server, helloName: 'other.example' }, { clock })
    const raw = Buffer.from('Subject: dots\r\n\r\n.\r\n..\r\n.a\r\n中文\r\n')
    const outcome = await sender.send({ raw, from: 'kim@customer.example', to: ['support@desk.example'] })
    expect(outcome).toMatchObject({ kind: 'sent', refused: [] })
    expect(Buffer.from(taken[0]?.raw ?? []).equals(raw)).toBe(true)
  })
})
