// What is asserted about the product's behaviour. Questions, conditions, wishes and what nobody knows assert nothing. spec: case-import §5
import type { Assertion, Certainty, Found } from '../import/imported-case.ts'
import type { Topic, TopicRule } from './claim-rules.ts'
import { otherClaims, topics } from './claim-topics.ts'
import { wordsAt, type Page } from './page.ts'
import type { Place } from './places.ts'
import { clausesAround, type Sentence } from './sentences.ts'

type Claim = Place & { readonly asserts: readonly Assertion[] }

/** In the clause in front of what says yes or no. */
const takenBack =
  /没有?(?:任何)?证据|并非$|不是说|谈不上|\bnot true that\b|\bno evidence\b|如果|若(?!干)|假如|要是|倘若|万一|是否|能否|可否|能不能|可不可以|会不会|有没有|希望|想要|期望|要求|避免|为了|以便|请(?!注意|知悉|留意|放心)|麻烦|(?:需要?|尚待|有待)(?:先)?(?:测试|验证)|不确定|不知道|不清楚|未知|无法(?:确认|验证|判断|确定)|没(?:有|法)(?:验证|测试|确认)|未(?:验证|确认|测试)|怀疑|假设|\b(?:if|whether|unless|suppose|assuming|in case|please(?! (?:note|be (?:aware|advised)|remember|keep in mind|understand))|could you|can you|want|wants|wish|hope|would like|avoid|not sure|unclear|unknown|do not know|don't know|cannot say|cannot verify|not verified|doubt|deny|denies)\b/i
/** In the clause behind it. */
const leftOpenBehind =
  /^[^,]{0,30}?(?:的话|未知|不确定|不清楚|尚待|有待|待确认|待验证|与否|吗|么$|\bis (?:unknown|unclear|open)\b|\bhas (?:to be|not been) (?:tested|verified|confirmed)\b)/i
/** Anywhere behind it: the writer takes it back. */
const corrected =
  /(?:说|记|搞|弄|写|讲)错|有误|这个?(?:说法|话)不对|\b(?:was|were|is) (?:wrong|mistaken|not true|not correct|incorrect)\b/i
/** Behind it: what follows is asked. */
const askedBehind =
  /是否|能否|可否|\bwhether\b|\b(?:say|tell|verify|know|confirm|test|check|judge|predict) if\b/i
const likely =
  /应该|应当|预计|估计|理论上|大概率|按理|想必|推测|据(?:说|了解)|认为|理解是|一般(?:来说)?会?|\b(?:should|expect(?:s|ed)?|probably|likely|believe[sd]?|think|assume[sd]?|suppose|seems?|appears to|in theory|presumably|supposed|my understanding)\b/i
const open = /可能|也许|或许|似乎|好像|说不定|不排除|\b(?:may|might|maybe|perhaps|possibly|could be)\b/i
/** `不可能`, `可能性`: sure, or no doubt of this. */
const sure = /不可能|可能性|尽可能/g

/** A clause in front that supposes what the product can do: what follows holds only then. */
const hypothetical =
  /(?:如果|若(?!干)|假如|要是|倘若|万一)[^。]{0,40}(?:可以|[^不功可]能|无法|不能)|\b(?:if|unless|suppose|assuming)\b.{0,60}\b(?:can|cannot|can't|could|works?|fails?)\b/i
/** Above a list of what somebody would like to be the case. */
const wish =
  /(?:关注|希望|目标|诉求|需求|要求|期望|想要)[^。]{0,12}:|\b(?:need|want|would like|goals?|focus|wish)\b.{0,40}:/i

export function findClaims(page: Page): Found[] {
  let wished = false
  return page.sentences.flatMap((sentence) => {
    wished = wish.test(sentence.words) || (wished && sentence.listed)
    if (wished && sentence.listed) return []
    if (sentence.asks || !mayClaim.test(sentence.words)) return []
    return listClaims(sentence).map(({ from, to, asserts }) => {
      const place = { from: sentence.from + from, to: sentence.from + to }
      const text = wordsAt(page, place)
      const certainty = certaintyOf(sentence.words.slice(from, to))
      return { kind: 'claim', text, value: text, message: page.message, ...place, asserts, certainty }
    })
  })
}

/** Without one of these no rule can fit: sentences that say nothing of the kind are passed over at once. */
const mayClaim =
  /激活|过期|到期|升级|SN|序列号|密钥|重装|重新安装|重做|重灌|影响|使用|工作|恢复|找回|复原|还原|清除|清空|重置|复位|修复|解决|V\d|必现|必然|每次|总|偶|有时|丢|不一定|概率|随机|一定|现|无法|不能|不会|不再|只能|不支持|activat|enter|serial|\bSNs?\b|key|install|affect|put|disturb|disrupt|impact|hinder|normally|recover|restor|retriev|repair|clear|reset|rearm|always|every time|sometimes|occasionally|intermittent|random|reproduc|cannot|can't|no longer|does not|doesn't|will not|won't|only|possible/i

function listClaims(sentence: Sentence): Claim[] {
  const { words } = sentence
  const claims = topics.flatMap((topic) => {
    const claim = claimOf(topic, words)
    return claim === null ? [] : [claim]
  })
  const merged = mergeClaims(claims)
  for (const pattern of otherClaims) {
    const claim = assertedBy({ polarity: 'no', says: pattern }, words)
    if (claim !== null && !merged.some((other) => other.from < claim.to && claim.from < other.to))
      merged.push({ ...claim, asserts: [] })
  }
  return merged.toSorted((a, b) => a.from - b.from)
}

function claimOf(topic: Topic, words: string): Claim | null {
  for (const rule of topic.rules) {
    const place = assertedBy(rule, words)
    if (place === null) continue
    const id =
      topic.id === 'fixed-in' ? `${topic.id}:${releaseOf(rule.says.exec(words)?.[0] ?? '')}` : topic.id
    return { from: place.from, to: place.to, asserts: [{ topic: id, polarity: rule.polarity }] }
  }
  return null
}

/** The last that is named: an upgrade ends there. */
function releaseOf(words: string): string {
  const match = [...words.matchAll(/V(\d{1,4})[-.]?([A-Z])(?![A-Za-z0-9])/gi)].at(-1)
  return `V${match?.[1] ?? ''}-${(match?.[2] ?? '').toUpperCase()}`
}

/** The clauses of what a rule reads in a sentence; null where it does not, or where they take it back. */
function assertedBy(rule: TopicRule, words: string): Place | null {
  const match = rule.says.exec(words)
  if (match === null) return null
  const whole = clausesAround(words, match.index, match.index + match[0].length)
  if (rule.unless?.test(words.slice(whole.from, match.index + match[0].length)) === true) return null
  const verdict = match.groups?.['v'] ?? match.groups?.['w'] ?? match[0]
  const at = match.index + Math.max(0, match[0].lastIndexOf(verdict))
  const end = match.index + match[0].length
  if (askedBehind.test(words.slice(at, end))) return null
  const own = clausesAround(words, at, at + verdict.length)
  if (takenBack.test(words.slice(own.from, at)) || leftOpenBehind.test(words.slice(at + verdict.length)))
    return null
  if (corrected.test(words.slice(end))) return null
  if (hypothetical.test(words.slice(0, own.from))) return null
  return whole
}

/** Claims of several topics in the same words are one. */
function mergeClaims(claims: readonly Claim[]): Claim[] {
  const merged: Claim[] = []
  for (const claim of claims.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last === undefined || claim.from >= last.to) merged.push(claim)
    else
      merged[merged.length - 1] = {
        from: last.from,
        to: Math.max(last.to, claim.to),
        asserts: [...last.asserts, ...claim.asserts],
      }
  }
  return merged
}

function certaintyOf(words: string): Certainty {
  const own = words.replaceAll(sure, '')
  return open.test(own) ? 'open' : likely.test(own) ? 'likely' : 'certain'
}
