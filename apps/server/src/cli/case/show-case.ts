import {
  operations,
  type CaseEventBody,
  type CaseMessageBody,
  type Operation,
  type ProposalBody,
} from '@holdfast/contract'
import { done, type CommandContext, type Outcome } from '../command.ts'
import { listAll } from '../list-all.ts'
import { formatCase } from './case-text.ts'

/** Everything of a case but its texts; `reveal` shows people by name and leaves rows in the audit. */
export async function showCase(
  { api, locale }: CommandContext,
  number: string,
  wanted: { readonly messages: boolean; readonly reveal: boolean },
): Promise<Outcome> {
  const params = { case: number }
  const query = wanted.reveal ? ({ reveal: 'yes' } as const) : {}
  const detail = await api.call(operations.showCase, { params, query })
  if (detail.kind === 'problem') return detail
  const all = <Item>(operation: Operation, more: object) =>
    listAll<Item>(api, operation, { params, query: more })
  const events = await all<CaseEventBody>(operations.listCaseEvents, {})
  if (events.kind === 'problem') return events
  const messages = await all<CaseMessageBody>(operations.listCaseMessages, query)
  if (messages.kind === 'problem') return messages
  const proposals = await all<ProposalBody>(operations.listCaseProposals, query)
  if (proposals.kind === 'problem') return proposals
  const lists = { events: events.items, messages: messages.items, proposals: proposals.items }
  return done(
    { ...detail.answer, ...lists },
    formatCase({ detail: detail.answer, ...lists }, wanted.messages, locale),
  )
}
