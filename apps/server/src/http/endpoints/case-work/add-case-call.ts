import { parseInstant } from '@holdfast/capabilities'
import { operations } from '@holdfast/contract'
import { composeCallConfirmation, decideCall, listUnconfirmedCalls } from '@holdfast/desk'
import { makeCaseItemId, refuse } from '@holdfast/lease'
import { addEntries, onlyItem } from '../../../desk/work/add-entries.ts'
import { keepCall } from '../../../desk/work/case-entries.ts'
import { deskActor } from '../../../desk/work/gather-case.ts'
import { addresseeOf } from '../../../desk/work/read-entry.ts'
import { writeDraft } from '../../../desk/work/write-draft.ts'
import { endpoint } from '../../endpoint.ts'
import { itemBody } from '../../wire/case-work.ts'

export const addCaseCall = endpoint(operations.addCaseCall, async ({ params, body }, caller, services) => {
  const { entropy, desk } = services
  const [id, draftId] = [makeCaseItemId(caller.now, entropy), makeCaseItemId(caller.now, entropy)]
  const at = parseInstant(body.at)
  if (at === null) return refuse('INPUT_INVALID', { complaints: ['body/at: is no moment'] })
  const { zone, said, agreed = [], consent = null, language = caller.locale } = body
  const made = { id, at, zone, parties: body.parties.map(addresseeOf), said, agreed, consent }
  const added = await addEntries(caller, services, params.case, async (gathered, read) => {
    const decided = decideCall(made, { actor: deskActor(caller.actor), now: caller.now })
    if (decided.kind === 'refused') return decided
    const call = { id, kind: 'call', message: null, ...keepCall(decided.call) } as const
    // Only what was agreed with the customer is confirmed in writing.
    if (listUnconfirmedCalls([decided.call]).length === 0) return [call]
    const artefact = composeCallConfirmation(decided.call)
    const asked = {
      ...({ audience: 'customer', language, content: { kind: 'artefact', artefact } } as const),
      ...{ subject: null, replyTo: null, to: null, cc: [], confirms: id },
    }
    const draft = await writeDraft(read, gathered, asked, { id: draftId, desk })
    return 'code' in draft ? draft : [call, draft]
  })
  if (added.kind === 'refused') return added
  const [, draft] = added.items
  return { call: itemBody(onlyItem(added.items)), draft: draft === undefined ? null : itemBody(draft) }
})
