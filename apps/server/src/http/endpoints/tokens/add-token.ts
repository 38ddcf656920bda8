import { operations } from '@holdfast/contract'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { makeTokenId, makeTokenSecret, tokenHash } from '../../tokens.ts'
import { tokenWire } from '../../wire/token.ts'

export const addToken = endpoint(operations.addToken, async ({ body }, caller, { store, entropy }) => {
  const secret = makeTokenSecret(entropy)
  const token = {
    id: makeTokenId(entropy),
    name: body.name,
    hash: tokenHash(secret),
    scopes: [...new Set(body.scopes)],
    createdAt: caller.now,
    revokedAt: null,
    lastUsedDay: null,
  }
  const added = await store.write(caller.actor, (tx) => tx.addToken(token))
  return isRefusal(added) ? added : { token: tokenWire(added), secret }
})
