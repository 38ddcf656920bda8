import { isId, refuse, type Refusal } from '@holdfast/lease'
import type { CaseRecord, Store } from '@holdfast/store'

/** A case by id, number or token, or by the number that one case alone brought from elsewhere. Refuses NOT_FOUND. */
export async function findCase(
  read: Store['read'],
  named: string,
): Promise<CaseRecord | Refusal<'NOT_FOUND'>> {
  const found =
    (isId('cas', named) ? await read.findCase(named) : null) ??
    (await read.findCaseByNumber(named)) ??
    (await read.findCaseByToken(named)) ??
    (await findByForeignNumber(read, named))
  return found ?? refuse('NOT_FOUND', { what: named })
}

async function findByForeignNumber(read: Store['read'], value: string): Promise<CaseRecord | null> {
  const listed = await read.listCasesOfLink({ kind: 'foreign-number', value }, { after: null, limit: 2 })
  if (listed.kind === 'refused') return null
  const [found = null, other] = listed.items
  return other === undefined ? found : null
}
