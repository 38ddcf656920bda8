// Compares what an import found with what a careful reader expects. One sentence for each difference; none means equal.
import type { Found, FoundKind, ImportedCase, ImportedMessage, Proposal, Span } from '@holdfast/desk'
import type { ExpectedCase, ExpectedItem, ExpectedMessage, ExpectedProposal, Trap } from './expected-case.ts'

/** The longest words that are still one claim, question, commitment or call, in UTF-16 code units. */
const wordsLengthMax = 300

/** Kinds whose value is counted or normalised; of all others the words count. */
const valueKinds: ReadonlySet<FoundKind> = new Set([
  'release',
  'term',
  'remaining',
  'quantity',
  'issue',
  'serial',
  'phone',
  'address',
  'url',
])

type Stretch = { readonly from: number; readonly to: number }

export function compareCase(expected: ExpectedCase, imported: ImportedCase): string[] {
  return [
    ...compareHead(expected, imported),
    ...compareMessages(expected.messages, imported.messages),
    ...comparePositions(imported),
    ...compareFound(expected, imported),
    ...compareProposals(expected, imported),
  ]
}

function compareHead(expected: ExpectedCase, imported: ImportedCase): string[] {
  return (['number', 'token', 'subject', 'customer', 'title', 'stage'] as const).flatMap((member) =>
    differ(`case.${member}`, expected.case[member], imported.case[member]),
  )
}

function compareMessages(
  expected: readonly ExpectedMessage[],
  imported: readonly ImportedMessage[],
): string[] {
  if (expected.length !== imported.length)
    return [`${expected.length} messages are expected, ${imported.length} came`]
  return expected.flatMap((message, at) => compareMessage(message, imported[at] as ImportedMessage))
}

function compareMessage(expected: ExpectedMessage, imported: ImportedMessage): string[] {
  const where = `message ${expected.index}`
  const lines = imported.text.split('\n')
  return [
    ...differ(`${where}, index`, expected.index, imported.index),
    ...differ(`${where}, from.name`, expected.from.name, imported.from.name),
    ...differ(`${where}, from.address`, expected.from.address, imported.from.address),
    ...differOneOf(`${where}, side`, expected.side, imported.side),
    ...differOneOf(`${where}, audience`, expected.audience, imported.audience),
    ...differ(`${where}, sentAt`, expected.sentAt, imported.sentAt),
    ...compareFlags(where, expected, imported),
    ...differ(`${where}, attachments`, show(expected.attachments ?? []), show(imported.attachments)),
    ...compareAbsent(where, expected, imported),
    ...differ(`${where}, first line`, expected.text.first, lines[0]),
    ...differ(`${where}, last line`, expected.text.last, lines.at(-1)),
    ...differ(`${where}, length of the text`, expected.text.length, imported.text.length),
  ]
}

function compareFlags(where: string, expected: ExpectedMessage, imported: ImportedMessage): string[] {
  const must = [
    ...expected.flags,
    ...(imported.side === 'unknown' ? ['side-open'] : []),
    ...(imported.audience === 'unknown' ? ['audience-open'] : []),
  ]
  const may: readonly string[] = [...must, ...(expected.mayFlags ?? [])]
  const flags: readonly string[] = imported.flags
  return [
    ...must.filter((flag) => !flags.includes(flag)).map((flag) => `${where}: the flag ${flag} is missing`),
    ...flags
      .filter((flag) => !may.includes(flag))
      .map((flag) => `${where}: the flag ${flag} is not expected`),
  ]
}

function compareAbsent(where: string, expected: ExpectedMessage, imported: ImportedMessage): string[] {
  const names = [...expected.absentAttachments, ...(expected.mayBeAbsent ?? [])]
  return [
    ...expected.absentAttachments
      .filter((name) => !imported.absentAttachments.some((absent) => absent.includes(name)))
      .map(
        (name) => `${where}: ${show(name)} is absent and not listed, but ${show(imported.absentAttachments)}`,
      ),
    ...imported.absentAttachments
      .filter((absent) => !names.some((name) => absent.includes(name)))
      .map((absent) => `${where}: ${show(absent)} is listed as absent and not expected`),
  ]
}

