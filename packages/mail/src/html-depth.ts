// How deep elements of a page stand in each other, without parsing it. Each tag is looked at once.

const voidTags = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/
// Elements whose next sibling of the same name ends them: writers leave their end out.
const selfEnding = /^(?:p|li|td|th|tr|dt|dd|option|thead|tbody|tfoot)$/

/** The greatest depth, or more than that where ends are missing. Looks no further once it is over `depthMax`. */
export function htmlDepth(html: string, depthMax: number): number {
  const stack: string[] = []
  const open = new Map<string, number>()
  let deepest = 0
  const pop = () => {
    const name = stack.pop() ?? ''
    open.set(name, (open.get(name) ?? 1) - 1)
  }
  for (const [, end, written] of html.matchAll(/<(\/?)([a-z][^\s/>]{0,40})/gi)) {
    const name = written?.toLowerCase() ?? ''
    if (voidTags.test(name)) continue
    if (end === '/') {
      // An end without a beginning ends nothing.
      if ((open.get(name) ?? 0) > 0) {
        while (stack.at(-1) !== name) pop()
        pop()
      }
      continue
    }
    if (stack.at(-1) === name && selfEnding.test(name)) pop()
    stack.push(name)
    open.set(name, (open.get(name) ?? 0) + 1)
    deepest = Math.max(deepest, stack.length)
    if (deepest > depthMax) return deepest
  }
  return deepest
}
