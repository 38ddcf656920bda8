import type { Complaint } from './complaint.ts'
import type { SourceFile } from './source-files.ts'
import { dottedName, lineAt, listNodes, nameOf, type Placed } from './syntax.ts'

export const functionLinesMax = 70
export const fileLinesMax = 400
// A test tells a story from its ground to its end; cut at the limit of sources, its second half would stand without the first.
export const testFunctionLinesMax = 100
export const testFileLinesMax = 500

const isTest = (path: string) => /(?:^|\/)test\//.test(path)

/** Longer parts that are tolerated with their length: `path` or `path function`. They may shrink, never grow. */
export type Ratchet = { readonly [part: string]: number }

const functionTypes = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']
// A group of tests is a chapter, not a function: its length says nothing.
const chapters = /^(?:describe|suite)(?:\.|$)/

export function parseRatchet(text: string): Ratchet {
  return JSON.parse(text) as Ratchet
}

/** Functions and files above their limit, and ratchet entries that are longer than what they stand for. */
export function findLongParts(files: readonly SourceFile[], ratchet: Ratchet): Complaint[] {
  const parts = files.flatMap((file) => [filePart(file), ...functionParts(file)])
  const complaints = parts.flatMap(({ name, path, line, lines, linesMax, label }) => {
    const tolerated = Math.max(linesMax, ratchet[name] ?? 0)
    if (lines <= tolerated) return []
    return [
      { path, line, message: `${label} has ${lines} lines, more than ${tolerated}: divide it by question` },
    ]
  })
  return [...complaints, ...findStaleEntries(parts, ratchet)]
}

type Part = {
  readonly name: string
  readonly label: string
  readonly path: string
  readonly line: number
  readonly lines: number
  readonly linesMax: number
}

function filePart({ path, text }: SourceFile): Part {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  const linesMax = isTest(path) ? testFileLinesMax : fileLinesMax
  return { name: path, label: 'the file', path, line: 0, lines, linesMax }
}

function functionParts(file: SourceFile): Part[] {
  const linesMax = isTest(file.path) ? testFunctionLinesMax : functionLinesMax
  const placed = listNodes(file).filter(({ node }) => functionTypes.includes(node.type))
  return placed.flatMap((found) => {
    if (isChapter(found)) return []
    const line = lineAt(file.text, found.node.start)
    const lines = lineAt(file.text, found.node.end) - line + 1
    const label = functionName(found)
    return [{ name: `${file.path} ${label}`, label, path: file.path, line, lines, linesMax }]
  })
}

function isChapter({ node, around: [call] }: Placed): boolean {
  if (call?.type !== 'CallExpression' || call['callee'] === node) return false
  const callee = call['callee'] as Placed['node']
  const name = callee.type === 'CallExpression' ? dottedName(callee['callee']) : dottedName(callee)
  return name !== null && chapters.test(name)
}

function functionName({ node, around: [outer] }: Placed): string {
  const named = nameOf(node['id']) ?? nameOf(outer?.['id']) ?? nameOf(outer?.['key'])
  return named ?? 'a function without a name'
}

function findStaleEntries(parts: readonly Part[], ratchet: Ratchet): Complaint[] {
  return Object.entries(ratchet).flatMap(([name, linesMax]) => {
    const lines = Math.max(0, ...parts.filter((part) => part.name === name).map((part) => part.lines))
    if (lines === linesMax) return []
    const message = `"${name}" has ${lines} lines now: lower or remove its entry of ${linesMax}`
    return lines < linesMax ? [{ path: 'tools/tidy-ratchet.json', line: 0, message }] : []
  })
}
