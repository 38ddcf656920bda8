// The ring under which the books seal the key of every message. spec: desk-books §7
import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Entropy } from '@holdfast/capabilities'
import type { Sealer } from '@holdfast/store'

const cipherName = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** `ring` is asked for at each use: the books are open before the keys that lie in them. */
export function ringSealer(ring: () => Uint8Array, entropy: Entropy): Sealer {
  return {
    ring: '1',
    seal(bytes, about) {
      const nonce = entropy.bytes(nonceBytes)
      const cipher = createCipheriv(cipherName, ring(), nonce)
      cipher.setAAD(Buffer.from(about))
      return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    },
    open(sealed, about) {
      if (sealed.length < nonceBytes + tagBytes) return null
      const decipher = createDecipheriv(cipherName, ring(), sealed.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      })
      decipher.setAAD(Buffer.from(about))
      decipher.setAuthTag(sealed.subarray(-tagBytes))
      try {
        return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()])
      } catch {
        // The tag tells: not sealed under this ring, or damaged.
        return null
      }
    },
  }
}
