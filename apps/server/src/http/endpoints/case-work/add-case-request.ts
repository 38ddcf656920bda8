import { operations } from '@holdfast/contract'
import { decideRequest } from '@holdfast/desk'
import { makeCaseItemId, type CaseMessageId } from '@holdfast/lease'
import { addEntries, onlyItem } from '../../../desk/work/add-entries.ts'
import { keepRequest } from '../../../desk/work/case-entries.ts'
import { deskActor } from '../../../desk/work/gather-case.ts'
import { addresseeOf, refuseForeign } from '../../../desk/work/read-entry.ts'
import { endpoint } from '../../endpoint.ts'
import { itemBody } from '../../wire/case-work.ts'

export const addCaseRequest = endpoint(
  operations.addCaseRequest,
  async ({ params, body }, caller, services) => {
    const id = makeCaseItemId(caller.now, services.entropy)
    const context = { actor: deskActor(caller.actor), now: caller.now }
    const added = await addEntries(caller, services, params.case, async ({ record }, read) => {
      const message = (body.message ?? null) as CaseMessageId | null
      const foreign = await refuseForeign(read, record.id, message)
      if (foreign !== null) return foreign
      const decided = decideRequest(
        {
          id,
          asker: addresseeOf(body.asker),
          addressee: addresseeOf(body.addressee),
          question: body.question,
          blocks: body.blocks ?? false,
        },
        context,
      )
      return decided.kind === 'refused'
        ? decided
        : [{ id, kind: 'request', message, ...keepRequest(decided.request) }]
    })
    return added.kind === 'refused' ? added : itemBody(onlyItem(added.items))
  },
)
