// What the writer, or the writer's side, says it will do. spec: case-import §5
import type { Found } from '../import/imported-case.ts'
import { wordsAt, type Page } from './page.ts'
import { isQuestion } from './find-questions.ts'
import { clausesAround, type Sentence } from './sentences.ts'

const deeds =
  '提供|发送|发过|发来|传给|告诉|发给|发到|发您|发你|发出|寄|回复|反馈|答复|联系|告知|通知|跟进|确认|核实|更新|补充|整理|提交|出具|处理|修复|修正|解决|同步|致电|回电|给您|给你|安排|协调|推动|催|测(?=[一两几试下完])|汇报|转达|转交|测试|验证|填写|完成|准备|起草|盖章|申请|升级问题|说明|回访|查|协助|支持|发布|给出|上报|归档|打电话|沟通'
const soon =
  '稍后|稍晚|晚些时候|晚些|晚点|随后|尽快|尽早|马上|立即|立刻|回头|明天|明日|明早|后天|今晚|今天内|今天之内|本周|下周[一二三四五]?|周[一二三四五六日天]|下班前|[^,]{1,8}(?:之前|(?<![目以此先从之])前|之内|(?<!之)内)|第一时间|及时'
const ours = '我们?|我方|我司|我公司|本人|本公司|我这边|我们这边|这边|我处'
const commitmentsZh: readonly RegExp[] = [
  new RegExp(
    `(?:${ours})(?:的?(?:同事|工程师|研发|法务|产品经理|技术))?[^,不没未无请]{0,12}?(?:会|将|来|去|先|承诺|保证|负责|争取|计划|准备|打算)(?!议)[^不没未无,请]{0,16}?(?:${deeds})`,
  ),
  new RegExp(`(?:${ours})[^,不没未无请]{0,8}?(?:${soon})[^不没未无,请]{0,12}?(?:${deeds})`),
  new RegExp(`(?:^|[,:]|后)(?:会|将)?(?:${soon})(?:会|将|就|再|即)?[^不没未无,请已]{0,8}?(?:${deeds})`),
  new RegExp(
    `(?:^|[,:])[^,:不没未无请您你已]{0,8}(?:会|将)?(?:晚些时候|晚些|晚点|稍后|随后|尽快|马上|明天|回头)(?:会|将|再)?(?:${deeds})`,
  ),
  new RegExp(
    `(?:有(?:了)?(?:任何|新的?|最新的?)?(?:结果|进展|消息|结论|更新|答复|回复)[^,]{0,6}(?:后|时|,)?|一旦有[^,]{1,10},?|待[^,]{1,16}后|,)[^,不请您你]{0,8}(?:会|将)(?:${soon})?[^不没未无,]{0,6}?(?:${deeds})(?:您|你|贵司|大家|给您)`,
  ),
  new RegExp(
    `(?:${soon})[^,不没未无请]{0,4}(?:${ours})(?:再|会|将|来|去|先|就)?[^,不没未无请]{0,20}?(?:${deeds})`,
  ),
  new RegExp(
    `(?:研发|产品|法务|支持)(?:这边|部门?|侧|团队)?(?:计划|预计|承诺|安排)[^,不没未无请]{0,20}?(?:${deeds})`,
  ),
  new RegExp(`由(?:我们?|我方|我司|本人)(?:来)?[^,]{0,4}(?:${deeds})`),
]
const givesEn =
  'send|provide|get back|reply|respond|answer|call|phone|follow|update|let you|let the|inform|tell|notify|confirm|check|come back|prepare|deliver|ship|forward|share|supply|look into|investigate|arrange|issue|write|ask|test|try|keep you|fill|contact|give|bring|finish|complete|fix|pass|make sure|take care|submit|draft|escalate|report|add|attach|upload|return|clarify|have (?:it|them|this|the)|do (?:it|this|that|so)|be in touch|verify|review|organi[sz]e|schedule'
