export type { ClipLimit, Epoch, FaultGround, FaultyEnd, TimeFault, TimeFinding, TimeUnit } from './fault.ts'
export { endAsGranted, endUnderFault, epochSeconds, leftSecondsOf, limitSeconds, turnsOf } from './fault.ts'
export type { Certainty, Observation, SecondsRange, Span } from './observation.ts'
// Modelled devices
export { formatDuration, parseDuration } from './model/duration.ts'
export { hideKeys } from './read/hide-keys.ts'
export { modelBytesMax } from './model/model.ts'
export { formatDay } from './model/compare-runs.ts'
export { formatModelRun, runModel, simulationNotice } from './model/run-model.ts'
export { shippedModelNames, shippedModelUrl } from './model/shipped-models.ts'
export type { Deed, Evidence, Mark, Model, ModelState, Rule } from './model/model.ts'
export type { ModelRun } from './model/run-model.ts'
export type { GivenScript, Step } from './model/script.ts'
export type { Entry, TimelineEvent } from './model/timeline.ts'
export type { ComparedMember, DayFace, Difference } from './model/compare-runs.ts'
export type { OpenQuestion, SeenUnder } from './model/ask-questions.ts'
export type { ControlFace, EndOfTerm } from './model/modelled-device.ts'
export type { Words } from './model/words.ts'

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
export { formatTerm, formatWidth, lengthDaysMax, parseLength } from './explain/format-length.ts'
export { keyDayOf } from './explain/key-day.ts'
export type { ObserveOptions, ReadingToObserve } from './explain/observe-readings.ts'
export { deviceOf, observeReadings, primaryProduct, volumeTermSeconds } from './explain/observe-readings.ts'
