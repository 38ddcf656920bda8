import { join } from 'node:path'
import type { Clock, Entropy } from '@holdfast/capabilities'
import type { Actor, Store } from '@holdfast/store'
import { adminTokenFile, writeOwnersFile } from './data-folder.ts'
import { makeTokenId, makeTokenSecret, tokenHash } from './http/tokens.ts'

/**
 * The first start writes one administrator token to `<data>/admin-token` and keeps its hash. The file comes first: a crash
 * between the two makes a new token at the next start, instead of one that nobody can read.
 * Null where the books hold a token already.
 */
export async function makeFirstToken(options: {
  readonly store: Store
  readonly clock: Clock
  readonly entropy: Entropy
  readonly actor: Actor
  readonly dataFolder: string
}): Promise<string | null> {
  const listed = await options.store.read.listTokens({ limit: 1 })
  if (listed.kind === 'refused' || listed.items.length > 0) return null
  const secret = makeTokenSecret(options.entropy)
  const path = join(options.dataFolder, adminTokenFile)
  writeOwnersFile(path, `${secret}\n`)
  const token = {
    id: makeTokenId(options.entropy),
    name: 'first administrator token',
    hash: tokenHash(secret),
    scopes: ['admin'],
    createdAt: options.clock.now(),
    revokedAt: null,
    lastUsedDay: null,
  }
  await options.store.write(options.actor, (tx) => tx.addToken(token))
  return path
}
