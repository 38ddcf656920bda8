import type { Complaint } from './complaint.ts'
import { listFences } from './markdown.ts'
import type { SourceFile } from './source-files.ts'

/** Fenced code that differs between a page and its translation, in content or in order: the words may differ, the commands may not. */
export function findDifferentFences(page: SourceFile, translation: SourceFile): Complaint[] {
  const [fences, translated] = [listFences(page.text), listFences(translation.text)]
  const count = Math.max(fences.length, translated.length)
  return Array.from({ length: count }, (_, at) => at).flatMap((at) => {
    const [one, other] = [fences[at], translated[at]]
    if (one?.info === other?.info && one?.code === other?.code) return []
    const message = `block ${at + 1} of fenced code is not that of ${page.path} (line ${one?.line ?? 'none'})`
    return [{ path: translation.path, line: other?.line ?? 0, message }]
  })
}
