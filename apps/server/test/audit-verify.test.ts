// `holdfast audit verify` on the books of a server: what it prints, what it takes back, and that it writes nothing.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runSql } from '@holdfast/store/testing'
import type { ServerConfig } from '../src/config/server-config.ts'
import { engines, openGround, startServer, type Ground } from './fixtures.ts'
import { holdfastAlone } from './holdfast-of.ts'

describe.each(engines)('audit verify on %s', (engine) => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(engine)
  })
  afterAll(async () => {
    await ground.remove()
  })

  /** The command on a folder, and what it left to read; `--database-url-file` where the books are elsewhere. */
  async function verify(name: string, database: ServerConfig['database'], ...args: string[]) {
    const flags = ['--data', join(ground.folder, name)]
    if (database.kind === 'postgres') {
      const file = join(ground.folder, 'address')
      writeFileSync(file, database.url, { mode: 0o600 })
      flags.push('--database-url-file', file)
    }
    return await holdfastAlone('audit', 'verify', ...flags, ...args)
  }
  async function run(database: ServerConfig['database'], text: string) {
    if (database.kind === 'postgres') return await runSql(database.url, text)
    const books = new DatabaseSync(database.file)
    books.exec(text)
    books.close()
  }
  /** Books with a few rows, made by a server that runs no more. */
  async function served(name: string) {
    const database = await ground.database(name)
    const server = await startServer({ ground, name, database })
    await server.ask('POST', '/v1/customers', { name: 'Harbour Office of Westmark' })
    await server.close()
    return database
  }
  const stranger = 'srv_0123456789abcdef'
  const folderOf = (name: string) => {
    mkdirSync(join(ground.folder, name), { recursive: true })
    writeFileSync(join(ground.folder, name, 'server-id'), `${stranger}\n`)
  }

  test('prints heads that it takes back, and finds what was cut off with its head', async () => {
    const database = await served('heads')
    const before = await verify('heads', database, '--lang', 'en')
    expect(before).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^\d+ audit rows, none altered\.\n/),
    })
    const [line] = before.out.split('\n').slice(1)
    const again = await verify('heads', database, '--head', line!, '--lang', 'en')
    expect(again.out).toContain('Noted heads found unchanged: 1.')
    const [server, written] = line!.split(' ')
    const [sequence, hash] = [Number(written), line!.split(' ')[2]!]
    const heads = [{ server, sequence, hash }]
    const asJson = await verify('heads', database, '--head', line!, '--head', line!, '--json')
    expect(JSON.parse(asJson.out)).toEqual({ whole: true, rows: sequence, heads, noted: 2 })

    const other = `${server} ${sequence} ${'0'.repeat(64)}`
    const differs = await verify('heads', database, '--head', line!, '--head', other, '--json')
    expect(differs).toMatchObject({ status: 1, out: '' })
    expect(JSON.parse(differs.err)).toEqual({ whole: false, what: 'noted-hash-differs', server, sequence })

    await run(
      database,
      `delete from audit where seq = ${sequence}; update servers set seq = seq - 1, hash = (select hash from audit where seq = ${sequence - 1})`,
    )
    expect(await verify('heads', database)).toMatchObject({ status: 0 })
    const cut = await verify('heads', database, '--head', line!, '--json')
    expect(cut.status).toBe(1)
    expect(JSON.parse(cut.err)).toEqual({ whole: false, what: 'noted-row-missing', server, sequence })
    for (const [language, words] of Object.entries({ en: 'is gone', zh: '已不存在' })) {
      const said = await verify('heads', database, '--head', line!, '--lang', language)
      expect(said.err).toContain(words)
      expect(said.err).toContain(server)
    }
  })

  test('without books it says so, and makes none', async () => {
    const database = await ground.database('nothing')
    folderOf('nothing')
    const refused = await verify('nothing', database, '--json')
    expect(refused).toMatchObject({ status: 1, out: '' })
    expect(JSON.parse(refused.err)).toEqual({ reason: 'books-missing', facts: {} })
    expect((await verify('nothing', database, '--lang', 'zh')).err).toMatch(/\p{Script=Han}/u)
    expect(database.kind === 'sqlite' && existsSync(database.file)).toBe(false)
    // Throws where a table of this name is there.
    await run(database, 'create table migrations (number bigint)')
    expect((await verify('none', database, '--json')).err).toContain('NOT_FOUND')
  })

  test('books of another version, and books without their tables, are not verified', async () => {
    const database = await served('version')
    await run(database, "insert into migrations values (999, 'later', 0)")
    const newer = JSON.parse((await verify('version', database, '--json')).err)
    const facts = { books: expect.any(String), version: 999, versionMax: expect.any(Number) }
    expect(newer).toEqual({ reason: 'books-newer', facts })
    const { versionMax: known } = newer.facts
    await run(database, `delete from migrations where number >= ${known}`)
    const older = await verify('version', database, '--json')
    expect(older.status).toBe(1)
    expect(JSON.parse(older.err)).toEqual({
      reason: 'books-older',
      facts: { version: known - 1, versionMax: known },
    })
    await run(database, `insert into migrations values (${known}, 'again', 0); drop table audit`)
    const dropped = await verify('version', database, '--json')
    expect(JSON.parse(dropped.err)).toEqual({ reason: 'books-incomplete', facts: { tables: ['audit'] } })
  })

  test('a folder whose server these books do not know is told, and gets no row', async () => {
    const database = await served('known')
    folderOf('unknown')
    const books =
      database.kind === 'postgres'
        ? database
        : { kind: 'sqlite' as const, file: join(ground.folder, 'unknown', 'holdfast.sqlite') }
    if (books.kind === 'sqlite') await run(database, `vacuum into '${books.file}'`)
    for (let twice = 0; twice < 2; twice++) {
      const told = await verify('unknown', books, '--json')
      expect(told.status).toBe(1)
      expect(JSON.parse(told.err)).toEqual({ whole: false, what: 'server-unknown', server: stranger })
    }
  })
})

