import type { Clock, Entropy, Instant } from '@holdfast/capabilities'
import {
  formatEnvelope,
  formatTrust,
  parseEnvelope,
  privateKeyOfSeed,
  signEnvelope,
  spkiOfRaw,
  verifyTrust,
  type PrivateKey,
  type TrustContent,
} from '@holdfast/lease'
import type { Actor, ServerKeyRecord, ServerKeyRole, Store, TrustBundleRecord, Writer } from '@holdfast/store'
import { StartFailure } from '../start-failure.ts'
import { KeyRing, type ChainLink } from './key-ring.ts'
import { sealKey, unsealKey } from './sealed-key.ts'

const bundlesPerRead = 64

const unreadable = {
  'key-file-missing': 'key-file-missing',
  'key-file-wrong': 'key-file-wrong',
  damaged: 'key-damaged',
} as const

type KeyOptions = {
  readonly store: Store
  readonly clock: Clock
  readonly entropy: Entropy
  readonly actor: Actor
  readonly vendor: string
  readonly keySecret: Uint8Array | null
}

/**
 * The keys that the books hold. The first start makes a root key, an issuing key and the version 1 trust bundle in one
 * transaction; of two servers that start at once on one database, one makes them and both use them.
 */
export async function openKeys(options: KeyOptions): Promise<{ ring: KeyRing; sealed: boolean }> {
  await makeKeysOnce(options)
  const chain = await readChain(options.store)
  const records = await options.store.read.listServerKeys()
  const signers: PrivateKey[] = []
  let sealed = true
  for (const record of records) {
    if (record.privateBytes.length === 0) continue
    const opened = unsealKey(record.privateBytes, { thumbprint: record.id, secret: options.keySecret })
    if (opened.kind === 'unreadable') throw new StartFailure(unreadable[opened.because], { key: record.id })
    const key = privateKeyOfSeed(opened.seed)
    if (key.thumbprint !== record.id) throw new StartFailure('key-damaged', { key: record.id })
    sealed &&= opened.sealed
    signers.push(key)
  }
  return { ring: new KeyRing(chain, signers), sealed }
}

async function makeKeysOnce(options: KeyOptions): Promise<void> {
  if ((await options.store.read.findNewestTrustBundle()) !== null) return
  const made = makeFirstKeys(options, options.clock.now())
  await options.store.write(options.actor, async (tx: Writer) => {
    if ((await tx.read.findNewestTrustBundle()) !== null) return null
    for (const key of made.keys) {
      const added = await tx.addServerKey(key, made.bundle.addedAt)
      if (added !== null && 'kind' in added) return added
    }
    return await tx.addTrustBundle(made.bundle)
  })
  if ((await options.store.read.findNewestTrustBundle()) === null)
    throw new Error('the first trust bundle was not kept')
}

function makeFirstKeys(
  options: KeyOptions,
  now: Instant,
): { keys: ServerKeyRecord[]; bundle: TrustBundleRecord } {
  const make = (role: ServerKeyRole) => {
    const seed = options.entropy.bytes(32)
    const key = privateKeyOfSeed(seed)
    const sealing = { thumbprint: key.thumbprint, secret: options.keySecret, entropy: options.entropy }
    const record: ServerKeyRecord = {
      id: key.thumbprint,
      role,
      products: 'all',
      algorithm: key.algorithm,
      publicRaw: key.publicRaw,
      privateBytes: sealKey(seed, sealing),
      from: now,
      until: null,
    }
    return { key, record }
  }
  const root = make('root')
  const issuing = make('issuing')
  const payload = formatTrust(firstBundle(root.key, issuing.key, { vendor: options.vendor, now }))
  const envelope = signEnvelope('trust', payload, [{ key: root.key }])
  return {
    keys: [root.record, issuing.record],
    bundle: { version: 1, envelope: formatEnvelope(envelope), addedAt: now },
  }
}

// spec: lease-format §4
function firstBundle(
  root: PrivateKey,
  issuing: PrivateKey,
  about: { vendor: string; now: Instant },
): TrustContent {
  const role = (keys: readonly PrivateKey[]) => ({
    keys: keys.map((key) => key.thumbprint),
    threshold: 1,
    algorithms: ['ed25519'],
  })
  return {
    version: 1,
    issuedAt: about.now,
    title: about.vendor,
    keys: [root, issuing].map((key) => ({
      id: key.thumbprint,
      algorithm: key.algorithm,
      public: spkiOfRaw(key.publicRaw),
      from: about.now,
    })),
    roles: {
      root: role([root]),
      issuing: [{ products: 'all', ...role([issuing]) }],
      time: role([]),
      typedCode: role([]),
      site: role([]),
    },
    revoked: [],
    disregard: [],
  }
}

/** Every bundle of the books, each verified against the one before: books that were tampered with do not start. */
async function readChain(store: Store): Promise<readonly ChainLink[]> {
  const chain: ChainLink[] = []
  for (;;) {
    const held = chain.at(-1)?.bundle ?? null
    const records = await store.read.listTrustBundles({ version: held?.version ?? 0, limit: bundlesPerRead })
    for (const record of records) {
      const parsed = parseEnvelope(record.envelope, 'trust')
      if (parsed.kind === 'refused') throw new StartFailure('trust-damaged', { version: record.version })
      const verdict = verifyTrust(parsed.envelope, chain.at(-1)?.bundle ?? null)
      if (verdict.kind === 'refused')
        throw new StartFailure('trust-damaged', { version: record.version, code: verdict.code })
      chain.push({ bundle: verdict.bundle, envelope: parsed.envelope })
    }
    if (records.length < bundlesPerRead) return chain
  }
}
