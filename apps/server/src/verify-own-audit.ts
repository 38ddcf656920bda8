import { verifyAuditBooks, type AuditVerdict, type NotedHead, type UnverifiedAudit } from '@holdfast/store'
import type { ServerConfig } from './config/server-config.ts'
import { readServerId } from './data-folder.ts'

/**
 * The audit of the books that this data folder's server writes, and of every other server that shares them. It may be
 * running: nothing is written. Null where the folder is none of a server's.
 */
export async function verifyOwnAudit(
  config: ServerConfig,
  noted: readonly NotedHead[],
): Promise<AuditVerdict | UnverifiedAudit | null> {
  const server = readServerId(config.dataFolder)
  return server === null ? null : await verifyAuditBooks(config.database, { server, noted })
}
