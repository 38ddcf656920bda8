// Orders, serial numbers and devices of the books that mails name: found in all of them at once. spec: case §4
import { findReferences, type Reference } from '@holdfast/desk'
import type { DeskReader, FoundItem, KnownReferences, NewMessage, ProposedLink } from '@holdfast/store'
import { searchedTextMax } from './reading/take-apart.ts'

/** Numbers of one batch that the books are asked for; those of the first mails. */
export const batchReferencesMax = 20_000

type Named = Pick<NewMessage, 'subject' | 'text' | 'found'>

/**
 * The messages, each with what it names of the books among what was found in it: the order and the devices of a serial
 * number and the orders of a device stand where the number stands that leads to them. One look-up for all of them.
 */
export async function findKnown<Message extends Named>(
  read: Pick<DeskReader, 'gatherReferences'>,
  messages: readonly Message[],
): Promise<readonly Message[]> {
  let left = batchReferencesMax
  const named = messages.map(({ subject, text }) => {
    const found = findReferences({ subject, text: text.slice(0, searchedTextMax) }).slice(0, left)
    left -= found.length
    return found
  })
  const all = named.flat()
  if (all.length === 0) return messages
  const valuesOf = (kind: Reference['kind']) =>
    all.flatMap((one) => (one.kind === kind ? spellingsOf(one) : []))
  const known = await read.gatherReferences({
    orders: valuesOf('order'),
    serials: valuesOf('serial'),
    devices: valuesOf('device'),
  })
  return messages.map((message, at) => {
    const items = (named[at] ?? []).flatMap((one) => itemsOf(one, known))
    return items.length === 0 ? message : { ...message, found: withItems(message.found, items) }
  })
}

/** Numbers of orders are often in capitals, and people write them as they like. */
function spellingsOf({ kind, value }: Reference): readonly string[] {
  return kind === 'order' ? [value, value.toUpperCase()] : [value]
}

type Linked = 'order' | 'serial' | 'device'

function itemsOf(one: Reference, known: KnownReferences): readonly FoundItem[] {
  const item = (kind: Linked, value: string): FoundItem => {
    const place = one.in === 'subject' ? { from: 0, to: 0 } : { from: one.from, to: one.to }
    const subject = one.in === 'subject' ? { subject: { from: one.from, to: one.to } } : {}
    return { kind, value: { value, known: true, by: one.kind, ...subject }, ...place }
  }
  if (one.kind === 'order') {
    const number = spellingsOf(one).find((spelled) => known.orders.has(spelled))
    return number === undefined ? [] : [item('order', number)]
  }
  if (one.kind === 'device') {
    const orders = known.devices.get(one.value)
    if (orders === undefined) return []
    return [item('device', one.value), ...orders.map((order) => item('order', order))]
  }
  const serial = known.serials.get(one.value)
  if (serial === undefined) return []
  return [
    item('serial', one.value),
    ...(serial.order === null ? [] : [item('order', serial.order)]),
    ...serial.devices.map((device) => item('device', device)),
  ]
}

/** In the order of the text; what was found as a serial number before the books were asked is not told twice. */
function withItems(found: readonly FoundItem[], items: readonly FoundItem[]): readonly FoundItem[] {
  const places = new Set(items.map(({ kind, from, to }) => `${kind} ${from} ${to}`))
  const others = found.filter(
    ({ kind, from, to }) => kind !== 'serial' || !places.has(`serial ${from} ${to}`),
  )
  return [...others, ...items].toSorted((a, b) => a.from - b.from || a.to - b.to)
}

/** What these messages name of the books, for their cases. Held messages and automata propose nothing. */
export function linksProposed(
  messages: readonly (Pick<NewMessage, 'id' | 'case' | 'held' | 'automaton'> & {
    readonly found: readonly FoundItem[]
  })[],
): readonly ProposedLink[] {
  return messages
    .filter(({ held, automaton }) => held === null && automaton['kind'] === 'person')
    .flatMap(({ id, case: place, found }) =>
      found.flatMap(({ kind, value }) => {
        const named = value as { readonly value?: unknown; readonly known?: unknown } | null
        if (!isLinked(kind) || named?.known !== true || typeof named.value !== 'string') return []
        return [{ case: place, link: { kind, value: named.value, message: id } }]
      }),
    )
}

function isLinked(kind: string): kind is Linked {
  return kind === 'order' || kind === 'serial' || kind === 'device'
}
