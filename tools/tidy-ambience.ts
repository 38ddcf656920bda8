import type { Complaint } from './complaint.ts'
import type { SourceFile } from './source-files.ts'
import { dottedName, isNode, lineAt, listNodes, type SyntaxNode } from './syntax.ts'

// The one place that reads the ambient clock, the home of calendars with their test, and the tests that plant violations.
const ambientHome = 'packages/capabilities/src/system.ts'
const calendarHome = /^packages\/capabilities\/(?:src\/calendar\.ts|test\/)/
const plantedTests = /^tools\/test\//

const clockInstead = 'is ambient time: take a Clock from @holdfast/capabilities and call clock.now()'
const sqlInstead = 'asks the database for time or chance: pass the moment or the value as a parameter'

const sqlAmbience = new RegExp(
  [
    String.raw`\bnow\(\)`,
    String.raw`\bcurrent_(?:timestamp|date|time)\b`,
    String.raw`\blocaltime(?:stamp)?\b`,
    String.raw`\b(?:clock|statement|transaction)_timestamp\(`,
    String.raw`\b(?:date|time|datetime|julianday|unixepoch|strftime)\([^)]*'now'`,
    String.raw`\bunixepoch\(\)`,
    String.raw`\b(?:random|randomblob|gen_random_uuid|uuidv[47]|pg_sleep)\(`,
  ].join('|'),
  'i',
)

/** Ambient time and chance that lint rules cannot express. The rest stands in .oxlintrc.json. */
export function findAmbience(file: SourceFile): Complaint[] {
  if (file.path === ambientHome || plantedTests.test(file.path) || file.path === 'tools/tidy-ambience.ts')
    return []
  return listNodes(file).flatMap(({ node }) => {
    const message = ambienceOf(node, file.path)
    return message === null ? [] : [{ path: file.path, line: lineAt(file.text, node.start), message }]
  })
}

function ambienceOf(node: SyntaxNode, path: string): string | null {
  const callee = dottedName(node['callee'])
  const bare = Array.isArray(node['arguments']) && node['arguments'].length === 0
  if (node.type === 'NewExpression' && callee === 'Date' && bare)
    return `new Date() without an argument ${clockInstead}`
  if (node.type === 'CallExpression' && callee === 'Date') return `Date() ${clockInstead}`
  if (node.type === 'MemberExpression' && dottedName(node)?.startsWith('Temporal.') === true)
    return temporalOf(node, path)
  const text = textOf(node)
  return text !== null && sqlAmbience.test(text) ? `"${sqlAmbience.exec(text)?.[0]}" ${sqlInstead}` : null
}

function temporalOf(node: SyntaxNode, path: string): string | null {
  if (dottedName(node) === 'Temporal.Now') return `Temporal.Now ${clockInstead}`
  return calendarHome.test(path) ? null : 'Calendars live in packages/capabilities/src/calendar.ts'
}

/** Text that may be SQL: literals and the fixed parts of templates. */
function textOf(node: SyntaxNode): string | null {
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value']
  if (node.type !== 'TemplateElement') return null
  const value = node['value'] as { raw: string }
  return isNode(node) ? value.raw : null
}
