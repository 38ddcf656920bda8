// What `holdfast case show` tells people: head, timeline, messages by audience, proposals, absent attachments.
import type { CaseDetailBody, CaseEventBody, CaseMessageBody, ProposalBody } from '@holdfast/contract'
import type { Locale } from '../../http/problem.ts'
import type { Words } from '../command.ts'
import { formatFacts, formatTable } from '../table.ts'
import {
  audienceTable,
  eventWords,
  flagTable,
  linkText,
  linkWords,
  partyWords,
  proposalTable,
  sideTable,
  stateWords,
  wordIn,
} from './case-words.ts'
import { oneLine } from './imported-text.ts'

export type ShownCase = {
  readonly detail: CaseDetailBody
  readonly events: readonly CaseEventBody[]
  readonly messages: readonly CaseMessageBody[]
  readonly proposals: readonly ProposalBody[]
}

const words = {
  number: { en: 'Case', zh: '案例号' },
  token: { en: 'Token', zh: '跟踪标记' },
  title: { en: 'Title', zh: '标题' },
  customer: { en: 'Customer', zh: '客户' },
  state: { en: 'State', zh: '状态' },
  ball: { en: 'To act', zh: '待处理方' },
  owner: { en: 'Owner', zh: '负责人' },
  sending: { en: 'Sending', zh: '发送' },
  sendingOff: { en: 'off: nothing leaves from this case', zh: '已关闭：此案例不会发出任何邮件' },
  sendingOn: { en: 'on', zh: '已开启' },
  mails: { en: 'Messages', zh: '邮件' },
  since: { en: 'since', zh: '自' },
  unknown: { en: 'not told', zh: '未知' },
  timeline: { en: 'Timeline', zh: '时间线' },
  absent: { en: 'Absent attachments', zh: '缺少的附件' },
  mail: { en: 'mail', zh: '邮件' },
  likely: { en: ' (likely)', zh: '（可能）' },
  proposed: { en: 'Proposed', zh: '建议' },
  accepted: { en: 'accepted', zh: '已采纳' },
  rejected: { en: 'rejected', zh: '已否决' },
} as const satisfies { readonly [name: string]: Words }

const messageColumns: readonly Words[] = [
  { en: '#', zh: '序号' },
  { en: 'sent (as written)', zh: '发送时间（原文）' },
  { en: 'from', zh: '发件人' },
  { en: 'side', zh: '所属方' },
  { en: 'notes', zh: '说明' },
]
const claimColumns: readonly Words[] = [
  { en: '#', zh: '序号' },
  { en: 'audience', zh: '收件对象' },
  { en: 'from', zh: '发件人' },
  { en: 'words', zh: '原文' },
]
const audienceOrder = ['customer', 'internal', 'rnd', 'upstream', 'unknown'] as const

