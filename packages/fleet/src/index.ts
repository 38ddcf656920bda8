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

// Forecasts and lint-terms
export type {
  ColumnMapping,
  MappingAnswer,
  MappingChoice,
  MappingDoubt,
  MappingNeeds,
} from './forecast/column-mapping.ts'
export { formatMapping, mapColumns } from './forecast/column-mapping.ts'
export type { DelayRule } from './forecast/delays.ts'
export { activatedAfter, Delays } from './forecast/delays.ts'
export type {
  DeviceEvidence,
  DeviceForecast,
  ForecastBasis,
  ForecastRules,
  SeenEnd,
  Silent,
} from './forecast/device-forecast.ts'
export { forecastDevice, nothingKnown, reminderDaysDefault } from './forecast/device-forecast.ts'
export { DeviceJsonWriter, InstantWriter } from './forecast/device-json.ts'
export type { ForecastField } from './forecast/fields.ts'
export { forecastFields } from './forecast/fields.ts'
export type { AppliedFinding } from './forecast/finding-text.ts'
export { formatFaultName, parseFaultName, parseFinding } from './forecast/finding-text.ts'
export type { EntrySink, ListRules, RejectedRow, Renewals } from './forecast/list-forecast.ts'
export { ListForecast, rejectedListedMax } from './forecast/list-forecast.ts'
export type { DayRounding, DeviceRow, RowFault, RowFaultKind } from './forecast/row-reader.ts'
export { reminderDaysMax, RowReader } from './forecast/row-reader.ts'
export type {
  CustomerRow,
  DayRow,
  ForecastState,
  ForecastSummary,
  MonthRow,
  WeekRow,
} from './forecast/tally.ts'
export { formatDay, stateAt, Tally } from './forecast/tally.ts'
export { parseTermSeconds } from './forecast/term-text.ts'
export type { CountedTerm, TermVerdict } from './lint-terms.ts'
export { lintTerm, TermList, usualRepresentations } from './lint-terms.ts'
