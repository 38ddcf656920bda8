import { formatToken, type Query } from '@holdfast/desk'
import type { SearchTerm } from '@holdfast/store'

/** What somebody looks for, as the index is asked. spec: search §3, §4 */
export function termsOfQuery({ phrases }: Query): readonly SearchTerm[] {
  return phrases.map(({ tokens, isPrefix }) => ({
    kind: 'phrase',
    tokens: tokens.map(formatToken),
    begins: isPrefix,
  }))
}
