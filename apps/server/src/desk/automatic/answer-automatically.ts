// Automatic answers to mails of a batch, in the transaction that makes messages of them. spec: automatic-mail §4
import { addSecondsHeld, type Entropy, type Instant } from '@holdfast/capabilities'
import { decideAutomaticMail, type AutomaticPolicy } from '@holdfast/desk'
import { makeCaseMessageId, makeOutgoingMailId } from '@holdfast/lease'
import type { CaseRecord, NewMessage, Writer } from '@holdfast/store'
import type { PlacedVerdict } from '../message-of-mail.ts'
import type { ReadMail } from '../reading/read-intake.ts'
import { entryOfMessage } from '../search-entries.ts'
import { composeMessage, type ComposedMessage } from '../work/compose-message.ts'
import { chooseText, type AutomaticEvent, type AutomaticRule, type AutomaticTools } from './automatic-rule.ts'

export type Answerable = {
  readonly message: NewMessage
  readonly read: ReadMail
  readonly verdict: PlacedVerdict
}

const events: { readonly [kind in PlacedVerdict['kind']]?: AutomaticEvent } = {
  begins: 'case-opened',
  asks: 'after-archive',
}

type Answering = { readonly tools: AutomaticTools; readonly entropy: Entropy; readonly now: Instant }

/** Counts, keeps and queues what the rules answer. Gives how many. */
export async function answerAutomatically(
  tx: Writer,
  placed: readonly Answerable[],
  answering: Answering,
): Promise<number> {
  const { tools, entropy, now } = answering
  const { limits } = tools.policy
  const answers: ComposedMessage[] = []
  for (const one of placed) {
    const rule = tools.rules.find(({ when }) => when === events[one.verdict.kind])
    const to = rule === undefined ? null : recipientOf(one, tools.policy)
    if (rule === undefined || to === null) continue
    const record = await tx.read.findCase(one.message.case)
    if (record === null || record.imported || !record.maySend) continue
    const answer = await composeAnswer(one, { rule, record, to }, answering)
    // A sender whose name or address cannot be written gets none; the mail itself must come in all the same.
    if (answer === null) continue
    if (await tx.recordAutomaticMail({ to, case: record.id }, limits, now)) answers.push(answer)
  }
  if (answers.length === 0) return 0
  const messages = answers.map(({ message }) => message)
  const added = await tx.addMessages(messages, now)
  if ('code' in added) throw new Error(`refused: ${added.code}`)
  for (const { message, envelope } of answers) {
    const { id, case: place, audience } = message
    const mail = { id: makeOutgoingMailId(now, entropy), case: place, message: id, audience, envelope }
    const queued = await tx.queueMail(mail, now)
    if ('code' in queued) throw new Error(`refused: ${queued.code}`)
  }
  const seconds = Math.max(0, ...limits.map(({ windowSeconds }) => windowSeconds))
  await tx.removeAutomaticMails(addSecondsHeld(now, -seconds))
  await tx.putSearchEntries(messages.map((message) => entryOfMessage(message)))
  return answers.length
}

/** null: nobody may be answered. Limits are the books', which alone know what left. */
function recipientOf({ message, read }: Answerable, policy: AutomaticPolicy): string | null {
  const [to] = read.clues.from
  if (to === undefined || message.held !== null || message.side === 'vendor') return null
  const returnPath = returnPathOf(read)
  const answers = { automaton: read.clues.automaton, returnPath }
  const mail = { to, case: message.case, answers }
  return decideAutomaticMail(mail, policy).kind === 'sends' ? to.trim().toLowerCase() : null
}

/** Of SMTP the envelope tells, of a mailbox the header that the last server wrote. */
function returnPathOf({ mail, intake }: ReadMail): string | null {
  const from = intake.envelope?.['from']
  return typeof from === 'string' ? from : mail.returnPath
}

async function composeAnswer(
  { message, read }: Answerable,
  { rule, record, to }: { readonly rule: AutomaticRule; readonly record: CaseRecord; readonly to: string },
  { tools, entropy, now }: Answering,
): Promise<ComposedMessage | null> {
  const text = chooseText(rule, `${read.mail.subject}\n${read.clues.bodyText}`)
  const made = await composeMessage(
    record,
    [message],
    {
      ...{ audience: 'customer', to: [to], cc: [], replyTo: message.id },
      subject: `Re: [Case: ${record.number}] ${record.token}`,
      text: text.replaceAll('{case}', record.number),
    },
    { ...tools, now, id: makeCaseMessageId(now, entropy), automatic: { rule: rule.name } },
  )
  if (made.kind === 'refused') return null
  // Of one second, and behind what it answers.
  return { ...made, message: { ...made.message, place: message.place + 1 } }
}
