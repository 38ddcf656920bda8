// A product key is a secret: it is found by nothing, and no item's words hold it. spec: case-import §5
import { parseProductKey } from '@holdfast/lease'
import { before, placeOf, type Place } from './places.ts'

/** Five groups of five. */
const fiveGroups =
  /(?<![A-Za-z0-9-])[A-Za-z0-9]{5}(?:(?: ?[-_] ?| {1,3})[A-Za-z0-9]{5}){4}(?![A-Za-z0-9]|-[A-Za-z0-9])/g
const keyLabel =
  /(?:密钥|密匙|秘钥|激活码|注册码|(?:product|licen[cs]e|activation|volume|retail) ?key|\bkeys?|\bPK|[/-]ipk)[^A-Za-z0-9\n]{0,8}(?:is|was)?[^A-Za-z0-9\n]{0,4}$/i
const listSign = /^[\s,;、和及与]{0,6}$/

export function findProductKeys(plain: string): Place[] {
  const keys: Place[] = []
  for (const match of plain.matchAll(fiveGroups)) {
    const place = placeOf(match)
    const last = keys.at(-1)
    const follows =
      last !== undefined && place.from - last.to <= 6 && listSign.test(plain.slice(last.to, place.from))
    if (follows || keyLabel.test(before(plain, place.from, 32)) || isOurs(match[0])) keys.push(place)
  }
  return keys
}

function isOurs(groups: string): boolean {
  return parseProductKey(groups).kind !== 'refused'
}
