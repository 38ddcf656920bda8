import { hkdfSync } from 'node:crypto'
import type { Clock, Entropy } from '@holdfast/capabilities'
import type { ReplyKey } from '@holdfast/desk'
import type { Actor, Store } from '@holdfast/store'
import { sealKey, unsealKey } from '../keys/sealed-key.ts'
import { StartFailure } from '../start-failure.ts'

const settingPrefix = 'desk-secret-'
const lostSuffix = '-lost'
/** Of a secret whose ring was dropped these remain, each sealed by itself, and its own setting is empty. */
const [replySuffix, identitySuffix, dropped] = ['-reply', '-identity', '']
const keyBytes = 32
/** Ids of reply keys end at 31. spec: threading §2 */
export const deskSecretsMax = 32

export type DeskKeys = {
  /** Under which the keys of messages lie, by the names of their rings; never empty. */
  readonly rings: ReadonlyMap<string, Uint8Array>
  /** The name of the ring that seals. */
  readonly sealing: string
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

type Unreadable = 'key-file-missing' | 'key-file-wrong' | 'damaged'

/** One secret as the books hold it. `missing`: something hangs on it, and there is no such setting. */
export type DeskSecret = { readonly number: number } & (
  | {
      readonly kind: 'opened'
      /** null: dropped, because nothing hung on it any more. */
      readonly ring: Uint8Array | null
      readonly reply: Uint8Array
      readonly identity: Uint8Array
      /** Its loss was accepted, and it is back: it opens and is accepted, and neither seals nor signs. */
      readonly wasLost: boolean
    }
  | { readonly kind: 'unreadable'; readonly because: Unreadable }
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
  const named = [...settings.keys()].flatMap((name) => /^desk-secret-(\d+)/.exec(name)?.[1] ?? [])
  const numbers = [...rings, ...named].map(Number)
  const strange = numbers.find((number) => !(number >= 1 && number <= deskSecretsMax))
  if (strange !== undefined) throw new Error(`the books name a secret ${strange} of the desk`)
  const newest = Math.max(messages ? 1 : 0, ...numbers)
  return Array.from({ length: newest }, (_, at) => readSecret(settings, at + 1, lent.keySecret))
}

function readSecret(
  settings: ReadonlyMap<string, string>,
  number: number,
  keySecret: Uint8Array | null,
): DeskSecret {
  const name = settingOf(number)
  const wasLost = settings.has(`${name}${lostSuffix}`)
  const keys = openSecret(settings, number, keySecret)
  if (typeof keys === 'object') return { number, kind: 'opened', ...keys, wasLost }
  if (wasLost) return { number, kind: 'lost' }
  return keys === 'missing' ? { number, kind: keys } : { number, kind: 'unreadable', because: keys }
}

type OpenedKeys = Pick<Extract<DeskSecret, { kind: 'opened' }>, 'ring' | 'reply' | 'identity'>

function openSecret(
  settings: ReadonlyMap<string, string>,
  number: number,
  secret: Uint8Array | null,
): OpenedKeys | Unreadable | 'missing' {
  const open = (name: string): Uint8Array | Unreadable | 'missing' => {
    const kept = settings.get(name)
    if (kept === undefined) return 'missing'
    const opened = unsealKey(Buffer.from(kept, 'base64'), { thumbprint: name, secret })
    return opened.kind === 'seed' ? new Uint8Array(opened.seed) : opened.because
  }
  const name = settingOf(number)
  if (settings.get(name) !== dropped) {
    const seed = open(name)
    return typeof seed === 'string' ? seed : keysOfSeed(seed, number)
  }
  const reply = open(`${name}${replySuffix}`)
  if (typeof reply === 'string') return reply
  const identity = open(`${name}${identitySuffix}`)
  return typeof identity === 'string' ? identity : { ring: null, reply, identity }
}

function keysOfSeed(seed: Uint8Array, number: number): OpenedKeys & { readonly ring: Uint8Array } {
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', seed, new Uint8Array(), `holdfast desk ${purpose}`, keyBytes))
  return {
    ring: derive(`ring ${number}`),
    reply: derive(`reply tokens ${number}`),
    identity: derive('identities 1'),
  }
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
  const opened = newestInUse(secrets)
  const secret = opened?.number ?? secrets.length + 1
  if (secret > deskSecretsMax) return { kind: 'too-many' }
  const now = lent.clock.now()
  const made = opened === undefined ? makeSecret(lent, secret) : null
  await lent.store.write(lent.actor, async (tx) => {
    if (!(await tx.standAlone())) throw new StartFailure('books-in-use')
    for (const number of lost) await tx.keepSetting(`${settingOf(number)}${lostSuffix}`, String(now), now)
    if (made !== null) await tx.keepSetting(settingOf(secret), made, now)
    const detail = { lost, secret, reason }
    await tx.note({ action: 'desk-loss-accept', subject: `setting:${settingOf(secret)}`, detail }, now)
  })
  return { kind: 'accepted', lost, secret }
}

export type DroppedRing =
  | { readonly kind: 'dropped'; readonly secret: number }
  | { readonly kind: 'not-open' | 'in-use' | 'newest'; readonly secret: number }

/**
 * Forgets the ring of a secret on which no key of a message hangs any more: `in-use` where one does. Its reply tokens and
 * identities stay good. A server that still seals by it would lose what it seals, so none may serve these books.
 */
export async function dropDeskRing(lent: SecretsLent, number: number): Promise<DroppedRing> {
  const secrets = await readDeskSecrets(lent)
  const found = secrets[number - 1]
  if (found?.kind !== 'opened' || found.ring === null) return { kind: 'not-open', secret: number }
  if (newestInUse(secrets)?.number === number) return { kind: 'newest', secret: number }
  const name = settingOf(number)
  const kept = [
    [`${name}${replySuffix}`, sealed(lent, `${name}${replySuffix}`, found.reply)],
    [`${name}${identitySuffix}`, sealed(lent, `${name}${identitySuffix}`, found.identity)],
    [name, dropped],
  ] as const
  const now = lent.clock.now()
  return await lent.store.write(lent.actor, async (tx): Promise<DroppedRing> => {
    if (!(await tx.standAlone())) throw new StartFailure('books-in-use')
    const hanging = (await tx.read.countRings()).some(({ ring }) => ring === String(number))
    if (hanging) return { kind: 'in-use', secret: number }
    for (const [setting, value] of kept) await tx.putSetting(setting, value, now)
    await tx.note({ action: 'desk-ring-drop', subject: `setting:${name}`, detail: { secret: number } }, now)
    return { kind: 'dropped', secret: number }
  })
}

/** Of the secrets that are open; the newest that was never lost seals and signs. Throws where none is. */
export function deskKeysOf(secrets: readonly DeskSecret[]): DeskKeys {
  const opened = secrets.flatMap((secret) => (secret.kind === 'opened' ? [secret] : []))
  const first = opened.find(({ wasLost }) => !wasLost)
  const newest = newestInUse(secrets)
  if (first === undefined || newest === undefined) throw new Error('no secret of the desk is open')
  return {
    sealing: String(newest.number),
    rings: new Map(opened.flatMap(({ number, ring }) => (ring === null ? [] : [[String(number), ring]]))),
    reply: opened.map(({ number, reply }) => ({
      id: number - 1,
      secret: reply,
      state: number === newest.number ? ('signing' as const) : ('accepted' as const),
    })),
    identity: first.identity,
  }
}

/** Which seals and signs. A loss is accepted with a later secret, or with an earlier one that goes on: never `wasLost`. */
export function newestInUse(secrets: readonly DeskSecret[]) {
  return secrets
    .flatMap((secret) => (secret.kind === 'opened' ? [secret] : []))
    .findLast(({ ring, wasLost }) => ring !== null && !wasLost)
}

function settingOf(number: number): string {
  return `${settingPrefix}${number}`
}

function makeSecret(lent: SecretsLent, number: number): string {
  return sealed(lent, settingOf(number), lent.entropy.bytes(keyBytes))
}

function sealed({ entropy, keySecret: secret }: SecretsLent, name: string, key: Uint8Array): string {
  return Buffer.from(sealKey(key, { thumbprint: name, secret, entropy })).toString('base64')
}
