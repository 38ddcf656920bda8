// From the bytes of a file to captures as the books take them.
import { parseInstant, type Instant } from '@holdfast/capabilities'
import { factsTextOfCapture, hideKeys, lookOfReading, type Look, type Span } from '@holdfast/fleet'
import { readFile, type Complaint, type Found, type ReportReading } from '@holdfast/intake'
import type { CustomerId } from '@holdfast/lease'
import type { NewCapture } from '@holdfast/store'
import { lookOfReport } from './look-of-report.ts'
import type { SentFile } from './sent-files.ts'

export type SentWith = {
  readonly customer: CustomerId | null
  /** When the files were captured, as their sender says. */
  readonly given: Span | null
  /** In which local clocks are read. */
  readonly zone: string
}

/** What a file gave, and what in it could not be read. A file that is nothing at all has one complaint. */
export type CapturesOfFile = {
  readonly captures: readonly NewCapture[]
  readonly complaints: readonly Complaint[]
}

export async function capturesOfFile(file: SentFile, sent: SentWith): Promise<CapturesOfFile> {
  const read = await readFile({ bytes: file.bytes })
  if (read.kind === 'refused')
    return { captures: [], complaints: [{ inside: null, line: null, refusal: read }] }
  return {
    captures: read.found.map((found) => captureOf(found, file.name, sent)),
    complaints: read.complaints,
  }
}

function captureOf(found: Found, fileName: string, { customer, given, zone }: SentWith): NewCapture {
  // People name files after what is in them, and a product key may be just that.
  const name = hideKeys(fileName)
  const source = found.inside === null ? name : `${name}/${found.inside}`
  const look = lookOf(found, { source, given, zone })
  const looks = look === null ? [] : [look]
  return {
    customer,
    source,
    kind: isReport(found.value) ? 'report' : found.list === null ? 'licence-text' : 'list-row',
    capturedAt: look?.seen.capturedAt ?? given,
    capturedBy: look?.capturedBy ?? (given === null ? 'received' : 'given'),
    factsText: factsTextOfCapture({ customer, source, reading: readWithoutRepair(found.value), looks }),
    reading: JSON.stringify(found.list === null ? found.value : { ...found.value, list: found.list }),
    looks,
  }
}

function lookOf(
  found: Found,
  about: { readonly source: string; readonly given: Span | null; readonly zone: string },
): Look | null {
  const { value, sentAt } = found
  if (isReport(value)) return lookOfReport(value, about.source)
  const mailed: Instant | null = sentAt === null ? null : parseInstant(sentAt)
  const { host = null, updatedAt = null, graceEnd = null } = found.list ?? {}
  return lookOfReading(value, { ...about, sentAt: mailed, host, updatedAt, graceEnd })
}

function isReport(value: Found['value']): value is ReportReading {
  return 'kind' in value
}

/** That a text came through a wrong encoding and was repaired makes it no other capture. */
function readWithoutRepair(value: Found['value']): unknown {
  if (isReport(value)) return value
  return { ...value, warnings: value.warnings.filter((warning) => warning !== 'mojibake-repaired') }
}
