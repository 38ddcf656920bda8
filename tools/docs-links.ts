import { posix } from 'node:path'
import type { Complaint } from './complaint.ts'
import { listCodeSpans, listHeadings, listLinks } from './markdown.ts'
import type { SourceFile } from './source-files.ts'

/** Relative links and anchors of the pages that lead nowhere. `paths` are all files of the project. */
export function findBrokenLinks(pages: readonly SourceFile[], paths: readonly string[]): Complaint[] {
  const anchors = new Map(
    pages.map((page) => [page.path, listHeadings(page.text).map((heading) => heading.anchor)]),
  )
  return pages.flatMap((page) =>
    listLinks(page.text).flatMap(({ target, line }) => {
      const message = brokenBecause(page.path, target, anchors, paths)
      return message === null ? [] : [{ path: page.path, line, message }]
    }),
  )
}

/** Paths of this project in backquotes that do not exist: a page that names a file promises it. */
export function findMissingPaths(pages: readonly SourceFile[], paths: readonly string[]): Complaint[] {
  return pages.flatMap((page) =>
    listCodeSpans(page.text).flatMap(({ target, line }) => {
      if (
        !/^(?:packages|apps|tools|docs|vectors)\/[\w./-]+$/.test(target) ||
        isThere(target.replace(/\/$/, ''), paths)
      )
        return []
      return [{ path: page.path, line, message: `\`${target}\` does not exist` }]
    }),
  )
}

function isThere(path: string, paths: readonly string[]): boolean {
  return paths.includes(path) || paths.some((other) => other.startsWith(`${path}/`))
}

function brokenBecause(
  from: string,
  target: string,
  anchors: ReadonlyMap<string, readonly string[]>,
  paths: readonly string[],
): string | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return null
  const [file = '', anchor] = target.split('#')
  const path =
    file === '' ? from : posix.join(posix.dirname(from), decodeURIComponent(file)).replace(/\/$/, '')
  if (path.startsWith('..') || target.startsWith('/'))
    return `"${target}" leaves the project: write a relative link`
  if (!isThere(path, paths)) return `"${target}" leads to nothing: there is no ${path}`
  if (anchor === undefined || !anchors.has(path)) return null
  const known = anchors.get(path)?.includes(decodeURIComponent(anchor)) === true
  return known ? null : `"${target}" leads to no heading of ${path}`
}
