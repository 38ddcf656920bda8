// What one decoded text holds: artefacts of ours, JSON, rows, a page, or licence text.
import { readJsonValue, readText, recognisesColumns, type PlacedReading } from '@holdfast/fleet'
import { refuse, type Refusal } from '@holdfast/lease'
import { findDialect } from './csv-rows.ts'
import { htmlToText, looksLikeHtml } from './html-text.ts'
import { looksLikeArtefact, readReports, type ReportReading } from './read-report.ts'

export type TextContent =
  | { readonly kind: 'captures'; readonly readings: readonly PlacedReading[] }
  | { readonly kind: 'reports'; readonly reports: readonly ReportReading[] }
  /** Rows that `recognisesColumns` knows; whoever holds the bytes reads them as a table. */
  | { readonly kind: 'rows' }

/** Reads a text by what it is. Refuses what no reader knows, with what came nearest. */
export async function readTextContent(
  text: string,
  how: { readonly isHtml: boolean },
): Promise<TextContent | Refusal> {
  if (looksLikeArtefact(text)) {
    const reports = await readReports(text)
    if (reports.kind === 'refused') return reports
    if (reports.reports.length > 0) return { kind: 'reports', reports: reports.reports }
    return refuse('ENVELOPE_OTHER_KIND', { expected: 'report', found: reports.others[0] ?? null })
  }
  const json = readJsonText(text)
  if (json !== null) return json
  if (hasKnownColumns(text)) return { kind: 'rows' }
  if (how.isHtml || looksLikeHtml(text)) return readPlain(htmlToText(text))
  return readPlain(text)
}

function readPlain(text: string): TextContent | Refusal {
  const read = readText(text)
  return read.kind === 'refused' ? read : { kind: 'captures', readings: read.readings }
}

/** null where the text is no JSON, or JSON that no reader knows: it may still be licence text that begins with a bracket. */
function readJsonText(text: string): TextContent | null {
  if (!/^\s*[{[]/.test(text.slice(0, 1024))) return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const read = readJsonValue(value)
  return read.kind === 'refused' ? null : { kind: 'captures', readings: read.readings }
}

function hasKnownColumns(text: string): boolean {
  const lines = text.slice(0, 16_384).split(/\r?\n|\r/, 3)
  const head = lines.find((line) => line.trim() !== '' && !/^(?:#TYPE |sep=)/.test(line)) ?? ''
  if (!/[,;\t|]/.test(head)) return false
  const { delimiter } = findDialect(head)
  const columns = head.split(delimiter).map((cell) => cell.trim().replace(/^"|"$/g, ''))
  return recognisesColumns(columns) !== null
}
