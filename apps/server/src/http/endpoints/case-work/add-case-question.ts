import { operations } from '@holdfast/contract'
import { decideQuestion } from '@holdfast/desk'
import { makeCaseItemId, type CaseMessageId } from '@holdfast/lease'
import { addEntries, onlyItem } from '../../../desk/work/add-entries.ts'
import { keepQuestion } from '../../../desk/work/case-entries.ts'
import { deskActor } from '../../../desk/work/gather-case.ts'
import { addresseeOf, refuseForeign } from '../../../desk/work/read-entry.ts'
import { endpoint } from '../../endpoint.ts'
import { itemBody } from '../../wire/case-work.ts'

export const addCaseQuestion = endpoint(
  operations.addCaseQuestion,
  async ({ params, body }, caller, services) => {
    const id = makeCaseItemId(caller.now, services.entropy)
    const context = { actor: deskActor(caller.actor), now: caller.now }
    const added = await addEntries(caller, services, params.case, async ({ record }, read) => {
      const message = (body.message ?? null) as CaseMessageId | null
      const foreign = await refuseForeign(read, record.id, message)
      if (foreign !== null) return foreign
      const { question, hindered = '', blocks = false } = body
      const owner = body.owner === undefined || body.owner === null ? null : addresseeOf(body.owner)
      const decided = decideQuestion({ id, question, message, owner, blocks, hindered }, context)
      return decided.kind === 'refused'
        ? decided
        : [{ id, kind: 'question', message, ...keepQuestion(decided.question) }]
    })
    return added.kind === 'refused' ? added : itemBody(onlyItem(added.items))
  },
)
