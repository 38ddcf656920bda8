// A prepared import written in one transaction: whatever happens, all of it is there or none. spec: case-import §8
import type { Entropy, Instant } from '@holdfast/capabilities'
import { makeProposalId, type CustomerId, type Refusal } from '@holdfast/lease'
import {
  linkCharsMax,
  type CaseRecord,
  type NewLink,
  type NewProposal,
  type ThreadingFacts,
  type Writer,
} from '@holdfast/store'
import type { DeskTools } from '../desk-tools.ts'
import { entryOfAttachment, entryOfCase, entryOfMessage } from '../search-entries.ts'
import { findKnown, linksProposed } from '../known-references.ts'
import { spelledSerial } from '../work/named-links.ts'
import { messageOfImport } from './message-of-import.ts'
import { listCorrespondents, recordPersons } from './record-persons.ts'
import { findPlace, newCaseOf, referencesOf } from './place-import.ts'
import type { PreparedImport, PreparedMessage } from './prepare-import.ts'

/** Links of one import; the first that the thread names. */
export const importLinksMax = 200

export type ImportLent = {
  readonly desk: DeskTools
  readonly entropy: Entropy
  readonly now: Instant
  readonly customer: CustomerId | null
}
export type ImportRefusal = Refusal<
  'NOT_FOUND' | 'ALREADY_EXISTS' | 'CASE_MERGED' | 'EDIT_OUTDATED' | 'INPUT_INVALID'
>
export type RecordedImport = {
  readonly kind: 'recorded'
  readonly case: CaseRecord
  readonly isNew: boolean
  readonly messages: { readonly new: number; readonly known: number }
  readonly proposals: number
  readonly absent: number
}

export async function recordImport(
  tx: Writer,
  prepared: PreparedImport,
  lent: ImportLent,
): Promise<RecordedImport | ImportRefusal> {
  const facts = await tx.read.gatherThreading(keysOf(prepared))
  const before = findPlace(prepared, facts)
  const place = before ?? (await addCase(tx, prepared, facts, lent))
  if ('code' in place) return place
  const fresh = prepared.messages.filter(({ identity }) => !facts.identities.has(identity))
  const isNew = before === null
  const persons = await recordPersons(
    tx,
    { fresh, prepared, facts, place, isNew, entropy: lent.entropy },
    lent.now,
  )
  if (persons.kind === 'refused') return persons
  const idOf = (index: number) => {
    const message = prepared.messages[index - 1]
    return message === undefined ? null : (facts.identities.get(message.identity)?.id ?? message.id)
  }
  const made = await findKnown(
    tx.read,
    fresh.map((message) =>
      messageOfImport(message, { case: place.id, idOf, personOf: persons.personOf, now: lent.now }),
    ),
  )
  const added = await tx.addMessages(ordered(made, prepared, lent.now), lent.now)
  if (added.kind === 'refused') return added
  const linked = await addLinks(tx, place, listLinks(prepared, idOf), lent.now)
  if ('code' in linked) return linked
  await tx.proposeLinks(linksProposed(made), lent.now)
  const proposals = await tx.addProposals(listProposals(prepared, place, { idOf, ...lent }), lent.now)
  await tx.putSearchEntries([
    ...(before === null ? [entryOfCase(place, lent.now)] : []),
    ...made.map((message) => entryOfMessage(message, place.title)),
    ...fresh.flatMap(({ attachmentTexts }, at) => {
      const message = made[at]
      return message === undefined ? [] : attachmentTexts.map((text) => entryOfAttachment(message, text))
    }),
  ])
  return {
    kind: 'recorded',
    case: linked,
    isNew: before === null,
    messages: { new: fresh.length, known: prepared.messages.length - fresh.length },
    proposals: proposals.length,
    absent: fresh.reduce((sum, { imported }) => sum + imported.absentAttachments.length, 0),
  }
}

