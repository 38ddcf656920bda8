// What a mail's surroundings say of its audience: who is greeted, whom it answers, who writes. spec: case-import §4
import type { ReadMessage, Sides } from './read-message.ts'
import type { Audience } from './imported-case.ts'
import { findCustomer } from './organisations.ts'
import { nicknameSignals, spokenOfSignals } from './inner-signals.ts'
import { makerSignals } from './makers.ts'
import { findName, greetedNames, mayBear } from './people.ts'
import { spanAt, type AudienceSignal } from './read-words.ts'

/** A sender whom a mail's first words name. */
export type Greeted = { readonly sender: string; readonly at: number; readonly length: number }

export type Surroundings = {
  readonly messages: readonly ReadMessage[]
  /** One mail of each sender. */
  readonly people: readonly ReadMessage[]
  /** Of each message, in their order. */
  readonly greeted: readonly (readonly Greeted[])[]
  readonly sides: Sides
  readonly customer: string | null
  /** What is known so far of the audience of each message, in their order. */
  readonly audiences: readonly Audience[]
}

const weights = {
  colleague: 6,
  customerGreeted: 4,
  customerNamed: 3,
  surname: 2,
  innerRole: 2,
  goesOn: 2,
  answers: 2,
  habit: 2,
  sameSurname: 1,
  backstage: 2,
  quotedCustomer: 4,
}

const innerRole =
  /研发|开发部|测试部|法务|产品(?:部|经理|总监)|\bR\s?&\s?D\b|\bproduct manage|\blegal\b|\bengineering (?:team|manager|lead)/i

export function contextSignals(place: number, around: Surroundings): AudienceSignal[] {
  const message = around.messages[place]
  if (message === undefined) return []
  return [
    ...greetedSignals(place, message, around),
    ...customerNamed(message, around.customer),
    ...surnameSignals(place, message, around),
    ...roleSignals(message),
    ...answerSignals(place, message, around),
    ...backstageSignals(place, message, around),
    ...quotedCustomer(message, around),
    ...nicknameSignals(message),
    ...spokenOfSignals(message, around.customer),
    ...makerSignals(message, around),
  ]
}

/** Senders whom each mail greets so that nobody else of the thread can be meant. */
export function listGreeted(messages: readonly ReadMessage[], people: readonly ReadMessage[]): Greeted[][] {
  const names = people.map(({ source, sender }) => ({ sender, names: greetedNames(source.from) }))
  return messages.map(({ parts: { own, greeting }, sender: writer }) => {
    const text = own.slice(greeting.from, greeting.to)
    const found = new Map<string, Greeted[]>()
    for (const person of text === '' ? [] : names) {
      if (person.sender === writer) continue
      for (const name of person.names) {
        const at = findName(text, name)
        if (at < 0 || !isSpokenTo(text, at, name.length)) continue
        const greeted = { sender: person.sender, at: greeting.from + at, length: name.length }
        found.set(name, [...(found.get(name) ?? []), greeted])
      }
    }
    const sole = [...found.values()].filter((list) => list.length === 1).flat()
    return [...new Map(sole.map((greeted) => [greeted.sender, greeted])).values()]
  })
}

/** Words of greeting, and up to three names of others: `Dear Gideon, Saskia,`, `文朴、小满，`. */
const frontOfName =
  /^(?:dear|hi|hello|hey|good \w{3,9}|尊敬的|亲爱的)?[\s,，]{0,5}(?:(?:\p{Script=Han}{2,4}|[\p{Script=Latin}'-]{2,20}(?: [\p{Script=Latin}'-]{2,20})?)\s?(?:[,，、&/]|and\b|和)\s{0,2}){0,3}$/iu

/** `李明，`, `@李明` and `Dear Anna,` speak to somebody; `李明说过` speaks of somebody. */
function isSpokenTo(text: string, at: number, length: number): boolean {
  const before = text.slice(0, at)
  if (before.endsWith('@')) return true
  if (!frontOfName.test(before)) return false
  return /^(?:工|总|经理|老师|哥|姐)?\s{0,3}(?:您好|你好|好|[,，、:：!！\n]|$)/.test(text.slice(at + length))
}

function greetedSignals(
  place: number,
  message: ReadMessage,
  { greeted, sides }: Surroundings,
): AudienceSignal[] {
  return (greeted[place] ?? []).flatMap(({ sender, at, length }): AudienceSignal[] => {
    const side = sides.of(sender).says
    if (side === 'unknown') return []
    const span = spanAt(message.source.index, message.source.text, { from: at, length })
    return side === 'vendor'
      ? [{ says: 'internal', weight: weights.colleague, span, key: 'colleague' }]
      : [{ says: 'customer', weight: weights.customerGreeted, span, key: 'customer greeted' }]
  })
}

function customerNamed({ source, parts }: ReadMessage, customer: string | null): AudienceSignal[] {
  const { own, greeting } = parts
  const text = own.slice(greeting.from, greeting.to)
  const opening = /^(?:致|尊敬的|dear|to)[:： ]{0,3}/i.exec(text)
  const named = opening === null ? null : findCustomer(text.slice(opening[0].length), customer)
  if (opening === null || named === null || named.from > 0) return []
  const span = spanAt(source.index, source.text, {
    from: greeting.from,
    length: opening[0].length + named.length,
  })
  return [{ says: 'customer', weight: weights.customerNamed, span, key: 'named' }]
}

