// Texts without one person, as long as before, for erasing. spec: desk-books §7; case §13
import { redactText, type CasePerson, type RedactionWords } from '@holdfast/desk'
import type { DeskFacts } from '@holdfast/store'

// Only positions are used.
const words: RedactionWords = { role: () => '', or: '', somebody: '', phone: '', address: '' }

/** Each character that names the person becomes a block, so that positions in the text stay what they were. */
export function maskPerson(text: string, person: CasePerson): string {
  const redacted = redactText(text, [person], { words, keep: [], likely: 'keep' })
  // What is too long to be looked through goes as a whole.
  if (redacted.kind === 'refused') return blank(text)
  const addresses = new Set(person.addresses.map((address) => address.toLowerCase()))
  const phones = new Set(person.phones.map(digitsOf))
  let shown = ''
  let at = 0
  for (const { kind, from, to, people } of redacted.spans) {
    const found = text.slice(from, to)
    const isTheirs =
      people.includes(person.id) ||
      (kind === 'address' && addresses.has(found.toLowerCase())) ||
      (kind === 'phone' && phones.has(digitsOf(found)))
    if (!isTheirs) continue
    shown += text.slice(at, from) + blank(found)
    at = to
  }
  return shown + text.slice(at)
}

/** Every text in a body; its members, numbers and truths stay. */
export function maskPersonInFacts(facts: DeskFacts, person: CasePerson): DeskFacts {
  return mask(facts, person) as DeskFacts
}

function mask(value: unknown, person: CasePerson): unknown {
  if (typeof value === 'string') return value === person.id ? value : maskPerson(value, person)
  if (Array.isArray(value)) return value.map((each) => mask(each, person))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mask(each, person)]))
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, '█')
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '')
}
