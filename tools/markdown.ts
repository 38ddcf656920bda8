// The little of Markdown that the checks need: headings and their anchors, links, fenced code, tables.

export type Heading = {
  readonly level: number
  readonly text: string
  readonly anchor: string
  readonly line: number
}
export type Link = { readonly target: string; readonly line: number }
export type Fence = { readonly info: string; readonly code: string; readonly line: number }

/** Lines with fenced code emptied, so that nothing in it counts as a heading, a link or a table. */
function proseLines(text: string): string[] {
  let fence: string | null = null
  return text.split('\n').map((line) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence === null && mark !== undefined) fence = mark
    else if (fence !== null && mark !== undefined && mark.startsWith(fence) && line.trim() === mark) {
      fence = null
      return ''
    }
    return fence === null ? line : ''
  })
}

export function listHeadings(text: string): Heading[] {
  const counts = new Map<string, number>()
  return proseLines(text).flatMap((line, index) => {
    const found = /^(#{1,6})\s+(.+?)\s*#*\s*$/.exec(line)
    if (found === null) return []
    const heading = (found[2] ?? '').replaceAll(/[`*]/g, '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    const base = anchorOf(heading)
    const count = counts.get(base) ?? 0
    counts.set(base, count + 1)
    return [
      {
        level: found[1]?.length ?? 1,
        text: heading,
        anchor: count === 0 ? base : `${base}-${count}`,
        line: index + 1,
      },
    ]
  })
}

/** The anchor that code hosts give a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-')
}

/** Targets of inline links, images and link definitions, outside code. */
export function listLinks(text: string): Link[] {
  return proseLines(text).flatMap((line, index) => {
    const prose = line.replaceAll(/`[^`]*`/g, '')
    const inline = [...prose.matchAll(/\]\(<?([^()\s>]+)>?(?:\s+"[^"]*")?\)/g)]
    const defined = [...prose.matchAll(/^\s*\[[^\]]+\]:\s+<?(\S+?)>?\s*$/g)]
    return [...inline, ...defined].map((found) => ({ target: found[1] ?? '', line: index + 1 }))
  })
}

/** Text between single backquotes, outside fenced code. */
export function listCodeSpans(text: string): Link[] {
  return proseLines(text).flatMap((line, index) =>
    [...line.matchAll(/`([^`]+)`/g)].map((found) => ({ target: found[1] ?? '', line: index + 1 })),
  )
}

export function listFences(text: string): Fence[] {
  const found: Fence[] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const opening = /^\s*(`{3,}|~{3,})\s*(.*)$/.exec(lines[at] ?? '')
    if (opening === null) continue
    const mark = opening[1] ?? ''
    const start = at + 1
    while (++at < lines.length && !(lines[at] ?? '').trim().startsWith(mark));
    found.push({ info: (opening[2] ?? '').trim(), code: lines.slice(start, at).join('\n'), line: start })
  }
  return found
}

/** Rows of every table whose header starts with `firstColumn`; cells trimmed, the headers left out. */
export function tableRows(text: string, firstColumn: string): { cells: string[]; line: number }[] {
  const lines = proseLines(text)
  return lines.flatMap((header, start) => {
    if (cellsOf(header)?.[0] !== firstColumn) return []
    const rows: { cells: string[]; line: number }[] = []
    for (let at = start + 2; at < lines.length; at++) {
      const cells = cellsOf(lines[at] ?? '')
      if (cells === null) break
      rows.push({ cells, line: at + 1 })
    }
    return rows
  })
}

function cellsOf(line: string): string[] | null {
  const trimmed = line.trim()
  if (!trimmed.startsWith('|')) return null
  return trimmed
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())
}
