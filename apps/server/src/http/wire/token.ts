import { formatInstant, formatDay } from '@holdfast/capabilities'
import { scopes, type TokenWire } from '@holdfast/contract'
import type { TokenRecord } from '@holdfast/store'
import { momentOrNull } from './books.ts'

export function tokenWire(token: TokenRecord): TokenWire {
  return {
    id: token.id,
    name: token.name,
    // A scope that this version does not know allows nothing, and is not shown.
    scopes: scopes.filter((scope) => token.scopes.includes(scope)),
    createdAt: formatInstant(token.createdAt),
    revokedAt: momentOrNull(token.revokedAt),
    lastUsedOn: token.lastUsedDay === null ? null : formatDay(token.lastUsedDay),
  }
}
