// Books that do not open: every command that opens them says why and what to do, with status 1 and without a stack.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runSql } from '@holdfast/store/testing'
import { openGround, type Ground } from './fixtures.ts'
import { holdfastAlone } from './holdfast-of.ts'
import { openProcesses } from './server-processes.ts'

const processes = openProcesses()
let ground: Ground
beforeAll(async () => {
  ground = await openGround('postgres')
})
afterAll(async () => {
  processes.remove()
  await ground.remove()
})

const laterMigration = `insert into migrations (number, name, applied_at) values (999, 'later', 0)`

let folders = 0
/** A data folder whose server ran once, here or, with `url`, on PostgreSQL. */
async function folderOf(url?: string) {
  const data = join(ground.folder, `books-${(folders += 1)}`)
  const flags = ['--data', data]
  if (url !== undefined) flags.push('--database-url-file', urlFile(url))
  const made = await holdfastAlone('init', ...flags)
  expect(made.status, made.err).toBe(0)
  return { data, flags, file: join(data, 'holdfast.sqlite') }
}

function urlFile(url: string): string {
  const file = join(ground.folder, `url-${(folders += 1)}`)
  writeFileSync(file, url, { mode: 0o600 })
  return file
}

const opening = [
  ['serve', '--port', '0'],
  ['audit', 'verify'],
  ['desk', 'secrets'],
]

/** Runs the commands; each tells `words` to people, and `told` to programs. */
async function expectTold(
  flags: readonly string[],
  {
    told,
    words,
    secret = 'hunter2',
    commands = opening,
  }: { told: object; words: readonly RegExp[]; secret?: string; commands?: typeof opening },
): Promise<void> {
  for (const command of commands) {
    const runs = []
    for (const more of [['--lang', 'en'], ['--lang', 'zh'], ['--json']])
      runs.push(await holdfastAlone(...command, ...flags, ...more))
    const [english, chinese, asJson] = runs.map(({ err }) => err) as [string, string, string]
    for (const run of runs) expect(run, command.join(' ')).toMatchObject({ status: 1, out: '' })
    expect(english + chinese + asJson).not.toContain(secret)
    expect(JSON.parse(asJson), runs.map(({ err }) => err).join('')).toMatchObject(told)
    for (const word of words) expect(english).toMatch(word)
    expect(english.trim().split('\n')).toHaveLength(1)
    expect(chinese).toMatch(/^holdfast: .*\p{Script=Han}/u)
  }
}

describe('SQLite', () => {
  test('books of a newer version', async () => {
    const { flags, file } = await folderOf()
    const database = new DatabaseSync(file)
    database.exec(laterMigration)
    database.close()
    const facts = { books: file, version: 999, versionMax: expect.any(Number) }
    await expectTold(flags, {
      told: { reason: 'books-newer', facts },
      words: [/newer version of Holdfast/, /schema 999/, /restore the books from a backup/],
    })
  })

  test.each([
    ['another content from its first byte', 0, 'file is not a database'],
    ['pages that were written over', 100, 'database disk image is malformed'],
  ])('a file with %s', async (_, from, reason) => {
    const { flags, file } = await folderOf()
    for (const beside of ['-wal', '-shm']) rmSync(`${file}${beside}`, { force: true })
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill('x', from))
    await expectTold(flags, {
      told: { reason: 'books-damaged', facts: { books: file, reason } },
      words: [/are damaged/, new RegExp(reason), /newest backup/],
    })
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })

  test('a process of its own ends at once, without a stack', async () => {
    const { flags, file } = await folderOf()
    writeFileSync(file, 'x'.repeat(8192))
    const ran = await processes.run('serve', '--port', '0', ...flags, '--lang', 'en')
    expect(ran).toMatchObject({ status: 1, out: '' })
    expect(ran.err).toMatch(/^holdfast: The books .* are damaged.*\n$/)
  })

  test('a file that cannot be opened', async () => {
    const { flags, file } = await folderOf()
    rmSync(file)
    mkdirSync(file)
    await expectTold(flags, {
      told: { reason: 'books-unreachable', facts: { books: file, because: 'file' } },
      words: [/cannot be opened or written/],
    })
  })
})

describe('PostgreSQL', () => {
  async function urlOf(name: string): Promise<URL> {
    const database = await ground.database(name)
    if (database.kind !== 'postgres') throw new Error('no PostgreSQL')
    return new URL(database.url)
  }

  test('books of a newer version', async () => {
    const url = await urlOf('newer')
    const { flags } = await folderOf(url.href)
    await runSql(url.href, laterMigration)
    const books = `${url.host}${url.pathname}`
    const { password: secret } = url
    await expectTold(flags, {
      told: { reason: 'books-newer', facts: { books, version: 999 } },
      words: [/newer version of Holdfast/],
      secret,
    })
  })

  test.each<[string, (url: URL) => unknown, string, RegExp]>([
    ['a wrong user and password', loginAsNobody, 'login', /user or the password/],
    ['another database', (url) => (url.pathname = '/nobodys'), 'database', /no database of this name/],
  ])('%s', async (_, change, because, words) => {
    const url = await urlOf(`reached_${because}`)
    const { data } = await folderOf(url.href)
    change(url)
    await expectTold(['--data', data, '--database-url-file', urlFile(url.href)], {
      told: { reason: 'books-unreachable', facts: { books: `${url.host}${url.pathname}`, because } },
      words: [words, /DATABASE_URL/],
      secret: url.password,
    })
  })

  test('nobody there', async () => {
    const url = await urlOf('nobody')
    const { data } = await folderOf(url.href)
    url.port = String(await closedPort())
    await expectTold(['--data', data, '--database-url-file', urlFile(url.href)], {
      told: { reason: 'books-unreachable', facts: { because: 'connection', reason: 'ECONNREFUSED' } },
      words: [/does not answer/, /DATABASE_URL/],
      secret: url.password,
    })
  })

  test('a user who may not change the tables', async () => {
    const url = await urlOf('rights')
    const role = `holdfast_reader_${process.pid}`
    const { data } = await folderOf((await urlOf('rights_of_owner')).href)
    await runSql(url.href, `create role ${role} login password 'hunter2-reader'`)
    const owner = url.href
    ;[url.username, url.password] = [role, 'hunter2-reader']
    await expectTold(['--data', data, '--database-url-file', urlFile(url.href)], {
      told: { reason: 'books-unreachable', facts: { because: 'rights', reason: '42501' } },
      words: [/owner of the database/],
      // The audit is only read, and such a user may.
      commands: opening.filter(([word]) => word !== 'audit'),
    })
    await runSql(owner, `drop role ${role}`)
  })
})

function loginAsNobody(url: URL): void {
  ;[url.username, url.password] = ['nobodys', 'hunter2']
}

/** A port on which nobody listens: one that was free just now. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
