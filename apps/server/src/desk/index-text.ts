import { formatIndexText, tokenise } from '@holdfast/desk'

/** A text as the index of the books takes it. spec: search §4 */
export function indexText(text: string): string {
  return formatIndexText(tokenise(text))
}
