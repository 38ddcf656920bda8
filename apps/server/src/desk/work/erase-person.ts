// A person goes for good: what named them in every case that the books can find, and then the store's own erasing.
// spec: desk-books §7
import type { Instant } from '@holdfast/capabilities'
import { formatIndexText, tokenise, type CasePerson } from '@holdfast/desk'
import type { CaseId, CaseMessageId, PersonId, Refusal } from '@holdfast/lease'
import type {
  CaseEvent,
  CaseItem,
  CaseRecord,
  ErasedPerson,
  MessageRecord,
  PersonRecord,
  PersonTrace,
  Redactions,
  Writer,
} from '@holdfast/store'
import { listWhole } from '../list-whole.ts'
import { entryOfItem, entryOfMessage } from '../search-entries.ts'
import { maskPerson, maskPersonInFacts } from './redact-person.ts'

/** Names as written that are looked for, and their characters. spec: case §13 */
const namesMax = 40
const nameCharsMax = 254

/** Repeated: what is left is erased. */
export async function erasePersonWholly(
  tx: Writer,
  person: PersonRecord,
  now: Instant,
): Promise<ErasedPerson | Refusal<'NOT_FOUND'>> {
  const traces = await listWhole((page) => tx.read.exportPerson(person.id, page))
  const named = casePersonOf(person, traces)
  const cases = await listCasesNaming(tx, named, traces)
  const found = await gatherMentions(tx, cases)
  const redactions = redactMentions(found, named, listWrittenBy(person.id, traces))
  const erased = await tx.erasePerson(person.id, redactions, now)
  if (erased.kind === 'refused') return erased
  await indexAgain(tx, redactions, found)
  return erased
}

function casePersonOf(person: PersonRecord, traces: readonly PersonTrace[]): CasePerson {
  const rows = traces.flatMap(({ message }) => message.people.filter((one) => one.person === person.id))
  const short = (texts: readonly string[]) =>
    [...new Set(texts)].filter((text) => text !== '' && text.length <= nameCharsMax).slice(0, namesMax)
  const contacts = (kind: 'mail' | 'phone') =>
    person.contacts
      .filter((contact) => contact.kind === kind)
      .flatMap(({ value, written }) => [value, written])
  return {
    id: person.id,
    party: null,
    names: short([person.name, ...rows.map(({ name }) => name)]),
    addresses: short([...contacts('mail'), ...rows.map(({ address }) => address)]),
    phones: short(contacts('phone')),
  }
}

/** Cases in which they wrote or were written to, and those whose words name them. */
async function listCasesNaming(
  tx: Writer,
  { names, addresses }: CasePerson,
  traces: readonly PersonTrace[],
): Promise<readonly CaseId[]> {
  const cases = new Set(traces.map(({ message }) => message.case))
  for (const text of [...names, ...addresses]) {
    const tokens = formatIndexText(tokenise(text))
      .split(' ')
      .filter((token) => token !== '')
    if (tokens.length === 0) continue
    const hits = await listWhole((page) =>
      tx.read.search([{ kind: 'phrase', tokens }], { withHeld: true }, page),
    )
    for (const hit of hits) if (hit.case !== null) cases.add(hit.case)
  }
  return [...cases]
}

function listWrittenBy(id: PersonId, traces: readonly PersonTrace[]): ReadonlySet<CaseMessageId> {
  const isWriter = ({ message }: PersonTrace) =>
    message.people.some(({ person, role }) => person === id && (role === 'from' || role === 'sender'))
  return new Set(traces.filter(isWriter).map(({ message }) => message.id))
}

type Mentions = {
  readonly cases: readonly CaseRecord[]
  readonly messages: readonly MessageRecord[]
  readonly items: readonly CaseItem[]
  readonly events: readonly CaseEvent[]
  readonly proposals: Awaited<ReturnType<typeof listProposalsOf>>
}

async function gatherMentions(tx: Writer, ids: readonly CaseId[]): Promise<Mentions> {
  const cases: CaseRecord[] = []
  const messages: MessageRecord[] = []
  const items: CaseItem[] = []
  const events: CaseEvent[] = []
  const proposals: Mentions['proposals'][number][] = []
  for (const id of ids) {
    const record = await tx.read.findCase(id)
    if (record === null) continue
    cases.push(record)
    messages.push(...(await listWhole((page) => tx.read.listMessages({ case: id, withHeld: true }, page))))
    items.push(...(await listWhole((page) => tx.read.listItems(id, page))))
    events.push(...(await listWhole((page) => tx.read.listCaseEvents(id, page))))
    proposals.push(...(await listProposalsOf(tx, id)))
  }
  return { cases, messages, items, events, proposals }
}

