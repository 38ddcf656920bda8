// Numbers of a tracker's issues. spec: case-import §5
import type { Found } from '../import/imported-case.ts'
import { wordsAt, type Page } from './page.ts'
import { before, keepApart, type Place } from './places.ts'

/** What a tracker calls its items; their number follows. */
const labelled =
  /(?:缺陷|禅道|研发单|问题单|问题编号|故障单|提单|任务单|(?<![A-Za-z])(?:redmine|jira|tapd|mantis|gitlab|bugs?|issues?|defects?|tracker))(?:单|问题|缺陷|任务|编?号| ?ID| ?(?:no\.?|number|nr\.?))? {0,2}[:#]? {0,2}(?<number>#? ?\d{2,8})(?![A-Za-z0-9_%]|[-.:/]\d| ?[年月日个条项]| ?(?:days?|devices?|copies|users?|minutes?)\b)/gi
const counted = /(?<![A-Za-z0-9_.-])(?<number>\d{2,8}) ?号 ?(?:问题单?|缺陷|bug|任务单)/gi
const hashed = /(?<![A-Za-z0-9&#/_=-])#(?<number>\d{2,8})(?![A-Za-z0-9_#]|[-.]\d)/g
const keyed =
  /(?<![A-Za-z0-9_./@#-])(?<prefix>[A-Z][A-Z0-9]{1,9})-(?<number>\d{1,6})(?![A-Za-z0-9_]|[-./@][A-Za-z0-9])/g
/** What `#` stands in front of besides issues. */
const otherHash =
  /(?:颜色|色|订单号?|(?<!研发|问题|缺陷|任务|故障)单号|案例号?|案件号?|房间?|楼|栋|编号|型号|\b(?:colou?r|background|fill|order|po|case|room|building|invoice|contract|serial|part|item|no\.?|page|step))[^A-Za-z0-9\n。]{0,4}$/i
/** Standards, encodings and other codes that look like keys of a tracker. */
const otherPrefixes = new Set(
  'UTF ISO SHA RFC GB GBK KB HTTP HTTPS CAS CASE SN PN PO PK INV ORD CVE WIN IPV EN DIN IEC IEEE USB COVID AES RSA MD TEL FAX LTSC SP TLS SSL MP PS COM DDR LGA CPU GPU ASCII UCS CP BIG WX QQ ID NO REV VER PKCS X TV HDMI DP RJ CAT'.split(
    ' ',
  ),
)
/** In front of a number that follows another word: `缺陷库已登记，编号 #…`. */
const tracker = /缺陷|禅道|研发单|问题单|(?<![A-Za-z])(?:redmine|jira|tapd|mantis|bug|tracker)/i
const trackerName = /(?<![A-Za-z])(?:redmine|jira|tapd|mantis|bugzilla|tracker)/i
const digitsMin = 2

export function findIssues(page: Page, plain: string): Found[] {
  const places: Place[] = []
  for (const match of plain.matchAll(labelled)) {
    const number = match.groups?.['number'] ?? ''
    const hash = match[0].length - number.length
    const withHash = match[0][hash - 1] === '#' ? 1 : 0
    const from = match.index + hash - withHash
    const to = match.index + match[0].length
    if (!isYear(number, plain, to)) places.push({ from, to })
  }
  for (const match of plain.matchAll(counted)) {
    const from = match.index
    places.push({ from, to: from + (match.groups?.['number'] ?? '').length })
  }
  for (const match of plain.matchAll(hashed))
    if (
      (tracker.test(before(plain, match.index, 24)) || !otherHash.test(before(plain, match.index, 24))) &&
      !isColour(plain, match.index, match[0])
    )
      places.push({ from: match.index, to: match.index + match[0].length })
  for (const match of plain.matchAll(keyed)) {
    const { prefix = '', number = '' } = match.groups ?? {}
    const around = `${before(plain, match.index, 24)} ${plain.slice(match.index + match[0].length, match.index + match[0].length + 16)}`
    if (
      (!otherPrefixes.has(prefix) || trackerName.test(around)) &&
      number.length >= digitsMin &&
      /^[A-Z]+$/.test(prefix)
    )
      places.push({ from: match.index, to: match.index + match[0].length })
  }
  return keepApart(places).map((place) => {
    const value = plain.slice(place.from, place.to).replaceAll(/[# ]/g, '')
    return { kind: 'issue', text: wordsAt(page, place), value, message: page.message, ...place }
  })
}

/** One colour after another, or behind a word for it. */
function isColour(plain: string, at: number, written: string): boolean {
  return (
    written.length === 7 && /#[0-9A-Fa-f]{6}(?![0-9A-Fa-f])|颜色|色值|\bcolou?r/i.test(before(plain, at, 24))
  )
}

/** `bugs 2019`: a year, unless `#` stands in front. */
function isYear(number: string, plain: string, to: number): boolean {
  return /^(?:19|20)\d{2}$/.test(number) && !plain.slice(Math.max(0, to - 6), to).includes('#')
}
