// The poller against a real Dovecot.
import { systemClock } from '@holdfast/capabilities/system'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Afterwards } from '../../src/doors/mailbox-settings.ts'
import { startDovecot, whyNoDovecot, type Dovecot } from '../../src/testing.ts'
import { openWatched, type Watched } from './watched.ts'

const skipped = whyNoDovecot()

const mailOf = (n: number) =>
  Buffer.from(`From: kim@customer.example\r\nSubject: mail ${n}\r\n\r\nText ${n}\r\n`)
const subjectOf = (raw: Uint8Array) =>
  /^Subject: (.*)$/m.exec(Buffer.from(raw).toString('latin1'))?.[1]?.trim()
const subjects = (watched: Watched) => [...watched.stored.values()].map(({ raw }) => subjectOf(raw))
const byText = (a: string | undefined, b: string | undefined) => ((a ?? '') < (b ?? '') ? -1 : 1)
const watchProcess = fileURLToPath(new URL('watch-process.ts', import.meta.url))

/** The process of watch-process.ts, with what it said so far. */
function runWatch(args: readonly (string | number)[]) {
  const child = spawn(process.execPath, [watchProcess, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  let wake = () => {}
  child.stdout.on('data', (bytes: Buffer) => {
    out += bytes.toString()
    wake()
  })
  const said = () => out.split('\n')
  const until = (line: string) =>
    new Promise<void>((resolve) => {
      wake = () => {
        if (said().includes(line)) resolve()
      }
      wake()
    })
  return { child, said, until }
}
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1)

describe.skipIf(skipped !== '')(`a mailbox on Dovecot${skipped}`, () => {
  let dovecot: Dovecot
  beforeAll(async () => {
    dovecot = await startDovecot()
  })
  afterAll(() => dovecot.stop())

  const watch = (user: string, settings: Parameters<typeof openWatched>[1] = {}) =>
    openWatched(
      {
        host: '127.0.0.1',
        port: dovecot.imapPort,
        security: 'none',
        trustedCertificates: null,
        login: { user, password: dovecot.password },
      },
      { clock: systemClock, ...settings },
    )
  const filesIn = (user: string, folder = '') =>
    ['cur', 'new'].flatMap((part) => readdirSync(join(dovecot.folderOf(user), folder, part)))

  test('IDLE wakes it: no interval passes', async () => {
    const watched = watch('idle', { settings: { pollMs: 3_600_000, idleMs: 3_600_000 } })
    await watched.until(() =>
      watched.states.some((state) => state.kind === 'connected' && state.by === 'idle'),
    )
    await watched.until(() => watched.looks() > 0)
    await dovecot.deliver('idle', [mailOf(1)])
    await watched.until(() => watched.stored.size === 1)
    await dovecot.deliver('idle', [mailOf(2), mailOf(3)])
    await watched.until(() => watched.stored.size === 3)
    await watched.watch.stop()
    expect(subjects(watched)).toEqual(['mail 1', 'mail 2', 'mail 3'])
    expect(watched.watch.state().kind).toBe('stopped')
    expect(watched.offered()).toBe(3)
  })

  test('200 mails while the server is killed and started again: none lost, none twice', async () => {
    const watched = watch('storm', { settings: { retryFirstMs: 20, retryMaxMs: 100 } })
    await dovecot.deliver('storm', numbers(100).map(mailOf))
    await watched.until(() => watched.stored.size >= 30)
    await dovecot.kill()
    await watched.until(() => watched.watch.state().kind === 'waiting-to-reconnect')
    await dovecot.start()
    await dovecot.deliver('storm', numbers(200).slice(100).map(mailOf))
    await watched.until(() => watched.stored.size === 200)
    await watched.watch.stop()
    expect(new Set(subjects(watched))).toEqual(new Set(numbers(200).map((n) => `mail ${n}`)))
    const [last] = watched.remembered.slice(-1)
    expect(last?.uidNext).toBe(201)
  })

  test('ended between durable and marked: met again, known by its key, marked then', async () => {
    await dovecot.deliver('crash', numbers(5).map(mailOf))
    const afterwards: Afterwards = { kind: 'move', folder: 'Done' }
    const first = watch('crash', { settings: { afterwards }, endAfterTaking: 3 })
    await first.until(() => first.stored.size === 3)
    await first.watch.stop()
    expect(first.remembered.at(-1)?.uidNext).toBe(3)
    expect(filesIn('crash', '.Done')).toHaveLength(2)
    const position = first.remembered.at(-1) ?? null
    const second = watch('crash', { settings: { afterwards, position }, stored: first.stored })
    await second.until(() => second.remembered.at(-1)?.uidNext === 6)
    await second.watch.stop()
    expect(second.offered()).toBe(3)
    expect(second.stored.size).toBe(5)
    expect(filesIn('crash')).toHaveLength(0)
    expect(filesIn('crash', '.Done')).toHaveLength(5)
  })

  test.each([
    ['received', 0],
    ['durable', 1],
    ['moved', 0],
    ['remembered', 0],
  ] as const)('a process killed when the third mail is %s, and started again', async (point, again) => {
    await dovecot.deliver(point, numbers(5).map(mailOf))
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-watch-'))
    const run = (at: string) => runWatch([dovecot.imapPort, point, dovecot.password, folder, at, 3])
    const killed = run(point)
    const [, signal] = (await once(killed.child, 'exit')) as [number | null, string | null]
    expect(signal).toBe('SIGKILL')
    const second = run('never')
    await second.until('position 6')
    second.child.kill('SIGKILL')
    await once(second.child, 'exit')
    const stored = readdirSync(folder).filter((name) => name.startsWith('imap:'))
    expect(stored.map((name) => subjectOf(readFileSync(join(folder, name)))).toSorted(byText)).toEqual(
      numbers(5).map((n) => `mail ${n}`),
    )
    expect(second.said().filter((line) => line === 'again')).toHaveLength(again)
    expect(filesIn(point)).toHaveLength(0)
    expect(filesIn(point, '.Done')).toHaveLength(5)
    rmSync(folder, { recursive: true })
  })

  test.each([
    ['keep', 1, 0],
    ['mark-seen', 1, 1],
    ['delete', 0, 0],
  ] as const)('afterwards %s: %i left, %i of them seen', async (kind, left, seen) => {
    await dovecot.deliver(kind, [mailOf(1)])
    const watched = watch(kind, { settings: { afterwards: { kind } } })
    await watched.until(() => watched.remembered.length === 1)
    await watched.watch.stop()
    expect(filesIn(kind)).toHaveLength(left)
    // Maildir: flags behind the comma.
    expect(filesIn(kind).filter((name) => /,\w*S\w*$/.test(name))).toHaveLength(seen)
  })

  test('a folder that was made anew is read from its beginning', async () => {
    await dovecot.deliver('anew', numbers(3).map(mailOf))
    const first = watch('anew')
    await first.until(() => first.remembered.length === 3)
    await first.watch.stop()
    const files = readdirSync(dovecot.folderOf('anew')).map((name) => join(dovecot.folderOf('anew'), name))
    for (const file of files) if (/dovecot\.(?:index|list)/.test(file)) rmSync(file)
    const list = join(dovecot.folderOf('anew'), 'dovecot-uidlist')
    // `3 V<uidvalidity> N<next uid> G<id>`
    writeFileSync(
      list,
      readFileSync(list, 'utf8').replace(/ V(\d+) /, (_, v) => ` V${Number(v) + 1000} `),
    )
    const second = watch('anew', { settings: { position: first.remembered.at(-1) ?? null } })
    await second.until(() => second.remembered.length === 3)
    await second.watch.stop()
    expect(second.remembered[0]?.uidValidity).toBe((first.remembered[0]?.uidValidity ?? 0) + 1000)
    expect(second.offered()).toBe(3)
  })

  test('a chain of folders, each watched: every mail passes each once', async () => {
    const chain = ['INBOX', '第一步', 'Two', 'Three']
    const afterwardsOf = (at: number): Afterwards =>
      at + 1 < chain.length ? { kind: 'move', folder: chain[at + 1] ?? '' } : { kind: 'mark-seen' }
    const watches: Watched[] = []
    for (const [at, folder] of chain.entries()) {
      const watched = watch('chain', {
        settings: { name: folder, folder, afterwards: afterwardsOf(at), retryFirstMs: 20 },
      })
      watches.push(watched)
      await watched.until(() => watched.watch.state().kind === 'connected')
    }
    await dovecot.deliver('chain', numbers(40).map(mailOf))
    for (const watched of watches) await watched.until(() => watched.stored.size === 40)
    for (const watched of watches) await watched.watch.stop()
    for (const watched of watches) {
      expect(watched.offered()).toBe(40)
      expect(new Set(subjects(watched)).size).toBe(40)
    }
    expect(filesIn('chain')).toHaveLength(0)
    expect(filesIn('chain', '.Three')).toHaveLength(40)
  })

  test('a mail at the limit, and one a byte larger, which stays', async () => {
    const head = 'Subject: logs\r\n\r\n'
    const sized = (bytes: number) => Buffer.from(head + 'x'.repeat(bytes - head.length - 2) + '\r\n')
    await dovecot.deliver('large', [sized(5000)])
    const probe = watch('large')
    await probe.until(() => probe.stored.size === 1)
    await probe.watch.stop()
    // Dovecot writes lines of its own above: the limit is what really arrives.
    const bytesMax = [...probe.stored.values()][0]?.raw.length ?? 0
    await dovecot.deliver('large', [sized(5001)])
    const watched = watch('large', { settings: { bytesMax, afterwards: { kind: 'delete' } } })
    await watched.until(() => watched.remembered.length === 2)
    await watched.watch.stop()
    expect(watched.stored.size).toBe(1)
    expect(watched.oversized).toHaveLength(1)
    expect(watched.oversized[0]?.bytes).toBe(bytesMax + 1)
    expect(subjectOf(watched.oversized[0]?.headers ?? new Uint8Array())).toBe('logs')
    expect(filesIn('large')).toHaveLength(1)
  })

  test('a folder that is not there is a state', async () => {
    const watched = watch('nofolder', { settings: { folder: 'Nowhere' } })
    await watched.until(() => watched.watch.state().kind === 'waiting-to-reconnect')
    const state = watched.watch.state()
    await watched.watch.stop()
    expect(state).toMatchObject({ because: { kind: 'folder-missing' } })
  })

  // The last one: Dovecot answers this address slowly afterwards.
  test('a wrong password is a state, and tried again slowly', async () => {
    const server = {
      host: '127.0.0.1',
      port: dovecot.imapPort,
      security: 'none',
      trustedCertificates: null,
      login: { user: 'idle', password: 'not-this-one' },
    } as const
    const watched = openWatched(server, { clock: systemClock })
    await watched.until(() => watched.watch.state().kind === 'waiting-to-reconnect')
    const state = watched.watch.state()
    await watched.watch.stop()
    expect(state).toMatchObject({ because: { kind: 'password-refused' }, failures: 1 })
    expect(state.kind === 'waiting-to-reconnect' && state.at - systemClock.now()).toBeGreaterThan(800)
    expect(JSON.stringify(watched.states)).not.toContain('not-this-one')
  })
})
