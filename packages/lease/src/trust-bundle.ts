// Who may sign what. spec: lease-format §4
import { createHash } from 'node:crypto'
import { formatInstant } from '@holdfast/capabilities'
import type { IssuingRole, Name, Root, TrustBundle, TrustKey, TrustRole } from './artefacts.ts'
import { formatBase64 } from './base64.ts'
import {
  pathOfRepeated,
  readBase64,
  readInteger,
  readMoment,
  readName,
  readRoot,
  readThumbprint,
  readTitle,
} from './fields.ts'
import { disregardsMax, roleKeysMax, trustKeysMax } from './limits.ts'
import { formatPayload, parsePayload, type PayloadForm, type PayloadRefusal } from './payload.ts'
import { checked, list, object, optional, scalar, word, type Reader } from './reader.ts'
import { publicKeyOfRaw, rawOfSpki, thumbprintOfSpki, type PublicKey } from './signing-key.ts'

const readTrustKey: Reader<TrustKey> = checked(
  object({
    id: readThumbprint,
    algorithm: readName,
    public: readBase64,
    from: readMoment,
    until: optional(readMoment),
  }),
  (key) => {
    if (key.until !== undefined && key.until <= key.from) return 'until'
    if (key.algorithm === 'ed25519' && ed25519KeyOf(key) === null) return 'public'
    return thumbprintOfSpki(key.public) === key.id ? null : 'id'
  },
)

const roleShape = {
  keys: checked(list(readThumbprint, { min: 0, max: roleKeysMax }), (keys) => pathOfRepeated(keys)),
  threshold: readInteger(1, roleKeysMax),
  algorithms: checked(list(readName, { min: 1, max: roleKeysMax }), (names) => pathOfRepeated(names)),
}

const readRole: Reader<TrustRole> = object(roleShape)

// Without a limit of their own: the size of the envelope bounds them.
const unbounded = { min: 0, max: Infinity }

const readProductNames = list(readName, { ...unbounded, min: 1 })
const readAll = word('all')

const readProducts: Reader<'all' | readonly Name[]> = (value, path, faults) =>
  typeof value === 'string' ? readAll(value, path, faults) : readProductNames(value, path, faults)

const readIssuing: Reader<readonly IssuingRole[]> = checked(
  list(object({ products: readProducts, ...roleShape }), unbounded),
  (entries) => {
    const seen = new Set<string>()
    for (const [index, { products }] of entries.entries())
      for (const product of products === 'all' ? ['*'] : products) {
        if (seen.has(product)) return `[${index}].products`
        seen.add(product)
      }
    return null
  },
)

const readKeys: Reader<readonly TrustKey[]> = checked(
  list(readTrustKey, { min: 1, max: trustKeysMax }),
  (keys) =>
    pathOfRepeated(
      keys.map(({ id }) => id),
      'id',
    ),
)

const readFlag: Reader<boolean> = scalar((value) => (typeof value === 'boolean' ? value : null))

const readDisregard = checked(
  object({ key: readThumbprint, from: readMoment, until: readMoment }),
  ({ from, until }) => (from < until ? null : 'until'),
)

const shape = {
  version: readInteger(1),
  root: optional(readRoot),
  issuedAt: readMoment,
  expires: optional(readMoment),
  title: readTitle,
  keys: readKeys,
  roles: object({
    root: readRole,
    issuing: readIssuing,
    time: readRole,
    typedCode: readRole,
    site: readRole,
  }),
  revoked: list(
    object({ key: readThumbprint, reason: readTitle, at: readMoment, compromised: readFlag }),
    unbounded,
  ),
  disregard: list(readDisregard, { min: 0, max: disregardsMax }),
}

/** What a bundle says; of version 1 it does not say its root, because that is computed from it. */
export type TrustContent = Omit<TrustBundle, 'root'> & { readonly root?: Root }

const form: PayloadForm<typeof shape, { kind: 'content'; content: TrustContent }> = {
  kind: 'trust',
  shape,
  artefact: (content) => ({ kind: 'content', content }),
  faultOf: (content) =>
    (content.version === 1) === (content.root === undefined) ? faultOfRoles(content) : 'root',
}

/** Reads trust bundle bytes. Whether they are trusted is decided by `verifyTrust`. */
export function parseTrust(
  payload: Uint8Array,
): { readonly kind: 'trust'; readonly bundle: TrustBundle } | PayloadRefusal {
  const parsed = parsePayload(form, payload)
  if (parsed.kind === 'refused') return parsed
  const { content } = parsed
  return { kind: 'trust', bundle: { ...content, root: content.root ?? rootOf(payload) } }
}

/** The root of a vendor, from the payload bytes of its version 1 bundle. spec: lease-format §1 */
export function rootOf(payload: Uint8Array): Root {
  return createHash('sha256').update(payload).digest('hex') as Root
}

/** Payload bytes of a trust bundle; the `root` of a version 1 bundle is not written. Throws TypeError where it breaks a limit. */
export function formatTrust(bundle: TrustContent): Uint8Array {
  const { root, issuing, time, typedCode, site } = bundle.roles
  return formatPayload(form, {
    version: bundle.version,
    root: bundle.version === 1 ? undefined : bundle.root,
    issuedAt: formatInstant(bundle.issuedAt),
    expires: bundle.expires === undefined ? undefined : formatInstant(bundle.expires),
    title: bundle.title,
    keys: bundle.keys.map((key) => ({
      id: key.id,
      algorithm: key.algorithm,
      public: formatBase64(key.public),
      from: formatInstant(key.from),
      until: key.until === undefined ? undefined : formatInstant(key.until),
    })),
    roles: {
      root: formatRole(root),
      issuing: issuing.map((role) => ({ products: role.products, ...formatRole(role) })),
      time: formatRole(time),
      typedCode: formatRole(typedCode),
      site: formatRole(site),
    },
    revoked: bundle.revoked.map(({ key, reason, at, compromised }) => ({
      ...{ key, reason },
      at: formatInstant(at),
      compromised,
    })),
    disregard: bundle.disregard.map(({ key, from, until }) => ({
      key,
      from: formatInstant(from),
      until: formatInstant(until),
    })),
  })
}

/** The Ed25519 key of an entry; `null` where it is of another algorithm or not a key that may be used. */
export function ed25519KeyOf(key: TrustKey): PublicKey | null {
  const raw = key.algorithm === 'ed25519' ? rawOfSpki(key.public) : null
  return raw === null ? null : publicKeyOfRaw(raw)
}

/** Every key of a role stands in `keys`, and the root role can fulfil itself without its revoked keys. */
function faultOfRoles({ keys, roles, revoked }: TrustContent): string | null {
  const { issuing, ...single } = roles
  const algorithms = new Map(keys.map(({ id, algorithm }) => [id, algorithm]))
  const named: [string, TrustRole][] = [
    ...Object.entries(single),
    ...issuing.map((role, index): [string, TrustRole] => [`issuing[${index}]`, role]),
  ]
  for (const [name, role] of named)
    if (!role.keys.every((id) => algorithms.has(id))) return `roles.${name}.keys`
  const { root } = roles
  const usable = root.keys.filter((id) => !revoked.some(({ key }) => key === id))
  const enough = root.algorithms.every(
    (algorithm) => usable.filter((id) => algorithms.get(id) === algorithm).length >= root.threshold,
  )
  return enough ? null : 'roles.root'
}

function formatRole({ keys, threshold, algorithms }: TrustRole): TrustRole {
  return { keys, threshold, algorithms }
}
