// A draft leaves: checked once more, composed, kept as a message, and queued, in one transaction. spec: case §11; threading §2
import type { Instant } from '@holdfast/capabilities'
import {
  decideCallConfirmed,
  decideOutbound,
  decideTransition,
  formatMessageId,
  formatReplyAddress,
  formatReplyToken,
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
import { parseMail } from '@holdfast/mail'
import { composeMail, type MailDraft } from '@holdfast/mail/doors'
import type { CaseItem, CaseRecord, MessageRecord, NewMessage, Writer } from '@holdfast/store'
import type { DeskMail, DeskTools } from '../desk-tools.ts'
import { bodyHashOf, identityOfMail } from '../message-identity.ts'
import { keepCall, keepDraft, parseEntry, type CaseDraft } from './case-entries.ts'
import { checkDraft, findValues, listCorrespondence } from './check-draft.ts'
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
  const made = await composeMessage(gathered, messages, draft, { ...tools, mail: desk.mail })
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

type Composed = {
  readonly kind: 'composed'
  readonly message: NewMessage
  readonly envelope: { readonly from: string; readonly to: readonly string[] }
}

async function composeMessage(
  { record }: GatheredCase,
  messages: readonly MessageRecord[],
  draft: CaseDraft,
  { desk, ids, now, mail }: SendTools & { readonly mail: DeskMail },
): Promise<Composed | Refusal<'MAIL_DRAFT_REFUSED'>> {
  const key = desk.replyKeys.find(({ state }) => state === 'signing')
  if (key === undefined) throw new Error('no key makes reply tokens')
  const { audience } = draft
  const reference = { caseRunning: record.running, audience, message: ids.message.slice('cms_'.length) }
  const token = formatReplyToken(reference, key)
  const messageId = formatMessageId(token, mail.messageIdDomain)
  const thread = threadOf(messages, draft)
  const named = (addresses: readonly string[]) =>
    addresses.map((address) => ({ name: nameIn(messages, address), address }))
  const { to, cc } = { to: named(draft.to), cc: named(draft.cc) }
  const composed: MailDraft = {
    messageId,
    date: { moment: now, offsetMinutes: 0 },
    from: mail.from,
    ...{ to, cc },
    replyTo: { name: mail.from.name, address: formatReplyAddress(mail.replyMailbox, token) },
    subject: draft.subject,
    text: draft.text,
    html: null,
    attachments: [],
    ...thread,
    isAutomatic: false,
  }
  const raw = await composeMail(composed)
  if ('code' in raw) return raw
  // A copy that comes back is read as this one is: then both are one message.
  const read = await parseMail(raw)
  if ('code' in read) throw new Error(`our own mail cannot be read: ${read.code}`)
  const copy = {
    identity: identityOfMail(read, desk.identityKey),
    bodyHash: bodyHashOf(read.text),
  }
  const from = { role: 'from', person: null, name: mail.from.name, address: mail.from.address } as const
  const people = [
    from,
    ...to.map((one) => ({ role: 'to' as const, person: null, ...one })),
    ...cc.map((one) => ({ role: 'cc' as const, person: null, ...one })),
  ]
  const message = newMessage(record, draft, {
    ...{ raw, copy, messageId, thread, people, id: ids.message, now },
  })
  return {
    kind: 'composed',
    message,
    envelope: { from: mail.from.address, to: [...draft.to, ...draft.cc] },
  }
}

type Thread = Pick<MailDraft, 'inReplyTo' | 'references'>

function newMessage(
  record: CaseRecord,
  { audience, subject, text, replyTo }: CaseDraft,
  made: {
    readonly raw: Uint8Array
    readonly copy: Pick<NewMessage, 'identity' | 'bodyHash'>
    readonly messageId: string
    readonly thread: Thread
    readonly people: NewMessage['people']
    readonly id: CaseMessageId
    readonly now: Instant
  },
): NewMessage {
  const { raw, copy, messageId, thread, people, id, now } = made
  return {
    ...{ id, case: record.id, direction: 'out', audience, audienceCertainty: 'confirmed' },
    ...{ side: 'vendor', sideCertainty: 'confirmed' },
    ...copy,
    messageId,
    inReplyTo: thread.inReplyTo === null ? [] : [thread.inReplyTo],
    references: thread.references,
    sent: { written: '', moment: now, offsetMinutes: 0 },
    receivedAt: now,
    orderedAt: now,
    place: 0,
    parsed: true,
    parser: 0,
    hasHtml: false,
    automaton: { kind: 'person' },
    authentication: null,
    flags: [],
    verdict: { rule: 'draft', standing: 'staff', ...(replyTo === null ? {} : { evidence: [replyTo] }) },
    because: [],
    held: null,
    subject,
    text,
    people,
    attachments: [],
    found: [],
    raw: { kind: 'bytes', bytes: raw },
  }
}

/** The thread of that audience: what is answered, and what it answered. Ids of other audiences stay out of the mail. */
function threadOf(messages: readonly MessageRecord[], { audience, replyTo }: CaseDraft): Thread {
  const own = messages.filter((message) => message.audience === audience && message.messageId !== null)
  const answered = own.find(({ id }) => id === replyTo) ?? own.at(-1)
  if (answered === undefined || answered.messageId === null) return { inReplyTo: null, references: [] }
  const ofAudience = new Set(own.map(({ messageId }) => messageId))
  const references = answered.references.filter((id) => ofAudience.has(id))
  return { inReplyTo: answered.messageId, references }
}

function nameIn(messages: readonly MessageRecord[], address: string): string {
  const people = messages.flatMap((message) => message.people)
  return people.findLast((one) => one.address === address && one.name !== '')?.name ?? ''
}

async function keepSent(
  tx: Writer,
  { draft, item, record, gathered }: OpenedDraft & { readonly gathered: GatheredCase },
  { message, envelope }: Composed,
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
