import { operations } from '@holdfast/contract'
import { makeCaseMoveId } from '@holdfast/lease'
import { findOpenCase } from '../../../desk/find-case.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { moveBody } from '../../wire/case-work.ts'

export const mergeCase = endpoint(
  operations.mergeCase,
  async ({ params, body }, caller, { store, entropy }) => {
    const id = makeCaseMoveId(caller.now, entropy)
    const merged = await store.write(caller.actor, async (tx) => {
      const from = await findOpenCase(tx.read, params.case)
      if (isRefusal(from)) return from
      const to = await findOpenCase(tx.read, body.into)
      if (isRefusal(to)) return to
      return await tx.mergeCases({ id, from: from.id, to: to.id }, caller.now)
    })
    return isRefusal(merged) ? merged : moveBody(merged)
  },
)
