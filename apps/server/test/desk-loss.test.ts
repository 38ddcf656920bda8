// A lost secret, an old key, a restored backup: by commands of their own processes, on both engines.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import { openStore, type Store } from '@holdfast/store'
import { openDeskKeys } from '../src/desk/desk-secret.ts'
import { RingSealer } from '../src/desk/ring-sealer.ts'
import { engines, openGround, startMoment, type Ground } from './fixtures.ts'
import { openProcesses } from './server-processes.ts'

const processes = openProcesses()
let grounds: readonly Ground[] = []
beforeAll(async () => {
  grounds = await Promise.all(engines.map((engine) => openGround(engine)))
})
afterAll(async () => {
  processes.remove()
  await Promise.all(grounds.map((ground) => ground.remove()))
})

describe.each([0, 1])('engine %i', (index) => {
  test('turned twice, once killed; a lost secret is refused until its loss is accepted', async () => {
    const books = await openFolder(index, 'turned')
    await takeMails(books, 500)
    const killed = processes.start(['desk', 'turn-secret', ...books.flags])
    await new Promise<void>((resolve) => {
      killed.child.stderr.on('data', () => resolve())
      void killed.ended.then(() => resolve())
    })
    killed.child.kill('SIGKILL')
    await killed.ended
    // Goes on with secret 2 where it was broken off, or begins secret 3 where the kill came too late.
    expect((await processes.run('desk', 'turn-secret', ...books.flags)).status).toBe(0)
    const listed = await processes.run('desk', 'secrets', '--json', ...books.flags)
    const { secrets } = JSON.parse(listed.out) as { secrets: { contentKeys: number; state: string }[] }
    expect(secrets.every(({ state }) => state === 'opened')).toBe(true)
    expect(secrets.map(({ contentKeys }) => contentKeys)).toEqual([...secrets.slice(1).map(() => 0), 500])
    await expect(countReadable(books)).resolves.toBe(500)

    await removeSecrets(books)
    const refused = await processes.run('init', ...books.flags)
    expect(refused.status).toBe(1)
    expect(refused.err + refused.out).toContain('desk accept-loss')
    const accepted = await processes.run('desk', 'accept-loss', '--reason', 'disk', ...books.flags)
    expect(accepted.status).toBe(0)
    expect((await processes.run('init', ...books.flags)).status).toBe(0)
    expect((await processes.run('audit', 'verify', ...books.flags)).status).toBe(0)
    await expect(countReadable(books)).resolves.toBe(0)
  }, 120_000)

  test('restored books leave a gap once, tell first, and never beside a server of the folder', async () => {
    const books = await openFolder(index, 'restored')
    const since = ['--lost-since', '2026-03-01T02:00:00Z', '--json', ...books.flags]
    const run = async (...more: string[]) => {
      const { out } = await processes.run('desk', 'restored', ...since, ...more)
      return JSON.parse(out) as { kind: string; gap: number; numbers: { first: number; last: number } }
    }
    const serving = await processes.serve(books.name, books.flags.slice(2))
    const beside = await processes.run('desk', 'restored', ...since)
    expect(beside.status).toBe(1)
    expect(beside.out + beside.err).toContain('folder-in-use')
    await serving.stop()
    expect(await run('--dry-run', '--gap', '50')).toMatchObject({
      kind: 'dry',
      numbers: { first: 1, last: 50 },
    })
    expect(await run('--gap', '50')).toMatchObject({ kind: 'restored', numbers: { first: 1, last: 50 } })
    expect(await run('--gap', '50')).toMatchObject({ kind: 'done-before' })
  }, 120_000)
})

type Folder = Awaited<ReturnType<typeof openFolder>>

async function openFolder(index: number, name: string) {
  const folder = `${name}-${index}`
  const data = join(processes.folder, folder)
  mkdirSync(data, { recursive: true })
  const target =
    index === 0
      ? ({ kind: 'sqlite', file: join(data, 'holdfast.sqlite') } as const)
      : await grounds[1]!.database(name)
  const flags = ['--data', data]
  if (target.kind === 'postgres') {
    const file = join(processes.folder, `${folder}.url`)
    writeFileSync(file, target.url, { mode: 0o600 })
    flags.push('--database-url-file', file)
  }
  const made = await processes.run('init', ...flags)
  if (made.status !== 0) throw new Error(made.err)
  return { name: folder, target, flags }
}

async function withStore<T>({ target }: Folder, use: (store: Store) => Promise<T>): Promise<T> {
  const entropy = new SeededEntropy('loss')
  const clock = new ManualClock(startMoment)
  const sealer = new RingSealer(entropy, () => Promise.reject(new Error('not asked for')))
  const issuing = () => {
    throw new Error('nothing is issued here')
  }
  const store = await openStore({ target, serverId: 'srv-loss', clock, entropy, issuing, sealer })
  try {
    const actor = { kind: 'server', id: 'srv-loss' } as const
    sealer.hold(await openDeskKeys({ store, clock, entropy, actor, keySecret: null }))
    return await use(store)
  } finally {
    await store.close()
  }
}

function takeMails(books: Folder, count: number): Promise<void> {
  return withStore(books, async (store) => {
    const now = new ManualClock(startMoment).now()
    const mails = Array.from({ length: count }, (_, at) => ({
      ...{ mailbox: 's', door: 'imap' as const, doorKey: `imap:1:${at}`, envelope: null },
      ...{ raw: Buffer.from(`mail ${at}`), receivedAt: now },
    }))
    await store.write({ kind: 'server', id: 'srv-loss' }, (tx) => tx.takeIn(mails, null, now))
  })
}

function countReadable(books: Folder): Promise<number> {
  return withStore(books, async (store) => {
    const page = await store.read.listIntake('waiting', { limit: 500 })
    if (!('items' in page)) throw new Error('no page')
    const opened = await Promise.all(page.items.map(({ id }) => store.read.openIntake(id)))
    return opened.filter(({ kind }) => kind === 'bytes').length
  })
}

/** As somebody's hand would: no operation of the books removes a secret. */
async function removeSecrets({ target }: Folder): Promise<void> {
  if (target.kind === 'sqlite') {
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(target.file)
    database.exec("delete from settings where name like 'desk-secret-%'")
    database.close()
    return
  }
  const { execFileSync } = await import('node:child_process')
  execFileSync('psql', [target.url, '-qc', "delete from settings where name like 'desk-secret-%'"])
}
