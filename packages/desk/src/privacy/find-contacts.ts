// Telephone numbers and mail addresses in a text, and what only looks like them. spec: case §13
import { foldWidth } from './fold-width.ts'

/** Half-open, in UTF-16 code units. */
export type TextRange = { readonly from: number; readonly to: number }

// No number begins or ends in the middle of a word, of a longer number, or of a code such as CAS-00017-K2F9QX.
const before = String.raw`(?<![\p{Script=Latin}\d])(?<![\p{Script=Latin}\d][-_])(?<!\d[/.+])`
const after = String.raw`(?![\p{Script=Latin}\d])(?![-_/.][\p{Script=Latin}\d])`

const label = String.raw`(?<=(?:电话|手机|座机|传真|热线|tel|phone|mobile|cell|fax)[.: \t-]{0,4})`

/** Each is read on a text of ASCII digits. Repetitions are bounded. */
const phonePatterns: readonly RegExp[] = [
  // A label says that a number follows, in one piece or in groups.
  String.raw`${label}[+(]?\d[\d()-]{5,18}\d(?:[ ]?(?:转|ext\.?)[ ]?\d{1,6})?${after}`,
  String.raw`${label}[+(]?\d{2,4}\)?(?:[ ]\d{2,4}){2,4}${after}`,
  // Mobile numbers of China.
  String.raw`(?:\+86[ -]?|${before}(?:86[ -]?)?)1[3-9]\d[ -]?\d{4}[ -]?\d{4}${after}`,
  // Land lines of China, with their area code and perhaps an extension.
  String.raw`(?:\+86[ -]?|${before}(?:86[ -]?)?)(?:\(0\d{2,3}\)|0\d{2,3})[ -]?\d{7,8}(?:[ ]?(?:转|ext\.?)[ ]?\d{1,6}|-\d{1,6})?${after}`,
  String.raw`${before}[48]00-(?:\d{3}-\d{4}|\d{4}-\d{3}|\d{7})${after}`,
  // International, by its plus sign.
  String.raw`(?<![\p{Script=Latin}+])\+\d{1,3}(?:[ .-]?\(?\d{2,4}\)?){2,5}${after}`,
  // North American, by its groups: blanks alone could be a row of figures.
  String.raw`${before}(?:\(\d{3}\)[ ]?|\d{3}[.-])\d{3}[.-]\d{4}${after}`,
].map((pattern) => new RegExp(pattern, 'giu'))

/** Longest mail address, and longest part in front of its @ (RFC 5321 §4.5.3.1). */
export const addressCharsMax = 254
const localCharsMax = 64
const domain = /^(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,10}[A-Za-z][A-Za-z0-9-]{1,62}/
const local = /[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]/

// In front of these numbers something else was meant, even where the number looks like a telephone's.
const otherLabel =
  /(?:s\/?n|serial(?: number)?|sku|order|case|ticket|licen[cs]e|key|id|uuid|version|build|序列号|订单号?|案例号?|编号|工单号?|许可证号?|密钥|版本号?|发票号?|合同号?)[ \t]{0,3}(?:no\.?|号)?[ \t]{0,3}[:#：=]{0,2}[ \t]{0,3}$/i
const labelCharsMax = 24

/** Every telephone number, ascending and disjoint. Linear. */
export function findPhones(text: string): readonly TextRange[] {
  const folded = foldWidth(text)
  const phones = phonePatterns.flatMap((pattern) =>
    [...folded.matchAll(pattern)].flatMap((found): TextRange[] => {
      const from = found.index
      const digits = found[0].replaceAll(/\D/g, '').length
      const labelled = otherLabel.test(folded.slice(Math.max(0, from - labelCharsMax), from))
      return digits < 7 || digits > 20 || labelled ? [] : [{ from, to: from + found[0].length }]
    }),
  )
  return withoutOverlaps(phones)
}

/** Every mail address, ascending and disjoint. Linear. */
export function findAddresses(written: string): readonly TextRange[] {
  const text = foldWidth(written)
  const found: TextRange[] = []
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    let from = at
    while (from > 0 && at - from < localCharsMax && local.test(text[from - 1] ?? '')) from--
    // What belongs to the sentence in front of it is no part of the address.
    while (from < at && !/[A-Za-z0-9_]/.test(text[from] ?? '')) from++
    const host = domain.exec(text.slice(at + 1, at + addressCharsMax))
    if (from === at || host === null) continue
    found.push({ from, to: at + 1 + host[0].length })
  }
  return withoutOverlaps(found)
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

/**
 * The text with a sign instead of each unit of the ranges: what is found there already neither joins nor parts what stands
 * beside it.
 */
export function maskRanges(text: string, ranges: readonly TextRange[]): string {
  let masked = ''
  let at = 0
  for (const { from, to } of ranges) {
    masked += text.slice(at, from) + '，'.repeat(to - from)
    at = to
  }
  return masked + text.slice(at)
}
