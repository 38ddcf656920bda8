import { sql } from 'kysely'
import type { Engine } from './engine.ts'
import type { Db } from './tables.ts'

/** Attempts of a transaction that collides with another server's. Each loses only to one that went through. */
export const collisionAttemptsMax = 8

/** Runs `body` in one writing transaction, in its turn: committed when it resolves, rolled back when it throws. */
export function transaction<T>(engine: Engine, body: (db: Db) => Promise<T>): Promise<T> {
  return engine.turns.take(() => run(engine, body))
}

function run<T>(engine: Engine, body: (db: Db) => Promise<T>): Promise<T> {
  return engine.writing.connection().execute(async (db) => {
    await sql.raw(engine.facts.begin).execute(db)
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
      if (attempt >= collisionAttemptsMax || !engine.isCollision(error)) throw error
    }
  }
}
