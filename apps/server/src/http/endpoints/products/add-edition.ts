import { operations } from '@holdfast/contract'
import { refuse } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'

export const addEdition = endpoint(operations.addEdition, async ({ params, body }, caller, { store }) =>
  store.write(caller.actor, async (tx) => {
    if ((await tx.read.findEdition(params.product, body.id)) !== null)
      return refuse('ALREADY_EXISTS', { what: 'edition' })
    const edition = { product: params.product, id: body.id, title: body.title, policies: body.policies ?? {} }
    const added = await tx.putEdition(edition, caller.now)
    return isRefusal(added) ? added : { ...added, policies: { ...added.policies } }
  }),
)
