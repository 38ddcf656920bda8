import { refuse, type Refusal } from '@holdfast/lease'
import { parseDocument, visit, LineCounter } from 'yaml'
import { yamlAliasesMax, yamlDepthMax, yamlLengthMax } from './limits.ts'

/**
 * One YAML document as plain values: no tags, no functions, aliases counted, keys told apart.
 * Refuses: YAML_REFUSED (because: length, syntax, documents, depth, aliases; line, column, reason).
 */
export function parseYaml(
  text: string,
): { readonly kind: 'value'; readonly value: unknown } | Refusal<'YAML_REFUSED'> {
  if (text.length > yamlLengthMax) return refuse('YAML_REFUSED', { because: 'length' })
  if (isTooDeep(text)) return refuse('YAML_REFUSED', { because: 'depth' })
  const lines = new LineCounter()
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'error',
      schema: 'core',
      merge: false,
      uniqueKeys: true,
      strict: true,
      stringKeys: true,
    })
    const [fault] = [...document.errors, ...document.warnings]
    if (fault !== undefined) {
      const { line, col } = lines.linePos(fault.pos[0])
      // The parser gives the end of its stack as a fault of the text.
      if (fault.message.includes('call stack')) return refuse('YAML_REFUSED', { because: 'depth' })
      const because = fault.code === 'MULTIPLE_DOCS' ? 'documents' : 'syntax'
      return refuse('YAML_REFUSED', { because, line, column: col, reason: fault.message })
    }
    let depth = 0
    visit(document, (_, __, path) => {
      depth = Math.max(depth, path.length)
    })
    // A pair stands between two levels, and the document above them.
    if (depth > 2 * yamlDepthMax + 1) return refuse('YAML_REFUSED', { because: 'depth' })
    // The library counts the anchor as well.
    return { kind: 'value', value: document.toJS({ maxAliasCount: yamlAliasesMax + 1 }) as unknown }
  } catch (error) {
    // The library throws where aliases repeat too much, and where its recursion meets the end of the stack.
    const because = error instanceof ReferenceError ? 'aliases' : 'depth'
    return refuse('YAML_REFUSED', { because })
  }
}

// Brackets and dashes nest without end in few characters: the parser is recursive, so they are counted before it sees them.
function isTooDeep(text: string): boolean {
  let [flow, flowMost] = [0, 0]
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit === 0x5b || unit === 0x7b) flowMost = Math.max(flowMost, ++flow)
    else if ((unit === 0x5d || unit === 0x7d) && flow > 0) flow--
    else if (unit === 0x0a && flowMost > 8 * yamlDepthMax) return true
  }
  return flowMost > 8 * yamlDepthMax
}
