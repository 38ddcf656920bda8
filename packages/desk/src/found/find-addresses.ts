// Mail addresses and links. spec: case-import §5
import type { Found } from '../import/imported-case.ts'
import { wordsAt, type Page } from './page.ts'
import { keepApart, placeOf, type Place } from './places.ts'

const link =
  /(?<![A-Za-z0-9+.-])(?:(?:https?|ftps?|sftp|ssh|git|file|ldaps?|smb):\/\/[^\s<>"'`|\\^{}\u0000\u2e80-\uffff]{1,2048}|www\.[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}(?:[/?#][^\s<>"'`|\\^{}\u0000\u2e80-\uffff]{0,2048})?)/gi
const address =
  /(?<![A-Za-z0-9.!#$%&'*+/=?^_`{|}~-])[A-Za-z0-9_][A-Za-z0-9.!#$%&'*+=_~-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9@-]|\.[A-Za-z0-9])/g
/** A picture within a mail: `image001.png@01D6A2B3.C4D5E6F0`. */
const contentId = /\.(?:png|jpe?g|gif|bmp|emz|wmz)@/i
/** The link behind an address that a mail program shows: `a@b.example[mailto:a@b.example]`. */
const linkGap = /^ ?[<([]{1,2} ?(?:mailto:)$/i

export function findUrls(page: Page): Found[] {
  return [...page.plain.matchAll(link)].flatMap((match) => {
    // Signs of full width end a link: they are folded here, and no link holds one.
    const own = /^[\u0021-\u007e]*/.exec(wordsAt(page, placeOf(match)))?.[0].length ?? 0
    const words = withoutStops(match[0].slice(0, own))
    const place = { from: match.index, to: match.index + words.length }
    if (/(?::\/\/|\.)$/.test(words)) return []
    return [{ kind: 'url', text: wordsAt(page, place), value: words, message: page.message, ...place }]
  })
}

/** `plain` is the page's text without its links. An address and the link behind it are one item where they are the same. */
export function findAddresses(page: Page, plain: string): Found[] {
  const found: Found[] = []
  for (const place of keepApart([...plain.matchAll(address)].map(placeOf))) {
    const written = plain.slice(place.from, place.to)
    if (contentId.test(written) || written.includes('..')) continue
    const value = written.toLowerCase()
    const last = found.at(-1)
    if (last !== undefined && last.value === value && isLinkOf(plain, last, place)) continue
    found.push({ kind: 'address', text: wordsAt(page, place), value, message: page.message, ...place })
  }
  return found
}

function isLinkOf(plain: string, shown: Place, place: Place): boolean {
  return place.from - shown.to <= 12 && linkGap.test(plain.slice(shown.to, place.from))
}

/** A sentence's stop behind a link is not the link's; a bracket is where it was opened within. */
function withoutStops(words: string): string {
  let round = words.split(')').length - words.split('(').length
  let square = words.split(']').length - words.split('[').length
  let end = words.length
  for (; end > 0; end--) {
    const sign = words[end - 1] ?? ''
    if ('.,;:!?*'.includes(sign)) continue
    if (sign === ')' && round-- > 0) continue
    if (sign === ']' && square-- > 0) continue
    break
  }
  return words.slice(0, end)
}
