/** The excerpt with each hit between brackets. */
export function markHits(
  excerpt: string,
  hits: readonly { readonly from: number; readonly to: number }[],
): string {
  let marked = ''
  let at = 0
  for (const { from, to } of hits) {
    marked += `${excerpt.slice(at, from)}【${excerpt.slice(from, to)}】`
    at = to
  }
  return (marked + excerpt.slice(at)).replaceAll(/\s+/g, ' ').trim()
}
