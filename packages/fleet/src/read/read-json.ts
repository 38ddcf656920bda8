// Property dumps as parsed JSON. spec: reading §8
import { refuse, type Refusal } from '@holdfast/lease'
import { productsMax } from './group-captures.ts'
import { readObjects } from './group-properties.ts'
import { propertyKey, propertyNames, type Properties, type PropertyValue } from './properties.ts'
import type { TextReadings } from './read-text.ts'

/** How deep objects may stand within each other: `{ "value": [ { ... } ] }` and one wrapping more. */
const depthMax = 5

/** What ConvertTo-Json made of one object or several. Never throws. */
export function readJsonValue(value: unknown): TextReadings | Refusal<'TEXT_NOT_RECOGNISED'> {
  const objects: Properties[] = []
  gatherObjects(value, depthMax, objects)
  if (objects.length > productsMax) return refuse('TEXT_NOT_RECOGNISED', { productsMax })
  const readings = readObjects(objects, { truncated: false })
  return readings.length === 0 ? refuse('TEXT_NOT_RECOGNISED') : { kind: 'read', readings }
}

function gatherObjects(value: unknown, depth: number, objects: Properties[]): void {
  if (typeof value !== 'object' || value === null || depth === 0 || objects.length > productsMax) return
  if (Array.isArray(value)) {
    for (const member of value) gatherObjects(member, depth - 1, objects)
    return
  }
  const properties = propertiesOf(value)
  if (properties.size > 0) objects.push(properties)
  for (const member of Object.values(value)) gatherObjects(member, depth - 1, objects)
}

function propertiesOf(object: object): Properties {
  const properties = new Map<string, PropertyValue>()
  for (const [name, value] of Object.entries(object)) {
    const key = propertyKey(name)
    const text = propertyNames.has(key) ? textOf(value) : null
    if (text !== null) properties.set(key, { text, from: 0, to: 0, line: 0, cut: false })
  }
  return properties
}

/** A date may be an object that holds its text. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value === null) return ''
  if (typeof value !== 'object' || !('value' in value)) return null
  return typeof value.value === 'string' ? value.value.trim() : null
}
