import { operations } from '@holdfast/contract'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { pageOf } from '../../page.ts'
import { listSerialRows, serialFilterOf } from '../../serial-rows.ts'

export const listSerials = endpoint(operations.listSerials, async ({ query }, _caller, { store }) => {
  const filter = await serialFilterOf(store.read, query)
  if (isRefusal(filter)) return filter
  return await listSerialRows(store.read, filter, pageOf(query))
})
