// Where people are named in a text, in full or by surname and title. spec: case §13
import type { CasePerson } from './case-person.ts'
import { foldWidth } from './fold-width.ts'
import { overlapsAny, withoutOverlaps, type TextRange } from './find-contacts.ts'
import { PhraseIndex, type FoundPhrase } from './phrase-index.ts'

export type FoundName = TextRange & {
  readonly kind: 'name'
  /** Ids of all whom it can mean: more than one where two bear the name. */
  readonly people: readonly string[]
}

// A title, and what follows where the characters belong to another word: 林工 is somebody, 森林工程 is not.
const titles: readonly (readonly [title: string, notBefore: string])[] = [
  ['工', '程作具业艺厂人序时期商会资本地'],
  ['总', '是共计数之体结部量线监理工'],
  ['经理', ''],
  ['主任', ''],
  ['老师', ''],
  ['先生', '成产'],
  ['女士', ''],
  ['小姐', ''],
  ['工程师', ''],
  ['总监', ''],
]
const surnames =
  '王李张刘陈杨黄赵周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪任姜范姚谭廖邹熊陆郝孔崔康毛邱秦顾侯邵孟雷钱汤尹黎乔贺赖龚'
const doubleSurnames = ['欧阳', '司马', '上官', '诸葛', '司徒', '东方', '皇甫', '尉迟', '公孙', '慕容']
const honorifics = ['Mr', 'Mr.', 'Ms', 'Ms.', 'Mrs', 'Mrs.', 'Dr', 'Dr.', 'Prof', 'Prof.']
// Names that are ordinary words too: alone they name nobody.
const ordinaryWords = new Set(
  'Will Mark May April June Grace Rose Hope Faith Bill Art Max Rich Frank Joy Dean Page Price Young Long White Black Brown Green King Bush Case Chase Hunter Mason Sky Dale Field Day Best Power Stone Wood'.split(
    ' ',
  ),
)
const hanName = /^\p{Script=Han}{2,4}$/u
const letter = /[\p{Script=Latin}\p{N}]/u

type Variant = { readonly notBefore: string; readonly people: readonly string[] }

/** Every way in which the people of a case may be named. */
export class NameIndex {
  readonly #phrases: PhraseIndex<Variant>

  constructor(people: readonly CasePerson[]) {
    const variants = new Map<string, { readonly notBefore: string; readonly people: Set<string> }>()
    for (const person of people)
      for (const name of person.names)
        for (const [written, notBefore] of listVariants(foldWidth(name).trim())) {
          const variant = variants.get(written) ?? { notBefore, people: new Set() }
          variant.people.add(person.id)
          variants.set(written, variant)
        }
    this.#phrases = new PhraseIndex(
      [...variants].map(([written, variant]) => [
        written,
        { notBefore: variant.notBefore, people: [...variant.people].toSorted() },
      ]),
    )
  }

  /** Ascending and disjoint; the longest at each place: 林知远 before 林工, Dana Whitfield before Dana. */
  findNames(text: string): readonly FoundName[] {
    const folded = foldWidth(text)
    const doubtful: FoundPhrase<Variant>[] = []
    const found = this.#phrases.findAll(folded, (each) => {
      if (!isWhole(folded, each)) return false
      if (!each.value.notBefore.includes(folded[each.from + each.phrase.length] ?? '\0')) return true
      doubtful.push(each)
      return false
    })
    return [...found, ...listBeforeNames(doubtful, found)]
      .map(({ from, phrase, value }): FoundName => ({
        kind: 'name',
        from,
        to: from + phrase.length,
        people: value.people,
      }))
      .toSorted((a, b) => a.from - b.from)
  }
}

/** No letter of a longer word stands beside it. */
function isWhole(text: string, { from, phrase }: FoundPhrase<Variant>): boolean {
  const [previous, next] = [text[from - 1] ?? '', text[from + phrase.length] ?? '']
  if (letter.test(phrase[0] ?? '') && letter.test(previous)) return false
  return !(letter.test(phrase.at(-1) ?? '') && letter.test(next))
}

/** Of names that seemed to go on as another word, those after which the next name begins: 周工 in 周工程亦安. */
function listBeforeNames(
  doubtful: readonly FoundPhrase<Variant>[],
  found: readonly FoundPhrase<Variant>[],
): readonly FoundPhrase<Variant>[] {
  const starts = new Set(found.map(({ from }) => from))
  const ranges = found.map(({ from, phrase }) => ({ from, to: from + phrase.length }))
  const names: FoundPhrase<Variant>[] = []
  let free = Number.POSITIVE_INFINITY
  // From the end, so that each knows whether a name begins behind it.
  for (const each of doubtful.toReversed()) {
    const to = each.from + each.phrase.length
    if (!starts.has(to) || to > free || overlapsAny({ from: each.from, to }, ranges)) continue
    names.push(each)
    starts.add(each.from)
    free = each.from
  }
  return names
}

/** The name itself, and what follows from a full one. */
function listVariants(name: string): readonly (readonly [written: string, notBefore: string])[] {
  // One character would redact every word that holds it.
  if ([...name].length < 2) return []
  if (hanName.test(name)) {
    const surname = doubleSurnames.find((each) => name.startsWith(each)) ?? name.slice(0, 1)
    if (name === surname || !isSurname(surname) || titles.some(([title]) => name === surname + title))
      return [[name, titles.find(([title]) => name === surname + title)?.[1] ?? '']]
    return [
      [name, ''],
      ...titles.map(([title, notBefore]) => [surname + title, notBefore] as const),
      // 小程 is somebody, 小程序 is a program.
      [`小${surname}`, '序'],
      [`老${surname}`, ''],
    ]
  }
  const words = name.split(/\s+/)
  const upper = name.toUpperCase()
  const whole = [...new Set([name, upper, ...(words.length > 1 ? [name.toLowerCase()] : [])])]
  if (words.length < 2 || !words.every((word) => /^[\p{Script=Latin}][\p{Script=Latin}'.-]+$/u.test(word)))
    return whole.map((written) => [written, ''])
  const last = words.at(-1) ?? ''
  const bare = words.filter((word) => word.length >= 3 && !word.includes('.') && !ordinaryWords.has(word))
  const titled = honorifics.map((title) => `${title} ${last}`)
  return [...whole, `${last}, ${words[0] ?? ''}`, ...titled, ...bare].map((written) => [written, ''])
}

function isSurname(surname: string): boolean {
  return surnames.includes(surname) || doubleSurnames.includes(surname)
}

/** Somebody whom nobody has entered yet: a common surname with a title. Likely, never certain. */
export function findLikelyNames(text: string): readonly TextRange[] {
  const found: TextRange[] = []
  for (let at = 0; at < text.length; at++) {
    const surname = doubleSurnames.find((each) => text.startsWith(each, at)) ?? text[at] ?? ''
    if (!isSurname(surname)) continue
    const rest = at + surname.length
    const title = titles
      .filter(([each, notBefore]) => {
        const next = text[rest + each.length] ?? ''
        return text.startsWith(each, rest) && (next === '' || !notBefore.includes(next))
      })
      .toSorted(([a], [b]) => b.length - a.length)[0]
    if (title !== undefined) found.push({ from: at, to: rest + title[0].length })
  }
  for (const match of text.matchAll(/(?<![\p{L}\p{N}])(?:Mr|Ms|Mrs|Dr|Prof)\.? \p{Lu}[\p{L}'-]{1,30}/gu))
    found.push({ from: match.index, to: match.index + match[0].length })
  return withoutOverlaps(found)
}
