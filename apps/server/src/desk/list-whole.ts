import type { ListedOrRefused, Page } from '@holdfast/store'

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
