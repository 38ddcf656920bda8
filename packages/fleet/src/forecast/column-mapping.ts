import { fieldNames, forecastFields, plainName, vagueNames, type ForecastField } from './fields.ts'

/** For each field the place of its column, from 0; absent where it has none. */
export type ColumnMapping = { readonly [field in ForecastField]?: number }

export type MappingAnswer =
  | { readonly kind: 'mapped'; readonly mapping: ColumnMapping }
  /** `doubts` names the columns that a field may have; `proposed` is the best of them, to be confirmed. */
  | { readonly kind: 'ambiguous'; readonly doubts: readonly MappingDoubt[]; readonly proposed: ColumnMapping }
  /** No column for any of these fields, of which one is needed. */
  | { readonly kind: 'missing'; readonly anyOf: readonly ForecastField[]; readonly proposed: ColumnMapping }
  /** A choice names no field, or no column. */
  | { readonly kind: 'unknown'; readonly field: string; readonly column: string | null }

export type MappingDoubt = { readonly field: ForecastField; readonly columns: readonly number[] }

/** What `--map field=column` says; an empty column leaves the field out. */
export type MappingChoice = { readonly field: string; readonly column: string }

/** What a table is read for: forecasts need a name and a way to an end, lint-terms a granted term. */
export type MappingNeeds = 'forecast' | 'terms'

/** A table with more columns is looked at no further. */
export const columnsMax = 1000

/** Shortest name that counts where it stands within a longer one: `date` would be found in `update`. */
const partCharsMin = { latin: 5, other: 2 }

/**
 * Which column is which field: what was chosen, and for the rest what their names say.
 * Source: docs/spec/forecast.md §6.
 */
export function mapColumns(
  columns: readonly string[],
  choices: readonly MappingChoice[],
  needs: MappingNeeds = 'forecast',
): MappingAnswer {
  const chosen = new Map<ForecastField, number | null>()
  for (const { field, column } of choices) {
    const found = findField(field)
    if (found === null) return { kind: 'unknown', field, column: null }
    const at = column === '' ? null : findColumn(columns, column)
    if (at === -1) return { kind: 'unknown', field: found, column }
    chosen.set(found, at)
  }
  const { proposed, doubts } = propose(columns, chosen)
  const wanted = doubts.filter(({ field }) => needs === 'forecast' || termFields.includes(field))
  if (wanted.length > 0) return { kind: 'ambiguous', doubts: wanted, proposed }
  const anyOf = needs === 'terms' ? findMissingTerm(proposed) : findMissing(proposed)
  return anyOf === null ? { kind: 'mapped', mapping: proposed } : { kind: 'missing', anyOf, proposed }
}

