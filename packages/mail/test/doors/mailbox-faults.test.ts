// A mail server that misbehaves, on a clock that moves when told.
import { ManualClock, instant } from '@holdfast/capabilities/testing'
import { afterEach, describe, expect, test } from 'vitest'
import type { MailServer } from '../../src/doors/mail-server.ts'
import { loginRetryMs, retryFirstMs, retryMaxMs } from '../../src/doors/mailbox-settings.ts'
import { openScriptedImap, type ImapScript, type ScriptedImap } from './scripted-imap.ts'
import { openWatched, type Watched, type WatchedGiven } from './watched.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const password = 'correct horse battery'
const serverOf = (port: number): MailServer => ({
  ...{ host: '127.0.0.1', port, security: 'none', trustedCertificates: null },
  login: { user: 'support', password },
})

type Opened = { readonly imap: ScriptedImap; readonly watched: Watched; readonly clock: ManualClock }

async function open(
  script: ImapScript,
  mails: readonly string[] = [],
  given: WatchedGiven = {},
): Promise<Opened> {
  const imap = await openScriptedImap(script)
  mails.forEach((text, at) => imap.mails.set(at + 1, Buffer.from(text)))
  closing.push(imap.close)
  const clock = new ManualClock('2026-03-02T08:00:00Z')
  const watched = openWatched(serverOf(imap.port), { clock, ...given })
  closing.push(watched.watch.stop)
  return { imap, watched, clock }
}
const isWaiting = ({ watch }: Watched) => watch.state().kind === 'waiting-to-reconnect'

/** Misbehaves at the first `command`, and never again. */
function once(
  command: string,
  act: (talk: Parameters<NonNullable<ImapScript['instead']>>[1], tag: string) => void,
): ImapScript {
  let happened = false
  return {
    instead: (said, talk, tag) => {
      if (said !== command || happened) return null
      happened = true
      act(talk, tag)
      return 'done'
    },
  }
}

const two = ['Subject: one\r\n\r\n1\r\n', 'Subject: two\r\n\r\n2\r\n']

describe('a server that vanishes', () => {
  test.each(['LOGIN', 'SELECT', 'UID SEARCH', 'UID FETCH', 'UID STORE'])(
    'at %s: everything arrives after it came back',
    async (command) => {
      const script = once(command, (talk) => talk.vanish())
      const settings = { afterwards: { kind: 'mark-seen' } } as const
      const { imap, watched, clock } = await open(script, two, { settings })
      await watched.until(() => isWaiting(watched))
      expect(watched.watch.state()).toMatchObject({ because: { kind: 'connection-lost' }, failures: 1 })
      clock.advance({ milliseconds: retryFirstMs })
      await watched.until(() => watched.remembered.length === 2)
      expect([...watched.stored.keys()]).toEqual(['support imap:7:1', 'support imap:7:2'])
      expect(imap.flagged).toEqual(new Set([1, 2]))
      // The mail whose marking broke was offered twice under the same key.
      expect(watched.offered()).toBe(command === 'UID STORE' ? 3 : 2)
    },
  )

  test('is tried again at longer and longer intervals', async () => {
    const imap = await openScriptedImap()
    await imap.close()
    const clock = new ManualClock('2026-03-02T08:00:00Z')
    const watched = openWatched(serverOf(imap.port), { clock })
    closing.push(watched.watch.stop)
    const waits: number[] = []
    for (let failure = 1; failure <= 11; failure++) {
      await watched.until(() => {
        const state = watched.watch.state()
        return state.kind === 'waiting-to-reconnect' && state.failures === failure
      })
      const state = watched.watch.state()
      if (state.kind !== 'waiting-to-reconnect') throw new Error('not waiting')
      expect(state.because.kind).toBe('unreachable')
      waits.push(state.at - clock.now())
      clock.advance({ seconds: state.at - clock.now() })
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, retryMaxMs / 1000, retryMaxMs / 1000])
  })
})

describe('a server that is silent', () => {
  test('in the middle of a command is left after the time for it', async () => {
    const silent = Promise.withResolvers<void>()
    const { watched, clock } = await open(
      once('UID FETCH', () => silent.resolve()),
      two,
      {
        settings: { commandMs: 60_000 },
      },
    )
    await silent.promise
    clock.advance({ milliseconds: 60_000 })
    await watched.until(() => isWaiting(watched))
    expect(watched.watch.state()).toMatchObject({ because: { kind: 'server-silent' } })
    clock.advance({ milliseconds: retryFirstMs })
    await watched.until(() => watched.stored.size === 2)
  })

  test('does not hold up a stop', async () => {
    const silent = Promise.withResolvers<void>()
    const { watched } = await open(once('LOGIN', () => silent.resolve()))
    await silent.promise
    await watched.watch.stop()
    expect(watched.watch.state().kind).toBe('stopped')
  })
})

