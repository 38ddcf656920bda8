// A draft leaves: checked once more, composed, kept as a message, and queued, in one transaction. spec: case §11; threading §2
import type { Instant } from '@holdfast/capabilities'
import {
  decideCallConfirmed,
  decideOutbound,
  decideTransition,
  keepCaseState,
  type Actor,
  type OutboundRefusal,
} from '@holdfast/desk'
import {
  refuse,
  type CaseItemId,
  type CaseMessageId,
  type OutgoingMailId,
  type Refusal,
} from '@holdfast/lease'
import type { CaseItem, CaseRecord, NewMessage, Writer } from '@holdfast/store'
import type { DeskTools } from '../desk-tools.ts'
import { keepCall, keepDraft, parseEntry, type CaseDraft } from './case-entries.ts'
import { checkDraft, findValues, listCorrespondence } from './check-draft.ts'
import { composeMessage, type ComposedMessage } from './compose-message.ts'
import { refuseMerged } from '../find-case.ts'
import { gatherCase, type GatheredCase } from './gather-case.ts'
import { entryOfItem, entryOfMessage } from '../search-entries.ts'

export type SendRefusal =
  | OutboundRefusal
  | 'NOT_FOUND'
  | 'CASE_MERGED'
  | 'EDIT_OUTDATED'
  | 'CASE_ENTRY_STATE_WRONG'
  | 'MAIL_NOT_CONFIGURED'
  | 'MAIL_DRAFT_REFUSED'

export type Sent = {
  readonly kind: 'sent'
  readonly draft: CaseItem
  readonly message: CaseMessageId
  readonly mail: OutgoingMailId
  readonly record: CaseRecord
}

export type SendTools = {
  readonly desk: DeskTools
  readonly ids: { readonly message: CaseMessageId; readonly mail: OutgoingMailId }
  readonly actor: Actor
  readonly now: Instant
}

/** Refuses as `decideOutbound` does; then MAIL_NOT_CONFIGURED and MAIL_DRAFT_REFUSED. Nothing is kept of what is refused. */
export async function sendDraft(
  tx: Writer,
  asked: { readonly item: CaseItemId; readonly version: number },
  tools: SendTools,
): Promise<Sent | Refusal<SendRefusal>> {
  const opened = await openDraft(tx, asked)
  if (opened.kind === 'refused') return opened
  const { draft, record } = opened
  const gathered = await gatherCase(tx.read, record)
  const messages = await listCorrespondence(tx.read, gathered)
  const { desk, actor } = tools
  const values = await findValues(tx.read, gathered, { contact: '', mail: desk.mail })
  const others = { ...gathered, drafts: gathered.drafts.filter(({ id }) => id !== draft.id) }
  const checked = await checkDraft(tx.read, draft, {
    ...{ gathered: others, messages, mail: desk.mail },
    // The text was filled when it was written; its gaps are those that were found then.
    values: { ...values, contact: draft.to[0] ?? '' },
  })
  if (checked.kind === 'refused') return checked
  const outbound = { ...checked.outbound, gaps: [...new Set([...draft.check.gaps, ...checked.check.gaps])] }
  const decided = decideOutbound(
    outbound,
    { id: record.id, sending: record.maySend, wall: checked.wall },
    actor,
  )
  if (decided.kind === 'refused') return decided
  if (desk.mail === null) return refuse('MAIL_NOT_CONFIGURED', { case: record.number })
  const { replyKeys, identityKey, mail } = desk
  const made = await composeMessage(gathered.record, messages, draft, {
    ...{ replyKeys, identityKey, mail, now: tools.now, id: tools.ids.message, automatic: null },
  })
  if (made.kind === 'refused') return made
  return await keepSent(tx, { ...opened, gathered }, made, tools)
}

type OpenedDraft = {
  readonly kind: 'draft'
  readonly draft: CaseDraft
  readonly item: CaseItem
  readonly record: CaseRecord
}

async function openDraft(
  tx: Writer,
  { item: id, version }: { readonly item: CaseItemId; readonly version: number },
): Promise<OpenedDraft | Refusal<'NOT_FOUND' | 'CASE_MERGED' | 'EDIT_OUTDATED' | 'CASE_ENTRY_STATE_WRONG'>> {
  const item = await tx.read.findItem(id)
  const draft = item === null ? null : parseEntry('draft', item)
  if (item === null || draft === null) return refuse('NOT_FOUND', { what: id })
  if (draft.state !== 'open') {
    const facts = { what: 'draft', entry: id, state: draft.state, action: 'send', allowed: [] }
    return refuse('CASE_ENTRY_STATE_WRONG', facts)
  }
  if (item.version !== version)
    return refuse('EDIT_OUTDATED', { subject: id, version: item.version, expected: version, changed: [] })
  const found = await tx.read.findCase(item.case)
  const record = found === null ? refuse('NOT_FOUND', { what: item.case }) : refuseMerged(found)
  return 'code' in record ? record : { kind: 'draft', draft, item, record }
}

