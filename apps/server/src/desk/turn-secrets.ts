import type { SecretsLent } from './desk-secret.ts'
import { beginDeskSecret, deskKeysOf, readDeskSecrets, type Begun } from './desk-secret.ts'
import type { RingSealer } from './ring-sealer.ts'

/** Keys that are sealed again in one transaction: a server beside it waits no longer than that. */
const keysPerTurn = 256

export type Turned =
  | { readonly kind: 'turned'; readonly secret: number; readonly turned: number; readonly unreadable: number }
  | Exclude<Begun, { readonly kind: 'begun' }>

/**
 * Begins the next secret, unless keys still hang on an older ring: then an earlier run was broken off, or a server went on
 * sealing by the old one, and this one ends it. Each batch is a transaction. spec: desk-books §7
 */
export async function turnDeskSecret(
  lent: SecretsLent & { readonly sealer: RingSealer },
  onProgress: (turned: number) => void,
): Promise<Turned> {
  const newest = (await readDeskSecrets(lent)).findLast(({ kind }) => kind === 'opened')?.number ?? 0
  const { rings: known } = await openRings(lent)
  const behind = (await lent.store.read.countRings()).some(
    ({ ring, keys }) => keys > 0 && ring !== String(newest) && known.has(ring),
  )
  let secret = newest
  if (!behind) {
    const begun = await beginDeskSecret(lent)
    if (begun.kind !== 'begun') return begun
    secret = begun.secret
  }
  lent.sealer.hold((await openRings(lent)).rings)
  const sums = { turned: 0, unreadable: 0 }
  let after: string | null = null
  do {
    const page: { readonly after: string | null; readonly limit: number } = { after, limit: keysPerTurn }
    const done = await lent.store.write(lent.actor, (tx) => tx.turnKeyRing(page, lent.clock.now()))
    sums.turned += done.turned
    sums.unreadable += done.unreadable
    after = done.next
    onProgress(sums.turned)
  } while (after !== null)
  return { kind: 'turned', secret, ...sums }
}

async function openRings(lent: SecretsLent) {
  const secrets = await readDeskSecrets(lent)
  return secrets.some(({ kind }) => kind === 'opened')
    ? deskKeysOf(secrets)
    : { rings: new Map<string, Uint8Array>() }
}
