// Words of cases on the command line, beside those of an import.
import type { Locale } from '../../http/problem.ts'
import type { Words } from '../command.ts'
import { audienceWords, flagWords, oneLine, proposalWords, sideWords } from './imported-text.ts'

type Table = { readonly [word: string]: Words }

export const stateWords: Table = {
  received: { en: 'received', zh: '已收到' },
  responded: { en: 'responded', zh: '已首次响应' },
  scoped: { en: 'scoped', zh: '已界定范围' },
  investigating: { en: 'investigating', zh: '排查中' },
  planned: { en: 'planned', zh: '已制定计划' },
  waiting: { en: 'waiting', zh: '等待中' },
  resolved: { en: 'resolved', zh: '已解决' },
  archived: { en: 'archived', zh: '已归档' },
  reopened: { en: 'reopened', zh: '已重新打开' },
}
export const partyWords: Table = {
  customer: { en: 'customer', zh: '客户' },
  support: { en: 'support', zh: '技术支持' },
  rnd: { en: 'R&D', zh: '研发' },
  upstream: { en: 'upstream', zh: '上游厂商' },
  product: { en: 'product', zh: '产品' },
  legal: { en: 'legal', zh: '法务' },
}
const further: { readonly [table in 'audience' | 'side' | 'flag']: Table } = {
  audience: { rnd: { en: 'R&D', zh: '研发' } },
  side: { upstream: { en: 'upstream', zh: '上游厂商' } },
  flag: {
    'link-differs': { en: 'a link leads elsewhere than it shows', zh: '链接指向与显示不符' },
    'from-missing': { en: 'no sender', zh: '缺少发件人' },
    'charset-wrong': { en: 'character set wrong', zh: '字符集有误' },
    'characters-lost': { en: 'characters lost', zh: '部分字符丢失' },
  },
}
export const linkWords: Table = {
  release: { en: 'Releases', zh: '版本' },
  serial: { en: 'Serial numbers', zh: '序列号' },
  issue: { en: 'Tracker issues', zh: '问题单' },
  order: { en: 'Orders', zh: '订单' },
  device: { en: 'Devices', zh: '设备' },
  licence: { en: 'Licences', zh: '许可证' },
  finding: { en: 'Findings', zh: '发现' },
  case: { en: 'Cases', zh: '案例' },
  'blocked-by': { en: 'Waits for', zh: '等待案例' },
  'foreign-number': { en: 'Number elsewhere', zh: '外部案例号' },
  'foreign-token': { en: 'Token elsewhere', zh: '外部跟踪标记' },
}
export const eventWords: Table = {
  state: { en: 'state', zh: '状态' },
  change: { en: 'changed', zh: '更改' },
}

const certaintyMarks: { readonly [certainty: string]: Words } = {
  proposed: { en: ' (proposed)', zh: '（建议）' },
  rejected: { en: ' (rejected)', zh: '（已否决）' },
}

/** The value, with how sure it is and the words that led to it, where they say it otherwise. */
export function linkText(
  {
    value,
    certainty,
    words,
  }: { readonly value: string; readonly certainty: string; readonly words?: string | null },
  locale: Locale,
): string {
  const told = typeof words === 'string' && words !== value ? ` <- ${oneLine(words)}` : ''
  return `${oneLine(value)}${certaintyMarks[certainty]?.[locale] ?? ''}${told}`
}

/** A word that has no sentence is shown as it is. */
export function wordIn(table: Table, word: string, locale: Locale): string {
  return table[word]?.[locale] ?? word
}

export const audienceTable: Table = { ...audienceWords, ...further.audience }
export const sideTable: Table = { ...sideWords, ...further.side }
export const flagTable: Table = { ...flagWords, ...further.flag }
export const proposalTable: Table = proposalWords
