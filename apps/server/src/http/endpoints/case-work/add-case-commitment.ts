import { operations } from '@holdfast/contract'
import { decideCommitment } from '@holdfast/desk'
import { makeCaseItemId, refuse, type CaseMessageId } from '@holdfast/lease'
import { addEntries, onlyItem } from '../../../desk/work/add-entries.ts'
import { keepCommitment } from '../../../desk/work/case-entries.ts'
import { deskActor } from '../../../desk/work/gather-case.ts'
import { addresseeOf, momentOf, refuseForeign } from '../../../desk/work/read-entry.ts'
import { endpoint } from '../../endpoint.ts'
import { itemBody } from '../../wire/case-work.ts'

export const addCaseCommitment = endpoint(
  operations.addCaseCommitment,
  async ({ params, body }, caller, services) => {
    const id = makeCaseItemId(caller.now, services.entropy)
    const context = { actor: deskActor(caller.actor), now: caller.now }
    const due = momentOf(body.due)
    if (due === 'none') return refuse('INPUT_INVALID', { complaints: ['body/due: is no moment'] })
    const added = await addEntries(caller, services, params.case, async ({ record }, read) => {
      const message = (body.message ?? null) as CaseMessageId | null
      const foreign = await refuseForeign(read, record.id, message)
      if (foreign !== null) return foreign
      const [owner, to] = [addresseeOf(body.owner), addresseeOf(body.to)]
      const decided = decideCommitment({ id, owner, to, what: body.what, due }, context)
      return decided.kind === 'refused'
        ? decided
        : [{ id, kind: 'commitment', message, ...keepCommitment(decided.commitment) }]
    })
    return added.kind === 'refused' ? added : itemBody(onlyItem(added.items))
  },
)
