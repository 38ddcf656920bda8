// What messages mean for the life of their cases: a question after the archive, and nothing else. spec: case §7
import type { Entropy, Instant } from '@holdfast/capabilities'
import { decideArrival, type CaseState } from '@holdfast/desk'
import { makeCaseItemId, type PersonId } from '@holdfast/lease'
import { foldText, ownText } from '@holdfast/mail'
import type { CaseRecord, MessageRecord, NewItem, Writer } from '@holdfast/store'
import type { PlacedVerdict } from './message-of-mail.ts'
import { linksProposed } from './known-references.ts'
import { entryOfItem } from './search-entries.ts'
import { keepQuestion } from './work/case-entries.ts'

type ArrivedMessage = Pick<MessageRecord, 'id' | 'case' | 'receivedAt' | 'automaton' | 'subject' | 'held'>

export type Arrived = {
  readonly message: ArrivedMessage
  readonly verdict: Pick<PlacedVerdict, 'kind'>
  /** Without what is quoted. */
  readonly ownText: string
  readonly from: PersonId | null
}

type Tools = { readonly entropy: Entropy; readonly now: Instant }

export async function raiseArrivals(tx: Writer, arrived: readonly Arrived[], tools: Tools): Promise<void> {
  const items: NewItem[] = []
  for (const one of arrived) {
    const { message, verdict } = one
    if (message.held !== null) continue
    if (verdict.kind === 'reopens') await recordLateReply(tx, message, tools.now)
    if (verdict.kind !== 'asks') continue
    const found = await tx.read.findCase(message.case)
    if (found !== null) items.push(...(await raiseQuestion(tx, one, { found, tools })))
  }
  // Nearly always: a question after the archive is rare.
  if (items.length === 0) return
  const added = await tx.addItems(items, tools.now)
  for (const { id, case: place, kind } of added)
    await tx.recordCaseEvent(place, { kind: 'item', facts: { item: id, of: kind } }, tools.now)
  await tx.putSearchEntries(added.map(entryOfItem))
}

/** A message whose sender a person admitted arrives only then; what it means is judged by the case as it is now. */
export async function raiseAdmitted(tx: Writer, message: MessageRecord, tools: Tools): Promise<void> {
  const place = await tx.read.findCase(message.case)
  const kind =
    place?.state.kind === 'archived' ? 'asks' : place?.state.kind === 'resolved' ? 'reopens' : 'joins'
  const from = message.people.find(({ role }) => role === 'from')?.person ?? null
  const found = (await tx.read.listFound([message.id])).get(message.id) ?? []
  await tx.proposeLinks(linksProposed([{ ...message, found }]), tools.now)
  const own = ownText(foldText(message.text))
  await raiseArrivals(tx, [{ message, verdict: { kind }, ownText: own, from }], tools)
}

/** A reply to a resolved case changes no state: it is told in the timeline, and a person opens the case again. */
async function recordLateReply(tx: Writer, message: ArrivedMessage, now: Instant): Promise<void> {
  await tx.recordCaseEvent(message.case, { kind: 'reply-after-result', facts: { message: message.id } }, now)
}

async function raiseQuestion(
  tx: Writer,
  { message, ownText, from }: Arrived,
  { found, tools }: { readonly found: CaseRecord; readonly tools: Tools },
): Promise<readonly NewItem[]> {
  const id = makeCaseItemId(tools.now, tools.entropy)
  const arrival = decideArrival(
    caseStateOf(found),
    {
      id: message.id,
      at: message.receivedAt,
      from: from ?? '',
      automatic: message.automaton['kind'] !== 'person',
      subject: message.subject,
      text: ownText,
    },
    id,
  )
  for (const { kind, at: _, ...facts } of arrival.events)
    await tx.recordCaseEvent(message.case, { kind, facts }, tools.now)
  if (arrival.question === null) return []
  const { state, owner, dueAt, body } = keepQuestion(arrival.question)
  const place = message.case
  return [{ id, case: place, kind: 'question', state, owner, dueAt, message: message.id, body }]
}

/** The state of the books as the desk decides by it; its facts are those that the desk wrote. */
export function caseStateOf({ state }: CaseRecord): CaseState {
  return { ...state.facts, kind: state.kind, since: state.at } as unknown as CaseState
}
