// What a product key is and what it proves. The key itself is never stored, sent or named in facts. spec: lease-format §9.3
import { createHmac, hkdfSync } from 'node:crypto'
import type { Entropy } from '@holdfast/capabilities'
import type { Name, ProductKey, Thumbprint } from './artefacts.ts'
import { refuse, type Refusal } from './refusal-codes.ts'
import { factsOfTyped } from './serial-number.ts'
import { privateKeyOfSeed, seedBytes, type PrivateKey } from './signing-key.ts'
import { dataOfGroups, formatGroups } from './symbols.ts'
import { findGroups } from './typed-groups.ts'

const dataSymbols = 20
const saltBytes = 32
const partHashBytes = 16

/**
 * The product key in what somebody typed or pasted; see `parseSerial`.
 * Refuses PRODUCT_KEY_MALFORMED with the same facts (`looksLike: 'serial'`); they never hold the key.
 */
export function parseProductKey(
  text: string,
): { readonly kind: 'product-key'; readonly key: ProductKey } | Refusal<'PRODUCT_KEY_MALFORMED'> {
  const found = findGroups(text, 'key', ['serial'])
  if (found.kind === 'found') return { kind: 'product-key', key: found.text as ProductKey }
  return refuse('PRODUCT_KEY_MALFORMED', factsOfTyped(found))
}

/** A new product key of 100 random bits. A secret from its first moment. */
export function makeProductKey(entropy: Entropy): ProductKey {
  const data = [...entropy.bytes(dataSymbols)].map((byte) => byte & 31)
  return formatGroups('key', data) as ProductKey
}

/** The signing key that a product key stands for, for one product. */
export function productKeySigner(key: ProductKey, product: Name): PrivateKey {
  return privateKeyOfSeed(derive(key, product, 'holdfast product key v1', seedBytes))
}

/** The salt of this order's fingerprint parts, and its name: the thumbprint of the order's product key. spec: lease-format §6 */
export function fingerprintSalt(
  key: ProductKey,
  product: Name,
): { readonly id: Thumbprint; readonly bytes: Uint8Array } {
  const bytes = derive(key, product, 'holdfast fingerprint salt v1', saltBytes)
  return { id: productKeySigner(key, product).thumbprint, bytes }
}

/** 32 hexadecimal digits that stand for a hardware fact. spec: lease-format §6 */
export function hashFingerprintPart(salt: Uint8Array, name: string, value: string): string {
  const mac = createHmac('sha256', salt).update(`${name}\0${value}`, 'utf8').digest()
  return mac.subarray(0, partHashBytes).toString('hex')
}

function derive(key: ProductKey, product: Name, info: string, bytes: number): Uint8Array {
  const symbols = Uint8Array.from(dataOfGroups(key))
  return new Uint8Array(hkdfSync('sha256', symbols, Buffer.from(product, 'utf8'), info, bytes))
}
