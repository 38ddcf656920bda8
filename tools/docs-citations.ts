import type { Complaint } from './complaint.ts'
import { listHeadings } from './markdown.ts'
import type { SourceFile } from './source-files.ts'

// `spec: lease-format §9.2, §9.3` and `docs/spec/lease-format.md §9.2`, in comments.
const citation =
  /(?:\bspec: |\bdocs\/spec\/|(?<=§[\d.]+(?:,| and) ))([a-z][a-z-]*?)(?:\.md)?((?:,? (?:and )?§\d+(?:\.\d+)*)+)/g
// A citation that forgets page or section would never be checked.
const incomplete = /(?:\/\/|\*).*\bspec: (?![a-z][a-z-]* §\d)/

/** Citations in sources whose page or section does not exist. The tests of this tool plant some and are left out. */
export function findWrongCitations(
  sources: readonly SourceFile[],
  pages: readonly SourceFile[],
): Complaint[] {
  const judged = sources.filter((source) => !source.path.startsWith('tools/test/'))
  const sections = new Map(pages.map((page) => [page.path, sectionsOf(page)]))
  return judged.flatMap((source) =>
    source.text.split('\n').flatMap((text, index) => {
      const found = [...text.matchAll(citation)].flatMap((match) =>
        citedSections(match[2] ?? '').flatMap((section) => wrongBecause(match[1] ?? '', section, sections)),
      )
      if (incomplete.test(text)) found.push('a citation names page and section: "spec: page §N"')
      return found.map((message) => ({ path: source.path, line: index + 1, message }))
    }),
  )
}

function citedSections(text: string): string[] {
  return [...text.matchAll(/§(\d+(?:\.\d+)*)/g)].map((found) => found[1] ?? '')
}

function wrongBecause(
  page: string,
  section: string,
  sections: ReadonlyMap<string, readonly string[]>,
): string[] {
  const path = `docs/spec/${page}.md`
  const known = sections.get(path)
  if (known === undefined) return [`cites ${path}, which does not exist`]
  return known.includes(section) ? [] : [`cites §${section} of ${path}, which has no such section`]
}

function sectionsOf(page: SourceFile): string[] {
  return listHeadings(page.text).flatMap(({ text }) => /^(\d+(?:\.\d+)*)\.?\s/.exec(text)?.[1] ?? [])
}
