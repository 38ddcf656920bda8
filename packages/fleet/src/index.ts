export type { ClipLimit, Epoch, FaultGround, FaultyEnd, TimeFault, TimeFinding, TimeUnit } from './fault.ts'
export { endAsGranted, endUnderFault, epochSeconds, leftSecondsOf, limitSeconds, turnsOf } from './fault.ts'
export type { Certainty, Observation, SecondsRange, Span } from './observation.ts'

export { hideKeys } from './read/hide-keys.ts'
export { readJsonValue } from './read/read-json.ts'
export type { RowOfTable, RowReading } from './read/read-rows.ts'
export { readRow, recognisesColumns } from './read/read-rows.ts'
export type { TextReadings } from './read/read-text.ts'
export { readText } from './read/read-text.ts'
export type {
  ActivationType,
  AdActivation,
  AtoResult,
  CaptureError,
  Encoding,
  ExpiryKind,
  KmsClient,
  KmsHost,
  KmsRequests,
  LicenceStatus,
  LicenceStatusName,
  LicenceUrls,
  LineEnds,
  LocalTime,
  Locale,
  MinimumFacts,
  NotificationReason,
  Place,
  PlacedReading,
  Product,
  Reading,
  ReadingWarning,
  RearmCounts,
  RearmResult,
  Subscription,
  TokenActivation,
  VmActivation,
} from './reading.ts'
export { licenceStatusNames, readingWarnings } from './reading.ts'

export type { Derived, DerivedOverflow } from './explain/derive.ts'
export { deriveOf, formatHypothesis, reminderSeconds } from './explain/derive.ts'
export { printedDays } from './explain/evidence.ts'
export type { ExplainOptions } from './explain/explain.ts'
export { explain } from './explain/explain.ts'
export type {
  Contradiction,
  Explanation,
  FoundHypothesis,
  ImpliedActivation,
  NextObservation,
  OrdinaryExplanation,
  Verdict,
} from './explain/explanation.ts'
export { verdicts } from './explain/explanation.ts'
export { famousFaults, type FamousFault, type FamousFaultId } from './explain/famous-faults.ts'
export {
  formatTerm,
  formatWidth,
  lengthCharactersMax,
  lengthDaysMax,
  parseLength,
} from './explain/format-length.ts'
export { keyDayOf } from './explain/key-day.ts'
export type { ObserveOptions, ReadingToObserve } from './explain/observe-readings.ts'
export { deviceOf, observeReadings, primaryProduct, volumeTermSeconds } from './explain/observe-readings.ts'
export { diagnose } from './explain/diagnose.ts'
export type {
  Control,
  ControlName,
  ControlReason,
  Diagnosis,
  DiagnosisCode,
  DiagnosisFacts,
} from './explain/diagnosis.ts'
export { diagnosisCodes } from './explain/diagnosis.ts'
export { findWindowsCode, windowsCodes, type WindowsCode } from './explain/windows-codes.ts'
