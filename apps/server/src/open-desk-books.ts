import { existsSync } from 'node:fs'
import type { Clock, Entropy } from '@holdfast/capabilities'
import { openStore, type Store } from '@holdfast/store'
import type { ServerConfig } from './config/server-config.ts'
import { lockDataFolder, readOrMakeServerId, readServerId } from './data-folder.ts'
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
  const { dataFolder, database } = config
  if (!existsSync(dataFolder) || (database.kind === 'sqlite' && !existsSync(database.file))) return null
  const known = readServerId(dataFolder)
  if (known === null && !lent.alone) return null
  const lock = lent.alone ? lockDataFolder(dataFolder) : null
  let store: Store | null = null
  try {
    const { clock, entropy } = lent
    // A folder that was lost with its server's id begins another chain, as at the first start.
    const serverId = known ?? readOrMakeServerId(dataFolder, entropy)
    const { keySecret } = config
    const sealer = new RingSealer(entropy, async () => {
      if (store === null) throw new Error('a ring was asked for before the books were open')
      return deskKeysOf(await readDeskSecrets({ store, keySecret }))
    })
    const issuing = () => {
      throw new Error('nothing is issued by a command about secrets')
    }
    store = await openStore({ target: database, serverId, clock, entropy, issuing, sealer })
    return await use({ store, clock, entropy, keySecret, sealer, actor: { kind: 'server', id: serverId } })
  } finally {
    await store?.close()
    lock?.free()
  }
}
