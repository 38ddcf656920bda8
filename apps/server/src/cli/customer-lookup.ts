import { operations, type CustomerWire } from '@holdfast/contract'
import { refuse } from '@holdfast/lease'
import type { Problem } from '../http/problem.ts'
import type { ApiClient } from './api-client.ts'
import { listAll } from './list-all.ts'

export type FoundCustomer =
  { readonly kind: 'customer'; readonly id: string } | { readonly kind: 'problem'; readonly problem: Problem }

/** A customer by id, or by the one name that is exactly this. Two customers of one name are told apart by id only. */
export async function findCustomer(api: ApiClient, text: string): Promise<FoundCustomer> {
  if (text.startsWith('cus_')) return { kind: 'customer', id: text }
  const listed = await listAll<CustomerWire>(api, operations.listCustomers, {}, Number.MAX_SAFE_INTEGER)
  if (listed.kind === 'problem') return listed
  const [found, other] = listed.items.filter((customer) => customer.name === text)
  if (found === undefined) return api.refused(refuse('NOT_FOUND', { what: 'customer' }))
  if (other !== undefined)
    return api.refused(refuse('INPUT_INVALID', { complaints: [`--customer: ${found.id}, ${other.id}`] }))
  return { kind: 'customer', id: found.id }
}
