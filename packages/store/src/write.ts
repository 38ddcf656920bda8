import { Bookkeeping, type Keeper } from './bookkeeping.ts'
import type { Sealer } from './desk/sealer.ts'
import type { Engine } from './engine.ts'
import { openWriter } from './open-writer.ts'
import type { Actor } from './records.ts'
import type { Writer } from './store-interface.ts'
import { transactionRepeated } from './transaction.ts'

/** Leaves a transaction whose body refused, so that nothing of it is written. */
class Refused extends Error {
  readonly result: unknown

  constructor(result: unknown) {
    super('refused')
    this.result = result
  }
}

/** One transaction of an administrator or of the server itself; again from the start where another server got in the way. */
export async function write<T>(
  tools: { readonly engine: Engine; readonly keeper: Keeper; readonly sealer: Sealer | null },
  actor: Actor,
  body: (tx: Writer) => Promise<T>,
): Promise<T> {
  try {
    return await transactionRepeated(tools.engine, async (db) => {
      const bookkeeping = await Bookkeeping.begin(db, tools.keeper)
      const result = await body(
        openWriter({ db, facts: tools.engine.facts, actor, bookkeeping, sealer: tools.sealer }),
      )
      if (isRefusal(result)) throw new Refused(result)
      await bookkeeping.finish()
      return result
    })
  } catch (error) {
    if (error instanceof Refused) return error.result as T
    throw error
  }
}

function isRefusal(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'refused'
}
