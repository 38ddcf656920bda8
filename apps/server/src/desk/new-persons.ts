// Whose the addresses of a batch are: known people, and new ones for the others. spec: desk-books §2
import { makePersonId, type CustomerId, type PersonId } from '@holdfast/lease'
import type { Entropy } from '@holdfast/capabilities'
import type { MatchBooks } from '@holdfast/desk'
import type { MessagePerson, NewPerson, PersonRecord } from '@holdfast/store'
import { isDeskAddress, type ReceivingSettings } from './receiving-settings.ts'

export class NewPersons {
  readonly #known: Map<string, PersonId>
  readonly #books: MatchBooks
  readonly #tools: { readonly settings: ReceivingSettings; readonly entropy: Entropy }
  readonly #added: NewPerson[] = []

  constructor(
    persons: ReadonlyMap<string, PersonRecord>,
    books: MatchBooks,
    tools: { readonly settings: ReceivingSettings; readonly entropy: Entropy },
  ) {
    this.#known = new Map([...persons].map(([address, { id }]) => [address, id]))
    this.#books = books
    this.#tools = tools
  }

  /** The same people, each with its person; the desk itself is none. */
  nameAll(people: readonly Omit<MessagePerson, 'person'>[]): readonly MessagePerson[] {
    return people.map((one) => ({ ...one, person: this.#personOf(one) }))
  }

  list(): readonly NewPerson[] {
    return this.#added
  }

  #personOf({ address, name }: { readonly address: string; readonly name: string }): PersonId | null {
    const at = address.lastIndexOf('@')
    if (at < 1 || at === address.length - 1 || isDeskAddress(address, this.#tools.settings)) return null
    const known = this.#known.get(address)
    if (known !== undefined) return known
    const id = makePersonId(this.#tools.entropy)
    const side = this.#books.domains.get(address.slice(at + 1))
    this.#added.push({
      id,
      customer: side?.kind === 'organisation' ? (side.organisation as CustomerId) : null,
      side: sideWord(side?.kind),
      name,
      roles: [],
      contacts: [{ kind: 'mail', value: address, written: address }],
    })
    this.#known.set(address, id)
    return id
  }
}

function sideWord(kind: 'staff' | 'upstream' | 'organisation' | undefined): NewPerson['side'] {
  if (kind === 'staff') return 'vendor'
  if (kind === 'organisation') return 'customer'
  return kind ?? 'unknown'
}
