// Commitments that no later message keeps, as far as words can tell. spec: case-import §6
import type { Found, ImportedMessage, Proposal } from '../import/imported-case.ts'
import type { ProposalWords } from './proposal-words.ts'

type Deed = {
  readonly id: string
  /** Words of the commitment that promise it. */
  readonly promised: RegExp
  /** Words of a later message that bring it; null: any later message of that side does. */
  readonly kept: RegExp | null
}

const given = String.raw`(?:附件|附上|附在|奉上|随信|现将|兹|如下|已(?:经)?(?:发|提供|出具|提交|上传|寄)|attached|enclosed|here (?:is|are)|as promised|below|have (?:sent|uploaded|provided))`
const giving = (thing: string): RegExp =>
  new RegExp(`(?:${given}[^。\\n]{0,60}(?:${thing})|(?:${thing})[^。\\n]{0,60}${given})`, 'i')

const letter = '说明|声明|函|证明|letter|statement|explanation|certificate'
const form = '表格|表单|模板|申请表|清单|form|template|list'
const log = '日志|压缩包|截图|诊断|log|archive|screenshot|dump'
/** Names of releases: `7.2.3`, `R12-C`. */
const named = String.raw`\b(?:V?\d{1,3}\.\d{1,4}(?:\.\d{1,6})?|[A-Z]{1,2}\d{1,4}-[A-Z])(?![A-Za-z0-9])`
const patch = '补丁|新版本|安装包|更新包|修复包|patch|build|hotfix|fix'

/** The first whose words stand in the commitment. */
const deeds: readonly Deed[] = [
  { id: 'letter', promised: new RegExp(letter, 'i'), kept: giving(letter) },
  { id: 'form', promised: new RegExp(form, 'i'), kept: giving(form) },
  // Who promises to look into a log promises no log.
  {
    id: 'log',
    promised: new RegExp(
      `(?:发|提供|上传|收集|抓取?|send|upload|provide|collect|share|attach)[^。.]{0,30}(?:${log})`,
      'i',
    ),
    kept: giving(log),
  },
  {
    id: 'test',
    promised:
      /测试|复测|[再先]测|测[一两几]|验证|\b(?:re-?)?test(?:ing)?\b|\btry (?:it |this )?out\b|\blet (?:it|one) (?:run|expire)\b|测试机|虚拟机|\bvirtual machine\b|\breproduce\b/i,
    kept: /(?<!没有?|未|没)(?:测|测试|复测|验证)(?:了|过|完|通过|发现|显示|结果|结论|下来)|(?:实测|经测试)|\btested\b|\b(?:our|the|my) tests? (?:show|showed|passed|failed|confirm|result)|\bresults? of (?:the|our|my) test/i,
  },
  {
    id: 'patch',
    promised: new RegExp(
      `${patch.replace('|fix', '')}|\\bfix\\b|(?:提供|发布|推出|get you|send|provide|release|ship|deliver)[^。]{0,24}${named}`,
      'i',
    ),
    kept: new RegExp(
      `${giving(patch).source}|${named}[^。\\n]{0,12}${given}|${given}[^。\\n]{0,12}${named}`,
      'i',
    ),
  },
  { id: 'answer', promised: /(?:)/, kept: null },
]

export function proposeCommitments(
  messages: readonly ImportedMessage[],
  found: readonly Found[],
  words: ProposalWords,
): Proposal[] {
  const places = new Map(messages.map((message, at) => [message.index, at]))
  const kept = keptFrom(messages)
  return found.flatMap((item) => {
    const at = places.get(item.message)
    const message = at === undefined ? undefined : messages[at]
    if (item.kind !== 'commitment' || at === undefined || message === undefined) return []
    const deed = deeds.find(({ promised }) => promised.test(item.text))
    if (deed === undefined || (kept.get(keyOf(message, deed.id)) ?? -1) > at) return []
    const evidence = [{ message: item.message, text: item.text }]
    // Whether a message without the expected words keeps it all the same, only a person can tell.
    return [
      {
        kind: 'commitment',
        text: words.commitment,
        evidence,
        certainty: deed.kept === null ? 'likely' : 'open',
      },
    ]
  })
}

/** For each side, audience and deed the last message that brings it. */
function keptFrom(messages: readonly ImportedMessage[]): ReadonlyMap<string, number> {
  const kept = new Map<string, number>()
  for (const [at, message] of messages.entries())
    for (const deed of deeds) if (keeps(message, deed)) kept.set(keyOf(message, deed.id), at)
  return kept
}

function keeps({ text, attachments, absentAttachments }: ImportedMessage, { promised, kept }: Deed): boolean {
  if (kept === null) return true
  const files = [...attachments, ...absentAttachments].some((name) => promised.test(name))
  return files || (attachments.length > 0 && promised.test(text)) || kept.test(text)
}

function keyOf({ side, audience }: ImportedMessage, deed: string): string {
  return `${side} ${audience} ${deed}`
}
