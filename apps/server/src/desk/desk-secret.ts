import { hkdfSync } from 'node:crypto'
import type { Clock, Entropy } from '@holdfast/capabilities'
import type { ReplyKey } from '@holdfast/desk'
import type { Actor, Store } from '@holdfast/store'
import { sealKey, unsealKey } from '../keys/sealed-key.ts'
import { StartFailure } from '../start-failure.ts'

const settingPrefix = 'desk-secret-'
const lostSuffix = '-lost'
const keyBytes = 32
/** Ids of reply keys end at 31. spec: threading §2 */
export const deskSecretsMax = 32

export type DeskKeys = {
  /** Under which the keys of messages lie, by the names of their rings; never empty. */
  readonly rings: ReadonlyMap<string, Uint8Array>
  readonly reply: readonly ReplyKey[]
  /** Of the hashes that make two copies one message; of the first secret that was not lost. */
  readonly identity: Uint8Array
}

export type SecretsLent = {
  readonly store: Store
  readonly clock: Clock
  readonly entropy: Entropy
  readonly actor: Actor
  readonly keySecret: Uint8Array | null
}

/** One secret as the books hold it. `missing`: something hangs on it, and there is no such setting. */
export type DeskSecret = { readonly number: number } & (
  | { readonly kind: 'opened'; readonly seed: Uint8Array }
  | { readonly kind: 'unreadable'; readonly because: 'key-file-missing' | 'key-file-wrong' | 'damaged' }
  | { readonly kind: 'missing' | 'lost' }
)

const failureOf = {
  'key-file-missing': 'desk-key-file-missing',
  'key-file-wrong': 'desk-key-file-wrong',
  damaged: 'desk-secret-damaged',
} as const

/**
 * The desk's secrets, from which its other keys follow. The first is made at the first start, and only where nothing
 * hangs on one that is gone; of two servers that start at once on one database, one makes it and both use it. Throws
 * StartFailure where one cannot be opened and nobody has accepted its loss. spec: desk-books §7
 */
export async function openDeskKeys(lent: SecretsLent): Promise<DeskKeys> {
  let secrets = await readDeskSecrets(lent)
  if (secrets.length === 0) {
    await makeFirstSecret(lent)
    secrets = await readDeskSecrets(lent)
  }
  for (const secret of secrets) {
    const facts = { secret: secret.number }
    if (secret.kind === 'unreadable') throw new StartFailure(failureOf[secret.because], facts)
    if (secret.kind === 'missing') throw new StartFailure('desk-secret-missing', facts)
  }
  return deskKeysOf(secrets)
}

/** Every secret that the books name, by a setting or by what hangs on it. Empty in books without a desk. */
export async function readDeskSecrets(
  lent: Pick<SecretsLent, 'store' | 'keySecret'>,
): Promise<readonly DeskSecret[]> {
  const { read } = lent.store
  // First what hangs, then the secrets: a secret that another server makes in between is seen.
  const rings = await read.listEndRings()
  const messages = await read.holdsMessages()
  const settings = new Map(
    (await read.listSettings(settingPrefix)).map(({ name, value }) => [name, value] as const),
  )
  const named = [...settings.keys()].map((name) => Number.parseInt(name.slice(settingPrefix.length), 10))
  const newest = Math.max(messages ? 1 : 0, ...rings.map(Number), ...named)
  return Array.from({ length: newest }, (_, at): DeskSecret => {
    const number = at + 1
    const name = settingOf(number)
    if (settings.has(`${name}${lostSuffix}`)) return { number, kind: 'lost' }
    const kept = settings.get(name)
    if (kept === undefined) return { number, kind: 'missing' }
    const secret = lent.keySecret
    const opened = unsealKey(Buffer.from(kept, 'base64'), { thumbprint: name, secret })
    return opened.kind === 'seed'
      ? { number, kind: 'opened', seed: opened.seed }
      : { number, kind: 'unreadable', because: opened.because }
  })
}

