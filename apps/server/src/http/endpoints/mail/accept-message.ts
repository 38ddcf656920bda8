import { operations } from '@holdfast/contract'
import type { CaseMessageId } from '@holdfast/lease'
import { raiseAdmitted } from '../../../desk/raise-arrivals.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { judgedWire } from '../../wire/mail.ts'

export const acceptMessage = endpoint(
  operations.acceptMessage,
  async ({ params, body }, { actor, now }, { store, entropy }) => {
    const id = params.message as CaseMessageId
    const changed = await store.write(actor, async (tx) => {
      const before = await tx.read.findMessage(id)
      const audience =
        body.audience === undefined
          ? {}
          : { audience: body.audience, audienceCertainty: 'confirmed' as const }
      const message = await tx.changeMessage(id, { held: null, ...audience }, now)
      if (!isRefusal(message) && before !== null && before.held !== null)
        await raiseAdmitted(tx, message, { entropy, now })
      return message
    })
    return isRefusal(changed) ? changed : { ...judgedWire(changed), held: changed.held }
  },
)
