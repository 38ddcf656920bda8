// Text whose lines flow. RFC 3676

/** Lines that end in a blank go on in the next; `delete-space` takes this blank off. */
export type Flow = 'no' | 'keep-space' | 'delete-space'

/** By the parameters of its Content-Type. */
export function flowOf(parameters: ReadonlyMap<string, string>): Flow {
  if (parameters.get('format')?.toLowerCase() !== 'flowed') return 'no'
  return parameters.get('delsp')?.toLowerCase() === 'yes' ? 'delete-space' : 'keep-space'
}

/** A flowed text with its lines joined as their writer meant them; quoted lines flow within their own depth. RFC 3676 §4 */
export function unflow(text: string, flow: Flow): string {
  if (flow === 'no') return text
  const lines: string[] = []
  let openDepth = -1
  for (const raw of text.split('\n')) {
    const depth = depthOf(raw)
    const stuffed = raw.slice(depth)
    const line = stuffed.startsWith(' ') ? stuffed.slice(1) : stuffed
    const flows = line.endsWith(' ') && line !== '-- '
    const piece = flows && flow === 'delete-space' ? line.slice(0, -1) : line
    if (openDepth === depth && line !== '-- ') lines[lines.length - 1] += piece
    else lines.push(depth === 0 ? piece : `${'>'.repeat(depth)} ${piece}`)
    openDepth = flows ? depth : -1
  }
  return lines.join('\n')
}

function depthOf(line: string): number {
  let depth = 0
  while (line[depth] === '>') depth++
  return depth
}
