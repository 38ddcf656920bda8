import { createHash, timingSafeEqual } from 'node:crypto'
import { scopes, type Scope } from '@holdfast/contract'
import { secondsPerDay, type Entropy, type Instant } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import type { Actor, Store, TokenRecord } from '@holdfast/store'

const secretBytes = 32
/** Longer ones are refused before they are hashed. */
const tokenCharsMax = 512

/** 32 random bytes behind a prefix that secret scanners can find. */
export function makeTokenSecret(entropy: Entropy): string {
  return `hft_${Buffer.from(entropy.bytes(secretBytes)).toString('base64url')}`
}

export function makeTokenId(entropy: Entropy): string {
  return `tok_${Buffer.from(entropy.bytes(8)).toString('hex')}`
}

export function tokenHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

export type TokenRefusal = Refusal<'TOKEN_MISSING' | 'TOKEN_WRONG' | 'SCOPE_MISSING'>
export type TokenDoor = (authorization: string | undefined, scope: Scope) => Promise<Actor | TokenRefusal>

/**
 * Judges an Authorization header: TOKEN_MISSING, TOKEN_WRONG (unknown or revoked), SCOPE_MISSING. The books are asked by
 * hash, and what they answer is compared again in constant time. `given`: the administrator token of the settings.
 */
export function tokenDoor(options: {
  readonly store: Store
  readonly given: string | null
  readonly now: () => Instant
}): TokenDoor {
  const givenHash = options.given === null ? null : tokenHash(options.given)
  return async (authorization, scope) => {
    if (authorization === undefined) return refuse('TOKEN_MISSING')
    const secret = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization.slice(0, tokenCharsMax + 8))?.[1]
    if (secret === undefined || secret.length > tokenCharsMax) return refuse('TOKEN_WRONG')
    const hash = tokenHash(secret)
    if (givenHash !== null && sameHash(hash, givenHash)) return { kind: 'administrator', id: 'settings' }
    const record = await options.store.read.findTokenByHash(hash)
    if (record === null || !sameHash(record.hash, hash) || record.revokedAt !== null)
      return refuse('TOKEN_WRONG')
    if (!allows(record, scope)) return refuse('SCOPE_MISSING', { scope })
    await recordUse(options.store, record, options.now())
    return { kind: 'administrator', id: record.id }
  }
}

function allows(record: TokenRecord, scope: Scope): boolean {
  const held = scopes.filter((known) => record.scopes.includes(known))
  return held.includes('admin') || held.includes(scope)
}

function sameHash(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one, 'hex'), Buffer.from(other, 'hex'))
}

// At most one write a day for each token.
async function recordUse(store: Store, record: TokenRecord, now: Instant): Promise<void> {
  const day = Math.floor(now / secondsPerDay)
  if (record.lastUsedDay !== null && record.lastUsedDay >= day) return
  await store.write({ kind: 'administrator', id: record.id }, (tx) => tx.recordTokenUse(record.id, day))
}
