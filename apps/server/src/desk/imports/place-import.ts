// In which case an import belongs, or the new one that it becomes. spec: case-import §8
import type { Entropy, Instant } from '@holdfast/capabilities'
import { formatCaseNumber, type CaseHead } from '@holdfast/desk'
import { makeCaseId, type CaseId, type CustomerId } from '@holdfast/lease'
import type { CaseRecord, NewCase, NewLink, ThreadingFacts } from '@holdfast/store'
import type { DeskTools } from '../desk-tools.ts'
import type { PreparedImport } from './prepare-import.ts'

/**
 * The case with the number of the text, else with its token, else the one where a message of it lies, else the one where a
 * mail lies that it answers; null where there is none, or several that are equally likely.
 */
export function findPlace(prepared: PreparedImport, facts: ThreadingFacts): CaseRecord | null {
  const { head, messages } = { head: prepared.imported.case, messages: prepared.messages }
  const byNumber = head.number === null ? undefined : facts.numbers.get(head.number)
  const [foreign, other] = head.number === null ? [] : (facts.foreignNumbers.get(head.number) ?? [])
  const byToken = head.token === null ? undefined : facts.tokens.get(head.token)
  const id =
    byNumber ??
    (other === undefined ? foreign : undefined) ??
    byToken ??
    onlyOf(messages.flatMap(({ identity }) => facts.identities.get(identity)?.case ?? [])) ??
    onlyOf(
      messages.flatMap(({ source }) =>
        referencesOf(source).flatMap((named) => facts.messages.get(named)?.map((one) => one.case) ?? []),
      ),
    )
  return id === undefined ? null : (facts.cases.get(id) ?? null)
}

export function referencesOf(source: PreparedImport['messages'][number]['source']): readonly string[] {
  const { messageId, inReplyTo, references } = source
  return [...(messageId === null ? [] : [messageId]), ...inReplyTo, ...references]
}

function onlyOf(cases: readonly CaseId[]): CaseId | undefined {
  const [first] = cases
  return cases.every((one) => one === first) ? first : undefined
}

/** Number and token of the text where nobody has them; else ours, and a link that leads from theirs. */
export function newCaseOf(
  prepared: PreparedImport,
  facts: ThreadingFacts,
  lent: {
    readonly desk: DeskTools
    readonly entropy: Entropy
    readonly now: Instant
    readonly running: number
    readonly customer: CustomerId | null
  },
): NewCase {
  const head = prepared.imported.case
  const { running, entropy, desk, now } = lent
  const number = isFree(head.number, facts.numbers, facts.foreignNumbers)
    ? head.number
    : formatCaseNumber(desk.numbers, running, entropy)
  const token = isFree(head.token, facts.tokens)
    ? head.token
    : formatCaseNumber(desk.tokens, running, entropy)
  const links = [
    ...linkOf('foreign-number', head.number === number ? null : head.number),
    ...linkOf('foreign-token', head.token === token ? null : head.token),
  ]
  return {
    ...{ id: makeCaseId(now, entropy), running, number, token },
    ...{ subject: head.subject, title: titleOf(head), customer: lent.customer, product: null },
    ...{ severity: null, owner: null, queue: null, dueAt: null, imported: true, maySend: false },
    state: { kind: 'received', at: now, waitsOn: null, facts: { source: 'import' } },
    links,
    watchers: [],
  }
}

/** What a number on the wire may hold; what an id looks like names that. */
function isFree(text: string | null, ...taken: readonly ReadonlyMap<string, unknown>[]): text is string {
  if (text === null || /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text)) return false
  return !/^cas_/i.test(text) && taken.every((map) => !map.has(text))
}

function linkOf(kind: NewLink['kind'], value: string | null): readonly NewLink[] {
  return value === null ? [] : [{ kind, value, certainty: 'confirmed', message: null }]
}

function titleOf({ title, subject }: CaseHead): string {
  return title ?? subject
}
