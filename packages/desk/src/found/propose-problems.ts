// Problems: the thread itself calls a fault known, or several devices show one. spec: case-import §6
import type { Evidence, Found, ImportedMessage, Proposal } from '../import/imported-case.ts'
import { openPage, wordsAt } from './page.ts'
import type { ProposalWords } from './proposal-words.ts'
import type { Sentence } from './sentences.ts'

const known =
  /已知(?:的)?(?:问题|缺陷|故障|错误|BUG|现象|限制)|(?:问题|缺陷|故障|BUG)(?:是|为|属于)已知|老问题|(?:^|[,是])(?:已知的|系统性故障)$|(?:属于?|是)(?:一个)?(?:系统性|产品(?:自身|本身)?)的?(?:故障|缺陷|问题)|\b(?:fault|defect|bug) (?:of|in) (?:the|our) (?:product|software|application)\b|\bknown (?:issue|bug|problem|fault|defect|error|limitation)s?\b|\b(?:issue|bug|problem|fault|defect) is (?:already )?known\b/i
const notKnown =
  /(?:不是|并非|不属于|非|没有|是否|未见|无)(?:为|是|属于)?(?:一个|任何|我们)?已知|\b(?:not|no|isn't|never)(?: an?| yet a| any)? known\b|\b(?:if|whether) (?:it|this|that) is\b/i
const shown =
  /出现|发生|上报|反馈|报告|受影响|存在|异常|故障|问题|过期|到期|弹窗|失效|报错|\b(?:affected|show(?:s|ed|ing)?|fail(?:s|ed|ing)?|hit|have expired|expired|suffer(?:s|ing)?|report(?:s|ed)?|have (?:the|this) (?:fault|problem|issue)|problem|fault)\b/i
const severalMin = 2

export function proposeProblems(
  messages: readonly ImportedMessage[],
  found: readonly Found[],
  words: ProposalWords,
): Proposal[] {
  const quantities = Map.groupBy(
    found.filter(({ kind, value }) => kind === 'quantity' && Number(value) >= severalMin),
    ({ message }) => message,
  )
  const calledKnown: Evidence[] = []
  const evidence: Evidence[] = []
  for (const message of messages) {
    const several = quantities.get(message.index) ?? []
    if (several.length === 0 && !known.test(message.text)) continue
    const page = openPage(message)
    let next = 0
    for (const sentence of page.sentences) {
      while (next < several.length && (several[next]?.from ?? 0) < sentence.from) next++
      const item = several[next]
      const isKnown = saysKnown(sentence)
      const isShown =
        item !== undefined && item.to <= sentence.to && saysShown(sentence, item.to - sentence.from)
      if (!isKnown && !isShown) continue
      const said = { message: message.index, text: wordsAt(page, sentence) }
      evidence.push(said)
      if (isKnown) calledKnown.push(said)
    }
  }
  if (evidence.length === 0) return []
  const text =
    calledKnown.length === 0
      ? words.problemShown
      : calledKnown.length === evidence.length
        ? words.problemKnown
        : words.problemBoth
  return [{ kind: 'problem', text, evidence, certainty: calledKnown.length === 0 ? 'open' : 'likely' }]
}

function saysKnown({ words, asks }: Sentence): boolean {
  return !asks && known.test(words) && !notKnown.test(words)
}

/** Around the number, since a sentence says other things too. */
function saysShown({ words, asks }: Sentence, at: number): boolean {
  return (
    !asks &&
    shown.test(words.slice(Math.max(0, at - 60), at + 60)) &&
    !/购买|采购|\b(?:bought|purchased)\b/i.test(words)
  )
}
