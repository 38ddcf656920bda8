// Where the connection breaks decides what is known: nothing was taken, it was taken, or nobody can tell.
import { ManualClock } from '@holdfast/capabilities/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { openSender, type SenderSettings } from '../../src/doors/open-sender.ts'
import type { SendPhase } from '../../src/doors/send-outcome.ts'
import { openScriptedServer, type ScriptedServer, type Talk } from './scripted-server.ts'

const clock = new ManualClock('2026-03-02T08:00:00Z')
const open: ScriptedServer[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

const small = Buffer.from('Subject: plan\r\n\r\nHello\r\n.dot\r\n')
// More than the buffers of two sockets hold, so that its end cannot have left while nobody reads.
const large = Buffer.concat([Buffer.from('Subject: logs\r\n\r\n'), Buffer.alloc(48_000_000, 'abcdefg\r\n')])

async function sendTo(
  greeting: string | null,
  script: (talk: Talk) => Promise<void>,
  {
    raw = small,
    to = ['a@vendor.example'],
    ...settings
  }: { raw?: Buffer; to?: string[] } & Partial<SenderSettings> = {},
) {
  const server = await openScriptedServer(greeting, script)
  open.push(server)
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
  return sender.send({ raw, from: 'desk@vendor.example', to })
}

/** Answers as a good server would, up to a command at which it vanishes (`null`: answers everything). */
function until(verb: string | null, answers: { readonly [verb: string]: string } = {}) {
  const good: { readonly [verb: string]: string } = {
    EHLO: '250-mx.example\r\n250 8BITMIME',
    DATA: '354 go on',
    '.': '250 2.0.0 queued as 4711',
    QUIT: '221 bye',
    ...answers,
  }
  return async (talk: Talk) => {
    let inData = false
    for (let line = await talk.line(); line !== null; line = await talk.line()) {
      const said = inData ? (line === '.' ? '.' : null) : (line.split(' ')[0] ?? '')
      if (said === null) continue
      if (said === verb) return talk.vanish()
      if (said === 'DATA') inData = true
      if (said === '.') inData = false
      talk.say(good[said] ?? '250 ok')
    }
  }
}

const broke = (phase: SendPhase) => ({ kind: 'refused', permanent: false, code: null, phase })

describe('a server that vanishes', () => {
  test('before it greets', async () => {
    expect(await sendTo(null, async (talk) => talk.vanish())).toMatchObject(broke('greeting'))
  })

  test.each([
    ['EHLO', 'hello'],
    ['MAIL', 'sender'],
    ['RCPT', 'recipients'],
    ['DATA', 'data'],
  ] as const)('at %s', async (verb, phase) => {
    expect(await sendTo('220 mx.example', until(verb))).toMatchObject(broke(phase))
  })

  test('at any of them with the envelope in one piece', async () => {
    const pipelining = { EHLO: '250-mx.example\r\n250 PIPELINING' }
    for (const verb of ['MAIL', 'RCPT', 'DATA'])
      expect(await sendTo('220 mx.example', until(verb, pipelining))).toMatchObject(broke('data'))
  })

  test('in the middle of the mail', async () => {
    const outcome = await sendTo(
      '220 mx.example',
      async (talk) => {
        for (const answer of ['250 mx.example', '250 ok', '250 ok', '354 go on']) {
          await talk.line()
          talk.say(answer)
        }
        await talk.bytes(100_000)
        talk.vanish()
      },
      { raw: large },
    )
    expect(outcome).toMatchObject(broke('body'))
  })

  test('after the dot: nobody can tell', async () => {
    expect(await sendTo('220 mx.example', until('.'))).toEqual({
      kind: 'doubt',
      because: 'Connection closed unexpectedly',
      refused: [],
    })
  })

  // A small mail leaves in one piece with its dot: whether the server read that far, only the server knows.
  test('when it was asked for a small mail and got all of it', async () => {
    const outcome = await sendTo('220 mx.example', async (talk) => {
      for (const answer of ['250 mx.example', '250 ok', '250 ok', '354 go on']) {
        await talk.line()
        talk.say(answer)
      }
      await talk.bytes(5)
      talk.vanish()
    })
    expect(outcome).toMatchObject({ kind: 'doubt' })
  })

  test('after the dot, with half an answer', async () => {
    const half = async (talk: Talk) => {
      for (const answer of ['250 mx.example', '250 ok', '250 ok', '354 go on']) {
        await talk.line()
        talk.say(answer)
      }
      while ((await talk.line()) !== '.');
      talk.socket.end('250 2.0')
    }
    expect(await sendTo('220 mx.example', half)).toMatchObject({ kind: 'doubt' })
  })

  test('after its answer: sent', async () => {
    expect(await sendTo('220 mx.example', until('QUIT'))).toMatchObject({ kind: 'sent' })
  })

  test('nobody listens there at all', async () => {
    const server = await openScriptedServer(null, async () => {})
    await server.close()
    const mailServer = {
      host: '127.0.0.1',
      port: server.port,
      security: 'none',
      trustedCertificates: null,
      login: null,
    } as const
    const sender = openSender({ server: mailServer, helloName: 'desk.example' }, { clock })
    const outcome = await sender.send({ raw: small, from: '', to: ['a@vendor.example'] })
    expect(outcome).toMatchObject(broke('connect'))
  })
})

describe('a server that answers', () => {
  test.each([
    ['permanently at the greeting: its own trouble', '554 no', {}, false, 554, 'greeting'],
    ['later at MAIL', '220 mx', { MAIL: '451 later' }, false, 451, 'sender'],
    ['never at MAIL', '220 mx', { MAIL: '550 no' }, true, 550, 'sender'],
    ['never at RCPT', '220 mx', { RCPT: '550 5.1.1 unknown' }, true, 550, 'recipients'],
    ['later at RCPT', '220 mx', { RCPT: '450 greylisted' }, false, 450, 'recipients'],
    ['never at DATA', '220 mx', { DATA: '554 no' }, true, 554, 'data'],
    ['never after the dot', '220 mx', { '.': '552 too large' }, true, 552, 'answer'],
    ['later after the dot', '220 mx', { '.': '451 disk full' }, false, 451, 'answer'],
    ['with goodbye after the dot', '220 mx', { '.': '421 closing' }, false, 421, 'answer'],
  ] as const)('%s', async (_name, greeting, answers, permanent, code, phase) => {
    const outcome = await sendTo(greeting, until(null, answers))
    expect(outcome).toMatchObject({ kind: 'refused', permanent, code, phase })
  })

  test('with something that is no answer, after the dot', async () => {
    expect(await sendTo('220 mx', until(null, { '.': 'hello there' }))).toMatchObject({ kind: 'doubt' })
  })

  test('yes before it has the whole mail', async () => {
    const hasty = async (talk: Talk) => {
      for (const answer of ['250 mx.example', '250 ok', '250 ok', '354 go on']) {
        await talk.line()
        talk.say(answer)
      }
      await talk.bytes(1000)
      talk.pause()
      talk.say('250 thanks')
    }
    expect(await sendTo('220 mx', hasty, { raw: large })).toEqual({
      kind: 'doubt',
      because: 'the server answered before it had the whole mail',
      refused: [],
    })
  })

  test('no before it has the whole mail', async () => {
    const strict = async (talk: Talk) => {
      for (const answer of ['250 mx.example', '250 ok', '250 ok', '354 go on']) {
        await talk.line()
        talk.say(answer)
      }
      await talk.bytes(1000)
      talk.say('552 5.3.4 too large')
    }
    const outcome = await sendTo('220 mx', strict, { raw: large })
    expect(outcome).toMatchObject({ kind: 'refused', permanent: true, code: 552, phase: 'body' })
  })

  test('that the mail is larger than it takes, before anything is sent', async () => {
    const outcome = await sendTo('220 mx', until(null, { EHLO: '250-mx\r\n250 SIZE 20' }))
    expect(outcome).toMatchObject({ kind: 'refused', permanent: true, code: null })
  })

  test('differently for two recipients', async () => {
    let recipients = 0
    const picky = async (talk: Talk) => {
      let inData = false
      for (let line = await talk.line(); line !== null; line = await talk.line()) {
        if (inData && line !== '.') continue
        if (line.startsWith('RCPT')) talk.say(++recipients === 1 ? '550 5.1.1 unknown' : '250 ok')
        else talk.say(line === 'DATA' ? '354 go on' : '250 ok')
        inData = line === 'DATA'
      }
    }
    const outcome = await sendTo('220 mx', picky, { to: ['gone@vendor.example', 'here@vendor.example'] })
    expect(outcome).toMatchObject({
      kind: 'sent',
      refused: [{ address: 'gone@vendor.example', permanent: true, code: 550, reply: '550 5.1.1 unknown' }],
    })
  })
})
