// From mails that were taken apart to cases and messages, in one transaction. spec: desk-traffic §3
import type { Entropy, Instant } from '@holdfast/capabilities'
import { decideMatch } from '@holdfast/desk'
import { makeCaseMessageId, type CaseId, type CaseMessageId, type IntakeId } from '@holdfast/lease'
import type { IntakeOutcome, NewMessage, Writer } from '@holdfast/store'
import { answerAutomatically } from './automatic/answer-automatically.ts'
import { isOvertaken } from './is-overtaken.ts'
import { findKnown, linksProposed } from './known-references.ts'
import { raiseArrivals, type Arrived } from './raise-arrivals.ts'
import { MatchingBatch, threadingKeysOf } from './matching-batch.ts'
import { messageOfMail, listPeople, type PlacedVerdict } from './message-of-mail.ts'
import { NewCases } from './new-cases.ts'
import { entryOfAttachment, entryOfCase, entryOfTokens } from './search-entries.ts'
import { NewPersons } from './new-persons.ts'
import type { IntakeRead, ReadMail } from './reading/read-intake.ts'
import type { ReceivingSettings } from './receiving-settings.ts'

export type ReceivingTools = {
  readonly settings: ReceivingSettings
  readonly entropy: Entropy
  readonly now: Instant
}

/** How many of each came of a batch. */
export type Received = {
  readonly messages: number
  readonly cases: number
  readonly known: number
  readonly failed: number
  /** Read, and of no case. */
  readonly unplaced: number
  /** Automatic mails that were queued. */
  readonly answered: number
}

/**
 * Matches each mail in its order, seeing those before it, and writes what comes of all of them. Runs again where another
 * server was faster: it changes nothing but through `tx`.
 */
export async function receiveMails(
  tx: Writer,
  reads: readonly IntakeRead[],
  tools: ReceivingTools,
): Promise<Received> {
  const mails = reads.filter((read) => read.kind === 'read')
  const keys = threadingKeysOf(mails, tools.settings)
  const facts = await tx.read.gatherThreading(keys)
  const books = new MatchingBatch(facts, keys, tools.settings)
  const persons = new NewPersons(facts.persons, books, tools)
  const cases = new NewCases(tools)
  const placing = { books, persons, cases, tools }
  // What the rules of belonging take for another mail may be one message all the same: without an id, by another way.
  const identities = new Map([...facts.identities].map(([identity, { id }]) => [identity, id]))
  const outcomes = new Map<string, IntakeOutcome>()
  const placed: { readonly message: NewMessage; readonly read: ReadMail; readonly verdict: PlacedVerdict }[] =
    []
  for (const read of mails) {
    const verdict = decideMatch(read.clues, books, { settings: tools.settings.match, now: tools.now })
    if (verdict.kind === 'duplicate' || verdict.kind === 'returns' || verdict.kind === 'unplaced') {
      outcomes.set(read.intake.id, outcomeOf(verdict, read))
      continue
    }
    const same = identities.get(read.identity)
    if (same !== undefined) {
      outcomes.set(read.intake.id, { kind: 'known', message: same })
      continue
    }
    const message = placeMail(read, verdict, placing)
    identities.set(read.identity, message.id)
    outcomes.set(read.intake.id, { kind: 'message', message: message.id })
    placed.push({ message, read, verdict })
  }
  for (const { intake, reason } of reads.filter((read) => read.kind === 'unread'))
    outcomes.set(intake.id, { kind: 'failed', reason })
  const known = await findKnown(
    tx.read,
    placed.map(({ message }) => message),
  )
  await writeAll(
    tx,
    placed.map((one, at) => ({ ...one, message: known[at] ?? one.message })),
    placing,
    () => isOvertaken(tx, keys, facts),
  )
  const { entropy, now } = tools
  const { automatic } = tools.settings
  const answered =
    automatic === null ? 0 : await answerAutomatically(tx, placed, { tools: automatic, entropy, now })
  await finish(tx, outcomes, tools.now)
  return { ...countOf(outcomes, cases.count), answered }
}

