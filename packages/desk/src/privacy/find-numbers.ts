// Telephone numbers and mail addresses in a text, and what only looks like them. spec: case §13
import { foldWidth } from './fold-width.ts'

/** Half-open, in UTF-16 code units. */
export type TextRange = { readonly from: number; readonly to: number }
export type FoundContact = TextRange & { readonly kind: 'phone' | 'address' }

// No number begins or ends in the middle of a word, of a longer number, or of a code such as CAS-00017-K2F9QX.
const before = String.raw`(?<![\p{Script=Latin}\d])(?<![\p{Script=Latin}\d][-_/.+])`
const after = String.raw`(?![\p{Script=Latin}\d])(?![-_/.][\p{Script=Latin}\d])`

/** Each is read on a text of ASCII digits. Repetitions are bounded. */
const phonePatterns: readonly RegExp[] = [
  // A label says that a number follows, whatever its form.
  String.raw`(?<=(?:电话|手机|座机|传真|热线|tel|phone|mobile|cell|fax)[.:： \t]{0,4})[+(]?\d[\d ()-]{4,20}\d(?:[ ]?(?:转|ext\.?|x)[ ]?\d{1,6})?${after}`,
  // Mobile numbers of China.
  String.raw`${before}(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}${after}`,
  // Land lines of China, with their area code and perhaps an extension.
  String.raw`${before}(?:\+?86[ -]?)?(?:\(0\d{2,3}\)|0\d{2,3})[ -]?\d{7,8}(?:[ ]?(?:转|ext\.?)[ ]?\d{1,6}|-\d{1,6})?${after}`,
  String.raw`${before}[48]00-(?:\d{3}-\d{4}|\d{4}-\d{3}|\d{7})${after}`,
  // International, by its plus sign.
  String.raw`(?<![\p{Script=Latin}\d+])\+\d{1,3}(?:[ .-]?\(?\d{2,4}\)?){2,5}${after}`,
  // North American, by its groups: blanks alone could be a row of figures.
  String.raw`${before}(?:\(\d{3}\)[ ]?|\d{3}[.-])\d{3}[.-]\d{4}${after}`,
].map((pattern) => new RegExp(pattern, 'giu'))

/** Longest mail address, and longest part in front of its @ (RFC 5321 §4.5.3.1). */
export const addressCharsMax = 254
const localCharsMax = 64
const domain = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62}\.)){1,10}[\p{L}][\p{L}\p{N}-]{1,62}/u
const localEnd = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u
const asciiLocal = /[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]/

// In front of these numbers something else was meant, even where the number looks like a telephone's.
const otherLabel =
  /(?:s\/?n|serial(?: number)?|sku|order|case|ticket|licen[cs]e|key|id|uuid|version|build|序列号|订单号?|案例号?|编号|工单号?|许可证号?|密钥|版本号?|发票号?|合同号?)[ \t]{0,3}(?:no\.?|号)?[ \t]{0,3}[:#：=]{0,2}[ \t]{0,3}$/i
const labelCharsMax = 24

/** Every address and telephone number, ascending and disjoint; nothing inside `kept` ranges. Linear. */
export function findContacts(text: string, kept: readonly TextRange[]): readonly FoundContact[] {
  const folded = foldWidth(text)
  const phones = phonePatterns.flatMap((pattern) =>
    [...folded.matchAll(pattern)].flatMap((found): FoundContact[] => {
      const from = found.index
      const digits = found[0].replaceAll(/\D/g, '').length
      const labelled = otherLabel.test(folded.slice(Math.max(0, from - labelCharsMax), from))
      return digits < 6 || digits > 20 || labelled ? [] : [{ kind: 'phone', from, to: from + found[0].length }]
    }),
  )
  const found = [...findAddresses(folded), ...phones].filter((range) => !overlapsAny(range, kept))
  return withoutOverlaps(found)
}

function findAddresses(text: string): FoundContact[] {
  const found: FoundContact[] = []
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    let from = at
    while (from > 0 && at - from < localCharsMax && asciiLocal.test(text[from - 1] ?? '')) from--
    // What belongs to the sentence in front of it is no part of the address.
    while (from < at && !/[\p{L}\p{N}_]/u.test(text[from] ?? '')) from++
    const host = domain.exec(text.slice(at + 1, at + addressCharsMax))
    if (from === at || host === null || !localEnd.test(text[at - 1] ?? '')) continue
    found.push({ kind: 'address', from, to: at + 1 + host[0].length })
  }
  return found
}

/** The first of those that overlap, and the longer of two that begin together. */
export function withoutOverlaps<Range extends TextRange>(ranges: readonly Range[]): readonly Range[] {
  let end = 0
  return ranges
    .toSorted((a, b) => a.from - b.from || b.to - a.to)
    .filter(({ from, to }) => {
      if (from < end) return false
      end = to
      return true
    })
}

/** `kept` is ascending and disjoint. */
export function overlapsAny({ from, to }: TextRange, kept: readonly TextRange[]): boolean {
  let [low, high] = [0, kept.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((kept[middle]?.to ?? 0) <= from) low = middle + 1
    else high = middle
  }
  const next = kept[low]
  return next !== undefined && next.from < to
}