function listProposalsOf(tx: Writer, id: CaseId) {
  return listWhole((page) => tx.read.listProposals({ case: id }, page))
}

/** Only what changes. Messages that they wrote are left to the store, which blanks them whole. */
function redactMentions(
  { cases, messages, items, events, proposals }: Mentions,
  person: CasePerson,
  written: ReadonlySet<CaseMessageId>,
): Redactions {
  const hide = (text: string) => maskPerson(text, person)
  const isChanged = (before: unknown, after: unknown) => JSON.stringify(before) !== JSON.stringify(after)
  return {
    messages: messages.flatMap(({ id, subject, text }) => {
      const redacted = { id, subject: hide(subject), text: hide(text) }
      return !written.has(id) && isChanged({ id, subject, text }, redacted) ? [redacted] : []
    }),
    items: items.flatMap(({ id, body }) => {
      const redacted = maskPersonInFacts(body, person)
      return isChanged(body, redacted) ? [{ id, body: redacted }] : []
    }),
    proposals: proposals.flatMap(({ id, text, state }) => {
      const reason = state.kind === 'proposed' ? null : state.reason
      const redacted = { text: hide(text), reason: reason === null ? null : hide(reason) }
      if (!isChanged({ text, reason }, redacted)) return []
      return [{ id, text: redacted.text, ...(redacted.reason === null ? {} : { reason: redacted.reason }) }]
    }),
    ...redactHeads(cases, events, person),
  }
}

/** Titles and states of cases with their timelines: words of a timeline that are not handed in would be lost. */
function redactHeads(
  cases: readonly CaseRecord[],
  events: readonly CaseEvent[],
  person: CasePerson,
): Pick<Redactions, 'cases'> & Required<Pick<Redactions, 'events'>> {
  const timelines = Map.groupBy(events, (event) => event.case)
  const redacted = cases.flatMap(({ id, subject, title, state }) => {
    const before = { subject, title, facts: state.facts }
    const after = maskPersonInFacts(before, person) as typeof before
    const told = (timelines.get(id) ?? []).flatMap(({ place, words }) =>
      words === null ? [] : [{ case: id, place, before: words, words: maskPersonInFacts(words, person) }],
    )
    const isNamed = [{ before, words: after }, ...told].some(
      (each) => JSON.stringify(each.before) !== JSON.stringify(each.words),
    )
    return isNamed ? [{ head: { id, ...after }, told }] : []
  })
  return {
    cases: redacted.map(({ head }) => head),
    events: redacted.flatMap(({ told }) =>
      told.map(({ case: id, place, words }) => ({ case: id, place, words })),
    ),
  }
}

/** The index held the words: it gets them again from what is left. */
async function indexAgain(
  tx: Writer,
  redactions: Redactions,
  { messages, items, cases }: Mentions,
): Promise<void> {
  const texts = new Map(redactions.messages.map((one) => [one.id, one]))
  const bodies = new Map(redactions.items.map((one) => [one.id, one.body]))
  const heads = new Map(redactions.cases.map((one) => [one.id, one]))
  await tx.removeSearchEntries([
    ...[...bodies.keys()].map((subject) => ({ kind: 'item', subject })),
    ...[...heads.keys()].map((subject) => ({ kind: 'case', subject })),
  ])
  await tx.putSearchEntries([
    ...messages.flatMap((message) => {
      const redacted = texts.get(message.id)
      return redacted === undefined ? [] : [entryOfMessage({ ...message, ...redacted })]
    }),
    ...items.flatMap((item) => {
      const body = bodies.get(item.id)
      return body === undefined ? [] : [entryOfItem({ ...item, body })]
    }),
    ...cases.flatMap((record) => {
      const head = heads.get(record.id)
      return head === undefined ? [] : [entryOfCase({ ...record, ...head })]
    }),
  ])
}

function entryOfCase({ id, subject, title, createdAt }: CaseRecord) {
  const tokens = formatIndexText(tokenise(`${title}\n${subject}`))
  return {
    ...({ kind: 'case', subject: id, message: null, case: id, audience: 'internal' } as const),
    ...{ at: createdAt, title, tokens },
  }
}
