// What leaves, as a mail and as a message of its case: token, thread and the bytes that a copy is known by. spec: threading §2
import type { Instant } from '@holdfast/capabilities'
import { formatMessageId, formatReplyAddress, formatReplyToken, type ReplyKey } from '@holdfast/desk'
import type { CaseMessageId, Refusal } from '@holdfast/lease'
import { parseMail } from '@holdfast/mail'
import { composeMail, type MailDraft } from '@holdfast/mail/doors'
import type { CaseRecord, MessageRecord, NewMessage } from '@holdfast/store'
import type { DeskMail } from '../desk-tools.ts'
import { bodyHashOf, identityOfMail } from '../message-identity.ts'
import type { CaseDraft } from './case-entries.ts'

/** What is to be said, and to whom. */
export type Written = Pick<CaseDraft, 'audience' | 'to' | 'cc' | 'subject' | 'text' | 'replyTo'>

/** A message that is or will be in the case, as far as a thread is made of it. */
export type Threaded = Pick<MessageRecord, 'id' | 'audience' | 'messageId' | 'references' | 'people'>

export type ComposedMessage = {
  readonly kind: 'composed'
  readonly message: NewMessage
  readonly envelope: { readonly from: string; readonly to: readonly string[] }
}

export type ComposeTools = {
  readonly replyKeys: readonly ReplyKey[]
  readonly identityKey: Uint8Array
  readonly mail: DeskMail
  readonly id: CaseMessageId
  readonly now: Instant
  /** The rule that wrote it; null: a person did. */
  readonly automatic: { readonly rule: string } | null
}

export async function composeMessage(
  record: Pick<CaseRecord, 'id' | 'running'>,
  messages: readonly Threaded[],
  written: Written,
  tools: ComposeTools,
): Promise<ComposedMessage | Refusal<'MAIL_DRAFT_REFUSED'>> {
  const { mail, id, now } = tools
  const key = tools.replyKeys.find(({ state }) => state === 'signing')
  if (key === undefined) throw new Error('no key makes reply tokens')
  const { audience } = written
  const reference = { caseRunning: record.running, audience, message: id.slice('cms_'.length) }
  const token = formatReplyToken(reference, key)
  const messageId = formatMessageId(token, mail.messageIdDomain)
  const thread = threadOf(messages, written)
  const named = (addresses: readonly string[]) =>
    addresses.map((address) => ({ name: nameIn(messages, address), address }))
  const { to, cc } = { to: named(written.to), cc: named(written.cc) }
  const composed: MailDraft = {
    messageId,
    date: { moment: now, offsetMinutes: 0 },
    from: mail.from,
    ...{ to, cc },
    replyTo: { name: mail.from.name, address: formatReplyAddress(mail.replyMailbox, token) },
    subject: written.subject,
    text: written.text,
    html: null,
    attachments: [],
    ...thread,
    isAutomatic: tools.automatic !== null,
  }
  const raw = await composeMail(composed)
  if ('code' in raw) return raw
  // A copy that comes back is read as this one is: then both are one message.
  const read = await parseMail(raw)
  if ('code' in read) throw new Error(`our own mail cannot be read: ${read.code}`)
  const copy = {
    identity: identityOfMail(read, tools.identityKey),
    bodyHash: bodyHashOf(read.text),
  }
  const from = { role: 'from', person: null, name: mail.from.name, address: mail.from.address } as const
  const people = [
    from,
    ...to.map((one) => ({ role: 'to' as const, person: null, ...one })),
    ...cc.map((one) => ({ role: 'cc' as const, person: null, ...one })),
  ]
  const message = newMessage(record, written, { ...tools, ...{ raw, copy, messageId, thread, people } })
  return {
    kind: 'composed',
    message,
    // Of what a rule sent, nobody is told what becomes of it.
    envelope: {
      from: tools.automatic === null ? mail.from.address : '',
      to: [...written.to, ...written.cc],
    },
  }
}

type Thread = Pick<MailDraft, 'inReplyTo' | 'references'>

function newMessage(
  record: Pick<CaseRecord, 'id'>,
  { audience, subject, text, replyTo }: Written,
  made: Pick<ComposeTools, 'id' | 'now' | 'automatic'> & {
    readonly raw: Uint8Array
    readonly copy: Pick<NewMessage, 'identity' | 'bodyHash'>
    readonly messageId: string
    readonly thread: Thread
    readonly people: NewMessage['people']
  },
): NewMessage {
  const { raw, copy, messageId, thread, people, id, now, automatic } = made
  const evidence = replyTo === null ? {} : { evidence: [replyTo] }
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
    automaton: { kind: automatic === null ? 'person' : 'auto-reply' },
    authentication: null,
    flags: [],
    verdict:
      automatic === null
        ? { rule: 'draft', standing: 'staff', ...evidence }
        : { rule: 'automatic', standing: 'staff', by: automatic.rule, ...evidence },
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
function threadOf(messages: readonly Threaded[], { audience, replyTo }: Written): Thread {
  const own = messages.filter((message) => message.audience === audience && message.messageId !== null)
  const answered = own.find(({ id }) => id === replyTo) ?? own.at(-1)
  if (answered === undefined || answered.messageId === null) return { inReplyTo: null, references: [] }
  const ofAudience = new Set(own.map(({ messageId }) => messageId))
  const references = answered.references.filter((id) => ofAudience.has(id))
  return { inReplyTo: answered.messageId, references }
}

function nameIn(messages: readonly Threaded[], address: string): string {
  const people = messages.flatMap((message) => message.people)
  return people.findLast((one) => one.address === address && one.name !== '')?.name ?? ''
}
