// Serial numbers with what their licence says beside them, page by page over several licences.
import type { SerialRowWire } from '@holdfast/contract'
import { refuse, type LicenceId, type OrderId, type Refusal, type SerialNumber } from '@holdfast/lease'
import type { Licence } from '@holdfast/licensing'
import type { LicenceFilter, Reader } from '@holdfast/store'
import { serialRowWire } from './wire/books.ts'

export async function findSerialRow(read: Reader, serial: SerialNumber): Promise<SerialRowWire | null> {
  const record = await read.findSerial(serial)
  if (record === null) return null
  const licence = await read.findLicence(record.licence)
  if (licence === null) throw new Error(`licence ${record.licence} of serial number ${serial} is missing`)
  return serialRowWire(record, licence)
}

export type SerialRowPage = { readonly items: SerialRowWire[]; readonly next: string | null }

/**
 * `filter` chooses licences; their serial numbers follow each other. The cursor names the place in the list of licences
 * and the place in the present licence's list: `PLACE~PLACE`.
 */
export async function listSerialRows(
  read: Reader,
  filter: LicenceFilter | LicenceId,
  page: { readonly after: string | null; readonly limit: number },
): Promise<SerialRowPage | Refusal<'INPUT_INVALID' | 'NOT_FOUND'>> {
  const [outerText = '', innerText = ''] = (page.after ?? '~').split('~')
  let outer: string | null = outerText === '' ? null : outerText
  let inner: string | null = innerText === '' ? null : innerText
  const items: SerialRowWire[] = []
  for (;;) {
    const found = await licenceAt(read, filter, outer)
    if (found.kind === 'refused') return found
    if (found.licence === null) return { items, next: null }
    const { licence } = found
    const listed = await read.listSerials(
      { licence: licence.id },
      { after: inner, limit: page.limit - items.length },
    )
    if (listed.kind === 'refused') return listed
    for (const record of listed.items) items.push(serialRowWire(record, licence))
    if (listed.next !== null) return { items, next: `${outer ?? ''}~${listed.next}` }
    if (found.next === null) return { items, next: null }
    outer = found.next
    inner = null
    if (items.length >= page.limit) return { items, next: `${outer}~` }
  }
}

type LicencePlace = { kind: 'place'; licence: Licence | null; next: string | null }

async function licenceAt(
  read: Reader,
  filter: LicenceFilter | LicenceId,
  after: string | null,
): Promise<LicencePlace | Refusal<'INPUT_INVALID' | 'NOT_FOUND'>> {
  if (typeof filter === 'string') {
    const licence = await read.findLicence(filter)
    return licence === null
      ? refuse('NOT_FOUND', { what: 'licence' })
      : { kind: 'place', licence, next: null }
  }
  const listed = await read.listLicences(filter, { after, limit: 1 })
  if (listed.kind === 'refused') return listed
  return { kind: 'place', licence: listed.items[0] ?? null, next: listed.next }
}

/** The licences that a query of serial numbers means; an order is named by its number, as people know it, or by its id. */
export async function serialFilterOf(
  read: Reader,
  query: { readonly order?: string; readonly licence?: string },
): Promise<LicenceFilter | LicenceId | Refusal<'NOT_FOUND'>> {
  if (query.licence !== undefined) return query.licence as LicenceId
  if (query.order === undefined) return {}
  const order = (await read.findOrderByNumber(query.order)) ?? (await findOrderById(read, query.order))
  return order === null ? refuse('NOT_FOUND', { what: 'order' }) : { order: order.id }
}

async function findOrderById(read: Reader, text: string) {
  return text.startsWith('ord_') ? await read.findOrder(text as OrderId) : null
}
