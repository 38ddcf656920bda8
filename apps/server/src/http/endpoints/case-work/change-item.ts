import { operations } from '@holdfast/contract'
import { refuse, type CaseItemId } from '@holdfast/lease'
import { changeEntry } from '../../../desk/work/change-entry.ts'
import { deskActor } from '../../../desk/work/gather-case.ts'
import { entryOfItem } from '../../../desk/search-entries.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { itemBody } from '../../wire/case-work.ts'

export const changeItem = endpoint(operations.changeItem, async ({ params, body }, caller, { store }) => {
  const id = params.item as CaseItemId
  const context = { actor: deskActor(caller.actor), now: caller.now }
  const changed = await store.write(caller.actor, async (tx) => {
    const item = await tx.read.findItem(id)
    if (item === null) return refuse('NOT_FOUND', { what: id })
    if (item.version !== body.version) return await tx.changeItem(id, body.version, {}, caller.now)
    const decided = await changeEntry(tx.read, item, body, context)
    if (decided.kind === 'refused') return decided
    const after = await tx.changeItem(id, body.version, decided.change, caller.now)
    if (isRefusal(after)) return after
    const facts = { item: id, of: item.kind, from: item.state, to: after.state }
    const told = await tx.recordCaseEvent(item.case, { kind: 'item', facts }, caller.now)
    if (isRefusal(told)) return told
    await tx.putSearchEntries([entryOfItem(after)])
    return after
  })
  return isRefusal(changed) ? changed : itemBody(changed)
})