async function keepSent(
  tx: Writer,
  { draft, item, record, gathered }: OpenedDraft & { readonly gathered: GatheredCase },
  { message, envelope }: ComposedMessage,
  { ids, actor, now }: SendTools,
): Promise<Sent | Refusal<SendRefusal>> {
  const added = await tx.addMessages([await withPersons(tx, message)], now)
  if (added.kind === 'refused') return added
  const { audience } = draft
  const queued = await tx.queueMail(
    { id: ids.mail, case: record.id, message: ids.message, audience, envelope },
    now,
  )
  if ('code' in queued) {
    if (queued.code === 'ALREADY_EXISTS') throw new Error(`message ${ids.message} is queued twice`)
    return queued as Refusal<'NOT_FOUND' | 'CASE_SENDING_OFF'>
  }
  const change = { ...keepDraft({ ...draft, state: 'sent' }), message: ids.message }
  const sent = await tx.changeItem(item.id, item.version, change, now)
  if ('code' in sent) return sent
  const confirmed = await confirmCall(tx, gathered, draft, { id: ids.message, now })
  if (confirmed !== null) return confirmed
  await tx.putSearchEntries([entryOfMessage(message), entryOfItem(sent)])
  const moved = await respond(tx, gathered, draft, { id: ids.message, actor, now })
  if ('code' in moved) return moved
  return { kind: 'sent', draft: sent, message: ids.message, mail: ids.mail, record: moved }
}

/** Recipients whom the books know are linked to the message, so that it belongs to what is exported of them. */
async function withPersons(tx: Writer, message: NewMessage): Promise<NewMessage> {
  const addresses = message.people.map(({ address }) => address)
  const nothing = { messageIds: [], numbers: [], tokens: [], domains: [], identities: [] }
  const { persons } = await tx.read.gatherThreading({ ...nothing, addresses })
  const people = message.people.map((one) => ({ ...one, person: persons.get(one.address)?.id ?? null }))
  return { ...message, people }
}

async function confirmCall(
  tx: Writer,
  { calls, items }: GatheredCase,
  { confirms, audience }: CaseDraft,
  { id, now }: { readonly id: string; readonly now: Instant },
): Promise<Refusal<'CASE_FACTS_MISSING' | 'NOT_FOUND' | 'EDIT_OUTDATED'> | null> {
  const call = calls.find((each) => each.id === confirms)
  const item = items.find((each) => each.id === confirms)
  if (call === undefined || item === undefined || call.confirmedBy !== null) return null
  const decided = decideCallConfirmed(call, { id, audience, direction: 'out', byPerson: true })
  if (decided.kind === 'refused') return decided
  const changed = await tx.changeItem(item.id, item.version, keepCall(decided.call), now)
  return 'code' in changed ? changed : null
}

/** A first response moves the case on; of every other state a mail changes nothing. */
async function respond(
  tx: Writer,
  { record, state, blockers, contradictions }: GatheredCase,
  { audience }: CaseDraft,
  { id, actor, now }: { readonly id: CaseMessageId; readonly actor: Actor; readonly now: Instant },
): Promise<CaseRecord | Refusal<'NOT_FOUND' | 'CASE_MERGED' | 'EDIT_OUTDATED'>> {
  if (state.kind !== 'received' || audience !== 'customer') return record
  const decided = decideTransition(
    { id: record.id, state, blockers, contradictions },
    { kind: 'respond', message: { id, audience, direction: 'out', byPerson: true } },
    { actor, now },
  )
  if (decided.kind === 'refused') throw new Error(`a first response was refused: ${decided.code}`)
  const change = { state: keepCaseState(decided.state) }
  const changed = await tx.changeCase(record.id, record.version, change, now)
  if ('code' in changed && changed.code === 'INPUT_INVALID') throw new Error('a state has no links')
  return changed as CaseRecord | Refusal<'NOT_FOUND' | 'CASE_MERGED' | 'EDIT_OUTDATED'>
}
