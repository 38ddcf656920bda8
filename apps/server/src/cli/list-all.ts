import { pageItemsMax, type Operation } from '@holdfast/contract'
import type { Problem } from '../http/problem.ts'
import type { ApiClient } from './api-client.ts'

/** Items that one list command shows; a book with more is asked with `--limit` and `--after`, or exported. */
export const listItemsMax = 10_000

type PageOf<Item> = { readonly items: readonly Item[]; readonly next: string | null }
export type ListedAll<Item> =
  | { readonly kind: 'listed'; readonly items: readonly Item[]; readonly next: string | null }
  | { readonly kind: 'problem'; readonly problem: Problem }

export type ListedPage<Item> =
  | { readonly kind: 'items'; readonly items: readonly Item[]; readonly next: string | null }
  | { readonly kind: 'problem'; readonly problem: Problem }

/** Follows the pages of a list until its end or `itemsMax`; a problem is the last of them. */
export async function* listPages<Item>(
  api: ApiClient,
  operation: Operation,
  input: { readonly params?: object; readonly query?: object },
  itemsMax = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<ListedPage<Item>, void, undefined> {
  let [after, count]: [string | null, number] = [null, 0]
  do {
    const limit = String(Math.min(pageItemsMax, itemsMax - count))
    const query = { ...input.query, limit, ...(after === null ? {} : { after }) }
    const answered = await api.call(operation, { ...input, query } as never)
    if (answered.kind === 'problem') {
      yield answered
      return
    }
    const page = answered.answer as PageOf<Item>
    yield { kind: 'items', ...page }
    count += page.items.length
    after = page.next
  } while (after !== null && count < itemsMax)
}

/** Every item of a list, or the first `itemsMax`; `next` says where it would go on. */
export async function listAll<Item>(
  api: ApiClient,
  operation: Operation,
  input: { readonly params?: object; readonly query?: object },
  itemsMax = listItemsMax,
): Promise<ListedAll<Item>> {
  const items: Item[] = []
  let next: string | null = null
  for await (const page of listPages<Item>(api, operation, input, itemsMax)) {
    if (page.kind === 'problem') return page
    for (const item of page.items) items.push(item)
    next = page.next
  }
  return { kind: 'listed', items, next }
}
