// The ring under which the books seal the key of every message. spec: desk-books §7
import type { Entropy } from '@holdfast/capabilities'
import { openUnderKey, sealUnderKey, type Sealer } from '@holdfast/store'

/** `ring` is asked for at each use: the books are open before the keys that lie in them. */
export function ringSealer(ring: () => Uint8Array, entropy: Entropy): Sealer {
  return {
    ring: '1',
    seal: (bytes, about) => sealUnderKey(bytes, { key: ring(), about, entropy }),
    open: (sealed, about) => openUnderKey(sealed, { key: ring(), about }),
  }
}
