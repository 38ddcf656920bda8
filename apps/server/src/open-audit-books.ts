import { existsSync } from 'node:fs'
import type { Clock, Entropy } from '@holdfast/capabilities'
import { openStore, type AuditVerdict } from '@holdfast/store'
import type { ServerConfig } from './config/server-config.ts'
import { readServerId } from './data-folder.ts'

/** The books beside a server that may be running: they are only read. Null where the folder holds none. */
export async function openAuditBooks(
  config: ServerConfig,
  lent: { readonly clock: Clock; readonly entropy: Entropy },
): Promise<{ verify(): Promise<AuditVerdict> } | null> {
  const serverId = readServerId(config.dataFolder)
  if (serverId === null) return null
  if (config.database.kind === 'sqlite' && !existsSync(config.database.file)) return null
  const store = await openStore({
    target: config.database,
    serverId,
    clock: lent.clock,
    entropy: lent.entropy,
    issuing: () => {
      throw new Error('nothing is issued while the audit is read')
    },
  })
  return {
    async verify() {
      try {
        return await store.verifyAudit()
      } finally {
        await store.close()
      }
    },
  }
}
