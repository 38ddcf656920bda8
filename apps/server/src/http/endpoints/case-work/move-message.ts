import { operations } from '@holdfast/contract'
import { makeCaseMoveId, refuse, type CaseMessageId } from '@holdfast/lease'
import { findOpenCase } from '../../../desk/find-case.ts'
import { listWhole } from '../../../desk/list-whole.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { moveBody } from '../../wire/case-work.ts'

export const moveMessage = endpoint(
  operations.moveMessage,
  async ({ params, body }, caller, { store, entropy }) => {
    const id = makeCaseMoveId(caller.now, entropy)
    const moved = await store.write(caller.actor, async (tx) => {
      const message = await tx.read.findMessage(params.message as CaseMessageId)
      if (message === null) return refuse('NOT_FOUND', { what: params.message })
      const to = await findOpenCase(tx.read, body.to)
      if (isRefusal(to)) return to
      const { case: from } = message
      if (from === to.id)
        return refuse('INPUT_INVALID', { complaints: ['body/to: is the case that the message is in'] })
      const messages = [message.id]
      if (body.tail === true) {
        const all = await listWhole((page) => tx.read.listMessages({ case: from, withHeld: true }, page))
        messages.push(
          ...all.slice(all.findIndex((each) => each.id === message.id) + 1).map((each) => each.id),
        )
      }
      return await tx.moveMessages({ id, from, to: to.id, messages }, caller.now)
    })
    return isRefusal(moved) ? moved : moveBody(moved)
  },
)
