// Serial numbers with what their licence says beside them, page by page over several licences.
import type { SerialRowWire } from '@holdfast/contract'
import { refuse, type LicenceId, type OrderId, type Refusal, type SerialNumber } from '@holdfast/lease'
import type { Page, Reader, SerialFilter } from '@holdfast/store'
import { pageWire } from './page.ts'
import { serialRowWire } from './wire/books.ts'

export async function findSerialRow(read: Reader, serial: SerialNumber): Promise<SerialRowWire | null> {
  const record = await read.findSerial(serial)
  if (record === null) return null
  const licence = await read.findLicence(record.licence)
  if (licence === null) throw new Error(`licence ${record.licence} of serial number ${serial} is missing`)
  return serialRowWire(record, licence)
}

export type SerialRowPage = { readonly items: SerialRowWire[]; readonly next: string | null }

/** `filter` chooses licences; their serial numbers follow each other. */
export async function listSerialRows(
  read: Reader,
  filter: SerialFilter,
  page: Page,
): Promise<SerialRowPage | Refusal<'INPUT_INVALID'>> {
  const listed = await read.listSerials(filter, page)
  return pageWire(listed, ({ record, licence }) => serialRowWire(record, licence))
}

/**
 * What a query of serial numbers means; an order is named by its number, as people know it, or by its id.
 * Refuses NOT_FOUND: the books know no such licence or order.
 */
export async function serialFilterOf(
  read: Reader,
  query: { readonly order?: string; readonly licence?: string },
): Promise<SerialFilter | Refusal<'NOT_FOUND'>> {
  if (query.licence !== undefined) {
    const licence = await read.findLicence(query.licence as LicenceId)
    return licence === null ? refuse('NOT_FOUND', { what: 'licence' }) : { licence: licence.id }
  }
  if (query.order === undefined) return {}
  const order = (await read.findOrderByNumber(query.order)) ?? (await findOrderById(read, query.order))
  return order === null ? refuse('NOT_FOUND', { what: 'order' }) : { order: order.id }
}

async function findOrderById(read: Reader, text: string) {
  return text.startsWith('ord_') ? await read.findOrder(text as OrderId) : null
}