/** spec: case-import §2, §3 */
function comparePositions(imported: ImportedCase): string[] {
  const texts = textsOf(imported)
  const spans: readonly Span[] = [...imported.found, ...imported.messages.flatMap(({ because }) => because)]
  const beside = spans
    .filter(({ message, from, to, text }) => text === '' || texts.get(message)?.slice(from, to) !== text)
    .map((span) => `message ${span.message}: ${show(span.text)} does not stand at ${span.from} to ${span.to}`)
  const disordered = imported.found
    .slice(1)
    .filter((item, at) => isAhead(item, imported.found[at] as Found))
    .map((item) => `message ${item.message}: ${item.kind} ${show(item.text)} is out of order`)
  const long = imported.found
    .filter(({ kind }) => !valueKinds.has(kind) && kind !== 'command')
    .filter(({ text }) => text.length > wordsLengthMax || text.includes('\n\n'))
    .map(({ message, kind, text }) => `message ${message}: ${kind} ${show(text)} is more than one statement`)
  return [...beside, ...disordered, ...long]
}

function compareFound(expected: ExpectedCase, imported: ImportedCase): string[] {
  const { must, may, mustNot } = expected.found
  const texts = textsOf(imported)
  const textOf = (message: number): string => texts.get(message) ?? ''
  const missing = must
    .filter((item) => !imported.found.some((found) => isMatch(item, found, must, textOf)))
    .map((item) => `${format(item)} is not found${beside(item, imported.found)}`)
  const loose = [...must, ...may].map(({ hedge: _hedge, ...item }) => item)
  const surplus = imported.found
    .filter(({ kind }) => expected.complete.includes(kind))
    .filter((found) => !loose.some((item) => isMatch(item, found, must, textOf)))
    .map((found) => `${format(found)} is found and not expected`)
  const trapped = mustNot.flatMap((trap) =>
    imported.found
      .filter((found) => isTrapped(trap, found, textOf))
      .map((found) => `${format(found)} is found and must not be: ${trap.why}`),
  )
  return [...missing, ...surplus, ...trapped]
}

/** Values: the same value, touching the words and no other item's. Words: all of the expected ones are in it. */
function isMatch(
  item: ExpectedItem,
  found: Found,
  must: readonly ExpectedItem[],
  textOf: (message: number) => string,
): boolean {
  if (item.kind !== found.kind || item.message !== found.message) return false
  if (item.value !== undefined && item.value !== found.value) return false
  if (!isHedged(item.hedge, found)) return false
  const places = placesOf(textOf(item.message), item.text)
  if (!valueKinds.has(item.kind)) return places.some(({ from, to }) => found.from <= from && found.to >= to)
  const others = must.filter(
    (other) => other.kind === item.kind && other.message === item.message && other.text !== item.text,
  )
  return (
    places.some((place) => isTouching(place, found)) &&
    !others.some(({ text }) => placesOf(textOf(item.message), text).some((place) => isTouching(place, found)))
  )
}

function isHedged(hedge: ExpectedItem['hedge'], { about, atLeast }: Found): boolean {
  if (hedge === 'none') return about !== true && atLeast !== true
  if (hedge === 'some') return about === true || atLeast === true
  if (hedge === 'about') return about === true
  if (hedge === 'atLeast') return atLeast === true
  return true
}

function isTrapped(trap: Trap, found: Found, textOf: (message: number) => string): boolean {
  if (!trap.kinds.includes(found.kind)) return false
  if (trap.message === undefined) return true
  if (trap.message !== found.message) return false
  if (trap.text === undefined) return true
  return placesOf(textOf(trap.message), trap.text).some((place) => isTouching(place, found))
}

function compareProposals(expected: ExpectedCase, imported: ImportedCase): string[] {
  const { must, mustNot } = expected.proposals
  const texts = textsOf(imported)
  return [
    ...must
      .filter((wanted) => !imported.proposals.some((proposal) => isProposed(wanted, proposal)))
      .map((wanted) => `${formatProposal(wanted)} is not proposed, but ${showProposals(wanted, imported)}`),
    ...mustNot.flatMap((unwanted) =>
      imported.proposals
        .filter((proposal) => isProposed(unwanted, proposal))
        .map(({ text }) => `${formatProposal(unwanted)} is proposed and must not be: ${show(text)}`),
    ),
    ...imported.proposals.flatMap(({ kind, text, evidence }) => [
      ...(text === '' ? [`a ${kind} is proposed without a text`] : []),
      ...(evidence.length === 0 ? [`${kind} ${show(text)} is proposed without evidence`] : []),
      ...evidence
        .filter((one) => one.text === '' || texts.get(one.message)?.includes(one.text) !== true)
        .map((one) => `${kind}: message ${one.message} does not say ${show(one.text)}`),
    ]),
    ...imported.proposals
      .filter(({ kind, evidence }) => kind === 'contradiction' && messagesOf(evidence).size < 2)
      .map(({ text }) => `contradiction ${show(text)} does not stand in different messages`),
  ]
}

