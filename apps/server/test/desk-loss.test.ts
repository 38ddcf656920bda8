// A lost secret, an old key, a restored backup: by commands of their own processes, on both engines.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import { openStore, type Store } from '@holdfast/store'
import { runSql } from '@holdfast/store/testing'
import { deskKeysOf, openDeskKeys, readDeskSecrets } from '../src/desk/desk-secret.ts'
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

  test('the ring is turned beside a server, and dropped only where none runs', async () => {
    const books = await openFolder(index, 'beside')
    const first = await processes.serve(books.name, books.flags.slice(2))
    const turned = await processes.run('desk', 'turn-secret', '--json', ...books.flags)
    expect(JSON.parse(turned.out)).toMatchObject({ secret: 2, turned: 0 })
    const drop = ['desk', 'drop-ring', '1', ...books.flags]
    expect((await processes.run(...drop)).status).toBe(1)
    await takeMails(books, 2)
    await first.stop()
    expect((await processes.run('desk', 'drop-ring', '2', ...books.flags)).status).toBe(1)
    expect((await processes.run(...drop)).status).toBe(0)
    const listed = await processes.run('desk', 'secrets', '--json', ...books.flags)
    expect(JSON.parse(listed.out).secrets).toMatchObject([
      { secret: 1, state: 'ring-dropped', contentKeys: 0 },
      { secret: 2, state: 'opened', contentKeys: 2 },
    ])
    expect(listed.out + listed.err).not.toContain(await readSetting(books, 'desk-secret-2'))
    await expect(countReadable(books)).resolves.toBe(2)
    expect((await processes.run('init', ...books.flags)).status).toBe(0)
  }, 240_000)

  test('restored books leave a gap once, tell first, and never beside a server of the folder', async () => {
    const books = await openFolder(index, 'restored')
    const since = ['--lost-since', '2020-01-01T00:00:00Z', '--json', ...books.flags]
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

  test('a wrong key file, none, or damaged bytes stop the start; what is lost and found again opens', async () => {
    const keyFile = join(processes.folder, `key-${index}`)
    writeFileSync(keyFile, 'a key file of thirty-two letters', { mode: 0o600 })
    const books = await openFolder(index, 'damaged', ['--key-file', keyFile])
    await takeMails(books, 3, Buffer.from('a key file of thirty-two letters'))
    const starts = async (...more: string[]) => {
      const { status, out, err } = await processes.run('init', ...books.flags, ...more, '--json')
      return status === 0 ? 'started' : (JSON.parse(out || err) as { reason: string }).reason
    }
    // The signing keys lie open from here on, so that the desk's secret alone decides.
    const sealed = await readSetting(books)
    await sql(books, 'delete from server_keys')
    await sql(books, 'delete from trust_bundles')
    const open = { ...books, flags: books.flags.slice(0, -2) }
    const startsOpen = async (...more: string[]) => {
      const run = await processes.run('init', ...open.flags, ...more, '--json')
      return run.status === 0 ? 'started' : (JSON.parse(run.out || run.err) as { reason: string }).reason
    }
    expect(await startsOpen()).toBe('desk-key-file-missing')
    writeFileSync(`${keyFile}-other`, 'another key file of many letters', { mode: 0o600 })
    expect(await startsOpen('--key-file', `${keyFile}-other`)).toBe('desk-key-file-wrong')
    expect(await readSetting(books)).toBe(sealed)
    const changed = Buffer.from(sealed, 'base64')
    changed[0] = 7
    await writeSetting(books, changed.toString('base64'))
    expect(await starts()).toBe('desk-secret-damaged')
    const lost = ['desk', 'accept-loss', '--reason', 'damaged', ...books.flags]
    expect((await processes.run(...lost)).status).toBe(0)
    expect((await processes.run(...lost)).status).toBe(1)
    expect(await starts()).toBe('started')
    await writeSetting(books, sealed)
    expect(await starts()).toBe('started')
    const secret = Buffer.from('a key file of thirty-two letters')
    await expect(countReadable(books, secret)).resolves.toBe(3)
  }, 240_000)
})

type Folder = Awaited<ReturnType<typeof openFolder>>

