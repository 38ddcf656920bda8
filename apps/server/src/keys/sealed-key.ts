// How a signing key lies in the books: open, or encrypted under the content of a key file.
import { createCipheriv, createDecipheriv, scryptSync } from 'node:crypto'
import type { Entropy } from '@holdfast/capabilities'

const seedBytes = 32
const saltBytes = 16
const nonceBytes = 12
const tagBytes = 16
const openMark = 0
const sealedMark = 1

// A key file may hold a passphrase: 32 MiB and some 80 ms for each guess.
const scrypt = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }

/**
 * `mark` 0 and the seed, or `mark` 1, salt, nonce, AES-256-GCM ciphertext and tag. The thumbprint is authenticated with
 * it, so that two rows of the books cannot change places.
 */
export function sealKey(
  seed: Uint8Array,
  options: { thumbprint: string; secret: Uint8Array | null; entropy: Entropy },
): Uint8Array {
  if (options.secret === null) return Buffer.concat([Buffer.of(openMark), seed])
  const salt = options.entropy.bytes(saltBytes)
  const nonce = options.entropy.bytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', scryptSync(options.secret, salt, 32, scrypt), nonce)
  cipher.setAAD(Buffer.from(options.thumbprint))
  const sealed = Buffer.concat([cipher.update(seed), cipher.final()])
  return Buffer.concat([Buffer.of(sealedMark), salt, nonce, sealed, cipher.getAuthTag()])
}

export type Unsealed =
  | { readonly kind: 'seed'; readonly seed: Uint8Array; readonly sealed: boolean }
  | { readonly kind: 'unreadable'; readonly because: 'key-file-missing' | 'key-file-wrong' | 'damaged' }

export function unsealKey(
  bytes: Uint8Array,
  options: { thumbprint: string; secret: Uint8Array | null },
): Unsealed {
  const body = Buffer.from(bytes.subarray(1))
  if (bytes[0] === openMark && body.length === seedBytes) return { kind: 'seed', seed: body, sealed: false }
  if (bytes[0] !== sealedMark || body.length !== saltBytes + nonceBytes + seedBytes + tagBytes)
    return { kind: 'unreadable', because: 'damaged' }
  if (options.secret === null) return { kind: 'unreadable', because: 'key-file-missing' }
  const salt = body.subarray(0, saltBytes)
  const nonce = body.subarray(saltBytes, saltBytes + nonceBytes)
  const key = scryptSync(options.secret, salt, 32, scrypt)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(options.thumbprint))
  decipher.setAuthTag(body.subarray(-tagBytes))
  try {
    const seed = Buffer.concat([
      decipher.update(body.subarray(saltBytes + nonceBytes, -tagBytes)),
      decipher.final(),
    ])
    return { kind: 'seed', seed, sealed: true }
  } catch {
    return { kind: 'unreadable', because: 'key-file-wrong' }
  }
}
