import { judgeBooksFailure, type BooksFailure } from '@holdfast/store'
import type { ServerConfig } from './config/server-config.ts'
import { StartFailure } from './start-failure.ts'

/** Runs what opens or reads the books; throws StartFailure for what a person can repair about them. */
export async function orStartFailure<T>(
  database: ServerConfig['database'],
  body: () => Promise<T>,
): Promise<T> {
  try {
    return await body()
  } catch (error) {
    const failure = judgeBooksFailure(error)
    if (failure === null || !isOf(failure, database)) throw error
    const { kind, ...facts } = failure
    throw new StartFailure(`books-${kind}`, { books: nameBooks(database), ...facts })
  }
}

/** What ways the other engine has to be out of reach are the troubles of something else. */
function isOf(failure: BooksFailure, database: ServerConfig['database']): boolean {
  return failure.kind !== 'unreachable' || (failure.because === 'file') === (database.kind === 'sqlite')
}

/** Which books, without user and password. */
function nameBooks(database: ServerConfig['database']): string {
  if (database.kind === 'sqlite') return database.file
  const url = URL.parse(database.url)
  return url === null ? 'PostgreSQL' : `${url.host}${url.pathname}`
}
