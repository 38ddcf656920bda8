import type { Complaint } from './complaint.ts'
import type { SourceFile } from './source-files.ts'
import { isNode, lineAt, listNodes, nameOf, type SyntaxNode } from './syntax.ts'

// Words that name no thing: whoever reads them learns nothing about what is inside.
const bannedWords =
  /^(?:utils?|helpers?|common|shared|misc|managers?|dtos?|handle[rsd]?|handlers|manage[sd]?)$/
// As the first word of a function these are verbs of the same kind.
const bannedVerbs = /^(?:process|do|handle|manage|perform)$/

const naming = 'STYLE.md, names'

export function findBannedPaths(paths: readonly string[]): Complaint[] {
  return paths.flatMap((path) => {
    const banned = wordsOf(path.replace(/\.[^/]*$/, '')).find((word) => bannedWords.test(word))
    if (banned === undefined) return []
    return [
      { path, line: 0, message: `"${banned}" names no thing: name the file after what it holds (${naming})` },
    ]
  })
}

/** Exported names, and functions wherever they stand. */
export function findBannedNames(file: SourceFile): Complaint[] {
  return namedThings(file).flatMap(({ name, node }) => {
    const words = wordsOf(name)
    const banned =
      words.find((word) => bannedWords.test(word)) ??
      words.find((word, at) => at === 0 && bannedVerbs.test(word))
    if (banned === undefined || (words.length === 1 && banned === 'process')) return []
    const message = `"${banned}" in "${name}" says nothing: use parse, verify, decide, find, list, add, record, format (${naming})`
    return [{ path: file.path, line: lineAt(file.text, node.start), message }]
  })
}

function namedThings(file: SourceFile): { name: string; node: SyntaxNode }[] {
  return listNodes(file).flatMap(({ node, around }) => {
    const exported =
      around[0]?.type === 'ExportNamedDeclaration' || around[1]?.type === 'ExportNamedDeclaration'
    const isFunction = node.type === 'FunctionDeclaration' || node.type === 'MethodDefinition'
    const isOther = [
      'VariableDeclarator',
      'ClassDeclaration',
      'TSTypeAliasDeclaration',
      'TSInterfaceDeclaration',
    ].includes(node.type)
    if (!isFunction && !(exported && isOther) && !isArrow(node)) return []
    const name = nameOf(node['id']) ?? nameOf(node['key'])
    return name === null ? [] : [{ name, node }]
  })
}

function isArrow(node: SyntaxNode): boolean {
  return (
    node.type === 'VariableDeclarator' &&
    isNode(node['init']) &&
    node['init'].type === 'ArrowFunctionExpression'
  )
}

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}
