// Bytes under a key of their own, and that key under the ring that the caller lends. spec: desk-books §7
import { createCipheriv, createDecipheriv, hash } from 'node:crypto'
import type { Entropy } from '@holdfast/capabilities'

/** The server's key ring. `about` is authenticated, so that two sealed keys cannot change places. */
export type Sealer = {
  /** Names the key of the ring that `seal` uses; stands beside what it sealed. Never a secret. */
  readonly ring: string
  seal(bytes: Uint8Array, about: string): Uint8Array
  /** null: not sealed by any key of the ring, or damaged. */
  open(sealed: Uint8Array, about: string): Uint8Array | null
  /** Fetches keys of these rings that another server began since; absent where the ring has all it will ever have. */
  readonly learn?: (rings: readonly string[]) => Promise<void>
}

export const contentKeyBytes = 32
const nonceBytes = 12
const tagBytes = 16
const cipherName = 'aes-256-gcm'

export type ContentPlace = { readonly key: string; readonly place: number }

export function sealContent(
  bytes: Uint8Array,
  at: ContentPlace,
  tools: { readonly key: Uint8Array; readonly entropy: Entropy },
): Uint8Array {
  return sealUnderKey(bytes, { ...tools, about: aboutOf(at) })
}

/** null: damaged, or not sealed by this key for this place. */
export function openContent(sealed: Uint8Array, at: ContentPlace, key: Uint8Array): Uint8Array | null {
  return key.length === contentKeyBytes ? openUnderKey(sealed, { key, about: aboutOf(at) }) : null
}

/** Nonce, ciphertext, tag; `about` is authenticated with them. */
export function sealUnderKey(
  bytes: Uint8Array,
  by: { readonly key: Uint8Array; readonly about: string; readonly entropy: Entropy },
): Uint8Array {
  const nonce = by.entropy.bytes(nonceBytes)
  const cipher = createCipheriv(cipherName, by.key, nonce)
  cipher.setAAD(Buffer.from(by.about))
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

/** null: damaged, or not sealed under this key as what `about` says. */
export function openUnderKey(
  sealed: Uint8Array,
  { key, about }: { readonly key: Uint8Array; readonly about: string },
): Uint8Array | null {
  if (sealed.length < nonceBytes + tagBytes) return null
  const decipher = createDecipheriv(cipherName, key, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(Buffer.from(about))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()])
  } catch {
    // The tag tells: these are not the bytes that were sealed, or not by this key.
    return null
  }
}

function aboutOf({ key, place }: ContentPlace): string {
  return `${key} ${place}`
}

export function hashOf(bytes: Uint8Array): string {
  return hash('sha256', bytes)
}
