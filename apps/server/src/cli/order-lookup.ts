import { operations } from '@holdfast/contract'
import { refuse } from '@holdfast/lease'
import type { Problem } from '../http/problem.ts'
import type { ApiClient } from './api-client.ts'

/** An order by its number, as people know it, or by its id. */
export async function findOrder(
  api: ApiClient,
  text: string,
): Promise<
  { readonly kind: 'order'; readonly id: string } | { readonly kind: 'problem'; readonly problem: Problem }
> {
  const listed = await api.call(operations.listOrders, { query: { number: text } })
  if (listed.kind === 'problem') return listed
  const id = listed.answer.items[0]?.id ?? (text.startsWith('ord_') ? text : undefined)
  return id === undefined ? api.refused(refuse('NOT_FOUND', { what: 'order' })) : { kind: 'order', id }
}