/**
 * A surname alone tells nobody apart. It speaks for the customer where another mail to the customer greets it and no
 * colleague bears it; for a colleague where one bears it and no mail to the customer greets it, more so where that
 * colleague wrote the mail in front.
 */
function surnameSignals(place: number, message: ReadMessage, around: Surroundings): AudienceSignal[] {
  const { messages, people, sides, audiences } = around
  const { source, parts, surname: greeted } = message
  if (greeted === null) return []
  const colleagues = people.filter(
    ({ sender, source: { from } }) =>
      sender !== message.sender && sides.of(sender).says === 'vendor' && mayBear(from, greeted.surname),
  )
  const atCustomer = messages.some(
    (other, at) => at !== place && audiences[at] === 'customer' && other.surname?.surname === greeted.surname,
  )
  const span = spanAt(source.index, source.text, {
    from: parts.greeting.from + greeted.at,
    length: greeted.text.length,
  })
  if (atCustomer && colleagues.length === 0)
    return [{ says: 'customer', weight: weights.surname, span, key: 'surname' }]
  const before = messages[place - 1]
  const isAnswer = colleagues.some(({ sender }) => sender === before?.sender)
  if (atCustomer || colleagues.length === 0) return []
  return [
    { says: 'internal', weight: isAnswer ? weights.surname : weights.sameSurname, span, key: 'surname' },
  ]
}

function roleSignals({ source, parts: { own, signature } }: ReadMessage): AudienceSignal[] {
  const found = innerRole.exec(own.slice(signature.from, signature.to))
  if (found === null && !innerRole.test(source.from.name)) return []
  const span =
    found === null
      ? null
      : spanAt(source.index, source.text, { from: signature.from + found.index, length: found[0].length })
  return [{ says: 'internal', weight: weights.innerRole, span, key: 'role' }]
}

/** Where a mail says nothing to the customer: it goes on in an inner exchange, answers a colleague whom it quotes, or comes from somebody who writes inner mail alone. */
function answerSignals(place: number, message: ReadMessage, around: Surroundings): AudienceSignal[] {
  if (message.words.audiences.some(({ says }) => says === 'customer')) return []
  const goesOn = place > 0 && around.audiences[place - 1] === 'internal'
  const quoted = message.parts.quotedSender
  const answered =
    quoted === ''
      ? undefined
      : around.people.find(
          ({ source: { from }, sender }) =>
            sender !== message.sender &&
            [from.name, from.address].some((name) => name.length > 1 && quoted.includes(name)),
        )
  const answersColleague = answered !== undefined && around.sides.of(answered.sender).says === 'vendor'
  const others = around.messages.flatMap(({ sender }, at) =>
    sender === message.sender && at !== place ? [around.audiences[at]] : [],
  )
  const onlyInner =
    others.includes('internal') && !others.includes('customer') && !others.includes('upstream')
  return [
    ...(onlyInner ? [{ says: 'internal', weight: weights.habit, span: null, key: 'habit' } as const] : []),
    ...(goesOn ? [{ says: 'internal', weight: weights.goesOn, span: null, key: 'goes on' } as const] : []),
    ...(answersColleague
      ? [{ says: 'internal', weight: weights.answers, span: null, key: 'answers' } as const]
      : []),
  ]
}

/** Somebody of the vendor who says nothing to the customer in any mail, while colleagues do: R&D, legal, whoever is asked. */
function backstageSignals(place: number, { sender }: ReadMessage, around: Surroundings): AudienceSignal[] {
  const { messages, sides, audiences } = around
  if (sides.of(sender).says !== 'vendor') return []
  const isOpen = messages.some(
    (other, at) =>
      other.sender === sender &&
      (other.words.audiences.some(({ says, weight }) => says === 'customer' && weight > 1) ||
        (at !== place && audiences[at] === 'customer')),
  )
  const others = messages.some(
    (other, at) =>
      other.sender !== sender && audiences[at] === 'customer' && sides.of(other.sender).says === 'vendor',
  )
  return isOpen || !others
    ? []
    : [{ says: 'internal', weight: weights.backstage, span: null, key: 'backstage' }]
}

/** Greets by surname and title whom it quotes, and no colleague is meant: it answers the customer. */
function quotedCustomer(
  { parts, surname, source }: ReadMessage,
  { people, sides }: Surroundings,
): AudienceSignal[] {
  if (surname === null || parts.quotedSender === '') return []
  const quoted = { name: parts.quotedSender.replace(/^["“\s]+/, ''), address: '' }
  const isColleague = people.some(
    ({ sender, source: { from } }) => sides.of(sender).says === 'vendor' && mayBear(from, surname.surname),
  )
  if (isColleague || !mayBear(quoted, surname.surname)) return []
  const from = parts.greeting.from + surname.at
  const span = spanAt(source.index, source.text, { from, length: surname.text.length })
  return [{ says: 'customer', weight: weights.quotedCustomer, span, key: 'quoted' }]
}
