import { operations, type ProposalBody } from '@holdfast/contract'
import { evidenceWire } from '../../../desk/views/evidence-wire.ts'
import { findNamedCase } from '../../../desk/find-case.ts'
import { recordReveal, refuseReveal } from '../../../desk/views/record-reveal.ts'
import { openVeil } from '../../../desk/views/veil.ts'
import { endpoint } from '../../endpoint.ts'
import { pageOf } from '../../page.ts'
import { proposalWire } from '../../wire/case.ts'

export const listCaseProposals = endpoint(
  operations.listCaseProposals,
  async ({ params, query }, caller, { store }) => {
    const reveal = query.reveal === 'yes'
    const refused = await refuseReveal(caller, reveal)
    if (refused !== null) return refused
    const record = await findNamedCase(store.read, params.case)
    if ('code' in record) return record
    const veil = await openVeil(store.read, record, { locale: caller.locale, reveal })
    if (veil.kind === 'refused') return veil
    const listed = await store.read.listProposals({ case: record.id }, pageOf(query))
    if (listed.kind === 'refused') return listed
    const items: ProposalBody[] = []
    for (const proposal of listed.items)
      items.push(proposalWire(proposal, await evidenceWire(store.read, proposal, veil), veil))
    if (reveal) await recordReveal(store, caller, { subject: `case:${record.id}`, what: 'proposals' })
    return { items, next: listed.next }
  },
)
