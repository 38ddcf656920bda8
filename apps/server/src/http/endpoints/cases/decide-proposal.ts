import { operations } from '@holdfast/contract'
import { refuse, type ProposalId } from '@holdfast/lease'
import { evidenceWire } from '../../../desk/views/evidence-wire.ts'
import { openVeil } from '../../../desk/views/veil.ts'
import { endpoint } from '../../endpoint.ts'
import { proposalWire } from '../../wire/case.ts'

export const decideProposal = endpoint(
  operations.decideProposal,
  async ({ params, body }, caller, { store }) => {
    const id = params.proposal as ProposalId
    const settled = { kind: body.decision, reason: body.reason ?? null }
    const proposal = await store.write(caller.actor, (tx) => tx.settleProposal(id, settled, caller.now))
    if (!('cause' in proposal)) return proposal
    const record = await store.read.findCase(proposal.case)
    if (record === null) return refuse('NOT_FOUND', { what: id })
    const veil = await openVeil(store.read, record, { locale: caller.locale, reveal: false })
    if (veil.kind === 'refused') return veil
    return proposalWire(proposal, await evidenceWire(store.read, proposal, veil), veil)
  },
)
