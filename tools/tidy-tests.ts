import type { Complaint } from './complaint.ts'
import type { SourceFile } from './source-files.ts'
import { dottedName, lineAt, listNodes } from './syntax.ts'

const runners = /^(?:describe|suite|it|test|bench)\.(?:\w+\.)*(only|skip|skipIf|runIf|todo|fails)$/

/** Tests that are singled out, and tests that are left out without a comment saying why, on their line or the one above. */
export function findSkippedTests(file: SourceFile): Complaint[] {
  const lines = file.text.split('\n')
  return listNodes(file).flatMap(({ node }) => {
    const word = node.type === 'MemberExpression' ? runners.exec(dottedName(node) ?? '')?.[1] : undefined
    if (word === undefined) return []
    const line = lineAt(file.text, node.start)
    const complaint = (message: string): Complaint[] => [{ path: file.path, line, message }]
    if (word === 'only') return complaint('a test singled out with .only silences the others: remove it')
    if ([lines[line - 1], lines[line - 2]].some((text) => /\/\/ ?\S|\*\/\s*$/.test(text ?? ''))) return []
    return complaint(
      `.${word} without a reason: say why in a comment above, and name the Debian package where one is missing`,
    )
  })
}
