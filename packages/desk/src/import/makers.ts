// The maker upstream: another house that writes as a vendor does, and whom the vendor's people write to. spec: case-import §4
import type { Judged } from './decide-side.ts'
import type { ReadMessage, Sides } from './read-message.ts'
import type { Side } from './imported-case.ts'
import { bareCompany, isSameHouse, listCompanies, organisationDomain } from './organisations.ts'
import { spanAt, type AudienceSignal } from './read-words.ts'

const weights = { knownMaker: 6, otherHouse: 4 }

/** Names of the desks that houses answer from: `Folio Support`, `续期服务`. */
export const deskName =
  /(?:客服|客户服务|技术支持|售后|服务)(?:中心|部|团队)?$|\b(?:support|customer (?:service|care)|help ?desk)(?: team| desk| cent(?:er|re))?$/i
const deskAddress =
  /^(?:ts|tech|technical|customer|product)?[._-]?(?:support|helpdesk|help|care|service|kf)\b/i
const toCustomer =
  /贵(?:司|公司)|\bthank(?:s| you) for (?:contacting|reaching out|your (?:enquiry|inquiry|report))\b/i

/** `Dear Tallis support,`, `锁芯技术支持团队，你们好`: a desk of some house, by its name. */
const deskGreeted =
  /^(?:尊敬的|致)?[:：]?\s?(?<han>[\p{Script=Han}A-Za-z]{2,12}?)(?:公司|科技)?的?(?:技术支持|支持|售后|客服|研发)(?:部|中心)?(?:团队|各位|同事|工程师|老师|的各位)?[,，:：]?\s{0,3}(?:您好|你们好|你好|大家好|好)|^(?:dear|hello|hi),?\s(?<latin>\p{Lu}[\w&-]{1,30})(?: [\w&-]{1,20})? (?:support|engineering|helpdesk|technical|developer)(?: support)?(?: team)?\b/u

/** Whether somebody writes as the desk of some house: by the sender's name, or by words for customers. */
function isDesk({ source, parts }: ReadMessage): boolean {
  const { name, address } = source.from
  return deskName.test(name.trim()) || deskAddress.test(address) || toCustomer.test(parts.own)
}

/**
 * Senders of another house than the vendor's who are judged to be of the vendor because they write as one. A vendor has one
 * house: that from which most of the vendor's mails come. Whose domain or company is akin to it is no maker.
 */
export function listMakers(
  messages: readonly ReadMessage[],
  sides: ReadonlyMap<string, Judged<Side>>,
): Set<string> {
  const counts = new Map<string, number>()
  const ofVendor = messages.filter(({ sender }) => sides.get(sender)?.says === 'vendor')
  for (const { source } of ofVendor) {
    const domain = organisationDomain(source.from.address)
    if (domain !== null) counts.set(domain, (counts.get(domain) ?? 0) + 1)
  }
  const [house, next] = [...counts].toSorted((one, other) => other[1] - one[1])
  if (house === undefined || next === undefined || next[1] === house[1]) return new Set()
  const companies = new Set(
    ofVendor
      .filter(({ source }) => isSameHouse(organisationDomain(source.from.address) ?? '', house[0]))
      .flatMap(({ parts }) => listCompanies(parts).map(({ name }) => name)),
  )
  const isAkin = (message: ReadMessage, domain: string) =>
    isSameHouse(domain, house[0]) ||
    sharesLabel(domain, house[0]) ||
    listCompanies(message.parts).some(({ name }) => companies.has(name))
  return new Set(
    ofVendor.flatMap((message) => {
      const domain = organisationDomain(message.source.from.address)
      return domain !== null && !isAkin(message, domain) && isDesk(message) ? [message.sender] : []
    }),
  )
}

/** `larkfield.example` and `larkfield-mail.example`. */
function sharesLabel(one: string, other: string): boolean {
  const [a, b] = [one, other].map((domain) => domain.split('.').at(-2) ?? '') as [string, string]
  return Math.min(a.length, b.length) >= 4 && (a.startsWith(b) || b.startsWith(a))
}

/** Whether a mail of the vendor's people speaks to a maker: to one who writes in the thread, or to the desk of another house. */
export function makerSignals(
  { source, parts, sender }: ReadMessage,
  { people, sides }: { readonly people: readonly ReadMessage[]; readonly sides: Sides },
): AudienceSignal[] {
  const { own, greeting } = parts
  const found = deskGreeted.exec(own.slice(greeting.from, greeting.to))
  const name = (found?.groups?.['han'] ?? found?.groups?.['latin'] ?? '').toLowerCase()
  if (found === null || name.length < 2 || sides.of(sender).says !== 'vendor') return []
  const bears = ({ source: { from }, parts: other }: ReadMessage) =>
    bareCompany(from.name).includes(name) ||
    (organisationDomain(from.address) ?? '').includes(name) ||
    listCompanies(other).some((company) => company.name.includes(name))
  if (people.some((person) => sides.of(person.sender).says === 'vendor' && bears(person))) return []
  const isKnown = people.some((person) => sides.isMaker(person.sender) && bears(person))
  const span = spanAt(source.index, source.text, { from: greeting.from, length: found[0].length })
  const weight = isKnown ? weights.knownMaker : weights.otherHouse
  return [{ says: 'upstream', weight, span, key: 'maker' }]
}
