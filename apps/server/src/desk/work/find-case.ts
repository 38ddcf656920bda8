import { isId, refuse, type Refusal } from '@holdfast/lease'
import type { CaseRecord, DeskReader, ListedOrRefused, Page } from '@holdfast/store'

type CaseFinder = Pick<DeskReader, 'findCase' | 'findCaseByNumber' | 'findCaseByToken'>

/** A case as people name it: id, number, tracking token. One that was merged away is found and says where it went. */
export async function findNamedCase(
  read: CaseFinder,
  named: string,
): Promise<CaseRecord | Refusal<'NOT_FOUND'>> {
  const asked = named.trim()
  if (isId('cas', asked)) return (await read.findCase(asked)) ?? refuse('NOT_FOUND', { what: asked })
  const found =
    (await read.findCaseByNumber(asked)) ??
    (await read.findCaseByNumber(asked.toUpperCase())) ??
    (await read.findCaseByToken(asked)) ??
    (await read.findCaseByToken(asked.toUpperCase()))
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

/** Every row of a list, page by page. */
export async function listWhole<T>(list: (page: Page) => Promise<ListedOrRefused<T>>): Promise<readonly T[]> {
  const rows: T[] = []
  for (let after: string | null = null; ;) {
    const listed: ListedOrRefused<T> = await list({ after, limit: 500 })
    if (listed.kind === 'refused') throw new Error('a list gave a cursor that it does not take')
    rows.push(...listed.items)
    after = listed.next
    if (after === null) return rows
  }
}
