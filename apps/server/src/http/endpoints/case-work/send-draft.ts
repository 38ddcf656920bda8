import { operations } from '@holdfast/contract'
import { makeCaseMessageId, makeOutgoingMailId, type CaseItemId } from '@holdfast/lease'
import { deskActor } from '../../../desk/work/gather-case.ts'
import { sendDraft as send } from '../../../desk/work/send-draft.ts'
import { endpoint } from '../../endpoint.ts'
import { itemBody, stateBody } from '../../wire/case-work.ts'

export const sendDraft = endpoint(operations.sendDraft, async ({ params, body }, caller, services) => {
  const { store, desk, entropy, jobs } = services
  const { now } = caller
  const ids = { message: makeCaseMessageId(now, entropy), mail: makeOutgoingMailId(now, entropy) }
  const asked = { item: params.item as CaseItemId, version: body.version }
  const sent = await store.write(caller.actor, (tx) =>
    send(tx, asked, { desk, ids, actor: deskActor(caller.actor), now }),
  )
  if (sent.kind === 'refused') return sent
  jobs.mail?.mailQueued()
  return {
    draft: itemBody(sent.draft),
    message: sent.message,
    mail: sent.mail,
    state: stateBody(sent.record),
  }
})
