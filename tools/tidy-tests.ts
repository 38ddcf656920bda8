import type { Complaint } from './complaint.ts'
import type { SourceFile } from './source-files.ts'
import { dottedName, lineAt, listNodes } from './syntax.ts'

const runners = /^(?:describe|suite|it|test|bench)\.(?:\w+\.)*(only|skip|skipIf|runIf|todo|fails)$/

/** How far above its test a reason may stand: a comment of a few lines, or that of a function around it. */
const linesAbove = 4

/** Tests that are singled out, and tests that are left out without saying why. */
export function findSkippedTests(file: SourceFile): Complaint[] {
  const lines = file.text.split('\n')
  return listNodes(file).flatMap(({ node }) => {
    const word = node.type === 'MemberExpression' ? runners.exec(dottedName(node) ?? '')?.[1] : undefined
    if (word === undefined) return []
    const line = lineAt(file.text, node.start)
    const complaint = (message: string): Complaint[] => [{ path: file.path, line, message }]
    if (word === 'only') return complaint('a test singled out with .only silences the others: remove it')
    if (saysWhy(lines.slice(Math.max(0, line - 1 - linesAbove), line))) return []
    return complaint(
      `.${word} without a reason: say why in a comment above or in the title, and name the Debian package where one is missing`,
    )
  })
}

/** A comment, or a title that is composed (`title${reason}`) and so shows its reason where tests are listed. */
function saysWhy(lines: readonly string[]): boolean {
  return (
    lines.some((text) => /(?:^|\s)\/\/ ?\S|\*\/\s*$/.test(text)) || /\(`[^`]*\$\{/.test(lines.at(-1) ?? '')
  )
}
