// Names of releases, in the spelling that the thread mostly uses. spec: case-import §5
import type { Found } from '../import/imported-case.ts'
import { wordsAt, type Page } from './page.ts'
import { before, behind, placeOf, type Place } from './places.ts'

type Written = Place & {
  /** Upper case without anything between: `V0H`. Spellings of one release share it. */
  readonly core: string
  /** Upper case, a hyphen where it belongs: `V0-H`. Numbered versions have none. */
  readonly hyphened: string
  /** Accepted only where the thread names the same release more plainly. */
  readonly needsSupport: boolean
  /** Says how the thread writes hyphens. */
  readonly votes: 'hyphen' | 'none' | null
}
export type ReleasePage = { readonly page: Page; readonly plain: string }

const lettered =
  /(?<![A-Za-z0-9_\\.@#])V(?<space> ?)(?<major>\d{1,4})(?<gap> ?[-._]? ?)(?<letter>[A-Z]|SP\d{1,2}|R\d{1,2})(?![A-Za-z0-9_])/gi
/** Releases of other letters count where the thread speaks of one of that letter as of a release: `R12-B`, `K4-D`. */
const otherLettered =
  /(?<![A-Za-z0-9_\\.@#/-])(?<prefix>(?!V)[A-Z]{1,2})(?<major>\d{1,4})(?<gap>-?)(?<letter>[A-Z])(?![A-Za-z0-9_])/gi
const dotted =
  /(?<![A-Za-z0-9_\\.@#/-])(?<v>V ?)?(?<number>\d{1,5}(?:\.\d{1,6}){1,4})(?![A-Za-z0-9_%]|\.\d|-[A-Za-z0-9])/gi
const plainly = /(?<![A-Za-z0-9_\\.@#/-])V(?<number>\d{1,4})(?![A-Za-z0-9_.-])/gi
const servicing =
  /(?<![A-Za-z0-9_.-])(?:V ?)?(?:(?<before>20\d\d) ?LTS[CB]|LTS[CB] ?(?<behind>20\d\d))(?![A-Za-z0-9_-])/gi

/** In front of the name of a release, whatever its letters. */
const spokenBefore =
  /(?:版本|升级?(?:完|到|至|为|前|后)?|更新(?:到|至|为)?|降级?(?:到|至|回)|(?:退回|回退)(?:到|至)?|回滚(?:到|至)?|覆盖安装|重装|安装|(?<![A-Za-z])(?:version|release|build|upgrad(?:e|ed|es|ing)|updat(?:e|ed|es|ing)|install(?:ed|ing)?|running|r[ou]ll(?:ed|ing)? back|back)(?: (?:in place|them|it|us|both|all|one))?(?: (?:from|to|of))?)[了的:]? ?$/i
/** And behind it. */
const spokenBehind =
  /^ ?(?:版本?(?![权面式块])|以?后|之后|升级?(?![高迁])|(?:离线|在线)?激活|覆盖|(?:->|→|=>)|(?:was |were |is |are )?(?:updated?|upgraded?|installed|updater|release|version|afresh|offline|onwards)\b)/i
/** Rooms, racks and the like have names of this kind too. */
const placeBehind =
  /^ ?(?:机房|机柜|楼|栋|座|区|室|号|仓|桌|工位|会议|纸|服务器|交换机|那台|\b(?:room|building|floor|rack|hall|desk|paper|server|host|switch|printer)\b)/i
const versionBefore =
  /(?:版本号?|内部版本号?|固件|补丁|更新包|升级到|装回|重新安装|卸载|(?<![A-Za-z])(?:version|ver\.?|release|build|firmware|patch|hotfix))(?:号|为|是|no\.?|number)? ?[:#]? ?(?:为|是)?$/i
const releaseBefore =
  /(?:升级[到至为]?|版本|(?<![A-Za-z])(?:version|release|upgrade(?:d)? to|update to)) ?:? ?$/i
const releaseBehind = /^ ?(?:版本|版(?![权面式块])|release|version)/i
const draftBehind = /^ ?(?:稿|草稿|初稿|终稿|of the (?:draft|form|letter)|draft|模板|文档)/i

/** In front of a small `v`: the state of a text, not of the product. */
const draftBefore =
  /(?:附件|文档|表单?|模板|升级单|草稿|初稿|函|\b(?:document|draft|form|letter|template|attachment))[^。\n]{0,16}$/i

/** `V0-H升级说明.docx`. */
const fileBehind =
  /^[^\s,。;:]{0,24}\.(?:docx?|pdf|xlsx?|pptx?|txt|zip|rar|7z|exe|msi|iso|png|jpe?g|eml|msg|log|cab)(?![A-Za-z])/i
/** Numbers that are versions only behind a word for it: `版本1809`, `version 20H2`. */
const bareVersion = /(?<![A-Za-z0-9_.-])(?:\d{4,5}|\d{2}H[12])(?![A-Za-z0-9_.%-]|\.\d| ?[年月日天台套])/gi

/** Over the whole thread, since one message may settle how a name of another is written. `plain` is without links and codes. */
export function findReleases(pages: readonly ReleasePage[]): Found[] {
  const others = listOthers(pages)
  const written = pages.map(({ plain }, at) => listWritten(plain, others[at] ?? []))
  const all = written.flat()
  const supported = new Set(
    all.filter(({ needsSupport }) => !needsSupport).flatMap(({ core }) => [core, lineOf(core)]),
  )
  // Numbers of the product's line, `6.3.2` beside `6.3.0 版`.
  for (const { core } of all) if (supported.has(lineOf(core))) supported.add(core)
  const years = new Map([...supported].flatMap((core) => yearOf(core)))
  const hyphens = all.filter(({ votes }) => votes === 'hyphen').length
  const none = all.filter(({ votes }) => votes === 'none').length
  return pages.flatMap(({ page }, at) =>
    (written[at] ?? []).flatMap((name) => {
      const core = years.get(name.core) ?? name.core
      if (name.needsSupport && !supported.has(core)) return []
      const hyphened = core === name.core ? name.hyphened : core.replace(/^(V20\d\d)/, '$1-')
      const value = hyphens >= none ? hyphened : core
      const { from, to } = name
      return [{ kind: 'release', text: wordsAt(page, name), value, message: page.message, from, to } as const]
    }),
  )
}

/** The first of three numbers; itself where it is no such number. */
function lineOf(core: string): string {
  const first = /^V?(\d{1,2})\.\d{1,3}\.\d{1,6}$/.exec(core)?.[1]
  return first === undefined ? core : `line ${first}`
}

/** `LTSC 2020` is the release of that year that the thread names, `V2020-L`. */
function yearOf(core: string): [string, string][] {
  const year = /^V(20\d\d)[A-Z]/.exec(core)?.[1]
  return year === undefined ? [] : [[`LTSC${year}`, core]]
}

function listWritten(plain: string, others: readonly Written[]): Written[] {
  const names = [...listLettered(plain), ...others, ...listNumbered(plain)]
  const kept: Written[] = []
  for (const name of names.toSorted((a, b) => a.from - b.from || b.to - a.to))
    if (name.from >= (kept.at(-1)?.to ?? 0)) kept.push(name)
  return kept
}

function listLettered(plain: string): Written[] {
  const names: Written[] = []
  for (const match of plain.matchAll(lettered)) {
    const { space = '', major = '', gap = '', letter = '' } = match.groups ?? {}
    const place = placeOf(match)
    const last = names.at(-1)?.to
    if ((gap === ' ' && letter !== letter.toUpperCase()) || !standsAlone(plain, place, last)) continue
    if (gap === '' && letter.length === 1 && letter !== letter.toUpperCase() && match[0].startsWith('V'))
      continue
    const needsSupport = space !== '' || (gap !== '' && gap !== '-')
    const core = `V${major}${letter.toUpperCase()}`
    const votes = needsSupport ? null : gap === '-' ? 'hyphen' : gap === '' ? 'none' : null
    names.push({ ...place, core, hyphened: `V${major}-${letter.toUpperCase()}`, needsSupport, votes })
  }
  return names
}

type OtherName = Place & {
  readonly prefix: string
  readonly core: string
  readonly hyphened: string
  readonly hyphen: boolean
  /** Written in small letters, or without its hyphen. */
  readonly isLoose: boolean
  readonly isSpoken: boolean
}

/** Names of releases whose letter is not V, as far as the thread tells them from rooms and parts. */
function listOthers(pages: readonly ReleasePage[]): Written[][] {
  const named = pages.map(({ plain }) => listOtherNames(plain))
  const families = new Set(named.flat().flatMap(({ prefix, isSpoken }) => (isSpoken ? [prefix] : [])))
  const plainly = new Set(named.flat().flatMap(({ core, isLoose }) => (isLoose ? [] : [core])))
  return named.map((names) =>
    names
      .filter(({ prefix, core, isLoose }) => families.has(prefix) && (!isLoose || plainly.has(core)))
      .map(({ from, to, core, hyphened, hyphen }) => {
        return { from, to, core, hyphened, needsSupport: false, votes: hyphen ? 'hyphen' : 'none' } as const
      }),
  )
}

function listOtherNames(plain: string): OtherName[] {
  const names: OtherName[] = []
  for (const match of plain.matchAll(otherLettered)) {
    const { prefix = '', major = '', gap = '', letter = '' } = match.groups ?? {}
    const place = placeOf(match)
    const rest = behind(plain, place.to, 16)
    const last = names.at(-1)
    if (!standsAlone(plain, place, last?.to) || placeBehind.test(rest)) continue
    const [family, end] = [prefix.toUpperCase(), letter.toUpperCase()]
    const between = last === undefined ? '' : plain.slice(last.to, Math.min(place.from, last.to + 12))
    const isPair =
      last?.prefix === family &&
      /^ ?(?:到|至|升级?到?|->|→|=>|and then to|to|\/|或|和|及|or|and) ?$/.test(between)
    names.push({
      ...place,
      prefix: family,
      core: `${family}${major}${end}`,
      hyphened: `${family}${major}-${end}`,
      hyphen: gap === '-',
      isLoose: gap === '' || prefix !== family || letter !== end,
      isSpoken:
        gap === '-' &&
        (isPair || spokenBefore.test(before(plain, place.from, 32)) || spokenBehind.test(rest)),
    })
  }
  return names
}

/** No part of a file's name, a path or a longer code; another release may stand on either side: `V0-G/V0-H`. */
function standsAlone(plain: string, { from, to }: Place, last: number | undefined): boolean {
  const front = plain[from - 1] ?? ' '
  if ((front === '/' || front === '-') && last !== from - 1 && /[A-Za-z0-9_]/.test(plain[from - 2] ?? ' '))
    return false
  const rest = behind(plain, to, 32)
  if (fileBehind.test(rest)) return false
  if (/^ ?[-/] ?V\d/i.test(rest)) return true
  return !/^(?:-[A-Za-z0-9]|\.[A-Za-z0-9]|[\\/][A-Za-z0-9_]{2}|@)/.test(rest)
}

const productBefore =
  /(?:^|[^A-Za-z])(?!(?:IP|On|Section|Chapter|Step|Figure|Fig|Table|Page|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b)[A-Z][A-Za-z]{2,24} $/

/** `PrismLab 8.4.1`: three numbers behind a name, which are no date. `5.2 版`: a word for it behind. */
function isNamed(plain: string, { from, to }: Place, number: string): boolean {
  if (/^ ?(?:版本|版(?![权面式块]))/.test(behind(plain, to, 8))) return true
  const parts = number.split('.')
  const isDate = parts.some((part) => /^(?:19|20)\d\d$/.test(part))
  return parts.length === 3 && !isDate && productBefore.test(before(plain, from, 28))
}

function listNumbered(plain: string): Written[] {
  const names: Written[] = []
  const add = (place: Place, name: string, needsSupport = false): void => {
    const isDraft =
      draftBehind.test(behind(plain, place.to, 16)) ||
      (/^v\d/.test(plain.slice(place.from, place.to)) && draftBefore.test(before(plain, place.from, 24)))
    if (!isDraft) names.push({ ...place, core: name, hyphened: name, needsSupport, votes: null })
  }
  for (const match of plain.matchAll(dotted)) {
    const place = placeOf(match)
    if (
      match.groups?.['v'] !== undefined ||
      versionBefore.test(before(plain, place.from, 20)) ||
      isNamed(plain, place, match[0])
    )
      add(place, match[0].toUpperCase().replaceAll(' ', ''))
    else if (/^\d{1,2}\.\d{1,3}\.\d{1,6}$/.test(match[0])) add(place, match[0], true)
  }
  for (const match of plain.matchAll(bareVersion)) {
    const place = placeOf(match)
    if (versionBefore.test(before(plain, place.from, 20))) add(place, match[0].toUpperCase())
  }
  for (const match of plain.matchAll(plainly)) {
    const place = placeOf(match)
    if (releaseBefore.test(before(plain, place.from, 20)) || releaseBehind.test(behind(plain, place.to, 10)))
      add(place, match[0].toUpperCase())
  }
  for (const match of plain.matchAll(servicing))
    add(placeOf(match), `LTSC${match.groups?.['before'] ?? match.groups?.['behind'] ?? ''}`, true)
  return names
}
