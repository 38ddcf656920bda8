// Reads sources into syntax trees (ESTree with TypeScript nodes), for the checks that need more than text.
import { parseAst } from 'vitest/node'
import type { SourceFile } from './source-files.ts'

export type SyntaxNode = { readonly type: string; readonly start: number; readonly end: number } & {
  readonly [member: string]: unknown
}

/** How many of the surrounding nodes a rule may look at. */
const aroundMax = 2

/** A node and those around it, the nearest first. */
export type Placed = { readonly node: SyntaxNode; readonly around: readonly SyntaxNode[] }

// Several rules look at each file: it is parsed once.
const nodesOfFile = new WeakMap<SourceFile, readonly Placed[]>()

/** Every node of the file's syntax tree, outer ones first. */
export function listNodes(file: SourceFile): readonly Placed[] {
  const known = nodesOfFile.get(file)
  if (known !== undefined) return known
  const found: Placed[] = []
  const visit = (node: SyntaxNode, around: readonly SyntaxNode[]): void => {
    found.push({ node, around })
    const inner = [node, ...around.slice(0, aroundMax - 1)]
    for (const member of Object.values(node))
      for (const child of Array.isArray(member) ? member : [member]) if (isNode(child)) visit(child, inner)
  }
  visit(parseAst(file.text, { lang: file.path.endsWith('.ts') ? 'ts' : 'js' }) as unknown as SyntaxNode, [])
  nodesOfFile.set(file, found)
  return found
}

export function isNode(value: unknown): value is SyntaxNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    'start' in value
  )
}

/** The name where `node` is an identifier, the text where it is a literal; else null. */
export function nameOf(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Identifier' || node.type === 'PrivateIdentifier') return String(node['name'])
  return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : null
}

/** `object.property` as text where both are plain names: `Date.now`, `it.skip`. */
export function dottedName(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type !== 'MemberExpression') return nameOf(node)
  const [object, property] = [dottedName(node['object']), nameOf(node['property'])]
  return object === null || property === null ? null : `${object}.${property}`
}

/** Line of an offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}
