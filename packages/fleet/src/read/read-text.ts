// Text that administrators have, to readings. spec: reading §5, §10
import { refuse, type Refusal } from '@holdfast/lease'
import type { Place, PlacedReading, Reading } from '../reading.ts'
import { buildReading } from './build-reading.ts'
import { gatherBlocks, type Block } from './gather-blocks.ts'
import { gatherEvents, type GatheredEvents } from './gather-events.ts'
import { groupCaptures, productsMax, type Capture } from './group-captures.ts'
import { linesMax, splitLines, type Line } from './lines.ts'
import { readMinimumFacts } from './minimum-facts.ts'
import { readPropertyDump } from './property-dump.ts'

export type TextReadings = {
  readonly kind: 'read'
  readonly readings: readonly { readonly reading: Reading; readonly places: readonly Place[] }[]
}

/**
 * What a decoded text says: one reading for each capture in it, in its order. Never throws.
 * Refuses text without licence text, and more lines or products than anybody would send.
 * Source: docs/spec/reading.md.
 */
export function readText(text: string): TextReadings | Refusal<'TEXT_NOT_RECOGNISED'> {
  const lines = splitLines(text)
  if (lines.length > linesMax) return refuse('TEXT_NOT_RECOGNISED', { linesMax })
  const gathered = gatherEvents(lines)
  const blocks = gatherBlocks(gathered.events)
  const captures = groupCaptures(blocks)
  if (captures === null) return refuse('TEXT_NOT_RECOGNISED', { productsMax })
  const readings = isDecided(blocks)
    ? readCaptures(captures, gathered)
    : (readPropertyDump(lines) ?? readUndecided(lines, captures, gathered))
  if (readings.length > 0) return { kind: 'read', readings }
  return refuse('TEXT_NOT_RECOGNISED', { lines: lines.length, ...findNearest(lines, gathered) })
}

/** A label or sentence that stands in one language only. */
function isDecided(blocks: readonly Block[]): boolean {
  return blocks.some(({ votes }) => votes.en + votes['zh-CN'] > 0)
}

/** Name and description alone are English or Chinese only where no other line has a label that neither explains. */
function readUndecided(
  lines: readonly Line[],
  captures: readonly Capture[],
  gathered: GatheredEvents,
): PlacedReading[] {
  if (captures.length > 0 && gathered.unexplained === 0) return readCaptures(captures, gathered)
  const minimum = readMinimumFacts(lines)
  return minimum === null ? [] : [minimum]
}

function readCaptures(captures: readonly Capture[], { events, endsWithin }: GatheredEvents): PlacedReading[] {
  const isCollector = isOfSeveralTools(events)
  const readings = captures.map((capture, at) => {
    const isLast = at === captures.length - 1
    return buildReading(capture, isCollector, { isLast, breaksOff: isLast && endsWithin })
  })
  return withoutRepeats(readings)
}

const ownTitle = /slmgr|licen[sc]e|dlv|dli|xpr|\/ato|rearm|许可|授权|激活/i

/** Sections of several tools: at least two headings, and one that is not of the licence script. */
function isOfSeveralTools(events: GatheredEvents['events']): boolean {
  const titles = events.filter((event) => event.kind === 'heading').map(({ title }) => title)
  return titles.length >= 2 && titles.some((title) => !ownTitle.test(title))
}

/** A thread of mail quotes what stands in it already. */
function withoutRepeats(readings: readonly PlacedReading[]): PlacedReading[] {
  if (readings.length === 1) return [...readings]
  const seen = new Set<string>()
  return readings.filter(({ reading }) => {
    const key = JSON.stringify(reading)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

const shapes = [
  ['guid', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i],
  ['version', /\b(?:10\.0|6\.[0-3])\.\d{4,5}\b/],
] as const

/** What came near to something readable, so that people see how their text was understood. */
function findNearest(
  lines: readonly Line[],
  { events }: GatheredEvents,
): { nearest?: string; line?: number } {
  const label = events.find((event) => event.kind === 'fact')
  if (label?.kind === 'fact') return { nearest: 'label', line: label.fact.line }
  for (const [nearest, shape] of shapes) {
    const line = lines.find(({ text }) => shape.test(text))
    if (line !== undefined) return { nearest, line: line.number }
  }
  return {}
}
