// Who is talked to, and that a password is not said to anybody else.
import { connect as connectTls, createServer as createTlsServer } from 'node:tls'
import { connect, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { ManualClock } from '@holdfast/capabilities/testing'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { MailServer } from '../../src/doors/mail-server.ts'
import { openReceiver } from '../../src/doors/open-receiver.ts'
import { openSender } from '../../src/doors/open-sender.ts'
import type { ReceiverTools } from '../../src/doors/receiver-settings.ts'
import { makeCertificate, whyNoOpenssl, type Certificate } from './certificate.ts'
import { openScriptedImap } from './scripted-imap.ts'
import { openScriptedServer } from './scripted-server.ts'
import { openSmtpClient } from './smtp-client.ts'
import { openWatched } from './watched.ts'

const clock = new ManualClock('2026-03-02T08:00:00Z')
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})
const login = { user: 'desk', password: 'a-password-for-tests' }
const raw = Buffer.from('Subject: x\r\n\r\nx\r\n')
const skipped = whyNoOpenssl()

describe.skipIf(skipped !== '')(`TLS${skipped}`, () => {
  let certificate: Certificate
  let other: Certificate
  beforeAll(() => {
    certificate = makeCertificate()
    other = makeCertificate()
  })

  async function openDoor(kind: 'tls' | 'starttls', tools: Partial<ReceiverTools> = {}) {
    let taken = 0
    const receiver = await openReceiver(
      {
        ...{ name: 'support', hostName: 'mx.example', host: '127.0.0.1', port: 0 },
        security: { kind, ...certificate },
      },
      {
        ...{ clock, acceptsRecipient: () => true },
        take: async () => {
          taken++
          return 'taken'
        },
        ...tools,
      },
    )
    closing.push(receiver.stop)
    return { port: receiver.port, taken: () => taken }
  }
  const sendTo = (server: Partial<MailServer> & { port: number }) => {
    const defaults = { host: '127.0.0.1', security: 'tls', trustedCertificates: null, login: null } as const
    const sender = openSender({ server: { ...defaults, ...server }, helloName: 'desk.example' }, { clock })
    return sender.send({ raw, from: 'desk@desk.example', to: ['kim@customer.example'] })
  }

  test.each(['tls', 'starttls'] as const)(
    '%s: sent where the certificate is trusted, and only there',
    async (kind) => {
      const door = await openDoor(kind)
      const trusting = { port: door.port, security: kind, trustedCertificates: certificate.certificate }
      expect(await sendTo(trusting)).toMatchObject({ kind: 'sent' })
      for (const trustedCertificates of [null, other.certificate])
        expect(await sendTo({ ...trusting, trustedCertificates })).toMatchObject({
          kind: 'refused',
          permanent: false,
          code: null,
        })
      expect(door.taken()).toBe(1)
    },
  )

  test('STARTTLS that is not offered: refused before a word about the mail', async () => {
    const lines: string[] = []
    const plain = await openScriptedServer('220 mx.example', async (talk) => {
      for (let line = await talk.line(); line !== null; line = await talk.line()) {
        lines.push(line)
        talk.say(line.startsWith('EHLO') ? '250 mx.example' : '502 no')
      }
    })
    closing.push(plain.close)
    expect(await sendTo({ port: plain.port, security: 'starttls', login })).toMatchObject({
      kind: 'refused',
      permanent: false,
      phase: 'tls',
    })
    expect(lines.join()).not.toMatch(/AUTH|MAIL/)
  })

  test('a login is demanded, checked, and only heard over TLS', async () => {
    const asked: string[] = []
    const acceptsLogin = (user: string, password: string) => {
      asked.push(user)
      return user === login.user && password === login.password
    }
    const door = await openDoor('starttls', { acceptsLogin })
    const server = {
      port: door.port,
      security: 'starttls',
      trustedCertificates: certificate.certificate,
    } as const
    expect(await sendTo({ ...server, login })).toMatchObject({ kind: 'sent' })
    const wrong = await sendTo({ ...server, login: { ...login, password: 'another-password' } })
    // A wrong password is no verdict on the mail.
    expect(wrong).toMatchObject({ kind: 'refused', permanent: false, code: 535, phase: 'login' })
    expect(JSON.stringify(wrong)).not.toContain('another-password')
    expect(await sendTo(server)).toMatchObject({ kind: 'refused', code: 530, phase: 'sender' })
    const client = await openSmtpClient(door.port)
    await client.say('EHLO a.example')
    expect(await client.say('AUTH PLAIN AGEAYg==')).toMatch(/^5/)
    expect(asked).toEqual(['desk', 'desk'])
    expect(door.taken()).toBe(1)
  })

  test('a mailbox over TLS: read where the certificate is trusted, and only there', async () => {
    const imap = await openScriptedImap()
    imap.mails.set(1, raw)
    closing.push(imap.close)
    const tls = createTlsServer({ key: certificate.key, cert: certificate.certificate }, (socket) => {
      const plain = connect(imap.port, '127.0.0.1')
      for (const one of [socket, plain]) one.on('error', () => {})
      socket.pipe(plain).pipe(socket)
    })
    tls.on('tlsClientError', () => {})
    tls.listen(0, '127.0.0.1')
    await once(tls, 'listening')
    closing.push(async () => void tls.close())
    const { port } = tls.address() as AddressInfo
    const server = {
      host: '127.0.0.1',
      port,
      security: 'tls',
      trustedCertificates: certificate.certificate,
      login,
    } as const
    const trusting = openWatched(server)
    closing.push(trusting.watch.stop)
    await trusting.until(() => trusting.stored.size === 1)
    const said = imap.commands.length
    const doubting = openWatched({ ...server, trustedCertificates: other.certificate })
    closing.push(doubting.watch.stop)
    await doubting.until(() => doubting.watch.state().kind === 'waiting-to-reconnect')
    expect(doubting.watch.state()).toMatchObject({ because: { kind: 'tls-refused' } })
    expect(imap.commands.slice(said)).not.toContain('LOGIN')
  })

  // Without a turn of the event loop in between this ends the whole process with a segmentation fault.
  test('a connection that arrives together with the stop', async () => {
    for (let tried = 0; tried < 5; tried++) {
      const receiver = await openReceiver(
        {
          ...{ name: 'support', hostName: 'mx.example', host: '127.0.0.1', port: 0 },
          security: { kind: 'tls', ...certificate },
        },
        { clock, acceptsRecipient: () => true, take: async () => 'taken' },
      )
      const client = connect(receiver.port, '127.0.0.1')
      client.on('error', () => {})
      await once(client, 'connect')
      const closed = once(client, 'close')
      await receiver.stop()
      expect(receiver.state().kind).toBe('stopped')
      await closed
    }
  })

  test('the receiver speaks no TLS older than 1.2', async () => {
    const door = await openDoor('tls')
    const old = connectTls({
      port: door.port,
      host: '127.0.0.1',
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
    })
    const [error] = (await once(old, 'error')) as [Error & { code?: string }]
    expect(error.code).toMatch(/SSL|TLS|ECONNRESET/)
  })
})
