/** Bytes of a mail's head that are looked at here. */
export const headBytesMax = 262_144

/** The headers of a mail in their order, unfolded; names in lower case, values as ISO-8859-1. What is past the limit is not seen. */
export function listHeaders(raw: Uint8Array): { readonly name: string; readonly value: string }[] {
  const text = Buffer.from(raw.subarray(0, headBytesMax)).toString('latin1')
  const headers: { name: string; lines: string[] }[] = []
  for (const line of text.split('\n')) {
    const bare = line.endsWith('\r') ? line.slice(0, -1) : line
    if (bare === '') break
    if (bare.startsWith(' ') || bare.startsWith('\t')) headers.at(-1)?.lines.push(bare.trim())
    else {
      const colon = bare.indexOf(':')
      if (colon > 0)
        headers.push({
          name: bare.slice(0, colon).trim().toLowerCase(),
          lines: [bare.slice(colon + 1).trim()],
        })
    }
  }
  return headers.map(({ name, lines }) => ({ name, value: lines.join(' ') }))
}
