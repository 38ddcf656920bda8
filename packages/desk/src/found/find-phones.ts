// Telephone numbers. spec: case-import §5
import type { Found } from '../import/imported-case.ts'
import { wordsAt, type Page } from './page.ts'
import { before, keepApart, placeOf, type Place } from './places.ts'

const edge = String.raw`(?<![A-Za-z0-9.+@#/_-])`
const end = String.raw`(?![A-Za-z0-9_]|[-.:/]\d)`
/** Shapes that no label has to stand in front of. */
const shapes: readonly RegExp[] = [
  // +86 10 5555 0142
  String.raw`\+\d{1,3}(?:[ -]?\(?\d{1,4}\)?){2,5}`,
  // 139 0000 0000
  String.raw`1[3-9]\d[ -]?\d{4}[ -]?\d{4}`,
  // 010-5555 0142, (010) 5555-0142
  String.raw`(?:\(0\d{2,3}\) ?|0\d{2,3}[ -])\d{3,4}[ -]?\d{4}`,
  // 400-555-0100
  String.raw`[48]00-(?:\d{3}-?\d{4}|\d{4}-?\d{3})`,
  // (202) 555-0142, 202-555-0142
  String.raw`(?:\(\d{3}\) ?|\d{3}-)\d{3}-\d{4}`,
].map((shape) => new RegExp(edge + shape + end, 'g'))
const labelled = new RegExp(
  String.raw`(?:电话|手机|座机|热线|传真|联系方式|分机|移动|(?<![A-Za-z])(?:tel(?:ephone)?|phone|mobile|mob|cell|fax|hotline|M|T|P))(?:号码?|\.)?(?: ?\/ ?(?:fax|传真|微信))? {0,3}[:.]? {0,3}(?<number>\+?\(?\d[\d() -]{5,20}\d)` +
    end,
  'gi',
)
/** What stands in front of numbers of another kind. */
const otherLabel =
  /(?:订单|单号|案例|案件|序列号|合同|发票|身份证|账号|工号|编号|\b(?:order|case|invoice|contract|account|serial|SN|ID|IP|no\.?))[^A-Za-z0-9\n。,;]{0,6}$/i
const date = /^(?:19|20)\d{2}[ -]?\d{1,2}[ -]?\d{1,2}(?: |$)/
const digitsMin = 7
const digitsMax = 15

export function findPhones(page: Page, plain: string): Found[] {
  const places: Place[] = shapes.flatMap((shape) => [...plain.matchAll(shape)].map(placeOf))
  for (const match of plain.matchAll(labelled)) {
    const number = match.groups?.['number'] ?? ''
    const from = match.index + match[0].length - number.length
    places.push({ from, to: from + number.length })
  }
  const numbers = places.filter((place) => isPhone(plain, place))
  return keepApart(numbers).map((place) => {
    // A zero in brackets is dialled only where no country is.
    const value = plain
      .slice(place.from, place.to)
      .replace(/^(\+[\d ]{1,4})\(0\)/, '$1')
      .replaceAll(/[^\d+]/g, '')
    return { kind: 'phone', text: wordsAt(page, place), value, message: page.message, ...place }
  })
}

function isPhone(plain: string, { from, to }: Place): boolean {
  const written = plain.slice(from, to)
  const digits = written.replaceAll(/\D/g, '').length
  if (digits < digitsMin || digits > digitsMax || date.test(written)) return false
  // The end of four groups of four: the number of an account or a card.
  if (/^\d{4} \d{4} \d{4}$/.test(written) && /(?<!\d)\d{4} $/.test(before(plain, from, 6))) return false
  return !otherLabel.test(before(plain, from, 24))
}