function isProposed(wanted: ExpectedProposal, { kind, text, evidence }: Proposal): boolean {
  const named = messagesOf(evidence)
  return (
    kind === wanted.kind &&
    (wanted.all ?? []).every((message) => named.has(message)) &&
    (wanted.any === undefined || wanted.any.some((message) => named.has(message))) &&
    (wanted.only === undefined || [...named].every((message) => wanted.only?.includes(message))) &&
    text.includes(wanted.mentions ?? '')
  )
}

function messagesOf(evidence: Proposal['evidence']): Set<number> {
  return new Set(evidence.map(({ message }) => message))
}

function textsOf({ messages }: ImportedCase): Map<number, string> {
  return new Map(messages.map(({ index, text }) => [index, text]))
}

/** Where the words stand, but not as a part of a longer number. */
function placesOf(text: string, words: string): Stretch[] {
  const places: Stretch[] = []
  for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + 1)) {
    const to = from + words.length
    const before = /^\d/.test(words) && /\d[,.]?$/.test(text.slice(Math.max(0, from - 2), from))
    const after = /\d$/.test(words) && /^[,.]?\d/.test(text.slice(to, to + 2))
    if (!before && !after) places.push({ from, to })
  }
  return places
}

function isTouching(one: Stretch, other: Stretch): boolean {
  return one.from < other.to && other.from < one.to
}

function isAhead(item: Found, previous: Found): boolean {
  return item.message === previous.message ? item.from < previous.from : item.message < previous.message
}

function differ(what: string, expected: unknown, came: unknown): string[] {
  return expected === came ? [] : [`${what}: ${show(expected)} is expected, ${show(came)} came`]
}

function differOneOf<T>(what: string, expected: T | readonly T[], came: T): string[] {
  const allowed = Array.isArray(expected) ? (expected as readonly T[]) : [expected as T]
  if (allowed.includes(came)) return []
  return [`${what}: ${allowed.map(show).join(' or ')} is expected, ${show(came)} came`]
}

function format(item: ExpectedItem | Found): string {
  const value = item.value === undefined || item.value === item.text ? '' : ` = ${show(item.value)}`
  const hedge = 'hedge' in item && item.hedge !== undefined ? ` (${item.hedge})` : ''
  return `message ${item.message}: ${item.kind} ${show(item.text)}${value}${hedge}`
}

function beside(item: ExpectedItem, found: readonly Found[]): string {
  const near = found.filter(({ kind, message }) => kind === item.kind && message === item.message)
  if (near.length === 0) return ''
  return `, but ${near.map(({ text, value }) => (value === text ? show(text) : `${show(text)} = ${show(value)}`)).join(', ')}`
}

function formatProposal({ kind, all, any, only, mentions }: ExpectedProposal): string {
  const parts = [
    ...(all === undefined ? [] : [`messages ${all.join(', ')}`]),
    ...(any === undefined ? [] : [`one of the messages ${any.join(', ')}`]),
    ...(only === undefined ? [] : [`messages ${only.join(', ')} alone`]),
    ...(mentions === undefined ? [] : [`the words ${show(mentions)}`]),
  ]
  return parts.length === 0 ? kind : `${kind} with ${parts.join(' and ')}`
}

function showProposals({ kind }: ExpectedProposal, { proposals }: ImportedCase): string {
  const near = proposals.filter((proposal) => proposal.kind === kind)
  if (near.length === 0) return 'nothing of the kind'
  return near
    .map(({ text, evidence }) => `${show(text)} with messages ${[...messagesOf(evidence)].join(', ')}`)
    .join('; ')
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing'
}