const commitmentsEn: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:I|we)(?:'ll| will| shall|'m going to|'re going to| am going to| are going to| promise to| commit to)(?: (?:also|then|certainly|gladly|definitely|of course|now|personally|immediately|soon|try to))*(?: |, )(?:${givesEn})\b`,
    'i',
  ),
  // Whatever somebody says they will do; what they will be, know or like is no deed.
  /\b(?:I|we)(?:'ll| will| shall)(?: (?:also|then|gladly|now|personally|soon|first))* (?!be\b|have\b|need\b|see\b|know\b|like\b|love\b|want\b|hope\b|think\b|say\b|admit\b|guess\b|miss\b|wait\b|hold\b|not\b|never\b|no\b|only\b|lose\b|probably\b|all\b|still\b|always\b|find out\b|hate\b|regret\b|die\b|accept\b|refuse\b|sue\b)[a-z]{2,}/i,
  new RegExp(String.raw`^(?:and |then )?will (?:also |then )?(?:${givesEn})\b(?! you\b.{0,3}\?)`, 'i'),
  /\b(?:letter|statement|explanation|details|answer|reply|form|report|patch|fix|archive|list|update|document|copy|version|build|it|this|more|news)\b(?: \w{1,12}){0,3} (?:will follow|to follow|follows (?:later|soon|tomorrow)|will be (?:sent|provided|delivered|shared|supplied|issued|attached|mailed|forwarded|shipped|sealed))\b/i,
  new RegExp(String.raw`\b(?:I|we)\b[^,;]{1,80} and will (?:also |then )?(?:${givesEn})\b`, 'i'),
  new RegExp(
    String.raw`\b(?:I|we) (?:plan|intend|aim) to (?:${givesEn})\b|\blet me (?:${givesEn})\b|\b(?:I|we) promise\b`,
    'i',
  ),
  /\byou(?:'ll| will) (?:receive|get|hear from (?:me|us)|be (?:the first|informed|told|notified|kept)|have (?:it|the|an|our))\b/i,
  /\b(?:a|an|one of our|our) (?:technician|engineer|colleague|specialist|consultant)s? (?:will|is going to) (?!not\b)(?:be (?:with|at|on)|visit|come|call|contact|help|look|meet)\b/i,
  /\bour (?:\w{1,16} ){0,2}(?:engineers?|colleagues?|team|support|R&D|lawyers?|people)(?:'ll| will) (?!not\b)(?:also )?(?:contact|call|send|visit|help|get|provide|fix|look|come|reply)/i,
]
const conditionZh = /(?:如果|若是|若(?!干)|假如|要是|倘若|万一|如需|如有需要|如有必要|的话)/
/** Conditions that are only the time when news comes. */
const newsZh = /(?:如果?|若|一旦)有(?:了)?(?:任何|新的?|最新)?(?:进展|消息|结果|更新|结论|答复|回复)/
const conditionEn = /\b(?:if|unless|in case|should you|provided that|would|could|might)\b/i
const conditionBehindEn =
  /\b(?:if|unless|when|whenever) (?:needed|necessary|required|you (?:need|want|wish|like|object))\b/i
const deniedEn = /\b(?:will|shall) (?:not|never)\b|\bwon't\b/i

export function findCommitments(page: Page): Found[] {
  return page.sentences.flatMap((sentence) => {
    if (!isCommitment(sentence)) return []
    const { from, to } = sentence
    const text = wordsAt(page, sentence)
    return [{ kind: 'commitment', text, value: text, message: page.message, from, to }]
  })
}

function isCommitment(sentence: Sentence): boolean {
  const { words, asks } = sentence
  if (asks) return false
  return saidZh(sentence) || commitmentsEn.some((pattern) => saidEn(words, pattern))
}

function saidZh(sentence: Sentence): boolean {
  const { words } = sentence
  if (!/[会将来去稍晚尽马随立明后今本周前内承保负争计准打回第及先由]/.test(words)) return false
  return commitmentsZh.some((pattern) => {
    const match = pattern.exec(words)
    if (match === null) return false
    const clause = clausesAround(words, match.index + match[0].length - 1, match.index + match[0].length)
    const own = words.slice(clause.from, clause.to)
    if (isQuestion({ ...clause, words: own, asks: false, listed: false }) || otherDoes.test(own)) return false
    const upTo = words.slice(0, match.index + match[0].length)
    return !conditionZh.test(upTo.replace(newsZh, '')) && !demandZh.test(words)
  })
}

/** A demand: what follows if it is not done. */
const demandZh = /[,。](?:否则|不然)/
/** Others are to do it, or it is done. */
const otherDoes =
  /(?:如下|如上)(?:$|[:,])|^(?:请|您|你|贵司|贵公司|客户|用户|对方|厂商|研发(?!(?:这边|部门?|侧|团队)?(?:计划|预计|承诺|安排))|系统|设备|客户端|需要您|烦|麻烦)|应(?:该|当)?尽快|需(?:要)?(?:您|你|客户|贵司)|已经?(?:提供|发|回|反馈|处理|修复|解决|出具|通知|告知)/

function saidEn(words: string, pattern: RegExp): boolean {
  const match = pattern.exec(words)
  if (match === null || conditionEn.test(words.slice(0, match.index)) || conditionBehindEn.test(words))
    return false
  return !deniedEn.test(match[0])
}
