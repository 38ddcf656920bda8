import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'

export const addRelease = endpoint(operations.addRelease, async ({ params, body }, caller, { store }) =>
  store.write(caller.actor, (tx) =>
    tx.addRelease({ product: params.product, name: body.name, ordinal: body.ordinal }, caller.now),
  ),
)