function keysOf({ imported, messages }: PreparedImport) {
  const { number, token } = imported.case
  const addresses = [
    ...new Set(messages.flatMap((message) => listCorrespondents(message).map((one) => one.address))),
  ]
  return {
    messageIds: [...new Set(messages.flatMap(({ source }) => referencesOf(source)))],
    numbers: number === null ? [] : [number],
    tokens: token === null ? [] : [token],
    addresses: addresses.filter((address) => address !== ''),
    domains: [...new Set(addresses.map((address) => address.slice(address.lastIndexOf('@') + 1)))].filter(
      (domain) => domain !== '',
    ),
    identities: messages.map(({ identity }) => identity),
  }
}

async function addCase(
  tx: Writer,
  prepared: PreparedImport,
  facts: ThreadingFacts,
  lent: ImportLent,
): Promise<CaseRecord | ImportRefusal> {
  const running = await tx.drawRunningNumbers(1)
  const customers = [...new Set(facts.domains.values())]
  const customer = lent.customer ?? (customers.length === 1 ? (customers[0] ?? null) : null)
  const added = await tx.addCases([newCaseOf(prepared, facts, { ...lent, running, customer })], lent.now)
  if (added.kind === 'refused') return added
  return added.cases[0] as CaseRecord
}

type IdOf = (index: number) => NewLink['message']

/** What the thread names, each once, with the message that named it first. */
function listLinks({ imported }: PreparedImport, idOf: IdOf): readonly NewLink[] {
  const links = new Map<string, NewLink>()
  for (const { kind, value, message } of imported.found) {
    if (kind !== 'release' && kind !== 'serial' && kind !== 'issue') continue
    const text = kind === 'serial' ? spelledSerial(String(value)) : String(value)
    const key = `${kind} ${text}`
    if (text.length > linkCharsMax || links.has(key) || links.size >= importLinksMax) continue
    links.set(key, { kind, value: text, certainty: 'proposed', message: idOf(message) })
  }
  return [...links.values()]
}

/** What somebody confirmed or rejected stays so. */
async function addLinks(
  tx: Writer,
  place: CaseRecord,
  links: readonly NewLink[],
  now: Instant,
): Promise<CaseRecord | ImportRefusal> {
  const known = new Set((await tx.read.listCaseLinks(place.id)).map(({ kind, value }) => `${kind} ${value}`))
  const fresh = links.filter(({ kind, value }) => !known.has(`${kind} ${value}`))
  return fresh.length === 0 ? place : await tx.changeCase(place.id, place.version, { links: fresh }, now)
}

function listProposals(
  { imported, messages, causes }: PreparedImport,
  place: CaseRecord,
  lent: { readonly idOf: IdOf; readonly entropy: Entropy; readonly now: Instant },
): readonly NewProposal[] {
  // Made in one moment, they are listed by id: the order of the import is to stay.
  const ids = imported.proposals.map(() => makeProposalId(lent.now, lent.entropy)).toSorted()
  return imported.proposals.map(({ kind, text, evidence }, at) => ({
    id: ids[at] as NewProposal['id'],
    case: place.id,
    kind,
    cause: causes[at] ?? '',
    evidence: evidence.map(({ message, text: words }) => ({
      message: lent.idOf(message),
      ...placeOfWords(messages[message - 1], words),
    })),
    text,
  }))
}

/** Of found items the evidence is the words; what stands nowhere so names its message alone. */
function placeOfWords(message: PreparedMessage | undefined, words: string) {
  const found = message?.found.find(({ text }) => text === words)
  if (found !== undefined) return { from: found.from, to: found.to }
  const from = message?.imported.text.indexOf(words) ?? -1
  return from < 0 || words === '' ? { from: 0, to: 0 } : { from, to: from + words.length }
}

/** A message without a time that can be read stands behind the one in front of it. */
function ordered(
  made: readonly ReturnType<typeof messageOfImport>[],
  { messages }: PreparedImport,
  now: Instant,
): readonly ReturnType<typeof messageOfImport>[] {
  const moments = new Map<string, Instant>()
  const first = messages.find(({ source }) => source.moment !== null)?.source.moment ?? now
  let last: Instant = first
  for (const { id, source } of messages) {
    last = source.moment ?? last
    moments.set(id, last)
  }
  return made.map((message) => ({ ...message, orderedAt: moments.get(message.id) ?? now }))
}
