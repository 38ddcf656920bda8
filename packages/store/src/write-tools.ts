import type { Instant } from '@holdfast/capabilities'
import type { AuditEntry, Bookkeeping } from './bookkeeping.ts'
import type { Sealer } from './desk/sealer.ts'
import type { EngineFacts } from './engine.ts'
import type { Actor } from './records.ts'
import type { Db } from './tables.ts'

/** What the operations of a writer share: their transaction, who acts, and the books' own record of it. */
export type WriteTools = {
  readonly db: Db
  readonly facts: EngineFacts
  readonly actor: Actor
  readonly bookkeeping: Bookkeeping
  /** null: the store was opened without one, and takes no bytes of mails. */
  readonly sealer: Sealer | null
}

export function recordAudit(tools: WriteTools, entry: Omit<AuditEntry, 'at' | 'actor'>, now: Instant): void {
  tools.bookkeeping.audit({ ...entry, actor: tools.actor, at: now })
}

export function actorText({ actor }: Pick<WriteTools, 'actor'>): string {
  return `${actor.kind}:${actor.id}`
}
