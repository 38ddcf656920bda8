/**
 * What a capture says, in the vocabulary of docs/spec/reading.md. A member is null where the capture does not say;
 * optional members are absent where the capture has no such block. Nothing in it was computed: what follows from a
 * reading is the business of explain and forecast.
 */
export const licenceStatusNames = [
  'unlicensed',
  'licensed',
  'initial-grace',
  'additional-grace',
  'non-genuine-grace',
  'notification',
  'extended-grace',
] as const
export type LicenceStatusName = (typeof licenceStatusNames)[number]
/** `code` is the place in `licenceStatusNames`. */
export type LicenceStatus = { readonly code: number; readonly name: LicenceStatusName }

export type Encoding =
  | 'ascii'
  | 'utf-8'
  | 'utf-8-bom'
  | 'utf-16le'
  | 'utf-16le-bom'
  | 'gbk'
  | 'utf-8 holding GBK bytes read as latin-1'
export type LineEnds = 'crlf' | 'lf' | 'mixed'
export type Locale = 'en' | 'zh-CN' | 'unknown'
export type ReadingWarning =
  'truncated' | 'mojibake-repaired' | 'date-order-ambiguous' | 'status-ambiguous' | 'unknown-locale'

/** A local clock of the device: ISO without zone, `2018-11-27T09:40:03`. */
export type LocalTime = string

/** Where a fact stood: `path` is the member of the reading (`products[0].remainingMinutes`); half-open UTF-16 positions in the text as decoded; `line` from 1. */
export type Place = {
  readonly path: string
  readonly from: number
  readonly to: number
  readonly line: number
}

export type ExpiryKind = 'volume' | 'timebased' | 'automatic-vm' | 'grace' | 'none'

export type KmsClient = {
  readonly cmid: string | null
  readonly lookupDomain: string | null
  readonly host: string | null
  readonly port: number | null
  readonly source: 'dns' | 'registered' | null
  readonly ip: string | null
  readonly extendedPid: string | null
  readonly activationIntervalMinutes: number | null
  readonly renewalIntervalMinutes: number | null
  readonly hostCaching: boolean | null
}
