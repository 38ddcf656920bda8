// Who writes and whom they address, message by message. spec: case-import §4
import { contextSignals, listGreeted, type Surroundings } from './context-signals.ts'
import { decideAudience } from './decide-audience.ts'
import type { Judged } from './decide-side.ts'
import { decideSides } from './decide-sides.ts'
import type { ReadMessage } from './read-message.ts'
import { becauseMax } from './import-limits.ts'
import { nicknameSignals, spokenOfSignals } from './inner-signals.ts'
import type { Audience, Certainty, Side, Span } from './imported-case.ts'
import { readMessageParts } from './message-parts.ts'
import { isCustomerDomain, isSameHouse, organisationDomain } from './organisations.ts'
import { parseSubject } from './parse-subject.ts'
import { greetedSurname, personKey } from './people.ts'
import { readWords, spanAt, type SideSignal } from './read-words.ts'
import type { Correspondent, SourceThread } from './source-thread.ts'

export type Addressed = {
  readonly side: Side
  readonly sideCertainty: Certainty
  readonly audience: Audience
  readonly audienceCertainty: Certainty
  readonly because: readonly Span[]
}

/**
 * Side and audience of each message, in their order. Sides are the senders': by what all mails of one show, by the domain
 * and the company that they share with others. Audiences follow recipients where there are any, else words and
 * surroundings; they are worked out twice, since one mail's audience tells of the next. Pure; refuses nothing.
 */
export function readCorrespondence(thread: SourceThread): Addressed[] {
  const { customer } = parseSubject(thread.subject)
  const messages = thread.messages.map((source, place): ReadMessage => {
    const parts = readMessageParts(source.text)
    const sender = personKey(source.from) ?? `message ${place}`
    const surname = greetedSurname(parts.own.slice(parts.greeting.from, parts.greeting.to))
    return { source, parts, words: readWords(source.index, parts), sender, surname }
  })
  const people = [...new Map(messages.map((message) => [message.sender, message])).values()]
  const fixed = { messages, people, customer, greeted: listGreeted(messages, people) }
  let audiences: Judged<Audience>[] = messages.map((message) =>
    decideAudience([
      ...message.words.audiences,
      ...nicknameSignals(message),
      ...spokenOfSignals(message, customer),
    ]),
  )
  const sides = decideSides(messages, customer, sidesOfGreeted(fixed, audiences))
  for (let round = 0; round < 2; round++) {
    const found: Judged<Audience>[] = []
    for (const place of messages.keys()) {
      // What stands in front is known by now, what follows from the round before.
      const told = [...found, ...audiences.slice(place)].map(({ says }) => says)
      found.push(audienceOf(place, { ...fixed, sides, audiences: told }))
    }
    audiences = found
  }
  return messages.map((message, place) => addressed(sides.of(message.sender), audiences[place]))
}

function addressed(side: Judged<Side>, audience: Judged<Audience> | undefined): Addressed {
  const spans = [...(audience?.because ?? []).slice(0, becauseMax), ...side.because.slice(0, becauseMax)]
  const because = spans.filter(
    (span, at) =>
      spans.findIndex(
        (other) => other.message === span.message && other.from === span.from && other.to === span.to,
      ) === at,
  )
  return {
    side: side.says,
    sideCertainty: side.certainty,
    audience: audience?.says ?? 'unknown',
    audienceCertainty: audience?.certainty ?? 'open',
    because,
  }
}

function audienceOf(place: number, around: Surroundings): Judged<Audience> {
  const message = around.messages[place] as ReadMessage
  const side = around.sides.of(message.sender)
  if (side.says === 'customer') return byCustomer(message, side)
  if (around.sides.isMaker(message.sender)) return { says: 'upstream', certainty: 'likely', because: [] }
  const signals = [...message.words.audiences, ...contextSignals(place, around)]
  const words = decideAudience(signals)
  const byWords = side.says === 'unknown' ? { ...words, certainty: atMostLikely(words.certainty) } : words
  const { to } = message.source
  return to === null || to.length === 0 ? byWords : byRecipients(message, to, { around, byWords })
}

