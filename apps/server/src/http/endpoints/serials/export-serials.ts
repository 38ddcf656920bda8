import { operations, pageItemsMax } from '@holdfast/contract'
import type { Reader, SerialFilter } from '@holdfast/store'
import { formatCsvHead, formatCsvRows } from '../../../serials-csv.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { listSerialRows, serialFilterOf } from '../../serial-rows.ts'

export const exportSerials = endpoint(operations.exportSerials, async ({ query }, _caller, { store }) => {
  const filter = await serialFilterOf(store.read, query)
  return isRefusal(filter) ? filter : csvPieces(store.read, filter)
})

/** Page by page, so that a large book needs no large memory. A refusal here would be a fault of our own cursor. */
async function* csvPieces(read: Reader, filter: SerialFilter): AsyncGenerator<string> {
  yield formatCsvHead()
  let after: string | null = null
  do {
    const page = await listSerialRows(read, filter, { after, limit: pageItemsMax })
    if (isRefusal(page)) throw new Error(`serial numbers cannot be listed: ${page.code}`)
    if (page.items.length > 0) yield formatCsvRows(page.items)
    after = page.next
    // Reading SQLite never waits, so nothing else would be answered before the last page.
    await new Promise((resolve) => setImmediate(resolve))
  } while (after !== null)
}
