import { hkdfSync } from 'node:crypto'
import type { Clock, Entropy } from '@holdfast/capabilities'
import type { ReplyKey } from '@holdfast/desk'
import type { Actor, Store } from '@holdfast/store'
import { sealKey, unsealKey } from '../keys/sealed-key.ts'
import { StartFailure } from '../start-failure.ts'

const settingName = 'desk-secret-1'
const keyBytes = 32

export type DeskKeys = {
  /** Under which the key of every message lies. */
  readonly ring: Uint8Array
  readonly reply: readonly ReplyKey[]
  /** Of the hashes that make two copies one message; for ever the same, or imports double what is there. */
  readonly identity: Uint8Array
}

/**
 * The desk's one secret, from which its other keys follow; made at the first start, kept as signing keys are. Of two
 * servers that start at once on one database, one makes it and both use it. spec: desk-books §7
 */
export async function openDeskKeys(lent: {
  readonly store: Store
  readonly clock: Clock
  readonly entropy: Entropy
  readonly actor: Actor
  readonly keySecret: Uint8Array | null
}): Promise<DeskKeys> {
  const { store, clock, entropy, actor, keySecret: secret } = lent
  let kept = await store.read.findSetting(settingName)
  if (kept === null) {
    const made = sealKey(entropy.bytes(keyBytes), { thumbprint: settingName, secret, entropy })
    const text = Buffer.from(made).toString('base64')
    kept = await store.write(actor, (tx) => tx.keepSetting(settingName, text, clock.now()))
  }
  const opened = unsealKey(Buffer.from(kept, 'base64'), { thumbprint: settingName, secret })
  if (opened.kind === 'unreadable')
    throw new StartFailure(opened.because === 'damaged' ? 'key-damaged' : opened.because, {
      key: settingName,
    })
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', opened.seed, new Uint8Array(), `holdfast desk ${purpose}`, keyBytes))
  return {
    ring: derive('ring 1'),
    reply: [{ id: 0, secret: derive('reply tokens 1'), state: 'signing' }],
    identity: derive('identities 1'),
  }
}