export function formatCase(shown: ShownCase, withMessages: boolean, locale: Locale): string {
  const parts = [
    formatHead(shown.detail, locale),
    formatTimeline(shown.events, locale),
    ...(withMessages ? formatMessages(shown.messages, locale) : []),
    ...shown.proposals.map((proposal) => formatProposal(proposal, shown.messages, locale)),
    formatAbsent(shown.messages, locale),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function formatHead({ case: of, customerName, ball, links, counts }: CaseDetailBody, locale: Locale): string {
  const say = (name: keyof typeof words) => words[name][locale]
  const byKind = Map.groupBy(links, ({ kind }) => kind)
  const messages = audienceOrder
    .filter((audience) => (counts.messages[audience] ?? 0) > 0)
    .map((audience) => `${wordIn(audienceTable, audience, locale)} ${counts.messages[audience] ?? 0}`)
  return formatFacts([
    [say('number'), of.number],
    [say('token'), of.token],
    [say('title'), oneLine(of.title)],
    [say('customer'), customerName],
    [say('state'), `${wordIn(stateWords, of.state.kind, locale)}, ${say('since')} ${of.state.since}`],
    [
      say('ball'),
      ball === null
        ? say('unknown')
        : `${wordIn(partyWords, ball.party, locale)}, ${say('since')} ${ball.since}`,
    ],
    [say('owner'), of.owner],
    [say('sending'), of.maySend ? say('sendingOn') : say('sendingOff')],
    [say('mails'), messages.join(', ')],
    ...[...byKind].map(
      ([kind, own]) =>
        [wordIn(linkWords, kind, locale), own.map((link) => linkText(link, locale)).join(', ')] as const,
    ),
  ])
}

function formatTimeline(events: readonly CaseEventBody[], locale: Locale): string {
  const rows = events.map(({ at, kind, actor, facts }) => [
    at,
    wordIn(eventWords, kind, locale),
    actor,
    factsText(facts),
  ])
  const head = [words.timeline[locale], '', '', '']
  return rows.length === 0 ? '' : formatTable(head, rows)
}

function factsText(facts: CaseEventBody['facts']): string {
  return Object.entries(facts)
    .map(
      ([name, value]) =>
        `${name}: ${Array.isArray(value) ? value.join(' ') : typeof value === 'string' ? value : JSON.stringify(value)}`,
    )
    .join(', ')
}

/** Each audience by itself: what was written for one is never read among what was written for another. */
function formatMessages(messages: readonly CaseMessageBody[], locale: Locale): readonly string[] {
  const numbered = messages.map((message, at) => ({ message, number: at + 1 }))
  return audienceOrder.flatMap((audience) => {
    const own = numbered.filter(({ message }) => message.audience === audience)
    if (own.length === 0) return []
    const rows = own.map(({ message, number }) => [
      number,
      message.sentWritten,
      nameOf(message, locale),
      wordIn(sideTable, message.side, locale) + likely(message.sideCertainty, locale),
      notesOf(message, locale),
    ])
    const title = `${words.mails[locale]}: ${wordIn(audienceTable, audience, locale)}`
    return [
      `${title}\n${formatTable(
        messageColumns.map((column) => column[locale]),
        rows,
      )}`,
    ]
  })
}

function nameOf({ from }: CaseMessageBody, _locale: Locale): string {
  if (from.name !== undefined && from.name !== '') return from.name
  return from.address !== undefined && from.address !== '' ? from.address : from.label
}

function likely(certainty: string, locale: Locale): string {
  return certainty === 'likely' ? words.likely[locale] : ''
}

function notesOf(message: CaseMessageBody, locale: Locale): string {
  const { audienceCertainty, flags, automaton } = message
  const absent = absentOf(message)
  return [
    ...(audienceCertainty === 'likely'
      ? [`${wordIn(audienceTable, message.audience, locale)}${words.likely[locale]}`]
      : []),
    ...(automaton === null ? [] : [automaton]),
    ...flags.map((flag) => wordIn(flagTable, flag, locale)),
    ...(absent.length === 0 ? [] : [`${words.absent[locale]}: ${absent.join(', ')}`]),
  ].join('; ')
}

function absentOf({ attachments }: CaseMessageBody): readonly string[] {
  return attachments.filter(({ bytesIn }) => bytesIn === 'nowhere').map(({ name }) => oneLine(name))
}

/** Claims that contradict each other stand side by side, each with who said it to whom. */
function formatProposal(
  { kind, state, text, evidence, reason }: ProposalBody,
  messages: readonly CaseMessageBody[],
  locale: Locale,
): string {
  const numbers = new Map(messages.map(({ id }, at) => [id, at + 1]))
  const byId = new Map(messages.map((message) => [message.id, message]))
  const stands =
    state === 'proposed' ? '' : ` (${words[state][locale]}${reason === null ? '' : `: ${oneLine(reason)}`})`
  const title = `${words.proposed[locale]} [${wordIn(proposalTable, kind, locale)}]${stands}: ${oneLine(text)}`
  if (kind !== 'contradiction') {
    const lines = evidence.map(
      ({ message, text: said }) =>
        `  ${words.mail[locale]} ${numbers.get(message) ?? message}: ${oneLine(said)}`,
    )
    return [title, ...lines].join('\n')
  }
  const rows = evidence.map(({ message, text: said }) => {
    const of = byId.get(message)
    return [
      numbers.get(message) ?? message,
      of === undefined ? '' : wordIn(audienceTable, of.audience, locale),
      of === undefined ? '' : nameOf(of, locale),
      oneLine(said),
    ]
  })
  return `${title}\n${formatTable(
    claimColumns.map((column) => column[locale]),
    rows,
  )}`
}

function formatAbsent(messages: readonly CaseMessageBody[], locale: Locale): string {
  const lines = messages.flatMap((message, at) => {
    const names = absentOf(message)
    return names.length === 0 ? [] : [`  ${words.mail[locale]} ${at + 1}: ${names.join(', ')}`]
  })
  return lines.length === 0 ? '' : [words.absent[locale], ...lines].join('\n')
}
