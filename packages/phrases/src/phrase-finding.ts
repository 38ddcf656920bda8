import type { FleetFindingKind, Who } from '@holdfast/fleet'
import type { RefusalFacts } from '@holdfast/lease'
import type { Finding } from '@holdfast/licensing'
import { fillTemplate } from './fill-template.ts'
import { fleetFindingPhrases } from './fleet-finding-phrases.ts'
import type { Locale } from './locale.ts'

/** `title` says what was found, `action` what the administrator should look at. A finding refuses nothing. */
export type FindingPhrase = { readonly title: string; readonly action: string }

/** Findings of licensing and of the fleet lie beside each other in the books. */
export type FindingKind = Finding['kind'] | FleetFindingKind

export function isFindingKind(code: string): code is FindingKind {
  return Object.hasOwn(findingPhrases, code)
}

/** What an administrator is told about a finding in the vendor's books. */
export function phraseFinding(kind: FindingKind, facts: RefusalFacts, locale: Locale): FindingPhrase {
  const { title, action } = findingPhrases[kind][locale]
  return { title: fillTemplate(title, facts, locale), action: fillTemplate(action, facts, locale) }
}

/** Every kind has its sentences: one that is missing does not compile. Templates as in fill-template.ts. */
export const findingPhrases: {
  readonly [kind in FindingKind]: { readonly [locale in Locale]: FindingPhrase }
} = {
  ...fleetFindingPhrases,
  RECORDED_FROM_LEASE: {
    en: {
      title: 'A device brought a genuine licence that these books had lost; it was recorded again.',
      action:
        '[The serial number is {serial}. ][Missing was the {missing}. ][?aboveCount:More seats are taken now than were bought. ]This happens after a restore from a backup. Compare with the order, and complete what is marked as recovered.',
    },
    zh: {
      title: '设备带来了账册中已丢失的真实授权，现已重新登记。',
      action:
        '[序列号为 {serial}。][缺失的记录：{missing}。][?aboveCount:目前占用的席位数已超过购买数量。]此情况出现在从备份恢复之后。请与订单核对，并补全标记为“已恢复”的记录。',
    },
  },
  DEVICE_OTHER_PRODUCT: {
    en: {
      title: 'One device key asks for two products.',
      action:
        '[It asked for "{product}". ][It is on record for "{productOfRecord}". ]Each product on a machine has a folder and a key of its own: look for a folder that was copied.',
    },
    zh: {
      title: '同一设备密钥申请了两种产品。',
      action:
        '[本次申请的产品为“{product}”。][登记的产品为“{productOfRecord}”。]同一机器上的每个产品都有各自的文件夹和密钥，请检查文件夹是否被复制。',
    },
  },
  PRODUCT_KEY_DIFFERS: {
    en: {
      title: 'A device brought a licence that names a later product key than these books.',
      action:
        '[The order is {order}. ][The product is {product}. ][The serial number is {serial}. ]The product key was changed after the backup from which these books were restored. [?proves=books:So the old one, perhaps a lost one, proves again and the new one does not: change it again (holdfast order rekey). ][?proves=lease:The order is known from licences of devices alone; the later key proves again, and the earlier one no more. If nobody has it, replace it (holdfast licence rekey). ]Give the customer the key that proves.',
    },
    zh: {
      title: '设备带来的授权所记载的产品密钥比账册中的更新。',
      action:
        '[订单为 {order}。][产品为 {product}。][序列号为 {serial}。]账册恢复所用的备份早于产品密钥的更换。[?proves=books:因此旧密钥（可能已泄露）重新有效，而新密钥无效。请再次更换密钥（holdfast order rekey）。][?proves=lease:订单仅由设备的授权得知；较新的密钥已重新有效，旧密钥不再有效。如果无人持有该密钥，请更换（holdfast licence rekey）。]请将有效的密钥交给客户。',
    },
  },
  TERM_DIFFERS: {
    en: {
      title: 'A device brought a licence that ends later than these books said; they took the later end.',
      action:
        '[The order is {order}. ][The serial number is {serial}. ][The books said {booksUntil}. ][The device has {leaseUntil}. ]The term was corrected after the backup from which these books were restored. Look at what was agreed; where the earlier end is right, correct the licence once more (holdfast licence correct --shorten): that stands against every lease of before.',
    },
    zh: {
      title: '设备带来的授权的到期时刻晚于账册中的记录，账册已采用较晚的时刻。',
      action:
        '[订单为 {order}。][序列号为 {serial}。][账册中的到期时刻为 {booksUntil}。][设备持有的到期时刻为 {leaseUntil}。]账册恢复所用的备份早于期限的更正。请核对约定的期限；如果较早的时刻正确，请再次更正该授权（holdfast licence correct --shorten），此后更早签发的租约不再影响它。',
    },
  },
  CLOCK_ACCEPTED: {
    en: {
      title: 'The clock of the server was accepted although the books held later moments.',
      action:
        '[The clock said {clock}. ][The books held {newest}. ][That is {behindSeconds} later. ]Look at what was issued while the clock was ahead: terms that began then end too late, and devices that took a lease then count from its moment.',
    },
    zh: {
      title: '账册中存在更晚的时刻，但管理员已确认采用服务器当前时钟。',
      action:
        '[服务器时钟为 {clock}。][账册中最新的时刻为 {newest}。][相差 {behindSeconds}。]请检查时钟超前期间签发的内容：期间开始的期限结束过晚，期间取得授权的设备从该时刻起计时。',
    },
  },
}

/** Who should act on a finding. */
export function phraseWho(who: Who, locale: Locale): string {
  return whoPhrases[who][locale]
}

const whoPhrases: { readonly [who in Who]: { readonly [locale in Locale]: string } } = {
  vendor: { en: 'vendor', zh: '厂商' },
  'customer-administrator': { en: "customer's administrator", zh: '客户管理员' },
  research: { en: 'research and development', zh: '研发' },
}