type Placing = {
  readonly books: MatchingBatch
  readonly persons: NewPersons
  readonly cases: NewCases
  readonly tools: ReceivingTools
}

function placeMail(
  read: ReadMail,
  verdict: PlacedVerdict,
  { books, persons, cases, tools }: Placing,
): NewMessage {
  const id = makeCaseMessageId(tools.now, tools.entropy)
  const people = persons.nameAll(listPeople(read.mail))
  const placeId = verdict.kind === 'begins' ? cases.begin(read, verdict, books) : (verdict.case as CaseId)
  const message = messageOfMail(read, verdict, { id, case: placeId, people })
  books.addMessage(message, read.clues.hash)
  return message
}

function outcomeOf(
  verdict: { readonly kind: string; readonly message?: string | null },
  { clues }: ReadMail,
): IntakeOutcome {
  const { message = null } = verdict
  if (message !== null) return { kind: 'known', message: `cms_${message}` as CaseMessageId }
  const because =
    verdict.kind === 'returns' ? 'a mail of ours that the books do not have' : clues.automaton.kind
  return { kind: 'unplaced', reason: because }
}

async function writeAll(
  tx: Writer,
  placed: readonly {
    readonly message: NewMessage
    readonly read: ReadMail
    readonly verdict: PlacedVerdict
  }[],
  { persons, cases, tools }: Placing,
  overtaken: () => Promise<boolean>,
): Promise<void> {
  const { now } = tools
  expectDone(await tx.addPersons(persons.list(), now))
  const begun = await cases.draw(tx)
  if (begun.length > 0 && (await overtaken()))
    throw new Error('another server wrote meanwhile what a mail of this batch answers, or what answers it')
  expectDone(await tx.addCases(begun, now))
  const added = expectDone(
    await tx.addMessages(
      placed.map(({ message }) => message),
      now,
    ),
  )
  // The identity says what the verdict did not: another server was faster. Its transaction is over; this one runs again.
  if (added.messages.some(({ kind }) => kind === 'known'))
    throw new Error('a mail of this batch became a message elsewhere meanwhile')
  const arrived = placed.map(({ message, read, verdict }): Arrived => {
    const from = message.people.find(({ role }) => role === 'from')
    return { message, verdict, ownText: read.clues.bodyText, from: from?.person ?? null }
  })
  await tx.proposeLinks(linksProposed(placed.map(({ message }) => message)), now)
  await raiseArrivals(tx, arrived, tools)
  await tx.putSearchEntries([
    ...begun.map((made) => entryOfCase(made, made.state.at)),
    ...placed.flatMap(({ message, read }) => [
      entryOfTokens(message, read.tokens),
      ...read.attachmentTexts
        .slice(0, message.attachments.length)
        .map((attachment) => entryOfAttachment(message, attachment)),
    ]),
  ])
}

/** A claim that was lost takes everything else of the batch back: whoever has it now does the whole again. */
async function finish(tx: Writer, outcomes: ReadonlyMap<string, IntakeOutcome>, now: Instant): Promise<void> {
  const finished = [...outcomes].map(([id, outcome]) => ({ id: id as IntakeId, outcome }))
  const done = await tx.finishIntake(finished, now)
  if (done.length !== finished.length) throw new Error('the claim of a mail was lost meanwhile')
}

/** What the desk itself made cannot be refused but by an accident. */
function expectDone<T extends object>(result: T): Exclude<T, { readonly kind: 'refused' }> {
  if ('code' in result) throw new Error(`refused: ${String(result.code)}`)
  return result as Exclude<T, { readonly kind: 'refused' }>
}

function countOf(outcomes: ReadonlyMap<string, IntakeOutcome>, cases: number): Omit<Received, 'answered'> {
  const count = (kind: IntakeOutcome['kind']) =>
    [...outcomes.values()].filter((outcome) => outcome.kind === kind).length
  return {
    messages: count('message'),
    cases,
    known: count('known'),
    failed: count('failed'),
    unplaced: count('unplaced'),
  }
}
