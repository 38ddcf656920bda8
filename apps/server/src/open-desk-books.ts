import { existsSync } from 'node:fs'
import type { Clock, Entropy } from '@holdfast/capabilities'
import { openStore, type Store } from '@holdfast/store'
import type { ServerConfig } from './config/server-config.ts'
import { lockDataFolder, readServerId } from './data-folder.ts'
import { deskKeysOf, readDeskSecrets, type SecretsLent } from './desk/desk-secret.ts'
import { RingSealer } from './desk/ring-sealer.ts'

type Lent = { readonly clock: Clock; readonly entropy: Entropy }

/**
 * The books for a command about the desk's secrets; `alone` refuses (StartFailure) where a server runs on the folder. Null
 * where the folder holds no books.
 */
export async function openDeskBooks<T>(
  config: ServerConfig,
  lent: Lent & { readonly alone: boolean },
  use: (books: SecretsLent & { readonly sealer: RingSealer }) => Promise<T>,
): Promise<T | null> {
  const serverId = readServerId(config.dataFolder)
  if (serverId === null) return null
  if (config.database.kind === 'sqlite' && !existsSync(config.database.file)) return null
  const lock = lent.alone ? lockDataFolder(config.dataFolder) : null
  let store: Store | null = null
  try {
    const { clock, entropy } = lent
    const { keySecret } = config
    const sealer = new RingSealer(entropy, async () => {
      if (store === null) throw new Error('a ring was asked for before the books were open')
      return deskKeysOf(await readDeskSecrets({ store, keySecret }))
    })
    const issuing = () => {
      throw new Error('nothing is issued by a command about secrets')
    }
    store = await openStore({ target: config.database, serverId, clock, entropy, issuing, sealer })
    return await use({ store, clock, entropy, keySecret, sealer, actor: { kind: 'server', id: serverId } })
  } finally {
    await store?.close()
    lock?.free()
  }
}
