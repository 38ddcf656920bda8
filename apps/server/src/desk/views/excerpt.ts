// A piece of a text around what was found in it. spec: search §6
import type { Hit } from '@holdfast/desk'

/** Characters shown in front of the first hit, and of an excerpt in all. */
export const excerptBeforeMax = 40
export const excerptCharsMax = 160

/** Around the first hit; of the others those that lie within. */
export function excerptOf(text: string, hits: readonly Hit[]): { excerpt: string; hits: Hit[] } {
  const first = hits[0]?.from ?? 0
  let from = Math.max(0, first - excerptBeforeMax)
  // No character is cut in two.
  if (/[\udc00-\udfff]/.test(text[from] ?? '')) from--
  const excerpt = text.slice(from, from + excerptCharsMax)
  const within = hits
    .filter((hit) => hit.from < from + excerpt.length)
    .map((hit) => ({ from: hit.from - from, to: Math.min(hit.to - from, excerpt.length) }))
  return { excerpt, hits: within }
}