/** `--map` options that say this mapping, for a person to paste. */
export function formatMapping(mapping: ColumnMapping, columns: readonly string[]): string[] {
  return forecastFields.flatMap((field) => {
    const at = mapping[field]
    if (at === undefined) return []
    const name = columns[at] ?? ''
    const isPlain = name !== '' && columns.indexOf(name) === at && !name.startsWith('#')
    return [`${field}=${isPlain ? name : `#${at + 1}`}`]
  })
}

/** A field by its own name, or by any name that a column of it may have. */
export function findField(name: string): ForecastField | null {
  const plain = plainName(name)
  return (
    forecastFields.find((field) => field.toLowerCase() === plain) ??
    forecastFields.find((field) => fieldNames[field].includes(plain)) ??
    null
  )
}

/** `#3` is the third column; else the name as written, else without case and punctuation. -1 where there is none, or several. */
function findColumn(columns: readonly string[], text: string): number {
  const numbered = /^#(\d{1,4})$/.exec(text)
  if (numbered !== null) {
    const at = Number(numbered[1]) - 1
    return at >= 0 && at < columns.length ? at : -1
  }
  const exact = columns.flatMap((name, at) => (name === text ? [at] : []))
  if (exact.length > 0) return exact.length === 1 ? (exact[0] as number) : -1
  const plain = plainName(text)
  const near = columns.flatMap((name, at) => (plainName(name) === plain ? [at] : []))
  return near.length === 1 ? (near[0] as number) : -1
}

type Claim = { readonly column: number; readonly field: ForecastField; readonly exact: boolean }

function propose(
  columns: readonly string[],
  chosen: ReadonlyMap<ForecastField, number | null>,
): { readonly proposed: ColumnMapping; readonly doubts: readonly MappingDoubt[] } {
  const taken = new Set(chosen.values())
  const open = columns
    .slice(0, columnsMax)
    .flatMap((name, column) => (taken.has(column) ? [] : [{ name, column }]))
  const claims = open
    .flatMap(({ name, column }) => claimsOf(name).map((claim) => ({ ...claim, column })))
    .filter(({ field }) => !chosen.has(field))
  const proposed: { [field in ForecastField]?: number } = {}
  const doubts: MappingDoubt[] = []
  for (const field of forecastFields) {
    const choice = chosen.get(field)
    if (choice !== undefined) {
      if (choice !== null) proposed[field] = choice
      continue
    }
    const found = strongest(claims.filter((claim) => claim.field === field))
    if (found.length === 0 || (field === 'release' && found.length > 1)) continue
    proposed[field] = (found[0] as Claim).column
    if (found.length > 1) doubts.push({ field, columns: found.map(({ column }) => column) })
  }
  return settleVague(open, { chosen, proposed, doubts })
}

/** Vague names are proposed where nothing better is there, and are always a doubt. */
function settleVague(
  open: readonly { readonly name: string; readonly column: number }[],
  so: {
    readonly chosen: ReadonlyMap<ForecastField, number | null>
    readonly proposed: { [field in ForecastField]?: number }
    readonly doubts: MappingDoubt[]
  },
): { readonly proposed: ColumnMapping; readonly doubts: readonly MappingDoubt[] } {
  const { chosen, proposed, doubts } = so
  for (const { names, fields } of vagueNames) {
    if (fields.some((field) => proposed[field] !== undefined)) continue
    if (fields.includes('device') && proposed.serial !== undefined) continue
    // Where an end, or another way to it, is named clearly, a vague column is nobody's business.
    if (fields.includes('activated') && proposed.ends !== undefined) continue
    const free = fields.filter((field) => !chosen.has(field))
    const vague = open.filter(({ name }) => names.includes(plainName(name)))
    if (free.length === 0 || vague.length === 0) continue
    proposed[free[0] as ForecastField] = (vague[0] as { column: number }).column
    for (const field of free) doubts.push({ field, columns: vague.map(({ column }) => column) })
  }
  return { proposed, doubts }
}

/** What a column may be by its name: an exact name, else the longest name that it holds. */
function claimsOf(name: string): Omit<Claim, 'column'>[] {
  const plain = plainName(name)
  const exact = forecastFields.filter((field) => fieldNames[field].includes(plain))
  if (exact.length > 0) return exact.map((field) => ({ field, exact: true }))
  if (vagueNames.some(({ names }) => names.includes(plain))) return []
  const held = forecastFields.flatMap((field) =>
    fieldNames[field]
      .filter((part) => part.length >= (/^[a-z]/.test(part) ? partCharsMin.latin : partCharsMin.other))
      .filter((part) => plain.includes(part))
      .map((part) => ({ field, length: part.length })),
  )
  const longest = Math.max(0, ...held.map(({ length }) => length))
  const fields = new Set(held.filter(({ length }) => length === longest).map(({ field }) => field))
  return [...fields].map((field) => ({ field, exact: false }))
}

function strongest(claims: readonly Claim[]): readonly Claim[] {
  const exact = claims.filter((claim) => claim.exact)
  return exact.length > 0 ? exact : claims
}

const termFields: readonly ForecastField[] = ['granted', 'quantity', 'release']

function findMissingTerm(mapping: ColumnMapping): readonly ForecastField[] | null {
  return mapping.granted === undefined ? ['granted'] : null
}

const naming: readonly ForecastField[] = ['device', 'serial', 'order']

function findMissing(mapping: ColumnMapping): readonly ForecastField[] | null {
  const has = (field: ForecastField) => mapping[field] !== undefined
  if (!naming.some(has)) return naming
  if (has('ends') || has('activated') || has('ordered')) return null
  if (!has('remainingMinutes') && !has('remainingDays'))
    return ['activated', 'ordered', 'ends', 'remainingMinutes']
  return has('captured') ? null : ['captured']
}
