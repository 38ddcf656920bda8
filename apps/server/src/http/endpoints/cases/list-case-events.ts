import { operations } from '@holdfast/contract'
import { findNamedCase } from '../../../desk/find-case.ts'
import { openVeil } from '../../../desk/views/veil.ts'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { eventWire } from '../../wire/case.ts'

export const listCaseEvents = endpoint(
  operations.listCaseEvents,
  async ({ params, query }, caller, { store }) => {
    const record = await findNamedCase(store.read, params.case)
    if ('code' in record) return record
    const veil = await openVeil(store.read, record, { locale: caller.locale, reveal: false })
    if (veil.kind === 'refused') return veil
    const listed = await store.read.listCaseEvents(record.id, pageOf(query))
    return pageWire(listed, (event) => eventWire(event, veil))
  },
)
