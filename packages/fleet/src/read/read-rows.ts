// Rows of tables that hold licences. spec: reading §8
import type { LocalTime, Reading } from '../reading.ts'
import { buildFromProperties } from './build-from-properties.ts'
import { hideKeys } from './hide-keys.ts'
import { fold } from './lines.ts'
import { parsePropertyDate } from './property-date.ts'
import {
  decisiveNames,
  propertyKey,
  propertyNames,
  type Properties,
  type PropertyValue,
} from './properties.ts'

/** `values`: column name as written to its text. `line` counts from 1 in the file. */
export type RowOfTable = { readonly line: number; readonly values: ReadonlyMap<string, string> }

/** Beside the reading: what only lists hold. Moments of lists are as printed, without zone; null where they have two readings. */
export type RowReading =
  | {
      readonly kind: 'read'
      readonly reading: Reading
      readonly host: string | null
      readonly updatedAt: LocalTime | null
      readonly graceEnd: LocalTime | null
    }
  | { readonly kind: 'unreadable'; readonly line: number; readonly reason: 'no-licence' | 'no-status' }

/** Which table these columns are of; null where none that is known. */
export function recognisesColumns(columns: readonly string[]): 'licensing-product' | 'vamt-product' | null {
  const keys = new Set(columns.map(propertyKey))
  const decisive = [...keys].filter((key) => decisiveNames.has(key)).length
  const isOfVamt =
    keys.has('fullyqualifieddomainname') || keys.has('graceexpirationdate') || keys.has('licensestatustext')
  if (isOfVamt && decisive >= 1 && (keys.has('productname') || keys.has('partialproductkey')))
    return 'vamt-product'
  return decisive >= 3 ? 'licensing-product' : null
}

/** One row to its reading. Columns that hold full product keys are not read. */
export function readRow(row: RowOfTable): RowReading {
  const properties = propertiesOf(row)
  const isLicence = [...properties].some(([name, { text }]) => decisiveNames.has(name) && text !== '')
  if (!isLicence) return { kind: 'unreadable', line: row.line, reason: 'no-licence' }
  const { reading } = buildFromProperties([properties], null, { truncated: false })
  const [product] = reading.products
  if (product?.licenseStatus === null && properties.has('licensestatus'))
    return { kind: 'unreadable', line: row.line, reason: 'no-status' }
  return {
    kind: 'read',
    reading,
    host: firstText(properties, ['fullyqualifieddomainname', 'computername', 'pscomputername']),
    updatedAt: firstTime(properties, ['licensestatuslastupdated', 'lastupdated']),
    graceEnd: firstTime(properties, ['graceexpirationdate']),
  }
}

function propertiesOf({ line, values }: RowOfTable): Properties {
  const properties = new Map<string, PropertyValue>()
  for (const [column, value] of values) {
    const key = propertyKey(column)
    if (!propertyNames.has(key)) continue
    properties.set(key, { text: fold(value).trim(), from: 0, to: 0, line, cut: false })
  }
  return properties
}

function firstText(properties: Properties, names: readonly string[]): string | null {
  const text = names.map((name) => properties.get(name)?.text ?? '').find((each) => each !== '')
  return text === undefined ? null : hideKeys(text)
}

function firstTime(properties: Properties, names: readonly string[]): LocalTime | null {
  for (const name of names) {
    const date = parsePropertyDate(properties.get(name)?.text ?? '')
    const time = date?.time ?? date?.utc?.slice(0, -1)
    if (time !== undefined) return time
  }
  return null
}
