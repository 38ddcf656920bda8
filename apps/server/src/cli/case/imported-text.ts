// What `holdfast case import --dry-run` shows to people: the head, a line a message, what was found, what is proposed.
import { secondsPerDay } from '@holdfast/capabilities'
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
  { en: 'sent', zh: '发送时间' },
  { en: 'from', zh: '发件人' },
  { en: 'side', zh: '所属方' },
  { en: 'audience', zh: '沟通范围' },
  { en: 'notes', zh: '说明' },
]

export const sideWords: { readonly [side in Side]: Words } = {
  vendor: { en: 'vendor', zh: '厂商' },
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
  'side-open': { en: 'side to be confirmed', zh: '所属方待确认' },
  'audience-open': { en: 'audience to be confirmed', zh: '沟通范围待确认' },
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
  commitment: { en: 'Open commitment', zh: '未见兑现的承诺' },
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
  absent: { en: 'attachment absent', zh: '缺少附件' },
  between: { en: '; ', zh: '；' },
  listed: { en: ', ', zh: '、' },
  days: { en: 'days', zh: '天' },
  zones: {
    en: 'Time zone doubtful in most mails: they are written with offset zero, but look like office hours elsewhere.',
    zh: '多数邮件的时区存疑：原文时差为零，但看起来是其他时区的工作时间。',
  },
  nothing: { en: 'Nothing was stored; nothing was sent.', zh: '未保存任何内容，也未发送任何邮件。' },
} as const satisfies { readonly [name: string]: Words }

/** Lines of each proposal's evidence, and different values of each kind; `--json` has all. */
const evidenceShown = 8
const valuesShown = 8
/** From so many mails of doubtful zone on, and where they are the most, one line says it for all. */
const zonesTogetherMin = 4
/** Kinds that are told by their values; of others only the number is. */
const valueKinds: ReadonlySet<FoundKind> = new Set([
  'release',
  'term',
  'remaining',
  'quantity',
  'issue',
  'serial',
  'phone',
  'address',
  'url',
])

export function formatImported(imported: ImportedCase, locale: Locale): string {
  const say = (words: Words) => words[locale]
  const head = (['number', 'token', 'customer', 'title', 'stage'] as const).map(
    (member) => [say(headWords[member]), imported.case[member]] as const,
  )
  const doubtful = imported.messages.filter(({ flags }) => flags.includes('zone-doubtful')).length
  const together = doubtful >= zonesTogetherMin && doubtful * 2 > imported.messages.length
  const rows = imported.messages.map((message) => [
    message.index,
    timeOf(message.sentAt),
    message.from.name === '' ? message.from.address : message.from.name,
    `${say(sideWords[message.side])}${say(likely[message.sideCertainty])}`,
    `${say(audienceWords[message.audience])}${say(likely[message.audienceCertainty])}`,
    [
      ...message.flags
        .filter((flag) => flag !== 'zone-doubtful' || !together)
        .map((flag) => say(flagWords[flag])),
      ...absentNote(message.absentAttachments, say),
    ].join(say(titles.between)),
  ])
  const parts = [
    formatFacts(head),
    formatTable(columns.map(say), rows),
    together ? say(titles.zones) : '',
    formatFound(imported, say),
  ]
  // What is proposed with the same words is said once.
  for (const alike of Map.groupBy(imported.proposals, ({ kind, text }) => `${kind} ${text}`).values())
    parts.push(formatProposals(alike, say))
  return [...parts.filter((part) => part !== ''), say(titles.nothing)].join('\n\n')
}

type Say = (words: Words) => string

function absentNote(names: readonly string[], say: Say): string[] {
  return names.length === 0 ? [] : [`${say(titles.absent)}: ${names.join(say(titles.listed))}`]
}

/** As it was written, without a fraction: nobody reads those. */
function timeOf(sentAt: string): string {
  return sentAt.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?/, '$1 $2 ').trim()
}

/** Each kind with how often it was found, and its different values. */
function formatFound({ found }: ImportedCase, say: Say): string {
  const kinds = Map.groupBy(found, ({ kind }) => kind)
  const rows = (Object.keys(foundWords) as FoundKind[]).flatMap((kind) => {
    const items = kinds.get(kind) ?? []
    if (items.length === 0) return []
    // The first spelling of each value.
    const words = new Map<string | number, string>()
    for (const item of items) if (!words.has(item.value)) words.set(item.value, valueOf(item, say))
    const shown = [...words.values()].slice(0, valuesShown)
    const more = words.size - shown.length
    const values = valueKinds.has(kind)
      ? [...shown, ...(more > 0 ? [`+${more}`] : [])].join(say(titles.listed))
      : ''
    return [[say(foundWords[kind]), String(items.length), values] as const]
  })
  return rows.length === 0 ? '' : formatTable([say(titles.found), '', ''], rows)
}

/** Codes in their normal spelling; times and quantities as they were written, with the days where only a number was. */
function valueOf({ kind, text, value }: ImportedCase['found'][number], say: Say): string {
  if (typeof value === 'string') return oneLine(value)
  const isBare = (kind === 'term' || kind === 'remaining') && /^[\d,. ]+$/.test(text)
  return isBare ? `${Number((value / secondsPerDay).toFixed(2))} ${say(titles.days)}` : oneLine(text)
}

/** Proposals with the same words: those once, then the evidence of each. Values of one mail stand on one line. */
function formatProposals(alike: readonly Proposal[], say: Say): string {
  const [first] = alike
  if (first === undefined) return ''
  const { kind, text, certainty } = first
  const evidence = alike.flatMap((proposal) => proposal.evidence)
  const lines =
    kind === 'explanation'
      ? [...Map.groupBy(evidence, ({ message }) => message)].map(
          ([message, said]) => `${message}: ${said.map((one) => oneLine(one.text)).join(' / ')}`,
        )
      : evidence.map(({ message, text: words }) => `${message}: ${oneLine(words)}`)
  const more = lines.length - evidenceShown
  const doubt = kind === 'explanation' || certainty === undefined ? '' : say(likely[certainty])
  return [
    `${say(titles.proposed)} [${say(proposalWords[kind])}]${doubt}: ${oneLine(text)}`,
    ...lines.slice(0, evidenceShown).map((line) => `  ${say(titles.mail)} ${line}`),
    ...(more > 0 ? [`  +${more}`] : []),
  ].join('\n')
}

/** What comes from a mail must not steer the terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()
}
