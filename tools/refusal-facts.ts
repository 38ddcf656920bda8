import type { SourceFile } from './source-files.ts'
import { isNode, lineAt, listNodes, nameOf, type SyntaxNode } from './syntax.ts'

/** One fact that a source gives with a refusal. */
export type EmittedFact = {
  readonly code: string
  readonly fact: string
  readonly path: string
  readonly line: number
}

const productSource = /^(?:packages|apps)\/[^/]+\/src\/(?!testing\.ts$)/

/** Stands for facts that are composed elsewhere: their names cannot be seen where the code is given. */
export const composed = '*'

/** Facts written in place, `refuse('CODE', { fact: ... })`, and `composed` where others come with them. */
export function listEmittedFacts(sources: readonly SourceFile[]): EmittedFact[] {
  return sources
    .filter((source) => productSource.test(source.path))
    .flatMap((source) =>
      listNodes(source).flatMap(({ node }) =>
        emittedBy(node).map(({ code, fact }) => ({
          code,
          fact,
          path: source.path,
          line: lineAt(source.text, node.start),
        })),
      ),
    )
}

function emittedBy(node: SyntaxNode): { code: string; fact: string }[] {
  if (node.type !== 'CallExpression' || nameOf(node['callee']) !== 'refuse') return []
  const [code, facts] = node['arguments'] as readonly (SyntaxNode | undefined)[]
  if (facts === undefined) return []
  const properties =
    facts.type === 'ObjectExpression' ? (facts['properties'] as readonly SyntaxNode[]) : [facts]
  const names = properties.map((property) => (property['computed'] === true ? null : nameOf(property['key'])))
  return codesOf(code).flatMap((each) => names.map((fact) => ({ code: each, fact: fact ?? composed })))
}

/** The codes that the first argument may be: a literal, or either side of a condition. */
function codesOf(node: unknown): string[] {
  if (!isNode(node)) return []
  if (node.type === 'ConditionalExpression')
    return [...codesOf(node['consequent']), ...codesOf(node['alternate'])]
  const name = node.type === 'Literal' ? nameOf(node) : null
  return name === null ? [] : [name]
}
