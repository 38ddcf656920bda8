// A message as the rules read it: signs of full width folded, quotations and product keys out of sight, every place kept.
import type { ImportedMessage } from '../import/imported-case.ts'
import { blankSpans, type Place } from './places.ts'
import { findProductKeys } from './product-keys.ts'
import { findQuotations } from './quotations.ts'
import { listSentences, type Sentence } from './sentences.ts'

export type Page = {
  readonly message: number
  /** As the message has it. */
  readonly text: string
  /** Of the same length. What is quoted and what is secret is `hidden`. */
  readonly plain: string
  readonly sentences: readonly Sentence[]
}

/** Stands for what no rule may read; ends every sentence. */
export const hidden = '\u0000'

export function openPage(message: ImportedMessage): Page {
  const plain = plainText(message.text)
  return { message: message.index, text: message.text, plain, sentences: listSentences(plain) }
}

/** The text with every place kept, without what is quoted and what is secret. */
export function plainText(text: string): string {
  const folded = foldSigns(text)
  const unquoted = blankSpans(folded, findQuotations(folded), hidden)
  return blankSpans(unquoted, findProductKeys(unquoted), hidden)
}

/** The words of the message at a place. */
export function wordsAt(page: Page, { from, to }: Place): string {
  return page.text.slice(from, to)
}

const signs: ReadonlyMap<string, string> = new Map([
  ...'\u3000\u00a0\t\r\u200b\u200c\u200d\u2002\u2003\u2009\u202f\ufeff'
    .split('')
    .map((sign) => [sign, ' '] as const),
  ...'\u2010\u2011\u2012\u2013\u2014\u2015\u2212'.split('').map((sign) => [sign, '-'] as const),
  ...'\u2018\u2019\u02bc'.split('').map((sign) => [sign, "'"] as const),
  ...'\u201c\u201d'.split('').map((sign) => [sign, '"'] as const),
])

/** One code unit for each: letters, digits and signs of full width become ASCII, blanks and dashes plain ones. */
function foldSigns(text: string): string {
  return text.replaceAll(
    /[\uff01-\uff5e\u3000\u00a0\t\r\u200b-\u200d\u2002\u2003\u2009\u202f\ufeff\u2010-\u2015\u2212\u2018\u2019\u02bc\u201c\u201d]/g,
    (sign) => signs.get(sign) ?? String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  )
}
