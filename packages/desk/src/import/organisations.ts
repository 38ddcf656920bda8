// Which organisation a mail belongs to, by its domain and the companies its signature names. spec: case-import §4
import type { MessageParts } from './message-parts.ts'

const publicDomains = new Set(
  'qq.com foxmail.com 163.com 126.com 139.com 189.cn yeah.net sina.com sina.cn sohu.com aliyun.com gmail.com googlemail.com outlook.com hotmail.com live.com live.cn msn.com yahoo.com yahoo.com.cn icloud.com me.com proton.me protonmail.com gmx.de gmx.net web.de mail.com aol.com'.split(
    ' ',
  ),
)

/** The domain of an address in lower case; null where there is none, or where everybody can have an address there. */
export function organisationDomain(address: string): string | null {
  const at = address.lastIndexOf('@')
  const domain = at < 0 ? '' : address.slice(at + 1).toLowerCase()
  return domain === '' || publicDomains.has(domain) ? null : domain
}

/** Whether two domains are one house's: equal, or one below the other. */
export function isSameHouse(one: string, other: string): boolean {
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`)
}

const companyZh =
  /[\p{Script=Han}A-Za-z0-9（）()·]{2,30}?(?:股份有限公司|有限责任公司|有限公司|集团|公司|银行|大学|学院|医院|研究院|研究所)/gu
const companyEn =
  /\b[A-Z][\w&'-]{0,30}(?: (?:[A-Z&][\w&'-]{0,30}|of|and)){0,5},? (?:Inc|Ltd|LLC|GmbH|Corp|Corporation|Company|Co|AG|PLC|Bank|University|Hospital|Software|Systems|Technologies|Holdings|Group)\b/g

export type NamedCompany = { readonly name: string; readonly from: number; readonly length: number }

/** Companies that a signature names, each by its bare name. */
export function listCompanies({ own, signature }: MessageParts): NamedCompany[] {
  const text = own.slice(signature.from, signature.to)
  return [...text.matchAll(companyZh), ...text.matchAll(companyEn)].flatMap((found) => {
    const name = bareCompany(found[0])
    return name.length < 2 ? [] : [{ name, from: signature.from + found.index, length: found[0].length }]
  })
}

const forms =
  /股份有限公司|有限责任公司|有限公司|集团|公司|\b(?:inc|ltd|llc|gmbh|corp|corporation|company|co|ag|plc|holdings|group)\b/g

/** A company's name without its form, blanks and signs: `蓝亭（苏州）科技有限公司` is `蓝亭苏州科技`. */
export function bareCompany(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(forms, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** Whether a domain carries the name of the case's customer: lantern-bank.example, Lantern Bank Ltd. */
export function isCustomerDomain(domain: string, customer: string | null): boolean {
  const name = bareCompany(customer ?? '')
  return /^[a-z0-9]{4,}$/.test(name) && domain.replaceAll('-', '').includes(name)
}

/** Where a text names the case's customer: its bare name in full, or the whole of it as written. Null where it does not. */
export function findCustomer(
  text: string,
  customer: string | null,
): { readonly from: number; readonly length: number } | null {
  for (const name of customerNames(customer)) {
    const from = text.toLowerCase().indexOf(name)
    if (from >= 0) return { from, length: name.length }
  }
  return null
}

/** Names by which people speak of the case's customer, in lower case: the whole, its first two words of three, `澄江档案馆` for `澄江县档案馆`. */
export function listCustomerNames(customer: string | null): string[] {
  const names = customerNames(customer)
  const words = (names[0] ?? '').split(/\s+/)
  const first = words.length > 2 ? words.slice(0, 2).join(' ') : ''
  const without = (names[0] ?? '').replace(/(?<=^\p{Script=Han}{2,4})[省市县区](?=\p{Script=Han}{2})/u, '')
  return [...new Set([...names, ...(first.length >= 6 ? [first] : []), ...(without === '' ? [] : [without])])]
}

function customerNames(customer: string | null): string[] {
  if (customer === null) return []
  const whole = customer.toLowerCase().trim()
  const short = whole
    .replace(forms, '')
    .replace(/[\s,.，。]+$/, '')
    .trim()
  const isTelling = (name: string) => (/\p{Script=Han}/u.test(name) ? name.length >= 2 : name.length >= 4)
  return [whole, short].filter(isTelling)
}
