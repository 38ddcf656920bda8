// Message-IDs of a header: what stands in angle brackets, whatever is between. RFC 5322 §3.6.4. spec: mail §3

/** UTF-16 units of one Message-ID; a longer one is none. */
export const messageIdLengthMax = 998

/** Without brackets and without blanks of folding, in their order, each once. */
export function listMessageIds(value: string): string[] {
  const ids = new Set<string>()
  let open = -1
  for (let at = 0; at < value.length; at++) {
    const sign = value[at]
    if (sign === '<') open = at
    else if (sign === '>' && open >= 0) {
      if (at - open - 1 <= messageIdLengthMax) add(ids, value.slice(open + 1, at))
      open = -1
    }
  }
  // Some mailers leave the brackets out.
  if (ids.size === 0 && !value.includes('<'))
    for (const word of value.split(/[\s,;]+/)) if (/^[^@"]+@[^@"]+$/.test(word)) add(ids, word)
  return [...ids]
}

function add(ids: Set<string>, text: string): void {
  const id = text.replace(/\s+/g, '')
  if (id !== '' && id.length <= messageIdLengthMax) ids.add(id)
}
