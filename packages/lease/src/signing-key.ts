// Ed25519 keys as they are used here. spec: lease-format §3.1
import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { Thumbprint } from './artefacts.ts'

export type PrivateKey = {
  readonly algorithm: 'ed25519'
  readonly thumbprint: Thumbprint
  readonly publicRaw: Uint8Array
  /** The private key; prints itself without its secret. */
  readonly key: KeyObject
}

export type PublicKey = {
  readonly algorithm: 'ed25519'
  readonly thumbprint: Thumbprint
  readonly publicRaw: Uint8Array
  /** As the thumbprint, made when first asked for: a key that is verified elsewhere is only its bytes here. */
  readonly key: KeyObject
}

/**
 * Where signatures are made and checked. Whoever has many at once lends its own; `threadPool` is for everybody else.
 * `verify` is false for a wrong length, a signature whose S is not reduced, and keys that are no point of the curve.
 */
export type SignatureWorkers = {
  verify(key: PublicKey, bytes: Uint8Array, signature: Uint8Array): Promise<boolean>
  sign(key: PrivateKey, bytes: Uint8Array): Promise<Uint8Array>
}

export const seedBytes = 32
export const rawKeyBytes = 32
const signatureBytes = 64

// RFC 8410: the fixed heads of PrivateKeyInfo and SubjectPublicKeyInfo for Ed25519.
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex')

const verifyOnPool = promisify(verify) as unknown as (
  algorithm: null,
  bytes: Uint8Array,
  key: KeyObject,
  signature: Uint8Array,
) => Promise<boolean>
const signOnPool = promisify(sign) as unknown as (
  algorithm: null,
  bytes: Uint8Array,
  key: KeyObject,
) => Promise<Buffer>

// The field's prime, and the y of the 8 points of small order (each y but 1 and -1 belongs to two of them).
const prime = 2n ** 255n - 19n
const smallOrderYs = new Set(
  [
    0n,
    1n,
    prime - 1n,
    0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
    0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
  ].map(littleEndian),
)
const lowestNotCanonical = Buffer.from(littleEndian(prime), 'hex')

/** The key pair of a 32-byte seed (RFC 8032); throws where the length is another. */
export function privateKeyOfSeed(seed: Uint8Array): PrivateKey {
  if (seed.length !== seedBytes) throw new TypeError(`an Ed25519 seed has ${seedBytes} bytes`)
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const publicRaw = new Uint8Array(spki.subarray(spkiHead.length))
  return { algorithm: 'ed25519', thumbprint: thumbprintOf(publicRaw), publicRaw, key }
}

/** The key of 32 raw bytes; `null` where the length is another, the encoding is not canonical, or the point has small order. */
export function publicKeyOfRaw(raw: Uint8Array): PublicKey | null {
  if (raw.length !== rawKeyBytes || isRefusedPoint(raw)) return null
  return new RawPublicKey(raw)
}

class RawPublicKey implements PublicKey {
  readonly algorithm = 'ed25519'
  readonly publicRaw: Uint8Array
  #thumbprint: Thumbprint | null = null
  #key: KeyObject | null = null

  constructor(raw: Uint8Array) {
    this.publicRaw = new Uint8Array(raw)
  }

  get thumbprint(): Thumbprint {
    return (this.#thumbprint ??= thumbprintOf(this.publicRaw))
  }

  get key(): KeyObject {
    return (this.#key ??= createPublicKey({
      key: Buffer.from(spkiOfRaw(this.publicRaw)),
      format: 'der',
      type: 'spki',
    }))
  }
}

/** SHA-256 of the SubjectPublicKeyInfo of a raw Ed25519 key, 64 lower-case hexadecimal digits. */
export function thumbprintOf(raw: Uint8Array): Thumbprint {
  return createHash('sha256').update(spkiHead).update(raw).digest('hex') as Thumbprint
}

/** SHA-256 of a SubjectPublicKeyInfo in DER, whatever its algorithm. */
export function thumbprintOfSpki(spki: Uint8Array): Thumbprint {
  return createHash('sha256').update(spki).digest('hex') as Thumbprint
}

/** The SubjectPublicKeyInfo of a raw Ed25519 key, in DER. */
export function spkiOfRaw(raw: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([spkiHead, raw]))
}

/** The raw key in a SubjectPublicKeyInfo; `null` where it is none of Ed25519. */
export function rawOfSpki(spki: Uint8Array): Uint8Array | null {
  const isOurs =
    spki.length === spkiHead.length + rawKeyBytes && spkiHead.equals(spki.subarray(0, spkiHead.length))
  return isOurs ? spki.slice(spkiHead.length) : null
}

export function signBytes(key: PrivateKey, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(sign(null, bytes, key.key))
}

/** As `signBytes`, on the thread pool. */
export async function signBytesAsync(key: PrivateKey, bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await signOnPool(null, bytes, key.key))
}

/** False for a wrong length, a signature whose S is not reduced, and keys that are no point of the curve. */
export function verifyBytes(key: PublicKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === signatureBytes && verify(null, bytes, key.key, signature)
}

/** As `verifyBytes`, on the thread pool. */
export async function verifyBytesAsync(
  key: PublicKey,
  bytes: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  return signature.length === signatureBytes && (await verifyOnPool(null, bytes, key.key, signature))
}

/** Signs and verifies on the platform's thread pool, one operation at a time. */
export const threadPool: SignatureWorkers = { verify: verifyBytesAsync, sign: signBytesAsync }

// spec: lease-format §3.1 - the sign of x stands in the highest bit and does not matter here.
function isRefusedPoint(raw: Uint8Array): boolean {
  const y = Buffer.from(raw)
  y[31] = (y[31] ?? 0) & 0x7f
  return isNotCanonical(y) || smallOrderYs.has(y.toString('hex'))
}

/** Whether y is the prime or above: compared from the highest byte, which is the last. */
function isNotCanonical(y: Buffer): boolean {
  for (let at = rawKeyBytes - 1; at >= 0; at--)
    if (y[at] !== lowestNotCanonical[at]) return (y[at] ?? 0) > (lowestNotCanonical[at] ?? 0)
  return true
}

function littleEndian(value: bigint): string {
  return Buffer.from(Buffer.from(value.toString(16).padStart(64, '0'), 'hex').toReversed()).toString('hex')
}
