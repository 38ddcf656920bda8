// What `holdfast case import --dry-run` shows to people: the head, a line a message, what was found, what is proposed.
import type { Audience, Certainty, FoundKind, ImportedCase, ImportFlag, Proposal, Side } from '@holdfast/desk'
import type { Locale } from '../../http/problem.ts'
import type { Words } from '../command.ts'
import { formatFacts, formatTable } from '../table.ts'

const headWords = {
  number: { en: 'Case', zh: '案例号' },
  token: { en: 'Token', zh: '跟踪标记' },
  customer: { en: 'Customer', zh: '客户' },
  title: { en: 'Title', zh: '标题' },
  stage: { en: 'Stage', zh: '阶段' },
} as const satisfies { readonly [member: string]: Words }

const columns: readonly Words[] = [
  { en: '#', zh: '序号' },
  { en: 'sent (as written)', zh: '发送时间（原文）' },
  { en: 'from', zh: '发件人' },
  { en: 'side', zh: '所属方' },
  { en: 'audience', zh: '收件对象' },
  { en: 'notes', zh: '说明' },
]

export const sideWords: { readonly [side in Side]: Words } = {
  vendor: { en: 'vendor', zh: '供应商' },
  customer: { en: 'customer', zh: '客户' },
  unknown: { en: 'unknown', zh: '未知' },
}
export const audienceWords: { readonly [audience in Audience]: Words } = {
  customer: { en: 'customer', zh: '客户' },
  internal: { en: 'internal', zh: '内部' },
  upstream: { en: 'upstream', zh: '上游厂商' },
  unknown: { en: 'unknown', zh: '未知' },
}
export const flagWords: { readonly [flag in ImportFlag]: Words } = {
  'zone-doubtful': { en: 'time zone doubtful', zh: '时区存疑' },
  'date-missing': { en: 'no time', zh: '缺少时间' },
  'date-malformed': { en: 'time cannot be read', zh: '时间无法识别' },
  'out-of-order': { en: 'earlier than the mail before', zh: '早于前一封' },
  'side-open': { en: 'sender to be told', zh: '发件方待确认' },
  'audience-open': { en: 'audience to be told', zh: '收件对象待确认' },
}
const foundWords: { readonly [kind in FoundKind]: Words } = {
  release: { en: 'releases', zh: '版本' },
  term: { en: 'terms', zh: '授权期限' },
  remaining: { en: 'remaining times', zh: '剩余时间' },
  quantity: { en: 'quantities', zh: '数量' },
  issue: { en: 'tracker issues', zh: '问题单' },
  serial: { en: 'serial numbers', zh: '序列号' },
  phone: { en: 'telephone numbers', zh: '电话号码' },
  address: { en: 'mail addresses', zh: '邮件地址' },
  call: { en: 'calls', zh: '通话' },
  question: { en: 'questions', zh: '问题' },
  commitment: { en: 'commitments', zh: '承诺' },
  claim: { en: 'claims', zh: '陈述' },
  command: { en: 'commands', zh: '命令' },
  url: { en: 'links', zh: '链接' },
}
export const proposalWords: { readonly [kind in Proposal['kind']]: Words } = {
  explanation: { en: 'Explanation', zh: '解释' },
  problem: { en: 'Known problem', zh: '已知问题' },
  commitment: { en: 'Commitment', zh: '承诺' },
  contradiction: { en: 'Contradiction', zh: '矛盾' },
}
const likely: { readonly [certainty in Certainty]: Words } = {
  certain: { en: '', zh: '' },
  likely: { en: ' (likely)', zh: '（可能）' },
  open: { en: '', zh: '' },
}
const titles = {
  found: { en: 'Found', zh: '已识别' },
  proposed: { en: 'Proposed', zh: '建议' },
  mail: { en: 'mail', zh: '邮件' },
  absent: { en: 'absent', zh: '缺少' },
  nothing: { en: 'Nothing was stored; nothing was sent.', zh: '未保存任何内容，也未发送任何邮件。' },
} as const satisfies { readonly [name: string]: Words }

/** Shown of each proposal's evidence; `--json` has all. */
const evidenceShown = 8

export function formatImported(imported: ImportedCase, locale: Locale): string {
  const say = (words: Words) => words[locale]
  const head = (['number', 'token', 'customer', 'title', 'stage'] as const).map(
    (member) => [say(headWords[member]), imported.case[member]] as const,
  )
  const rows = imported.messages.map((message) => [
    message.index,
    message.sentAt,
    message.from.name === '' ? message.from.address : message.from.name,
    `${say(sideWords[message.side])}${say(likely[message.sideCertainty])}`,
    `${say(audienceWords[message.audience])}${say(likely[message.audienceCertainty])}`,
    [
      ...message.flags.map((flag) => say(flagWords[flag])),
      ...absentNote(message.absentAttachments, say),
    ].join('; '),
  ])
  const parts = [formatFacts(head), formatTable(columns.map(say), rows), foundLine(imported, say)]
  for (const proposal of imported.proposals) parts.push(formatProposal(proposal, say))
  return [...parts.filter((part) => part !== ''), say(titles.nothing)].join('\n\n')
}

type Say = (words: Words) => string

function absentNote(names: readonly string[], say: Say): string[] {
  return names.length === 0 ? [] : [`${say(titles.absent)}: ${names.join(', ')}`]
}

function foundLine({ found }: ImportedCase, say: Say): string {
  const counts = new Map<FoundKind, number>()
  for (const { kind } of found) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  if (counts.size === 0) return ''
  return `${say(titles.found)}: ${[...counts].map(([kind, count]) => `${say(foundWords[kind])} ${count}`).join(', ')}`
}

function formatProposal({ kind, text, evidence }: Proposal, say: Say): string {
  const lines = evidence
    .slice(0, evidenceShown)
    .map(({ message, text: words }) => `  ${say(titles.mail)} ${message}: ${oneLine(words)}`)
  const more = evidence.length - evidenceShown
  return [
    `${say(titles.proposed)} [${say(proposalWords[kind])}]: ${oneLine(text)}`,
    ...lines,
    ...(more > 0 ? [`  +${more}`] : []),
  ].join('\n')
}

/** What comes from a mail must not steer the terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()
}
