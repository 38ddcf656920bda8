import type { Instant } from '@holdfast/capabilities'
import type { OutgoingRow } from '../desk-tables.ts'
import { recordAudit, type WriteTools } from '../write-tools.ts'

type Doubtful = Pick<OutgoingRow, 'id' | 'case_id' | 'message'>

/** Mails of which nobody knows any more whether they arrived: a person settles them. */
export function recordDoubts(tools: WriteTools, mails: readonly Doubtful[], now: Instant): void {
  for (const { id, case_id: place, message } of mails) {
    const detail = { case: place, message }
    recordAudit(tools, { action: 'mail-doubt', subject: `mail:${id}`, detail }, now)
    tellDoubt(tools, { id, case_id: place, message }, now)
  }
}

export function tellDoubt(
  { bookkeeping }: WriteTools,
  { id, case_id: place, message }: Doubtful,
  at: Instant,
): void {
  bookkeeping.tell({ kind: 'mail.doubt', at, data: { mail: id, case: place, message } })
}
