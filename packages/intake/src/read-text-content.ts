// What one decoded text holds: artefacts of ours, JSON, rows, a page, or licence text.
import { readText, type PlacedReading } from '@holdfast/fleet'
import { refuse, type Refusal } from '@holdfast/lease'
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
  if (how.isHtml || looksLikeHtml(text)) return readPlain(htmlToText(text))
  return readPlain(text)
}

function readPlain(text: string): TextContent | Refusal {
  const read = readText(text)
  return read.kind === 'refused' ? read : { kind: 'captures', readings: read.readings }
}
