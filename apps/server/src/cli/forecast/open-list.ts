// A file with a list of devices, and which of its columns is which: proposed, confirmed or refused.
import {
  formatMapping,
  mapColumns,
  type ColumnMapping,
  type MappingAnswer,
  type MappingChoice,
  type MappingNeeds,
} from '@holdfast/fleet'
import { openTable, type OpenedTable } from '@holdfast/intake'
import { refuse, type Refusal } from '@holdfast/lease'
import type { CommandContext } from '../command.ts'
import { fieldWords } from './words.ts'

export type OpenedList = {
  readonly kind: 'list'
  readonly table: OpenedTable
  readonly mapping: ColumnMapping
}

/** Columns that a refusal names. */
const columnsNamedMax = 40
/** Characters of a name that a refusal repeats. */
const columnCharsShown = 60
const questionsMax = 30

/**
 * Opens a table and maps its columns. At a terminal, what is proposed is shown and asked for where it is doubtful.
 * Refuses: what `openTable` refuses, MAPPING_AMBIGUOUS, MAPPING_MISSING.
 */
export async function openList(
  context: Pick<CommandContext, 'say' | 'ask'>,
  file: string,
  given: { readonly choices: readonly MappingChoice[]; readonly needs: MappingNeeds; readonly asks: boolean },
): Promise<OpenedList | Refusal> {
  const table = await openTable({ path: file })
  if (table.kind === 'refused') return ofFile(table, file)
  let answer = mapColumns(table.columns, given.choices, given.needs)
  const ask = given.asks ? context.ask : null
  if (ask !== null && (answer.kind === 'ambiguous' || answer.kind === 'missing'))
    answer = await askForColumns({ ...context, ask }, table.columns, { ...given, answer })
  if (answer.kind === 'mapped') return { kind: 'list', table, mapping: answer.mapping }
  return ofFile(refuseMapping(context, answer, table.columns), file)
}

/** Which file it was, where the refusal does not say it yet. */
function ofFile(refusal: Refusal, file: string): Refusal {
  return { ...refusal, facts: { file, ...refusal.facts } }
}

/** `--map field=column`; null where there is no `=`. */
export function parseChoice(text: string): MappingChoice | null {
  const at = text.indexOf('=')
  return at <= 0 ? null : { field: text.slice(0, at), column: text.slice(at + 1) }
}

/** The options that say this mapping, quoted so that any shell takes them. */
export function mapOptions(mapping: ColumnMapping, columns: readonly string[]): string {
  return formatMapping(mapping, columns)
    .map((pair) => `--map ${quoted(pair, columns)}`)
    .join(' ')
}

function quoted(pair: string, columns: readonly string[]): string {
  if (/^[\p{L}\p{N}=_.#:/-]+$/u.test(pair) && !pair.includes('=#')) return pair
  // What a shell would look into is named by its number instead.
  if (!/["$`\\!%'\n\r]/.test(pair)) return `"${pair}"`
  const [field = '', ...rest] = pair.split('=')
  return `"${field}=#${columns.indexOf(rest.join('=')) + 1}"`
}

async function askForColumns(
  context: Pick<CommandContext, 'say'> & { readonly ask: (question: string) => Promise<string> },
  columns: readonly string[],
  given: {
    readonly choices: readonly MappingChoice[]
    readonly needs: MappingNeeds
    readonly answer: Extract<MappingAnswer, { kind: 'ambiguous' | 'missing' }>
  },
): Promise<MappingAnswer> {
  const { say, ask } = context
  const listed = columns.map((name, at) => `  #${at + 1}  ${name}`).join('\n')
  const choices = [...given.choices]
  let { answer }: { answer: MappingAnswer } = given
  // Each field is settled once; what a person leaves open, or never answers with a column, stays a refusal.
  const settled = new Set<string>()
  for (let questions = 0; questions < questionsMax; questions++) {
    if (answer.kind !== 'ambiguous' && answer.kind !== 'missing') return answer
    const fields = answer.kind === 'ambiguous' ? answer.doubts.map(({ field }) => field) : answer.anyOf
    const field = fields.find((each) => !settled.has(each))
    if (field === undefined) return answer
    const best = answer.proposed[field]
    const proposed = best === undefined ? '' : ` [${columns[best]}]`
    const question = say({
      en: `${listed}\nWhich column is the ${fieldWords[field].en}? Name or #number, - for none${proposed}: `,
      zh: `${listed}\n哪一列是“${fieldWords[field].zh}”？请输入列名或 #编号，- 表示没有${proposed}：`,
    })
    const said = (await ask(question)).trim()
    const column = said === '-' ? '' : said === '' ? (best === undefined ? '' : `#${best + 1}`) : said
    const next = mapColumns(columns, [...choices, { field, column }], given.needs)
    if (next.kind === 'unknown') continue
    settled.add(field)
    choices.push({ field, column })
    answer = next
  }
  return answer
}

/** A file that is no table can have a head without end. */
function cutName(name: string): string {
  const short = name.length > columnCharsShown ? `${name.slice(0, columnCharsShown)}…` : name
  return short.replaceAll(/\p{Cc}+/gu, ' ')
}

function refuseMapping(
  { say }: Pick<CommandContext, 'say'>,
  answer: Exclude<MappingAnswer, { kind: 'mapped' }>,
  columns: readonly string[],
): Refusal<'MAPPING_AMBIGUOUS' | 'MAPPING_MISSING'> {
  const named = columns.slice(0, columnsNamedMax).map(cutName).join(' | ')
  const columnsLine = say({ en: `Columns: ${named}`, zh: `现有的列：${named}` })
  if (answer.kind === 'unknown') {
    const column = answer.column ?? answer.field
    return refuse('MAPPING_MISSING', { complaints: [columnsLine], column })
  }
  const options = mapOptions(answer.proposed, columns)
  if (answer.kind === 'missing')
    return refuse('MAPPING_MISSING', {
      complaints: options === '' ? [columnsLine] : [columnsLine, options],
      anyOf: [...answer.anyOf],
    })
  const doubts = answer.doubts.map(({ field, columns: places }) => {
    const names = places.map((at) => cutName(columns[at] ?? '')).join(' | ')
    return say({ en: `${fieldWords[field].en}: ${names}`, zh: `${fieldWords[field].zh}：${names}` })
  })
  return refuse('MAPPING_AMBIGUOUS', {
    complaints: [...doubts, options],
    map: formatMapping(answer.proposed, columns),
  })
}
