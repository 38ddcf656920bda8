// What a line is, by itself. spec: reading §3, §5
import { shapeOfField, type Field, type Shape } from './fields.ts'
import { findLabel, labels, type LabelLocale } from './labels.ts'
import type { Line } from './lines.ts'
import { compact, findSentence, sentencePrefixes, type Sentence } from './sentences.ts'

export type Command = 'dlv' | 'dli' | 'xpr' | 'ato' | 'rearm'

export type Recognised =
  | { readonly kind: 'blank' | 'plain' | 'rule' | 'message' }
  | {
      readonly kind: 'label'
      readonly field: Field
      readonly locale: LabelLocale
      readonly weak: boolean
      readonly valueAt: number
    }
  | {
      readonly kind: 'sentence'
      readonly sentence: Sentence
      readonly locale: LabelLocale
      readonly valueAt: number
    }
  /** `divides`: a line of signs around it sets apart what follows; words in brackets alone do not. */
  | { readonly kind: 'heading'; readonly title: string; readonly divides: boolean }
  | { readonly kind: 'prompt'; readonly command: Command | null; readonly all: boolean }

const blank: Recognised = { kind: 'blank' }
const plain: Recognised = { kind: 'plain' }
const rule: Recognised = { kind: 'rule' }
const message: Recognised = { kind: 'message' }

export function recogniseLine(line: Line): Recognised {
  const { text } = line
  if (text === '') return blank
  const label = findLabel(text, line.raw)
  if (label !== null) return label.field === 'from' ? message : { kind: 'label', ...label }
  const found = findSentence(text)
  if (found !== null) return { kind: 'sentence', ...found, valueAt: found.restAt }
  return recogniseFurniture(text)
}

const ruleSigns = '=-#*~+_─═—'
const mailSeparator =
  /original message|forwarded message|原始邮件|邮件原件|转发邮件|转发的邮件|^on .{4,200} wrote:$|写道:$/i

/** Rules, headings, prompts and what separates mails. */
function recogniseFurniture(text: string): Recognised {
  if (text.length <= 240 && mailSeparator.test(text)) return message
  const first = text.charAt(0)
  if (ruleSigns.includes(first) || '[【`'.includes(first)) return recogniseRule(text)
  return findPrompt(text) ?? plain
}

function recogniseRule(text: string): Recognised {
  if (text.startsWith('```')) return rule
  let from = 0
  while (ruleSigns.includes(text.charAt(from)) && from < text.length) from++
  if (from === text.length) return from >= 3 ? rule : plain
  let to = text.length
  while (ruleSigns.includes(text.charAt(to - 1))) to--
  const title = text.slice(from, to).trim()
  const bracketed = /^(?:\[.*\]|【.*】)$/.test(title)
  const isMarked = from >= 3 || (from === 2 && to < text.length) || text.startsWith('#')
  if (!isMarked && !bracketed) return plain
  if (title.length > 80) return plain
  return { kind: 'heading', title: bracketed ? title.slice(1, -1).trim() : title, divides: isMarked }
}

const promptStart = /^(?:PS )?[A-Za-z]:\\[^>]{0,240}>|^(?:cscript|wscript|slmgr)(?:\.exe|\.vbs)?[" ]/i
const scriptCommand = /slmgr(?:\.vbs)?["']?(?: [^ /-][^ ]{0,80}){0,3} [/-](dlv|dli|xpr|ato|rearm)(?:$|[ >|])/i

function findPrompt(text: string): Recognised | null {
  const start = promptStart.exec(text)
  if (start === null) return null
  const found = scriptCommand.exec(text)
  const isBare = !start[0].endsWith('>')
  if (found === null) return isBare ? null : { kind: 'prompt', command: null, all: false }
  const rest = text.slice(found.index + found[0].length)
  // A sentence of a mail may begin with the name of the script.
  if (isBare && rest !== '' && !/^all\b/i.test(rest) && !/[>|]$/.test(found[0])) return null
  return {
    kind: 'prompt',
    command: (found[1] ?? '').toLowerCase() as Command,
    all: /^all\b/i.test(rest),
  }
}

/** Behind a label or sentence: the shape of what follows. */
export function shapeOf(found: Recognised): Shape {
  if (found.kind === 'label') return shapeOfField[found.field]
  if (found.kind !== 'sentence') return 'nothing'
  if (found.sentence.kind === 'xpr') return found.sentence.dated ? 'date' : 'nothing'
  if (found.sentence.kind === 'activating') return 'activating'
  return found.sentence.kind === 'error-code' ? 'error' : 'nothing'
}

const beginnings = new Set<string>()
for (const whole of [...[...labels.keys()].map(compact), ...sentencePrefixes])
  for (let length = 2; length <= whole.length; length++) beginnings.add(whole.slice(0, length))

/** Whether the line is the beginning of a label or sentence, long enough not to be chance. */
export function isBeginning(text: string): boolean {
  if (text.length > 100) return false
  const start = compact(text)
  const isChinese = /[\u3400-\u9fff]/.test(start)
  return start.length >= (isChinese ? 2 : 4) && beginnings.has(start)
}
