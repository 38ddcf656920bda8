// Where people are named in a text, in full or by surname and title. spec: case §13
import type { CasePerson } from './case-person.ts'
import { foldWidth } from './fold-width.ts'
import { withoutOverlaps, type TextRange } from './find-numbers.ts'

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

type Variant = { readonly written: string; readonly notBefore: string; readonly people: Set<string> }

/** Every way in which the people of a case may be named, asked for by its first unit. */
export class NameIndex {
  readonly #byFirst = new Map<string, Variant[]>()

  constructor(people: readonly CasePerson[]) {
    const variants = new Map<string, Variant>()
    for (const person of people)
      for (const name of person.names)
        for (const [written, notBefore] of listVariants(foldWidth(name).trim())) {
          const variant = variants.get(written) ?? { written, notBefore, people: new Set() }
          variant.people.add(person.id)
          variants.set(written, variant)
        }
    for (const variant of variants.values()) {
      const first = variant.written[0] ?? ''
      const list = this.#byFirst.get(first) ?? []
      list.push(variant)
      this.#byFirst.set(first, list)
    }
    // The longest name counts: 林知远 before 林工, Dana Whitfield before Dana.
    for (const list of this.#byFirst.values()) list.sort((a, b) => b.written.length - a.written.length)
  }

  /** Ascending and disjoint; the longest at each place. */
  findNames(text: string): readonly FoundName[] {
    const folded = foldWidth(text)
    const found: FoundName[] = []
    for (let at = 0; at < folded.length; at++) {
      const variant = this.#byFirst.get(folded[at] ?? '')?.find((each) => standsAt(folded, at, each))
      if (variant === undefined) continue
      const to = at + variant.written.length
      found.push({ kind: 'name', from: at, to, people: [...variant.people].toSorted() })
      at = to - 1
    }
    return found
  }
}

function standsAt(text: string, at: number, { written, notBefore }: Variant): boolean {
  if (!text.startsWith(written, at)) return false
  const [previous, next] = [text[at - 1] ?? '', text[at + written.length] ?? '']
  if (letter.test(written[0] ?? '') && letter.test(previous)) return false
  if (letter.test(written.at(-1) ?? '') && letter.test(next)) return false
  return next === '' || !notBefore.includes(next)
}

/** The name itself, and what follows from a full one. */
function listVariants(name: string): readonly (readonly [written: string, notBefore: string])[] {
  // One character would redact every word that holds it.
  if ([...name].length < 2) return []
  if (hanName.test(name)) {
    const surname = doubleSurnames.find((each) => name.startsWith(each)) ?? name.slice(0, 1)
    if (name === surname || !isSurname(surname) || titles.some(([title]) => name === surname + title))
      return [[name, titles.find(([title]) => name === surname + title)?.[1] ?? '']]
    return [[name, ''], ...titles.map(([title, notBefore]) => [surname + title, notBefore] as const)]
  }
  const words = name.split(/\s+/)
  const upper = name.toUpperCase()
  const whole = upper === name ? [name] : [name, upper]
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
