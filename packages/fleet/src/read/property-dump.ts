// Property dumps as text: `Name : value` and `Name=value`. spec: reading §8
import type { PlacedReading } from '../reading.ts'
import { readObjects } from './group-properties.ts'
import { isUnfinished, type Line } from './lines.ts'
import { propertyKey, propertyNames, type Properties, type PropertyValue } from './properties.ts'

const property = /^([A-Za-z][A-Za-z0-9_]{1,60}) *[:=] ?(.*)$/

/** Format-List sets what continues a value below it. */
const indentMin = 4

/** `null` where the text is no dump. */
export function readPropertyDump(lines: readonly Line[]): PlacedReading[] | null {
  const { objects, truncated } = gatherObjects(lines)
  const readings = readObjects(objects, { truncated })
  return readings.length === 0 ? null : readings
}

function gatherObjects(lines: readonly Line[]): {
  objects: Properties[]
  truncated: boolean
} {
  const objects: Map<string, PropertyValue>[] = []
  const lastAt = lines.findLastIndex((line) => line.text !== '')
  let open: string | null = null
  for (const [at, line] of lines.entries()) {
    const found = property.exec(line.text)
    const key = found === null ? null : propertyKey(found[1] ?? '')
    const cut = isUnfinished(line, at === lastAt)
    const continues = line.text !== '' && line.width - line.text.length >= indentMin
    if (key === null && open !== null && continues) {
      lengthen(objects.at(-1), open, line, cut)
      continue
    }
    open = null
    if (key === null || !propertyNames.has(key)) continue
    if (objects.length === 0 || objects.at(-1)?.has(key) === true) objects.push(new Map())
    objects.at(-1)?.set(key, valueOf(line, found?.[2] ?? '', cut))
    open = key
  }
  const truncated = [...(objects.at(-1)?.values() ?? [])].some((value) => value.cut)
  return { objects, truncated }
}

function valueOf(line: Line, value: string, cut: boolean): PropertyValue {
  const text = value.trim()
  const to = line.from + line.text.length
  return { text, from: to - text.length, to, line: line.number, cut }
}

/** Format-List breaks long values into the column of values; a value without blanks is broken within a word. */
function lengthen(
  object: Map<string, PropertyValue> | undefined,
  key: string,
  line: Line,
  cut: boolean,
): void {
  const known = object?.get(key)
  if (object === undefined || known === undefined || known.text === '' || known.text.length > 2_000) return
  const glue = known.text.includes(' ') ? ' ' : ''
  object.set(key, {
    ...known,
    text: known.text + glue + line.text,
    to: line.from + line.text.length,
    cut,
  })
}
