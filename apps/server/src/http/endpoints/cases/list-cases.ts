import { operations, type CaseBody } from '@holdfast/contract'
import type { CustomerId } from '@holdfast/lease'
import type { CaseFilter } from '@holdfast/store'
import { viewListedCase } from '../../../desk/views/listed-case.ts'
import { endpoint } from '../../endpoint.ts'
import { pageOf } from '../../page.ts'

export const listCases = endpoint(operations.listCases, async ({ query }, caller, { store }) => {
  const { state, owner, queue, customer, product } = query
  const filter: CaseFilter = {
    ...(state === undefined ? {} : { state }),
    ...(owner === undefined ? {} : { owner }),
    ...(queue === undefined ? {} : { queue }),
    ...(customer === undefined ? {} : { customer: customer as CustomerId }),
    ...(product === undefined ? {} : { product }),
  }
  const listed = await store.read.listCases(filter, pageOf(query))
  if (listed.kind === 'refused') return listed
  const items: CaseBody[] = []
  for (const record of listed.items) items.push(await viewListedCase(store.read, record, caller.locale))
  return { items, next: listed.next }
})
