import { pageItemsDefault } from '@holdfast/contract'
import type { Refusal } from '@holdfast/lease'
import type { ListedOrRefused, Page } from '@holdfast/store'

export type Paging = { readonly after?: string; readonly limit?: string }

/** The contract's query members as the books take them; `limit` was checked to be a number within its limits. */
export function pageOf(query: Paging): Page {
  return {
    after: query.after ?? null,
    limit: query.limit === undefined ? pageItemsDefault : Number(query.limit),
  }
}

/** One page on the wire. */
export function pageWire<Row, Wire>(
  listed: ListedOrRefused<Row>,
  wire: (row: Row) => Wire,
): { items: Wire[]; next: string | null } | Refusal<'INPUT_INVALID'> {
  if (listed.kind === 'refused') return listed
  return { items: listed.items.map(wire), next: listed.next }
}
