import {
  beginDeskSecret,
  deskKeysOf,
  newestInUse,
  readDeskSecrets,
  type Begun,
  type SecretsLent,
} from './desk-secret.ts'
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
  const secrets = await readDeskSecrets(lent)
  let secret = newestInUse(secrets)?.number ?? 0
  const older = new Set(
    secrets.flatMap((each) =>
      each.kind === 'opened' && each.ring !== null && each.number !== secret ? [String(each.number)] : [],
    ),
  )
  const behind = (await lent.store.read.countRings()).some(({ ring }) => older.has(ring))
  if (!behind) {
    const begun = await beginDeskSecret(lent)
    if (begun.kind !== 'begun') return begun
    secret = begun.secret
  }
  lent.sealer.hold(deskKeysOf(await readDeskSecrets(lent)))
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
