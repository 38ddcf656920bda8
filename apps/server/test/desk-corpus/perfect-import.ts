// The import that a thread's expectations describe: what compareCase has to be content with.
import type {
  Audience,
  Found,
  ImportedCase,
  ImportedMessage,
  ImportFlag,
  Side,
  Proposal,
} from '@holdfast/desk'
import type { ExpectedCase, ExpectedItem, ExpectedMessage, ExpectedProposal } from './expected-case.ts'

const separator = /^\s*={3,}\s*第\d+封邮件\s*={3,}\s*$/
const bodyLabel = /^邮件内容[:：]/

/** The texts of the messages, split by the form of docs/spec/case-import.md §1 and nothing else. */
export function splitTexts(thread: string): string[] {
  const texts: string[] = []
  let body: string[] | null = null
  for (const line of [...thread.replaceAll('\r\n', '\n').split('\n'), '===第0封邮件===']) {
    if (separator.test(line) || separator.test(line)) {
      if (body !== null) texts.push(withoutBlankEnds(body))
      body = null
    } else if (body !== null) body.push(line)
    else if (bodyLabel.test(line)) body = [line.replace(bodyLabel, '').trim()]
  }
  return texts
}

export function composePerfectImport(expected: ExpectedCase, texts: readonly string[]): ImportedCase {
  const found = expected.found.must
    .map((item) => composeFound(item, texts[item.message - 1] ?? ''))
    .toSorted((one, other) => one.message - other.message || one.from - other.from)
  return {
    case: expected.case,
    messages: expected.messages.map((message, at) => composeMessage(message, texts[at] ?? '')),
    found,
    proposals: expected.proposals.must.map((proposal) => composeProposal(proposal, texts)),
  }
}

function composeMessage(expected: ExpectedMessage, text: string): ImportedMessage {
  const side = firstOf<Side>(expected.side)
  const audience = firstOf<Audience>(expected.audience)
  const open: readonly ImportFlag[] = [
    ...(side === 'unknown' ? (['side-open'] as const) : []),
    ...(audience === 'unknown' ? (['audience-open'] as const) : []),
  ]
  return {
    index: expected.index,
    from: expected.from,
    side,
    sideCertainty: 'likely',
    audience,
    audienceCertainty: 'likely',
    because: [],
    sentAt: expected.sentAt,
    flags: [...expected.flags, ...open],
    attachments: expected.attachments ?? [],
    absentAttachments: expected.absentAttachments,
    text,
  }
}

function composeFound({ kind, message, text, value, hedge }: ExpectedItem, whole: string): Found {
  const from = placeOf(whole, text)
  return {
    kind,
    message,
    text,
    value: value ?? text,
    from,
    to: from + text.length,
    ...(hedge === 'about' ? ({ about: true } as const) : {}),
    ...(hedge === 'atLeast' || hedge === 'some' ? ({ atLeast: true } as const) : {}),
  }
}

/** Where the words stand for themselves, and not within a longer number. */
function placeOf(whole: string, text: string): number {
  for (let from = whole.indexOf(text); from >= 0; from = whole.indexOf(text, from + 1)) {
    const around = `${whole.at(from - 1) ?? ''} ${whole.at(from + text.length) ?? ''}`
    if (!/^\d/.test(text) || !/\d/.test(around)) return from
  }
  return -1
}

function composeProposal(
  { kind, all, any, mentions, why }: ExpectedProposal,
  texts: readonly string[],
): Proposal {
  const messages = [...(all ?? []), ...(any ?? []).slice(0, 1)]
  return {
    kind,
    text: `${mentions ?? ''} ${why}`,
    evidence: messages.map((message) => ({ message, text: texts[message - 1]?.split('\n')[0] ?? '' })),
  }
}

function firstOf<T>(allowed: T | readonly T[]): T {
  return (Array.isArray(allowed) ? (allowed as readonly T[])[0] : allowed) as T
}

function withoutBlankEnds(lines: readonly string[]): string {
  const first = lines.findIndex((line) => line.trim() !== '')
  const last = lines.findLastIndex((line) => line.trim() !== '')
  return first < 0 ? '' : lines.slice(first, last + 1).join('\n')
}
