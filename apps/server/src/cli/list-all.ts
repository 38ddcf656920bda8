import { pageItemsMax, type Operation } from '@holdfast/contract'
import type { Problem } from '../http/problem.ts'
import type { ApiClient } from './api-client.ts'

/** Items that one list command shows; a book with more is asked with `--limit` and `--after`, or exported. */
export const listItemsMax = 10_000

type PageOf<Item> = { readonly items: readonly Item[]; readonly next: string | null }
export type ListedAll<Item> =
  | { readonly kind: 'listed'; readonly items: readonly Item[]; readonly next: string | null }
  | { readonly kind: 'problem'; readonly problem: Problem }

/** Follows the pages of a list until its end or `itemsMax`; `next` says where it would go on. */
export async function listAll<Item>(
  api: ApiClient,
  operation: Operation,
  input: { readonly params?: object; readonly query?: object },
  itemsMax = listItemsMax,
): Promise<ListedAll<Item>> {
  const items: Item[] = []
  let after: string | null = null
  do {
    const limit = String(Math.min(pageItemsMax, itemsMax - items.length))
    const query = { ...input.query, limit, ...(after === null ? {} : { after }) }
    const answered = await api.call(operation, { ...input, query } as never)
    if (answered.kind === 'problem') return answered
    const page = answered.answer as PageOf<Item>
    items.push(...page.items)
    after = page.next
  } while (after !== null && items.length < itemsMax)
  return { kind: 'listed', items, next: after }
}
