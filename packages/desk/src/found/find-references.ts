// What a mail may name of the books: numbers of orders, serial numbers, device ids. Only the books can tell. spec: case §4
import { parseSerial } from '@holdfast/lease'
import { plainText } from './page.ts'
import { before } from './places.ts'

/** Something that may be a number of the books, where it stands. */
export type Reference = {
  readonly kind: 'order' | 'serial' | 'device'
  /** As the books would have it; of an order as written. */
  readonly value: string
  readonly in: 'subject' | 'text'
  readonly from: number
  readonly to: number
}

/** Candidates of each kind that one mail is looked at for; those of the subject and behind a word for them come first. */
export const referencesMax = 100
/** UTF-16 units of a number of an order that is looked for. */
export const orderCharsMax = 64

const device = /(?<![0-9A-Za-z])[0-9A-Fa-f]{64}(?![0-9A-Za-z])/g
/** Seen ahead, so that five letters in front of a number do not take its first group away. */
const serial =
  /(?<![0-9A-Za-z-])(?=([0-9A-Za-z]{5}(?:[ -][0-9A-Za-z]{5}){2}(?![0-9A-Za-z]|-[0-9A-Za-z])|[0-9A-Za-z]{15}(?![0-9A-Za-z])))/g
const run = /[A-Za-z0-9]+(?:[-_./#][A-Za-z0-9]+)*/g
const orderLabel =
  /(?:\b(?:orders?|P\.?O\.?)|订单|訂單|合同|採購單|采购单) ?(?:编号|編號|号码?|號碼?|number|no\.?|nr\.?)? ?[:#]? ?(?:为|是|is)? ?$/i
/** UTF-16 units in front of a number in which a word for it is looked for. */
const labelCharsMax = 40
const date = /^\d{4}[-./]\d{1,2}[-./]\d{1,2}$/
/** A bare number of fewer digits is a figure, unless a word in front says that it is an order. */
const bareDigitsMin = 5

/**
 * What a message quotes is the older message's. Each value once, where it stands first. Time grows with the length of the
 * text.
 */
export function findReferences(mail: {
  readonly subject: string
  readonly text: string
}): readonly Reference[] {
  const parts = (['subject', 'text'] as const).map((name) => ({ in: name, plain: plainText(mail[name]) }))
  const all = (find: (plain: string) => Iterable<Candidate>) =>
    parts.flatMap(({ in: name, plain }) => [...find(plain)].map((one) => ({ ...one, in: name })))
  const orders = all(listOrders).toSorted((a, b) => a.rank - b.rank)
  return [
    ...firstOf('device', all(listDevices)),
    ...firstOf('serial', all(listSerials)),
    ...firstOf('order', orders),
  ]
}

type Candidate = { readonly value: string; readonly from: number; readonly to: number; readonly rank: number }

function firstOf(
  kind: Reference['kind'],
  found: readonly (Candidate & { readonly in: Reference['in'] })[],
): readonly Reference[] {
  const byValue = new Map<string, Reference>()
  for (const { rank: _, ...one } of found) {
    if (byValue.size >= referencesMax) break
    if (!byValue.has(one.value)) byValue.set(one.value, { kind, ...one })
  }
  return [...byValue.values()]
}

function listDevices(plain: string): Candidate[] {
  return [...plain.matchAll(device)].map(({ index, 0: words }) => ({
    ...{ value: words.toLowerCase(), from: index, to: index + words.length, rank: 0 },
  }))
}

function listSerials(plain: string): Candidate[] {
  return [...plain.matchAll(serial)].flatMap(({ index, 1: words = '' }) => {
    const parsed = parseSerial(words)
    if (parsed.kind === 'refused') return []
    return [{ value: parsed.serial, from: index, to: index + words.length, rank: 0 }]
  })
}

/** Whole runs, and their parts where a stroke or a full stop may only have joined two words. */
function* listOrders(plain: string): Generator<Candidate> {
  for (const { index, 0: words } of plain.matchAll(run)) {
    if (!/\d/.test(words)) continue
    const isLabelled = orderLabel.test(before(plain, index, labelCharsMax))
    const parts = /[./#]/.test(words) ? [...words.matchAll(/[^./#]+/g)] : []
    for (const part of [{ index: 0, 0: words }, ...parts]) {
      const [value, from] = [part[0], index + part.index]
      if (value.length > orderCharsMax || !mayBeOrder(value, isLabelled)) continue
      yield { value, from, to: from + value.length, rank: isLabelled ? 0 : 1 }
    }
  }
}

function mayBeOrder(value: string, isLabelled: boolean): boolean {
  if (!/\d/.test(value) || date.test(value)) return false
  if (isLabelled) return true
  return /^\d+$/.test(value) ? value.length >= bareDigitsMin : value.length > 2
}
