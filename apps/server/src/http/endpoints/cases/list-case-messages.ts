import { operations } from '@holdfast/contract'
import { findNamedCase } from '../../../desk/find-case.ts'
import { recordReveal, refuseReveal } from '../../../desk/views/record-reveal.ts'
import { openVeil } from '../../../desk/views/veil.ts'
import { endpoint } from '../../endpoint.ts'
import { pageOf } from '../../page.ts'
import { messageWire } from '../../wire/case.ts'

export const listCaseMessages = endpoint(
  operations.listCaseMessages,
  async ({ params, query }, caller, { store }) => {
    const reveal = query.reveal === 'yes'
    const refused = await refuseReveal(caller, reveal)
    if (refused !== null) return refused
    const record = await findNamedCase(store.read, params.case)
    if ('code' in record) return record
    const veil = await openVeil(store.read, record, { locale: caller.locale, reveal })
    if (veil.kind === 'refused') return veil
    const audiences = query.audience === undefined ? {} : { audiences: [query.audience] }
    const listed = await store.read.listMessages({ case: record.id, ...audiences }, pageOf(query))
    if (listed.kind === 'refused') return listed
    if (reveal) await recordReveal(store, caller, { subject: `case:${record.id}`, what: 'messages' })
    return { items: listed.items.map((message) => messageWire(message, veil)), next: listed.next }
  },
)
