import { operations } from '@holdfast/contract'
import { refuse, type CaseMessageId } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'

/** What a person says of a message is `confirmed`; no reading of words changes it again. */
export const judgeMessage = endpoint(operations.judgeMessage, async ({ params, body }, caller, { store }) => {
  const { audience, side } = body
  if (audience === undefined && side === undefined)
    return refuse('INPUT_INVALID', { complaints: ['body: needs audience or side'] })
  const judged = await store.write(caller.actor, (tx) =>
    tx.changeMessage(
      params.message as CaseMessageId,
      {
        ...(audience === undefined ? {} : { audience, audienceCertainty: 'confirmed' as const }),
        ...(side === undefined ? {} : { side, sideCertainty: 'confirmed' as const }),
      },
      caller.now,
    ),
  )
  if (isRefusal(judged)) return judged
  const { id: message, case: id, audienceCertainty, sideCertainty } = judged
  return { message, case: id, audience: judged.audience, audienceCertainty, side: judged.side, sideCertainty }
})
