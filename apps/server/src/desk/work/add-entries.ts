import type { CaseItemId, Refusal, RefusalCode } from '@holdfast/lease'
import type { CaseItem, NewItem, Writer } from '@holdfast/store'
import type { Caller } from '../../http/endpoint.ts'
import type { Services } from '../../services.ts'
import type { EntryKind } from './case-entries.ts'
import { findOpenCase } from '../find-case.ts'
import { gatherCase, type GatheredCase } from './gather-case.ts'
import { entryOfItem } from '../search-entries.ts'

export type NewEntry = Pick<NewItem, 'state' | 'owner' | 'dueAt' | 'body' | 'message'> & {
  readonly id: CaseItemId
  readonly kind: EntryKind
}

/** Adds what `decide` makes of the case as it is now, with an event for each, or nothing and its refusal. */
export async function addEntries<Code extends RefusalCode>(
  caller: Caller,
  { store }: Services,
  named: string,
  decide: (
    gathered: GatheredCase,
    read: Writer['read'],
  ) => readonly NewEntry[] | Refusal<Code> | Promise<readonly NewEntry[] | Refusal<Code>>,
): Promise<
  | { readonly kind: 'added'; readonly items: readonly CaseItem[] }
  | Refusal<Code | 'NOT_FOUND' | 'CASE_MERGED'>
> {
  return await store.write(caller.actor, async (tx) => {
    const found = await findOpenCase(tx.read, named)
    if ('code' in found) return found
    const decided = await decide(await gatherCase(tx.read, found), tx.read)
    if ('code' in decided) return decided
    const items = await tx.addItems(
      decided.map(({ id, kind, state, owner, dueAt, message, body }) => ({
        ...{ id, kind, state, owner, dueAt, message, body },
        case: found.id,
      })),
      caller.now,
    )
    for (const { id, kind } of items) {
      const told = await tx.recordCaseEvent(
        found.id,
        { kind: 'item', facts: { item: id, of: kind } },
        caller.now,
      )
      if ('code' in told) return told
    }
    // The event locked the case: what merged it away in between is seen here.
    const locked = await findOpenCase(tx.read, found.id)
    if ('code' in locked) return locked
    await tx.putSearchEntries(items.map(entryOfItem))
    return { kind: 'added', items } as const
  })
}

export function onlyItem(items: readonly CaseItem[]): CaseItem {
  const [item] = items
  if (item === undefined) throw new Error('an entry was added and is not there')
  return item
}
