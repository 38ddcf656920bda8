// Who wrote and got what is imported. An address is one person everywhere; a name alone is one person within its case, and
// nobody is taken for somebody of another case because of a name. spec: desk-books §2
import type { Entropy, Instant } from '@holdfast/capabilities'
import { personKey } from '@holdfast/desk'
import { makePersonId, type PersonId, type Refusal } from '@holdfast/lease'
import type {
  CaseRecord,
  MessagePerson,
  MessageSide,
  NewPerson,
  ThreadingFacts,
  Writer,
} from '@holdfast/store'
import type { PreparedImport, PreparedMessage } from './prepare-import.ts'

export type PersonOf = (who: Pick<MessagePerson, 'name' | 'address'>) => PersonId | null

/** In the order of the head; addresses in lower case. */
export function listCorrespondents({
  source,
  mail,
}: Pick<PreparedMessage, 'source' | 'mail'>): readonly Omit<MessagePerson, 'person'>[] {
  const lists: readonly (readonly [
    MessagePerson['role'],
    readonly Pick<MessagePerson, 'name' | 'address'>[],
  ])[] =
    mail === null
      ? [
          ['from', [source.from]],
          ['to', source.to ?? []],
        ]
      : [
          ['from', mail.mail.from],
          ['sender', mail.mail.sender === null ? [] : [mail.mail.sender]],
          ['reply-to', mail.mail.replyTo],
          ['to', mail.mail.to],
          ['cc', mail.mail.cc],
        ]
  return lists.flatMap(([role, people]) =>
    people
      .filter(({ name, address }) => name !== '' || address !== '')
      .map(({ name, address }) => ({ role, name, address: address.toLowerCase() })),
  )
}

/** Those whom the books do not know yet are added; the side is the sender's. */
export async function recordPersons(
  tx: Writer,
  given: {
    readonly fresh: readonly PreparedMessage[]
    readonly prepared: PreparedImport
    readonly facts: ThreadingFacts
    readonly place: CaseRecord
    readonly isNew: boolean
    readonly entropy: Entropy
  },
  now: Instant,
): Promise<{ readonly kind: 'persons'; readonly personOf: PersonOf } | Refusal<'ALREADY_EXISTS'>> {
  const { fresh, prepared, facts, place } = given
  const known = new Map<string, PersonId>()
  if (!given.isNew)
    for (const { person, name, address } of await tx.read.listCasePeople(place.id)) {
      const key = address === '' ? personKey({ name, address }) : null
      if (key !== null && person !== null && !known.has(key)) known.set(key, person)
    }
  for (const [address, { id }] of facts.persons) known.set(`address ${address}`, id)
  const sides = sidesOf(prepared)
  const added = new Map<string, NewPerson>()
  for (const who of fresh.flatMap(listCorrespondents)) {
    const key = personKey(who)
    if (key === null || known.has(key)) continue
    const before = added.get(key)
    if (before !== undefined && before.name !== '') continue
    const { name, address } = who
    added.set(key, {
      id: before?.id ?? makePersonId(given.entropy),
      customer: sides.get(key) === 'customer' ? place.customer : null,
      side: sides.get(key) ?? 'unknown',
      name,
      roles: [],
      contacts: address === '' ? [] : [{ kind: 'mail', value: address, written: address }],
    })
  }
  const persons = await tx.addPersons([...added.values()], now)
  if ('kind' in persons) return persons
  for (const [key, { id }] of added) known.set(key, id)
  return { kind: 'persons', personOf: (who) => known.get(personKey(who) ?? '') ?? null }
}

function sidesOf({ messages }: PreparedImport): ReadonlyMap<string, MessageSide> {
  const sides = new Map<string, MessageSide>()
  for (const message of messages) {
    const [sender] = listCorrespondents(message)
    const key = sender === undefined ? null : personKey(sender)
    if (key !== null && message.imported.side !== 'unknown') sides.set(key, message.imported.side)
  }
  return sides
}
