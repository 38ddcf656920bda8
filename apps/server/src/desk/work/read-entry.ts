// Members of an entry as callers write them.
import { parseInstant, type Instant } from '@holdfast/capabilities'
import type { Addressee } from '@holdfast/desk'
import { refuse, type CaseId, type Refusal } from '@holdfast/lease'
import type { DeskReader } from '@holdfast/store'
import { findMessageOf } from './parse-action.ts'

export function addresseeOf(written: {
  readonly party: Addressee['party']
  readonly person?: string | null
}): Addressee {
  return { party: written.party, person: written.person ?? null }
}

/** Null where nothing is written, `none` where what is written is no moment. */
export function momentOf(written: string | null | undefined): Instant | null | 'none' {
  return written === null || written === undefined ? null : (parseInstant(written) ?? 'none')
}

/** NOT_FOUND for a message that is not of the case. */
export async function refuseForeign(
  read: Pick<DeskReader, 'findMessage'>,
  caseId: CaseId,
  message: string | null,
): Promise<Refusal<'NOT_FOUND'> | null> {
  if (message === null) return null
  const found = await findMessageOf(read, caseId, message)
  return found === null ? refuse('NOT_FOUND', { what: message }) : null
}
