// The side of every sender of a thread. spec: case-import §4
import { decideSide, type Judged } from './decide-side.ts'
import type { CaseHead, Side } from './imported-case.ts'
import {
  findCustomer,
  isCustomerDomain,
  isSameHouse,
  listCompanies,
  organisationDomain,
} from './organisations.ts'
import { deskName, listMakers } from './makers.ts'
import type { ReadMessage, Sides } from './read-message.ts'
import { spanAt, type SideSignal } from './read-words.ts'
import { sideRulesEn } from './side-rules-en.ts'
import { sideRulesZh } from './side-rules-zh.ts'

/** What weighs how much beside the words of the tables. */
const weights = { deskName: 4, customerNamed: 6, customerDomain: 4, sameHouse: 4, sameCompany: 4 }

export function decideSides(
  messages: readonly ReadMessage[],
  customer: CaseHead['customer'],
  more: ReadonlyMap<string, readonly SideSignal[]>,
): Sides {
  const signals = new Map<string, SideSignal[]>()
  for (const message of messages) {
    const list = signals.get(message.sender) ?? [...(more.get(message.sender) ?? [])]
    list.push(...message.words.sides, ...nameSignals(message), ...customerSignals(message, customer))
    signals.set(message.sender, list)
  }
  const first = new Map([...signals].map(([sender, list]) => [sender, decideSide(list)]))
  const domains = sidesOfGroups(messages, first, domainsOf)
  const companies = sidesOfGroups(messages, first, (message) =>
    listCompanies(message.parts).map(({ name }) => name),
  )
  const ofDomain = (domain: string) =>
    [...domains].find(([known, side]) => side !== 'unknown' && isSameHouse(known, domain))?.[1] ?? 'unknown'
  for (const message of messages) {
    const { index } = message.source
    const list = signals.get(message.sender) ?? []
    for (const domain of domainsOf(message)) {
      const says = ofDomain(domain)
      if (says !== 'unknown') list.push({ says, weight: weights.sameHouse, span: null, key: 'domain' })
    }
    for (const { name, from, length } of listCompanies(message.parts)) {
      const says = companies.get(name) ?? 'unknown'
      const span = spanAt(index, message.source.text, { from, length })
      if (says !== 'unknown') list.push({ says, weight: weights.sameCompany, span, key: 'company' })
    }
  }
  const sides = new Map([...signals].map(([sender, list]) => [sender, decideSide(list)]))
  const makers = listMakers(messages, sides)
  const open: Judged<Side> = { says: 'unknown', certainty: 'open', because: [] }
  return {
    of: (sender) => (makers.has(sender) ? open : (sides.get(sender) ?? open)),
    ofDomain,
    isMaker: (sender) => makers.has(sender),
  }
}

function domainsOf({ source }: ReadMessage): string[] {
  const domain = organisationDomain(source.from.address)
  return domain === null ? [] : [domain]
}

/** The side of each group where those of its members that are known agree, else unknown. */
function sidesOfGroups(
  messages: readonly ReadMessage[],
  sides: ReadonlyMap<string, Judged<Side>>,
  groupsOf: (message: ReadMessage) => readonly string[],
): Map<string, Side> {
  const groups = new Map<string, Side>()
  for (const message of messages) {
    const side = sides.get(message.sender)?.says ?? 'unknown'
    for (const group of side === 'unknown' ? [] : groupsOf(message)) {
      const before = groups.get(group)
      groups.set(group, before === undefined || before === side ? side : 'unknown')
    }
  }
  return groups
}

/** Roles that stand beside a name, and in the part of an address before the @. */
function nameSignals({ source }: ReadMessage): SideSignal[] {
  const { name, address } = source.from
  const role = [...sideRulesZh, ...sideRulesEn].find(
    ([, , place, words]) => place === 'signature' && words.test(name),
  )
  const desk =
    /^(?:tech|technical|customer|product)?[._-]?(?:support|help|helpdesk|care|rd|r-d|research|legal|licen[cs]ing|kf|renewals?)\b/i
  const isDesk = deskName.test(name.trim()) && !/\bIT\b|information technology|信息/i.test(name)
  return [
    ...(isDesk ? [{ says: 'vendor', weight: weights.deskName, span: null, key: 'desk' } as const] : []),
    ...(role === undefined ? [] : [{ says: role[0], weight: role[1], span: null, key: 'name' }]),
    ...(desk.test(address) ? [{ says: 'vendor', weight: 2, span: null, key: 'address' } as const] : []),
  ]
}

function customerSignals({ source, parts }: ReadMessage, customer: string | null): SideSignal[] {
  const { own, signature } = parts
  const named = findCustomer(own.slice(signature.from, signature.to), customer)
  const domain = organisationDomain(source.from.address) ?? ''
  const inName = findCustomer(source.from.name, customer) !== null
  const inDomain = isCustomerDomain(domain, customer)
  const span =
    named === null
      ? null
      : spanAt(source.index, source.text, { from: signature.from + named.from, length: named.length })
  return [
    ...(span === null
      ? []
      : [{ says: 'customer', weight: weights.customerNamed, span, key: 'named' } as const]),
    ...(inName
      ? [{ says: 'customer', weight: weights.customerNamed, span: null, key: 'named' } as const]
      : []),
    ...(inDomain
      ? [{ says: 'customer', weight: weights.customerDomain, span: null, key: 'domain name' } as const]
      : []),
  ]
}