async function openFolder(index: number, name: string, more: readonly string[] = []) {
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
  flags.push(...more)
  const made = await processes.run('init', ...flags)
  if (made.status !== 0) throw new Error(made.err)
  return { name: folder, target, flags }
}

async function withStore<T>(
  { target }: Pick<Folder, 'target'>,
  keySecret: Uint8Array | null,
  use: (store: Store) => Promise<T>,
): Promise<T> {
  const entropy = new SeededEntropy('loss')
  const clock = new ManualClock(startMoment)
  const sealer: RingSealer = new RingSealer(entropy, async () =>
    deskKeysOf(await readDeskSecrets({ store, keySecret })),
  )
  const issuing = () => {
    throw new Error('nothing is issued here')
  }
  const store: Store = await openStore({ target, serverId: 'srv-loss', clock, entropy, issuing, sealer })
  try {
    const actor = { kind: 'server', id: 'srv-loss' } as const
    sealer.hold(await openDeskKeys({ store, clock, entropy, actor, keySecret }))
    return await use(store)
  } finally {
    await store.close()
  }
}

function takeMails(books: Folder, count: number, keySecret: Uint8Array | null = null): Promise<void> {
  return withStore(books, keySecret, async (store) => {
    const now = new ManualClock(startMoment).now()
    const mails = Array.from({ length: count }, (_, at) => ({
      ...{ mailbox: 's', door: 'imap' as const, doorKey: `imap:1:${at}`, envelope: null },
      ...{ raw: Buffer.from(`mail ${at}`), receivedAt: now },
    }))
    await store.write({ kind: 'server', id: 'srv-loss' }, (tx) => tx.takeIn(mails, null, now))
  })
}

function countReadable(books: Folder, keySecret: Uint8Array | null = null): Promise<number> {
  return withStore(books, keySecret, async (store) => {
    const page = await store.read.listIntake('waiting', { limit: 500 })
    if (!('items' in page)) throw new Error('no page')
    const opened = await Promise.all(page.items.map(({ id }) => store.read.openIntake(id)))
    return opened.filter(({ kind }) => kind === 'bytes').length
  })
}

/** As somebody's hand would: no operation of the books removes a secret. */
function removeSecrets(books: Folder): Promise<void> {
  return sql(books, "delete from settings where name like 'desk-secret-%'")
}

function writeSetting(books: Folder, value: string): Promise<void> {
  return sql(books, `update settings set value = '${value}' where name = 'desk-secret-1'`)
}

async function readSetting({ target }: Folder, name = 'desk-secret-1'): Promise<string> {
  const issuing = () => {
    throw new Error('nothing is issued here')
  }
  const [clock, entropy] = [new ManualClock(startMoment), new SeededEntropy('look')]
  const store = await openStore({ target, serverId: 'srv-look', clock, entropy, issuing })
  const value = await store.read.findSetting(name)
  await store.close()
  if (value === null) throw new Error('no secret')
  return value
}

async function sql({ target }: Folder, text: string): Promise<void> {
  if (target.kind === 'postgres') return await runSql(target.url, text)
  const database = new DatabaseSync(target.file)
  database.exec(text)
  database.close()
}

test('two servers that start at once on one new PostgreSQL use one secret, and neither stands alone', async () => {
  const target = await grounds[1]!.database('race')
  if (target.kind !== 'postgres') throw new Error('no PostgreSQL')
  const file = join(processes.folder, 'race.url')
  writeFileSync(file, target.url, { mode: 0o600 })
  const flags = ['--database-url-file', file]
  const both = await Promise.all(['race-one', 'race-two'].map((name) => processes.serve(name, flags)))
  // The folder of the second is free now; the books are not.
  await both[1]!.stop()
  const since = ['desk', 'restored', '--lost-since', '2020-01-01T00:00:00Z', '--json', ...flags]
  const beside = await processes.run(...since, '--data', both[1]!.data)
  expect(beside.out + beside.err).toContain('books-in-use')
  await both[0]!.stop()
  expect((await processes.run(...since, '--data', both[1]!.data)).status).toBe(0)
  const listed = await processes.run('desk', 'secrets', '--json', ...flags, '--data', both[0]!.data)
  expect(JSON.parse(listed.out).secrets).toMatchObject([{ secret: 1, state: 'opened' }])
}, 240_000)
