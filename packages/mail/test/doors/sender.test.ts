import { ManualClock } from '@holdfast/capabilities/testing'
import { afterEach, expect, test } from 'vitest'
import { openSender, type SenderSettings } from '../../src/doors/open-sender.ts'
import { openScriptedServer, type Talk } from './scripted-server.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const raw = Buffer.from('Subject: x\r\n\r\nx\r\n')
const mail = { raw, from: 'desk@desk.example', to: ['kim@customer.example'] }

/** Answers everything well; `onDot` says when the last answer comes. */
async function openSlow(onDot: () => Promise<string>, settings: Partial<SenderSettings> = {}) {
  const clock = new ManualClock('2026-03-02T08:00:00Z')
  const server = await openScriptedServer('220 mx.example', async (talk: Talk) => {
    for (let line = await talk.line(); line !== null; line = await talk.line()) {
      if (line === 'DATA') talk.say('354 go on')
      else if (line === '.') talk.say(await onDot())
      else if (/^(?:EHLO|MAIL|RCPT|QUIT)/.test(line)) talk.say('250 ok')
    }
  })
  closing.push(server.close)
  const mailServer = {
    host: '127.0.0.1',
    port: server.port,
    security: 'none',
    trustedCertificates: null,
    login: null,
  } as const
  const sender = openSender(
    { server: mailServer, helloName: 'desk.example', quitMs: 1, ...settings },
    { clock },
  )
  return { sender, clock, server }
}

test('an answer that does not come in time leaves a doubt', async () => {
  const arrived = Promise.withResolvers<void>()
  const { sender, clock } = await openSlow(
    () => {
      arrived.resolve()
      return new Promise(() => {})
    },
    { mailMs: 60_000 },
  )
  const outcome = sender.send(mail)
  await arrived.promise
  clock.advance({ milliseconds: 60_000 })
  expect(await outcome).toEqual({ kind: 'doubt', because: 'no answer within 60000 ms', refused: [] })
})

test('a server that does not greet in time has nothing', async () => {
  const silent = Promise.withResolvers<void>()
  const server = await openScriptedServer(null, async () => silent.resolve())
  closing.push(server.close)
  const mailServer = {
    ...{ host: '127.0.0.1', port: server.port, trustedCertificates: null, login: null },
    security: 'none' as const,
  }
  const clock = new ManualClock('2026-03-02T08:00:00Z')
  const sender = openSender({ server: mailServer, helloName: 'desk.example', mailMs: 1000 }, { clock })
  const outcome = sender.send(mail)
  // Before there is a connection at all.
  clock.advance({ milliseconds: 1000 })
  expect(await outcome).toMatchObject({ kind: 'refused', permanent: false, code: null, phase: 'connect' })
  const second = sender.send(mail)
  await silent.promise
  clock.advance({ milliseconds: 1000 })
  expect(await second).toMatchObject({ kind: 'refused', permanent: false, code: null })
})

test('as many connections at once as are allowed, the others wait', async () => {
  const answers: (() => void)[] = []
  const arrived = Promise.withResolvers<void>()
  const { sender, server } = await openSlow(
    () =>
      new Promise((resolve) => {
        answers.push(() => resolve('250 stored'))
        if (answers.length === 2) arrived.resolve()
      }),
    { connectionsMax: 2 },
  )
  const outcomes = [sender.send(mail), sender.send(mail), sender.send(mail)]
  await arrived.promise
  expect(server.connections()).toBe(2)
  const third = Promise.race(outcomes.slice(0, 2))
  answers[0]?.()
  await third
  while (answers.length < 3) await new Promise(setImmediate)
  answers[1]?.()
  answers[2]?.()
  expect((await Promise.all(outcomes)).map(({ kind }) => kind)).toEqual(['sent', 'sent', 'sent'])
  expect(server.connections()).toBe(3)
})

test('stop waits for the mail in hand and begins no other', async () => {
  const arrived = Promise.withResolvers<void>()
  const answer = Promise.withResolvers<string>()
  const { sender, server } = await openSlow(
    () => {
      arrived.resolve()
      return answer.promise
    },
    { connectionsMax: 1 },
  )
  const outcome = sender.send(mail)
  const waiting = sender.send(mail)
  await arrived.promise
  const stopped = sender.stop()
  answer.resolve('250 stored')
  await stopped
  expect(await outcome).toMatchObject({ kind: 'sent', reply: '250 stored' })
  for (const late of [await waiting, await sender.send(mail)])
    expect(late).toMatchObject({ kind: 'refused', permanent: false, code: null })
  expect(server.connections()).toBe(1)
})

test.each([
  ['no recipient', { ...mail, to: [] }],
  ['a line break in an address', { ...mail, to: ['a@b.example>\r\nRCPT TO:<c@d.example'] }],
  ['brackets in the sender', { ...mail, from: '<a@b.example>' }],
  ['nothing in it', { ...mail, raw: new Uint8Array() }],
])('%s: refused for good, and nobody is asked', async (_name, wrong) => {
  const { sender, server } = await openSlow(async () => '250 ok')
  expect(await sender.send(wrong)).toMatchObject({ kind: 'refused', permanent: true, code: null })
  expect(server.connections()).toBe(0)
})

test('before the final dot the caller is asked, and without a yes the dot never leaves', async () => {
  let dots = 0
  const { sender } = await openSlow(async () => {
    dots += 1
    return '250 stored'
  })
  const asked: number[] = []
  const ask = (answer: () => Promise<boolean>) => async () => {
    asked.push(dots)
    return await answer()
  }
  const allowed = await sender.send({ ...mail, beforeDot: ask(async () => true) })
  expect(allowed).toMatchObject({ kind: 'sent' })
  const refused = { kind: 'refused', permanent: false, code: null, phase: 'body' }
  expect(await sender.send({ ...mail, beforeDot: ask(async () => false) })).toMatchObject(refused)
  const failing = () => Promise.reject<boolean>(new Error('the books are away'))
  expect(await sender.send({ ...mail, beforeDot: ask(failing) })).toMatchObject(refused)
  // Asked before the dot of its own mail, and no further dot came.
  expect([asked, dots]).toEqual([[0, 1, 1], 1])
  await sender.stop()
})