/** What the customer wrote is correspondence with the customer; a likely customer who speaks as colleagues do leaves it open. */
function byCustomer({ words }: ReadMessage, side: Judged<Side>): Judged<Audience> {
  const inner = words.audiences.filter(({ says, weight }) => says === 'internal' && weight > 1)
  if (side.certainty === 'certain' || inner.length === 0) return { ...side, says: 'customer' }
  return {
    says: 'unknown',
    certainty: 'open',
    because: inner.flatMap(({ span }) => (span === null ? [] : [span])),
  }
}

function atMostLikely(certainty: Certainty): Certainty {
  return certainty === 'certain' ? 'likely' : certainty
}

/** Recipients decide where their sides are known; outsiders of unknown side leave it to the words, and never make it inner. */
function byRecipients(
  { source }: ReadMessage,
  to: readonly Correspondent[],
  { around, byWords }: { readonly around: Surroundings; readonly byWords: Judged<Audience> },
): Judged<Audience> {
  const own = organisationDomain(source.from.address)
  const found = to.map((recipient) => sideOfRecipient(recipient, own, around))
  const spans = (says: Audience) => (byWords.says === says ? byWords.because : [])
  if (found.includes('customer'))
    return { says: 'customer', certainty: 'certain', because: spans('customer') }
  // A sender whom nobody knows may be anybody who writes to the vendor.
  const isStranger = around.sides.of(personKey(source.from) ?? '').says === 'unknown'
  if (found.every((side) => side === 'vendor') && !isStranger)
    return { says: 'internal', certainty: 'certain', because: spans('internal') }
  return byWords.says === 'internal'
    ? { says: 'unknown', certainty: 'open', because: byWords.because }
    : byWords
}

function sideOfRecipient(recipient: Correspondent, own: string | null, around: Surroundings): Side {
  const byPerson = around.sides.of(personKey(recipient) ?? '').says
  if (byPerson !== 'unknown') return byPerson
  const domain = organisationDomain(recipient.address)
  if (domain === null) return 'unknown'
  if (own !== null && isSameHouse(own, domain)) return 'vendor'
  const byDomain = around.sides.ofDomain(domain)
  if (byDomain !== 'unknown') return byDomain
  return isCustomerDomain(domain, around.customer) ? 'customer' : 'unknown'
}

/** Whom an inner mail greets by name is of the vendor; whom a mail that surely goes to the customer greets is of the customer. */
function sidesOfGreeted(
  { messages, greeted }: Pick<Surroundings, 'messages' | 'greeted'>,
  audiences: readonly Judged<Audience>[],
): Map<string, SideSignal[]> {
  const found = new Map<string, SideSignal[]>()
  const add = (sender: string, signal: SideSignal) =>
    found.set(sender, [...(found.get(sender) ?? []), signal])
  const ofCustomer = new Set(
    messages.flatMap(({ sender, words }) =>
      words.sides.some(({ says }) => says === 'customer') ? [sender] : [],
    ),
  )
  for (const [place, { source, sender: writer }] of messages.entries()) {
    const audience = audiences[place]
    const isOuter =
      audience?.says === 'customer' && audience.certainty === 'certain' && !ofCustomer.has(writer)
    if (audience?.says !== 'internal' && !isOuter) continue
    const signal = isOuter
      ? ({ says: 'customer', weight: 2 } as const)
      : ({ says: 'vendor', weight: 3 } as const)
    for (const { sender, at, length } of greeted[place] ?? []) {
      const span = spanAt(source.index, source.text, { from: at, length })
      add(sender, { ...signal, span, key: `greeted ${signal.says}` })
    }
    for (const recipient of isOuter ? (source.to ?? []) : []) {
      const [own, other] = [source.from, recipient].map(({ address }) => organisationDomain(address))
      if (own && other && isSameHouse(own, other)) continue
      add(personKey(recipient) ?? '', { says: 'customer', weight: 4, span: null, key: 'written to' })
    }
    if (isOuter)
      add(writer, {
        says: 'vendor',
        weight: 2,
        span: audience.because[0] ?? null,
        key: 'writes to the customer',
      })
  }
  return found
}
