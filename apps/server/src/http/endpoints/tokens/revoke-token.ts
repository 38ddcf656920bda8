import { operations } from '@holdfast/contract'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { tokenWire } from '../../wire/token.ts'

export const revokeToken = endpoint(operations.revokeToken, async ({ params }, caller, { store }) => {
  const revoked = await store.write(caller.actor, (tx) => tx.revokeToken(params.token, caller.now))
  return isRefusal(revoked) ? revoked : tokenWire(revoked)
})
