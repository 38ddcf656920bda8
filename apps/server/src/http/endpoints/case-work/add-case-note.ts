import { operations } from '@holdfast/contract'
import { decideNote } from '@holdfast/desk'
import { makeCaseItemId } from '@holdfast/lease'
import { addEntries, onlyItem } from '../../../desk/work/add-entries.ts'
import { keepNote } from '../../../desk/work/case-entries.ts'
import { deskActor } from '../../../desk/work/gather-case.ts'
import { endpoint } from '../../endpoint.ts'
import { itemBody } from '../../wire/case-work.ts'

export const addCaseNote = endpoint(operations.addCaseNote, async ({ params, body }, caller, services) => {
  const id = makeCaseItemId(caller.now, services.entropy)
  const context = { actor: deskActor(caller.actor), now: caller.now }
  const added = await addEntries(caller, services, params.case, ({ notes }) => {
    const { kind, text, settles = null } = body
    const decided = decideNote({ id, kind, text, settles }, notes, context)
    return decided.kind === 'refused'
      ? decided
      : [{ id, kind: 'note', message: null, ...keepNote(decided.note) }]
  })
  return added.kind === 'refused' ? added : itemBody(onlyItem(added.items))
})
