// Claims that cannot both be true, and numbers that drift. spec: case-import §6
import type { Evidence, Found, ImportedMessage, Proposal } from '../import/imported-case.ts'
import { implied, topics } from './claim-topics.ts'
import { before, type Place } from './places.ts'
import type { ProposalWords } from './proposal-words.ts'

type Stance = { readonly found: Found; readonly polarity: 'yes' | 'no'; readonly direct: boolean }

export function proposeContradictions(
  messages: readonly ImportedMessage[],
  found: readonly Found[],
  words: ProposalWords,
  language: 'zh' | 'en',
): Proposal[] {
  const texts = new Map(messages.map(({ index, text }) => [index, text]))
  return [
    ...proposeClaims(found, words, language),
    ...proposeLists(texts, found, words),
    ...proposeBought(texts, found, words),
  ]
}

/** Every claim of a topic, side by side, where different messages say yes and no. */
function proposeClaims(found: readonly Found[], words: ProposalWords, language: 'zh' | 'en'): Proposal[] {
  const byTopic = new Map<string, Stance[]>()
  const add = (topic: string, stance: Stance): void => {
    const stances = byTopic.get(topic) ?? []
    if (stances.at(-1)?.found !== stance.found) stances.push(stance)
    byTopic.set(topic, stances)
  }
  for (const item of found) {
    const asserts = item.asserts ?? []
    for (const { topic, polarity } of asserts) add(topic, { found: item, polarity, direct: true })
    for (const { topic, polarity } of asserts)
      for (const rule of implied)
        if (rule.topic === topic && rule.polarity === polarity)
          add(rule.about, { found: item, polarity: rule.says, direct: false })
  }
  return [...byTopic].flatMap(([topic, stances]) => {
    if (!disagree(stances)) return []
    const certain = stances.every((stance) => stance.direct && stance.found.certainty === 'certain')
    return [
      {
        kind: 'contradiction',
        text: words.contradiction(nameOf(topic, words, language)),
        evidence: stances.map((stance) => evidenceOf(stance.found)),
        certainty: certain ? 'certain' : 'likely',
      },
    ]
  })
}

/** Yes in one message and no in another; one of them in so many words. */
function disagree(stances: readonly Stance[]): boolean {
  const yes = stances.filter(({ polarity }) => polarity === 'yes')
  const no = stances.filter(({ polarity }) => polarity === 'no')
  const messages = new Set(stances.map(({ found }) => found.message))
  return yes.length > 0 && no.length > 0 && messages.size > 1 && stances.some(({ direct }) => direct)
}

function nameOf(id: string, words: ProposalWords, language: 'zh' | 'en'): string {
  const [topic, release] = id.split(':')
  if (release !== undefined) return words.fixedIn(release)
  return topics.find((known) => known.id === topic)?.[language] ?? id
}

function evidenceOf({ message, text }: Found): Evidence {
  return { message, text }
}

type NumberList = Place & { readonly message: number; readonly values: readonly number[] }
type GrowingList = { readonly message: number; readonly from: number; to: number; readonly values: number[] }

const unitBehind = /^ ?(?:多|余)?(?:天|日|周|年|个月|小时| ?days?\b| ?d\b| ?weeks?\b| ?months?\b)/i

/** One list told with different values. Lists are one where they have as many values or share some. */
function proposeLists(
  texts: ReadonlyMap<number, string>,
  found: readonly Found[],
  words: ProposalWords,
): Proposal[] {
  const lists = listLists(texts, found)
  const different = new Set(lists.map(({ values }) => values.join()))
  const first = lists[0]
  if (first === undefined || different.size < 2 || new Set(lists.map(({ message }) => message)).size < 2)
    return []
  const one = lists.filter(({ values }) => areOne(first.values, values))
  if (new Set(one.map(({ values }) => values.join())).size < 2) return []
  const evidence = one.map((list) => {
    const text = texts.get(list.message) ?? ''
    const unit = unitBehind.exec(text.slice(list.to, list.to + 12))?.[0].length ?? 0
    return { message: list.message, text: text.slice(list.from, list.to + unit) }
  })
  return [{ kind: 'contradiction', text: words.driftingList, evidence, certainty: 'likely' }]
}

/** At least half of the shorter list stands in the other too. */
function areOne(a: readonly number[], b: readonly number[]): boolean {
  const other = new Set(b)
  const both = a.filter((value) => other.has(value)).length
  return both * 2 >= Math.min(a.length, b.length)
}

const listMin = 3
const listGap = /^[\s/、,，;；|和及与或andor]{1,6}$/

/** Remaining times that stand behind one another. */
function listLists(texts: ReadonlyMap<number, string>, found: readonly Found[]): NumberList[] {
  const lists: GrowingList[] = []
  for (const item of found.filter(({ kind }) => kind === 'remaining')) {
    const value = Number(item.value)
    const last = lists.at(-1)
    const gap =
      last?.message === item.message ? (texts.get(item.message) ?? '').slice(last.to, item.from) : ''
    if (last === undefined || gap.length > 6 || !listGap.test(gap))
      lists.push({ message: item.message, from: item.from, to: item.to, values: [value] })
    else {
      last.to = item.to
      last.values.push(value)
    }
  }
  return lists
    .filter(({ values }) => values.length >= listMin)
    .map((list) => ({ ...list, values: list.values.toSorted((a, b) => a - b) }))
}

const bought =
  /(?:购买|采购|订购|购入|买|合同(?:上|里)?(?:是|为|写的?是?)?|订单(?:上|里)?(?:是|为|写的?是?)?)(?:了|过)?[^。,，;；]{0,8}$|\b(?:bought|purchased|ordered)\b[^.,;]{0,20}$/i
const boughtBehind =
  /^[^.,;。，；]{0,16}\b(?:were|was|have been) (?:bought|purchased|ordered)\b|^ (?:that |which )?(?:we|you|they)(?:'ve| have)? (?:bought|purchased|ordered)\b|^[^.,;]{0,40}\blicen[cs]ed to (?:you|us|them)\b/i
const copies = /套|份|授权|许可|拷贝|副本|licen[cs]es?|copies|seats?/i

/** Copies bought: an order has one number. Devices that are reported, expected or affected may well be as many as are told. */
function proposeBought(
  texts: ReadonlyMap<number, string>,
  found: readonly Found[],
  words: ProposalWords,
): Proposal[] {
  const told = found.filter((item) => {
    if (item.kind !== 'quantity' || item.about === true || item.atLeast === true || !copies.test(item.text))
      return false
    const text = texts.get(item.message) ?? ''
    return bought.test(before(text, item.from, 40)) || boughtBehind.test(text.slice(item.to, item.to + 40))
  })
  const values = new Set(told.map(({ value }) => value))
  const from = new Set(told.map(({ message }) => message))
  if (values.size < 2 || from.size < 2) return []
  return [
    {
      kind: 'contradiction',
      text: words.driftingBought,
      evidence: told.map(evidenceOf),
      certainty: 'likely',
    },
  ]
}