const hash = '5b2bd4d518904d3abe7fbae3433e7442c423fd930d0ac502687f2b8b8384b9d1'
test.each([
  ['', 'nothing'],
  ['srv_0123456789abcdef 12', 'no hash'],
  [`srv_0123456789abcdef 12 ${hash.slice(1)}`, 'a hash too short'],
  [`srv_0123456789abcdef 12 ${hash}0`, 'a hash too long'],
  [`srv_0123456789abcdef 12 ${hash.toUpperCase()}`, 'capitals'],
  [`srv_0123456789abcdef  12 ${hash}`, 'two blanks'],
  [` srv_0123456789abcdef 12 ${hash}`, 'a blank before'],
  [`srv_0123456789abcdef 12 ${hash}\n`, 'a line end'],
  [`srv_0123456789abcdef 012 ${hash}`, 'a leading zero'],
  [`srv_0123456789abcdef -1 ${hash}`, 'a sign'],
  [`srv_0123456789abcdef 9007199254740992 ${hash}`, 'a number past all rows'],
  [`server 12 ${hash}`, 'no server'],
])('the head %j is wrong usage: %s', async (line) => {
  for (const [language, words] of Object.entries({ en: 'prints it', zh: '输出' })) {
    const refused = await holdfastAlone('audit', 'verify', '--head', line, '--lang', language)
    expect(refused).toMatchObject({ status: 2, out: '', err: expect.stringContaining(words) })
  }
})

test('--help names the option in both languages', async () => {
  expect((await holdfastAlone('audit', 'verify', '--help', '--lang', 'en')).out).toContain('--head <line>')
  expect((await holdfastAlone('audit', 'verify', '--help', '--lang', 'zh')).out).toMatch(
    /--head <line>\s+此前/,
  )
})
