// Numbers as people write them, in digits, Han numerals and English words. spec: case-import §5
import { placeOf, type Place } from './places.ts'

export type WrittenNumber = Place & {
  readonly value: number
  /** `百`, `万`: a number only together with words like `上` and `余`. */
  readonly bareUnit: boolean
  readonly written: 'digits' | 'han' | 'words'
  /** `100,300,600,800` as separate numbers, where the commas may also be those of a list. */
  readonly parts: readonly Place[]
}

const hanDigits = new Map('零一二三四五六七八九'.split('').map((sign, value) => [sign, value]))
for (const [sign, value] of '〇○两俩壹贰叁肆伍陆柒捌玖'
  .split('')
  .map((sign, at) => [sign, [0, 0, 2, 2][at] ?? at - 3] as const))
  hanDigits.set(sign, value)
const hanUnits = new Map([
  ['十', 10],
  ['拾', 10],
  ['百', 100],
  ['佰', 100],
  ['千', 1_000],
  ['仟', 1_000],
])
const hanScales = new Map([
  ['万', 10_000],
  ['亿', 100_000_000],
])
const han = [...hanDigits.keys(), ...hanUnits.keys(), ...hanScales.keys()].join('')

const englishNames =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
const englishDigits = new Map([
  ...englishNames.split(' ').map((word, value) => [word, value] as const),
  ...'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, at) => [word, (at + 2) * 10] as const),
  ['dozen', 12] as const,
])
const englishUnits = new Map([
  ['hundred', 100],
  ['thousand', 1_000],
  ['million', 1_000_000],
])
const english = [...englishDigits.keys(), ...englishUnits.keys()]
  .toSorted((a, b) => b.length - a.length)
  .join('|')

const digits = String.raw`\d{1,3}(?:,\d{3}|, 000| ,000| \d{3}|'\d{3}){1,4}(?!\d|,\d)|\d{1,12}(?:\.\d{1,4})?`
const written = new RegExp(
  [
    String.raw`(?<![A-Za-z0-9_.])(?<digits>${digits})(?!\d)(?: ?(?<scale>万亿|[亿万千百]|k(?![A-Za-z]))(?:(?<rest>\d)(?<restUnit>[千百]))?)?`,
    String.raw`(?<han>[${han}]{1,16})`,
    String.raw`(?<![A-Za-z0-9-])(?<words>(?:an? )?(?:${english})(?:(?: and |[ -])(?:${english})){0,8})(?![A-Za-z])`,
  ].join('|'),
  'gi',
)
const scales = new Map([
  ['k', 1_000],
  ['百', 100],
  ['千', 1_000],
  ['万', 10_000],
  ['亿', 100_000_000],
  ['万亿', 1_000_000_000_000],
])

export function listNumbers(plain: string): WrittenNumber[] {
  const numbers: WrittenNumber[] = []
  for (const match of plain.matchAll(written)) {
    const number = readNumber(match)
    if (number !== null && Number.isSafeInteger(Math.round(number.value))) numbers.push(number)
  }
  return numbers
}

function readNumber(match: RegExpExecArray): WrittenNumber | null {
  const place = placeOf(match)
  const groups = match.groups ?? {}
  if (groups['han'] !== undefined) {
    const value = valueOfHan(groups['han'])
    const bareUnit = !/[^十百千万亿拾佰仟]/.test(groups['han']) && groups['han'] !== '十'
    return value === null ? null : { ...place, value, bareUnit, written: 'han', parts: [] }
  }
  if (groups['words'] !== undefined) {
    const value = valueOfWords(groups['words'])
    return value === null ? null : { ...place, value, bareUnit: false, written: 'words', parts: [] }
  }
  const { digits: plain = '', scale, rest, restUnit } = groups
  const factor = scales.get(scale?.toLowerCase() ?? '') ?? 1
  const value =
    rounded(Number(plain.replaceAll(/[, ']/g, '')) * factor) +
    Number(rest ?? 0) * (scales.get(restUnit ?? '') ?? 0)
  const parts = scale === undefined && /^\d+(?:,\d+){2,}$/.test(plain) ? listParts(plain, place.from) : []
  return { ...place, value, bareUnit: false, written: 'digits', parts }
}

function listParts(digits: string, from: number): Place[] {
  return [...digits.matchAll(/\d+/g)].map((match) => ({
    from: from + match.index,
    to: from + match.index + match[0].length,
  }))
}

/** Where a number is too large to be meant, its commas are those of a list: `100,300,600,800天`. */
export function listApart(
  plain: string,
  numbers: readonly WrittenNumber[],
): readonly (Place & { readonly value: number })[] {
  const [number] = numbers
  if (number === undefined || numbers.length > 1 || number.parts.length === 0) return numbers
  return number.parts.map((part) => ({ ...part, value: Number(plain.slice(part.from, part.to)) }))
}

/** Without the dust of binary fractions: 1.1 万 is 11,000. */
function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000
}

function valueOfHan(signs: string): number | null {
  if (!signs.split('').some((sign) => hanUnits.has(sign) || hanScales.has(sign))) {
    const value = signs.split('').reduce((sum, sign) => sum * 10 + (hanDigits.get(sign) ?? 0), 0)
    return value
  }
  let total = 0
  let section = 0
  let digit: number | null = null
  for (const sign of signs) {
    const unit = hanUnits.get(sign)
    const scale = hanScales.get(sign)
    if (unit !== undefined) {
      section += (digit ?? 1) * unit
      digit = null
    } else if (scale !== undefined) {
      section += digit ?? 0
      total = (total + (section === 0 ? 1 : section)) * scale
      section = 0
      digit = null
    } else digit = hanDigits.get(sign) ?? null
  }
  return total + section + (digit ?? 0)
}

function valueOfWords(words: string): number | null {
  let total = 0
  let section = 0
  for (const word of words.toLowerCase().split(/[ -]/)) {
    const unit = englishUnits.get(word)
    if (unit === undefined) section += englishDigits.get(word) ?? 0
    else if (unit === 100) section = (section === 0 ? 1 : section) * unit
    else {
      total += (section === 0 ? 1 : section) * unit
      section = 0
    }
  }
  // `a dozen` is twelve, `two dozen` is not fourteen.
  if (/\w dozen/i.test(words) && !/^an? dozen/i.test(words)) return null
  return /^an? /i.test(words) && !/hundred|thousand|million|dozen/i.test(words) ? null : total + section
}
