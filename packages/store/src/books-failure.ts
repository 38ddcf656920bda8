// Why books cannot be opened or read, where that lies with them or the way to them and not with this program.

/** The books were migrated by a later program, and this one could misread them. */
export class BooksNewer extends Error {
  override readonly name = 'BooksNewer'
  readonly version: number
  readonly versionMax: number

  constructor(version: number, versionMax: number) {
    super(`the books have schema version ${version}, this program knows ${versionMax}: use a newer program`)
    this.version = version
    this.versionMax = versionMax
  }
}

/** The books are to be brought forward, and another server serves them, which would go on writing what it knew. */
export class BooksInUse extends Error {
  override readonly name = 'BooksInUse'

  constructor() {
    super('the books must be brought forward, and another server serves them')
  }
}

/** `reason` is short, comes from the engine or the system, and holds nothing of the address. */
export type BooksFailure =
  | { readonly kind: 'newer'; readonly version: number; readonly versionMax: number }
  | { readonly kind: 'in-use' }
  | { readonly kind: 'damaged'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly because: UnreachableBecause; readonly reason: string }

/**
 * `file`: SQLite's file cannot be opened or written. Of PostgreSQL: `connection`, nobody answers; `login`, user or password
 * are refused; `database`, there is none of this name; `rights`, the user may not change the tables.
 */
export type UnreachableBecause = 'file' | 'connection' | 'login' | 'database' | 'rights'

/** What an error says of the books, from `openStore` and from reading them; null where it says nothing of them. */
export function judgeBooksFailure(error: unknown): BooksFailure | null {
  if (error instanceof BooksNewer) {
    const { version, versionMax } = error
    return { kind: 'newer', version, versionMax }
  }
  if (error instanceof BooksInUse) return { kind: 'in-use' }
  if (!(error instanceof Error)) return null
  const { code, errcode, errstr, syscall } = error as Error & { [name: string]: unknown }
  if (typeof code !== 'string') return judgeMessage(error.message)
  if (code === 'ERR_SQLITE_ERROR') return judgeSqlite(Number(errcode) & 0xff, String(errstr))
  const isOfNetwork = syscall === 'connect' || syscall === 'getaddrinfo' || networkCodes.test(code)
  if (isOfNetwork) return { kind: 'unreachable', because: 'connection', reason: code }
  return judgePostgres(code)
}

/** Busy and locked too: a server that cannot begin to write does not start. */
const sqliteOfFile: ReadonlySet<number> = new Set([3, 5, 6, 8, 10, 13, 14])
const sqliteDamaged: ReadonlySet<number> = new Set([11, 26])

function judgeSqlite(code: number, reason: string): BooksFailure | null {
  if (sqliteDamaged.has(code)) return { kind: 'damaged', reason }
  return sqliteOfFile.has(code) ? { kind: 'unreachable', because: 'file', reason } : null
}

/** Errors of a connection that was there, and of certificates. Files have codes of the same kind, and are none of this. */
const networkCodes = /^(?:ECONN[A-Z]+|EPIPE|ETIMEDOUT|E(?:HOST|NET)[A-Z]+|.*CERT.*|.*TLS.*|.*SIGNATURE)$/

/** By SQLSTATE: data_corrupted and index_corrupted; class 28; 3D000; insufficient_privilege, read_only_sql_transaction. */
function judgePostgres(reason: string): BooksFailure | null {
  if (/^XX00[12]$/.test(reason)) return { kind: 'damaged', reason }
  const because = /^28...$/.test(reason)
    ? 'login'
    : reason === '3D000'
      ? 'database'
      : /^(?:42501|25006)$/.test(reason)
        ? 'rights'
        : /^(?:08...|53...|57P..|58...)$/.test(reason)
          ? 'connection'
          : null
  return because === null ? null : { kind: 'unreachable', because, reason }
}

/** The driver's own errors carry no code. */
function judgeMessage(message: string): BooksFailure | null {
  if (message.startsWith('SASL: ')) return { kind: 'unreachable', because: 'login', reason: 'SASL' }
  const reason = /^(?:timeout exceeded|timeout expired|Connection terminated|Query read timeout)/.test(
    message,
  )
    ? 'ETIMEDOUT'
    : /\bSSL\b/.test(message)
      ? 'SSL'
      : null
  return reason === null ? null : { kind: 'unreachable', because: 'connection', reason }
}
