import type { SourceFile } from './source-files.ts'
import { isNode, lineAt, listNodes, type SyntaxNode } from './syntax.ts'

/**
 * One import, re-export, dynamic import or imported type. `target` is null where a dynamic import computes it.
 * `typesOnly` is true for `import type` and `import('x').T` alone: with inline `type` marks the module is still loaded.
 */
export type Import = {
  readonly from: string
  readonly line: number
  readonly target: string | null
  readonly typesOnly: boolean
  readonly star: boolean
}

export function listImports(file: SourceFile): Import[] {
  return listNodes(file).flatMap(({ node }) => {
    const found = importOf(node)
    return found === null ? [] : [{ from: file.path, line: lineAt(file.text, node.start), ...found }]
  })
}

function importOf(node: SyntaxNode): Omit<Import, 'from' | 'line'> | null {
  switch (node.type) {
    case 'ImportDeclaration':
      return { target: literalOf(node['source']), typesOnly: node['importKind'] === 'type', star: false }
    case 'ExportAllDeclaration':
      return { target: literalOf(node['source']), typesOnly: node['exportKind'] === 'type', star: true }
    case 'ExportNamedDeclaration':
      if (literalOf(node['source']) === null) return null
      return { target: literalOf(node['source']), typesOnly: node['exportKind'] === 'type', star: false }
    case 'ImportExpression':
      return { target: literalOf(node['source']), typesOnly: false, star: false }
    case 'TSImportType':
      return { target: literalOf(node['source'] ?? node['argument']), typesOnly: true, star: false }
    default:
      return null
  }
}

function literalOf(node: unknown): string | null {
  return isNode(node) && node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : null
}