describe('without IDLE', () => {
  test('the mailbox is looked at when the interval is over', async () => {
    const { imap, watched, clock } = await open({}, two.slice(0, 1), { settings: { pollMs: 30_000 } })
    await watched.until(() => watched.remembered.length === 1 && watched.looks() === 2)
    expect(watched.watch.state()).toMatchObject({ kind: 'connected', by: 'interval' })
    imap.mails.set(2, Buffer.from(two[1] ?? ''))
    // The second look found nothing; the third comes with the interval.
    await watched.until(() => imap.commands.filter((command) => command === 'UID SEARCH').length === 2)
    while (watched.stored.size === 1) {
      clock.advance({ milliseconds: 30_000 })
      await Promise.race([watched.until(() => watched.stored.size === 2), new Promise(setImmediate)])
    }
    expect(watched.offered()).toBe(2)
  })
})

describe('what the server says', () => {
  test('a refused password is tried again slowly and shown without itself', async () => {
    const { watched } = await open({
      instead: (command, talk, tag, line) => {
        if (command !== 'LOGIN') return null
        talk.say(`${tag} NO [AUTHENTICATIONFAILED] wrong: ${line}`)
        return 'done'
      },
    })
    await watched.until(() => isWaiting(watched))
    expect(watched.watch.state()).toMatchObject({
      because: { kind: 'password-refused' },
      at: instant('2026-03-02T08:00:00Z') + loginRetryMs / 1000,
    })
    expect(JSON.stringify(watched.states)).not.toContain('battery')
  })

  test('passwords that cannot be checked now are no refusal', async () => {
    const { watched } = await open({
      instead: (command, talk, tag) => {
        if (command !== 'LOGIN') return null
        talk.say(`${tag} NO [UNAVAILABLE] try later`)
        return 'done'
      },
    })
    await watched.until(() => isWaiting(watched))
    expect(watched.watch.state()).toMatchObject({ because: { kind: 'unreachable' } })
  })

  test('STARTTLS where it is not offered: the password is not said', async () => {
    const imap = await openScriptedImap()
    closing.push(imap.close)
    const watched = openWatched({ ...serverOf(imap.port), security: 'starttls' })
    closing.push(watched.watch.stop)
    await watched.until(() => isWaiting(watched))
    expect(watched.watch.state()).toMatchObject({ because: { kind: 'tls-refused' } })
    expect(imap.commands).not.toContain('LOGIN')
  })

  test('no to a mark: the mail is taken once, and counted', async () => {
    const refusing: ImapScript = {
      instead: (command, talk, tag) => {
        if (command !== 'UID STORE') return null
        talk.say(`${tag} NO read-only`)
        return 'done'
      },
    }
    const settings = { afterwards: { kind: 'mark-seen' } } as const
    const { watched } = await open(refusing, two, { settings })
    await watched.until(() => {
      const state = watched.watch.state()
      return state.kind === 'connected' && state.leftUnmarked === 2
    })
    expect(watched.offered()).toBe(2)
    expect(watched.remembered.at(-1)).toEqual({ uidValidity: 7, uidNext: 3 })
  })

  test('no to making the folder to move to, since it is there already', async () => {
    const script: ImapScript = {
      instead: (command, talk, tag) => {
        if (command !== 'CREATE') return null
        talk.say(`${tag} NO it exists`)
        return 'done'
      },
    }
    const settings = { afterwards: { kind: 'move', folder: 'Done' } } as const
    const { imap, watched } = await open(script, two, { settings })
    await watched.until(() => watched.remembered.length === 2)
    expect(imap.commands).toContain('CREATE')
    expect(watched.watch.state()).toMatchObject({ kind: 'connected' })
  })

  test('a size that is wrong: what is larger than the limit is still not taken', async () => {
    const large = `Subject: large\r\n\r\n${'x'.repeat(100)}`
    const { watched } = await open({ lies: { 1: 5 } }, [large], {
      settings: { bytesMax: 50, headerBytesMax: 30 },
    })
    await watched.until(() => watched.remembered.length === 1)
    expect(watched.stored.size).toBe(0)
    expect(watched.oversized).toEqual([
      {
        mailbox: 'support',
        doorKey: 'imap:7:1',
        bytes: 51,
        headers: Buffer.from('Subject: large\r\n\r\n'),
        receivedAt: instant('2026-03-02T07:59:00Z'),
      },
    ])
  })
})

describe('the sink', () => {
  test('refuses: nothing is marked, and the mail comes again', async () => {
    const settings = { afterwards: { kind: 'mark-seen' } } as const
    const { imap, watched, clock } = await open({}, two, { refusals: 1, settings })
    await watched.until(() => isWaiting(watched))
    expect(watched.watch.state()).toMatchObject({
      because: { kind: 'not-taken', detail: 'the books are closed' },
    })
    expect(imap.flagged.size).toBe(0)
    clock.advance({ milliseconds: retryFirstMs })
    await watched.until(() => watched.remembered.length === 2)
    expect(watched.offered()).toBe(3)
  })

  test('goes on from the position that it was given', async () => {
    const settings = { position: { uidValidity: 7, uidNext: 2 } }
    const { watched } = await open({}, two, { settings })
    await watched.until(() => watched.remembered.length === 1)
    expect([...watched.stored.keys()]).toEqual(['support imap:7:2'])
  })

  test('is asked from the beginning where the folder is another', async () => {
    const settings = { position: { uidValidity: 6, uidNext: 2 } }
    const { watched } = await open({}, two, { settings })
    await watched.until(() => watched.remembered.length === 2)
    expect(watched.remembered[0]).toEqual({ uidValidity: 7, uidNext: 2 })
  })
})
