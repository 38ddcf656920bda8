// A reply of the desk's, queued as a person's is, with its token.
import { formatMessageId, formatReplyAddress, formatReplyToken } from '@holdfast/desk'
import { makeCaseMessageId, makeOutgoingMailId, type CaseId } from '@holdfast/lease'
import type { CaseRecord, MessageRecord, NewMessage } from '@holdfast/store'
import { mailOf, type MailServerForTests } from './mail-ground.ts'

/** The desk writes to the customer: a message with its bytes, queued, as a reply of a person makes it. */
export async function reply(
  server: MailServerForTests,
  to: CaseRecord,
  text: string,
  /** Between queueing and the first moment at which it can leave. */
  beforeLeaving: () => Promise<void> = async () => {},
) {
  const { store } = server.server
  const [now, entropy] = [server.clock.now(), { bytes: (count: number) => randomOf(count) }]
  const [id, outgoing] = [makeCaseMessageId(now, entropy), makeOutgoingMailId(now, entropy)]
  const { replyKeys } = server.server.desk
  const [key] = replyKeys
  if (key === undefined) throw new Error('no key')
  const reference = { caseRunning: to.running, audience: 'customer', message: id.slice(4) } as const
  const token = formatReplyToken(reference, key)
  const mailbox = { local: 'desk', domain: 'vendor.example' }
  const messageId = formatMessageId(token, 'vendor.example')
  const replyTo = { name: '', address: formatReplyAddress(mailbox, token) }
  const raw = await mailOf({
    ...{ messageId, replyTo, text, subject: `[${to.number}] ${to.title}` },
    from: { name: 'Support', address: 'support@vendor.example' },
    to: [{ name: 'Ines Calder', address: 'ines@harbour.example' }],
  })
  const message = outMessage({ id, case: to.id, messageId, raw, text, at: now })
  const envelope = { from: 'support@vendor.example', to: ['ines@harbour.example'] }
  await store.write({ kind: 'server', id: 'test' }, async (tx) => {
    await tx.addMessages([message], now)
    const mail = { id: outgoing, case: to.id, message: id, audience: 'customer', envelope } as const
    const queued = await tx.queueMail(mail, now)
    if ('code' in queued) throw new Error(queued.code)
  })
  await beforeLeaving()
  server.server.jobs.mail?.mailQueued()
  return { messageId, replyTo: replyTo.address, outgoing, message: id }
}

let drawn = 0
export function randomOf(count: number): Uint8Array {
  drawn += 1
  return Uint8Array.from({ length: count }, (_, at) => (at * 7 + drawn * 31) % 256)
}

function outMessage(made: {
  readonly id: MessageRecord['id']
  readonly case: CaseId
  readonly messageId: string
  readonly raw: Uint8Array
  readonly text: string
  readonly at: MessageRecord['receivedAt']
}): NewMessage {
  const { id, at, text, messageId } = made
  return {
    ...{ id, case: made.case, direction: 'out', audience: 'customer', audienceCertainty: 'confirmed' },
    ...{ side: 'vendor', sideCertainty: 'confirmed', identity: `out:${id}`, bodyHash: 'a'.repeat(64) },
    ...{ messageId, inReplyTo: [], references: [], sent: { written: '', moment: at, offsetMinutes: 0 } },
    ...{ receivedAt: at, orderedAt: at, place: 0, parsed: true, parser: 1, hasHtml: false },
    ...{ automaton: { kind: 'own' }, authentication: null, flags: [], verdict: {}, because: [], held: null },
    ...{ subject: 'reply', text, attachments: [], found: [], raw: { kind: 'bytes', bytes: made.raw } },
    people: [
      { role: 'from', person: null, name: 'Support', address: 'support@vendor.example' },
      { role: 'to', person: null, name: 'Ines Calder', address: 'ines@harbour.example' },
    ],
  }
}
