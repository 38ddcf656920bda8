// Serial numbers: what a label calls so, and five bare groups of five. spec: case-import §5
import type { Found } from '../import/imported-case.ts'
import { wordsAt, type Page } from './page.ts'
import { before, behind, keepApart, placeOf, type Place } from './places.ts'

const label =
  /序列号码?|序號|序列號|\bserial(?: ?(?:number|no\.?|nr\.?|#))?(?![A-Za-z])|(?<![A-Za-z0-9])S\/?N(?![A-Za-z])/gi
/** Between a label and its number. */
const labelEnd = /^(?:\(SN\)|\/SN)? ?(?:为|是|分别为|如下|号|is|was)? ?[:#]? ?\n?(?:为|是)? ?/i
/** A label within a sentence, the numbers on the lines below. */
const lineEnd = /^[^\n。:]{0,30}: ?\n{1,2} ?(?:\d{1,2}[.、)] ?)?/
const date = /^(?:19|20)\d{2} ?- ?\d{1,2} ?- ?\d{1,2}$/
/** Between numbers of one label. */
const listEnd = /^ ?(?:[,、;/\n]|和|及|and)[ \n]{0,2}(?:\d{1,2}[.、)] ?)?/
const grouped = /^[A-Za-z0-9]{2,8}(?: ?- ?[A-Za-z0-9]{2,8}){1,7}(?![A-Za-z0-9]|-[A-Za-z0-9])/
const spaced = /^[A-Z0-9]{4,6}(?: [A-Z0-9]{4,6}){2,5}(?![A-Za-z0-9])/
const undivided = /^[A-Za-z0-9]{6,32}(?![A-Za-z0-9]|[-@.][A-Za-z0-9])/
/** Groups of one length, four of them with hyphens, or three behind a word for it: `我们还有没用过的，AB12-3C4D-56EF-7G8H`. */
const bareGroups =
  /(?<![A-Za-z0-9-])(?:[A-Z0-9]{4}(?:-[A-Z0-9]{4}){2,7}|[A-Z0-9]{4}(?: [A-Z0-9]{4}){2,7}|[A-Z0-9]{6}(?:-[A-Z0-9]{6}){2,5})(?![A-Za-z0-9]|-[A-Za-z0-9])/g
const labelNear = /序列号|\bserials?\b|(?<![A-Za-z0-9])S\/?Ns?(?![A-Za-z])/i
/** UTF-16 units in front of bare groups in which a word for them is looked for. */
const labelNearMax = 120
const fiveGroups = /(?<![A-Za-z0-9-])[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}(?![A-Za-z0-9]|-[A-Za-z0-9])/g

export function findSerials(page: Page, plain: string): Found[] {
  const labelled = [...plain.matchAll(label)].flatMap((match) =>
    listNumbers(plain, match.index + match[0].length),
  )
  const bare = [...plain.matchAll(fiveGroups)]
    .filter((match) => /\d/.test(match[0]))
    .map((match) => ({ from: match.index, to: match.index + match[0].length }))
  const grouped = [...plain.matchAll(bareGroups)].map(placeOf).filter((place) => isBare(plain, place))
  return keepApart([...labelled, ...bare, ...grouped]).map((place) => {
    const value = plain.slice(place.from, place.to).replaceAll(/\s/g, '')
    return { kind: 'serial', text: wordsAt(page, place), value, message: page.message, ...place }
  })
}

/** Letters and digits in two groups at least, so that numbers of cards and dates are none. */
function isBare(plain: string, { from, to }: Place): boolean {
  const groups = plain.slice(from, to).split(/[- ]/)
  if (groups.filter((group) => /[A-Z]/.test(group)).length < 2 || !groups.some((group) => /\d/.test(group)))
    return false
  const isPlain = groups.length >= 4 && plain.slice(from, to).includes('-')
  return isPlain || labelNear.test(before(plain, from, labelNearMax))
}

const numbersOfLabelMax = 200

function listNumbers(plain: string, start: number): Place[] {
  const places: Place[] = []
  let at = start + (labelEnd.exec(behind(plain, start, 16))?.[0].length ?? 0)
  if (lengthOfNumber(behind(plain, at, 80)) === 0) {
    at = start + (lineEnd.exec(behind(plain, start, 48))?.[0].length ?? 0)
    if (at === start || !grouped.test(behind(plain, at, 80))) return []
  }
  while (places.length < numbersOfLabelMax) {
    const length = lengthOfNumber(behind(plain, at, 80))
    if (length === 0) break
    places.push({ from: at, to: at + length })
    at += length
    const gap = listEnd.exec(behind(plain, at, 6))?.[0].length ?? 0
    if (gap === 0) break
    at += gap
  }
  return places
}

/** Upper case or digits in it, so that words behind a label are none. */
function lengthOfNumber(words: string): number {
  for (const shape of [spaced, grouped, undivided]) {
    const written = shape.exec(words)?.[0]
    if (written !== undefined && /\d/.test(written) && !date.test(written)) return written.length
  }
  return 0
}
