import { sql } from 'kysely'
import type { Engine } from './engine.ts'
import type { Db } from './tables.ts'

/** What was read is not what is locked now: another server wrote in between, and nothing was written here. */
export class BooksMoved extends Error {
  constructor() {
    super('the books were written meanwhile')
    this.name = 'BooksMoved'
  }
}

/** Attempts of a transaction that collides with another server's. Each loses only to one that went through. */
export const collisionAttemptsMax = 8

/** Runs `body` in one writing transaction, in its turn: committed when it resolves, rolled back when it throws. */
export function transaction<T>(engine: Engine, body: (db: Db) => Promise<T>): Promise<T> {
  return engine.turns.take(() => run(engine.writing, engine, body))
}

/** As `transaction`, without limits of time. */
export function unhurriedTransaction<T>(engine: Engine, body: (db: Db) => Promise<T>): Promise<T> {
  return engine.turns.take(() => run(engine.unhurried, engine, body))
}

function run<T>(through: Db, { facts }: Engine, body: (db: Db) => Promise<T>): Promise<T> {
  return through.connection().execute(async (db) => {
    await sql.raw(facts.begin).execute(db)
    try {
      const result = await body(db)
      await sql.raw('commit').execute(db)
      return result
    } catch (error) {
      // A connection that broke cannot roll back, and has: the first error is the one that tells.
      await sql
        .raw('rollback')
        .execute(db)
        .catch(() => {})
      throw error
    }
  })
}

/** As `transaction`, again from the start where another server got in the way. */
export async function transactionRepeated<T>(engine: Engine, body: (db: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction(engine, body)
    } catch (error) {
      const again = error instanceof BooksMoved || engine.isCollision(error)
      if (attempt >= collisionAttemptsMax || !again) throw error
    }
  }
}