async function makeFirstSecret(lent: SecretsLent): Promise<void> {
  const value = makeSecret(lent, 1)
  await lent.store.write(lent.actor, (tx) => tx.keepSetting(settingOf(1), value, lent.clock.now()))
}

export type Begun =
  | { readonly kind: 'begun'; readonly secret: number }
  | { readonly kind: 'not-open'; readonly secret: number }
  | { readonly kind: 'too-many' }

/** The next secret, where every other is open or lost. Of two that begin one at once, both get the same. */
export async function beginDeskSecret(lent: SecretsLent): Promise<Begun> {
  const secrets = await readDeskSecrets(lent)
  const closed = secrets.find(({ kind }) => kind === 'missing' || kind === 'unreadable')
  if (closed !== undefined) return { kind: 'not-open', secret: closed.number }
  const next = secrets.length + 1
  if (next > deskSecretsMax) return { kind: 'too-many' }
  const value = makeSecret(lent, next)
  await lent.store.write(lent.actor, (tx) => tx.keepSetting(settingOf(next), value, lent.clock.now()))
  return { kind: 'begun', secret: next }
}

export type Accepted =
  | { readonly kind: 'accepted'; readonly lost: readonly number[]; readonly secret: number }
  | { readonly kind: 'nothing-lost' | 'too-many' }

/**
 * Marks every secret that cannot be opened as lost, and begins the next where none is left, in one transaction with its
 * audit row. What was sealed stays, also the secret itself where it is there: whoever finds the key file can open it.
 */
export async function acceptDeskLoss(lent: SecretsLent, reason: string): Promise<Accepted> {
  const secrets = await readDeskSecrets(lent)
  const lost = secrets.flatMap(({ kind, number }) =>
    kind === 'missing' || kind === 'unreadable' ? [number] : [],
  )
  if (lost.length === 0) return { kind: 'nothing-lost' }
  const opened = secrets.findLast(({ kind }) => kind === 'opened')
  const secret = opened?.number ?? secrets.length + 1
  if (secret > deskSecretsMax) return { kind: 'too-many' }
  const now = lent.clock.now()
  const made = opened === undefined ? makeSecret(lent, secret) : null
  await lent.store.write(lent.actor, async (tx) => {
    for (const number of lost) await tx.keepSetting(`${settingOf(number)}${lostSuffix}`, String(now), now)
    if (made !== null) await tx.keepSetting(settingOf(secret), made, now)
    const detail = { lost, secret, reason }
    await tx.note({ action: 'desk-loss-accept', subject: `setting:${settingOf(secret)}`, detail }, now)
  })
  return { kind: 'accepted', lost, secret }
}

/** Of the secrets that are open; the newest signs. Throws where none is. */
export function deskKeysOf(secrets: readonly DeskSecret[]): DeskKeys {
  const opened = secrets.flatMap((secret) => (secret.kind === 'opened' ? [secret] : []))
  const [first] = opened
  const newest = opened.at(-1)
  if (first === undefined || newest === undefined) throw new Error('no secret of the desk is open')
  return {
    rings: new Map(opened.map(({ number, seed }) => [String(number), derive(seed, `ring ${number}`)])),
    reply: opened.map(({ number, seed }) => ({
      id: number - 1,
      secret: derive(seed, `reply tokens ${number}`),
      state: number === newest.number ? ('signing' as const) : ('accepted' as const),
    })),
    identity: derive(first.seed, 'identities 1'),
  }
}

function settingOf(number: number): string {
  return `${settingPrefix}${number}`
}

function makeSecret({ entropy, keySecret: secret }: SecretsLent, number: number): string {
  const sealed = sealKey(entropy.bytes(keyBytes), { thumbprint: settingOf(number), secret, entropy })
  return Buffer.from(sealed).toString('base64')
}

function derive(seed: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', seed, new Uint8Array(), `holdfast desk ${purpose}`, keyBytes))
}
