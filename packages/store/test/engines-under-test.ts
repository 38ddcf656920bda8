// Every suite runs on both engines: describe.each(engines)('...', (engine) => { ... openTarget(engine) ... }).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres, type PostgresForTests } from '../src/testing.ts'
import type { StoreTarget } from '../src/open-engine.ts'

export const engines = ['sqlite', 'postgres'] as const
export type EngineName = (typeof engines)[number]

/** New, empty books for each call of `target`; `stop` takes all of them away. */
export type BooksForTests = { target(name: string): Promise<StoreTarget>; stop(): Promise<void> }

export async function openBooksForTests(engine: EngineName): Promise<BooksForTests> {
  if (engine === 'postgres') {
    const postgres: PostgresForTests = await startPostgres()
    return {
      target: async (name) => ({ kind: 'postgres', url: await postgres.url(name) }),
      stop: () => postgres.stop(),
    }
  }
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-store-'))
  return {
    target: (name) => Promise.resolve({ kind: 'sqlite', file: join(folder, `${name}.sqlite`) }),
    stop: () => {
      rmSync(folder, { recursive: true, force: true })
      return Promise.resolve()
    },
  }
}
