import { isId, refuse, type Refusal } from '@holdfast/lease'
import type { CaseRecord, DeskReader } from '@holdfast/store'

type CaseFinder = Pick<DeskReader, 'findCase' | 'findCaseByNumber' | 'findCaseByToken' | 'listCasesOfLink'>

/**
 * A case as people name it: id, number, tracking token, or the number that one case alone brought from elsewhere. One that
 * was merged away is found and says where it went. Refuses NOT_FOUND.
 */
export async function findNamedCase(
  read: CaseFinder,
  named: string,
): Promise<CaseRecord | Refusal<'NOT_FOUND'>> {
  const asked = named.trim()
  const found =
    (isId('cas', asked) ? await read.findCase(asked) : null) ??
    (await read.findCaseByNumber(asked)) ??
    (await read.findCaseByNumber(asked.toUpperCase())) ??
    (await read.findCaseByToken(asked)) ??
    (await read.findCaseByToken(asked.toUpperCase())) ??
    (await findByForeignNumber(read, asked))
  return found ?? refuse('NOT_FOUND', { what: asked })
}

/** As `findNamedCase`; a case that was merged away is refused with where it went. */
export async function findOpenCase(
  read: CaseFinder,
  named: string,
): Promise<CaseRecord | Refusal<'NOT_FOUND' | 'CASE_MERGED'>> {
  const found = await findNamedCase(read, named)
  return 'code' in found ? found : refuseMerged(found)
}

export function refuseMerged(found: CaseRecord): CaseRecord | Refusal<'CASE_MERGED'> {
  const { id, mergedInto: into } = found
  return into === null ? found : refuse('CASE_MERGED', { case: id, into })
}

async function findByForeignNumber(read: CaseFinder, value: string): Promise<CaseRecord | null> {
  const listed = await read.listCasesOfLink({ kind: 'foreign-number', value }, { after: null, limit: 2 })
  if (listed.kind === 'refused') return null
  const [found = null, other] = listed.items
  return other === undefined ? found : null
}
