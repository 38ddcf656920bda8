import type { LineEnds, LocalTime, Place, Reading } from '@holdfast/fleet'
import type { Refusal } from '@holdfast/lease'
import type { TextEncoding } from './find-encoding.ts'
import type { ReportReading } from './read-report.ts'

/** Where something stood in the file that was given. */
export type Origin = {
  /** Names of the entries that lead to it, `mail.eml/logs.zip/dlv.txt`; null for the file itself. */
  readonly inside: string | null
  /** When the mail around it was sent, in UTC. */
  readonly sentAt: string | null
}

export type ListRow = {
  readonly line: number
  readonly host: string | null
  readonly updatedAt: LocalTime | null
  readonly graceEnd: LocalTime | null
}

/** One thing that was read. */
export type Found = Origin & {
  readonly encoding: TextEncoding
  /** null for rows of tables, which may have line ends within their cells. */
  readonly eol: LineEnds | null
  /** Where a row of a list stood, and what only lists hold; null elsewhere. */
  readonly list: ListRow | null
  readonly value: Reading | ReportReading
  /** Beside the reading, so that equal readings stay equal. Positions are those of the text as decoded. */
  readonly places: readonly Place[]
}

/** What could not be read, beside what could. */
export type Complaint = {
  readonly inside: string | null
  readonly line: number | null
  readonly refusal: Refusal
}
