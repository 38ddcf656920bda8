export type { ClipLimit, Epoch, FaultGround, FaultyEnd, TimeFault, TimeFinding, TimeUnit } from './fault.ts'
export { endAsGranted, endUnderFault, epochSeconds, leftSecondsOf, limitSeconds, turnsOf } from './fault.ts'
export type { Certainty, Observation, SecondsRange, Span } from './observation.ts'
// Modelled devices
export { formatDuration, parseDuration } from './model/duration.ts'
export { modelBytesMax } from './model/model.ts'
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

export type { ChecklistStep, ChecklistStepCode } from './repair/checklist.ts'
export { checklistOf, checklistStepCodes } from './repair/checklist.ts'
export { decideNeed } from './repair/decide-need.ts'
export type { PlanDecided, PlanItem } from './repair/decide-plan.ts'
export {
  adviceAfterSeconds,
  adviceWindow,
  countItems,
  decideItem,
  decideItemRun,
  decidePlan,
  planExaminedMax,
  planItemsMax,
} from './repair/decide-plan.ts'
export type { DeviceList, ListedDevice } from './repair/device-list.ts'
export { formatEnd, parseDeviceEntries, parseDeviceList } from './repair/device-list.ts'
export type { End } from './repair/end.ts'
export { earlierEnd, endsEarlier } from './repair/end.ts'
export type {
  ActivationScheme,
  DeviceMarks,
  ForeignDevice,
  Foreseen,
  Need,
  OwnDevice,
  PlanDevice,
  PlanOptions,
  SightedEnd,
} from './repair/plan-device.ts'
export { activationSchemes, needs, noMarks } from './repair/plan-device.ts'
export { foreignDeviceOf } from './repair/foreign-device.ts'
export type { PlanEnds } from './repair/plan-ends.ts'
export { parsePlanEnds, planFormat } from './repair/plan-ends.ts'
export type { ItemCounts, ItemEvent, ItemState, PlanAction, PlanState } from './repair/plan-state.ts'
export { decidePlanAction, isFinished, itemStates, nextItemState } from './repair/plan-state.ts'
export type { Because, RemedyName, StartedHow } from './repair/remedies.ts'
export { costOf, isByHand, remedyNames } from './repair/remedies.ts'
export type { Sighting, SightingSource } from './repair/sighting.ts'
export { seenEndOf, sightingOfLook, sightingOfReceipt } from './repair/sighting.ts'
export type { ItemToVerify, ItemVerdict } from './repair/verify-item.ts'
export { verifyItemBy } from './repair/verify-item.ts'
export { factsTextOfCapture } from './observe/capture-facts-text.ts'
export type { Candidate } from './observe/device-index.ts'
export { DeviceIndex } from './observe/device-index.ts'
export type { DeviceKey, DeviceKeyKind } from './observe/device-keys.ts'
export { deviceKeyKinds, keyDevicesMax, keysOfNames } from './observe/device-keys.ts'
export type { CapturedBy, DeviceNames, Look, ObservedState } from './observe/look.ts'
export {
  capturedByWords,
  endOfLook,
  factsTextOfLook,
  firstReminderOf,
  isWell,
  momentOfLook,
  normaliseHost,
  sameEnd,
  stateWithReminders,
} from './observe/look.ts'
export type { ReadingContext } from './observe/look-of-reading.ts'
export { lookOfReading } from './observe/look-of-reading.ts'
export type { Match } from './observe/match-look.ts'
export { matchLook } from './observe/match-look.ts'
export type { LookContext, ObservedDevice } from './observe/observed-device.ts'
export {
  deviceAfterLook,
  deviceOfLook,
  formatMonth,
  labelCharsMax,
  monthOf,
} from './observe/observed-device.ts'
export type { TimelineChange, TimelinePoint } from './observe/timeline.ts'
export { changesAlong } from './observe/timeline.ts'
export type { NamedCustomer, NamedLicence } from './watch/compose-findings.ts'
export {
  devicesSilent,
  licenceRemindersAhead,
  misfitOf,
  remindersAhead,
  renewalsMissed,
  termUnlikeOrder,
  waveFinding,
} from './watch/compose-findings.ts'
export type { GrantedTerm, OrderedTerm } from './watch/decide-term-fit.ts'
export { decideTermMisfit } from './watch/decide-term-fit.ts'
export type { TurnedDay, Wave } from './watch/decide-waves.ts'
export { causeOfWave, decideWaves, waveOfCause } from './watch/decide-waves.ts'
export type { FleetFinding, FleetFindingKind, Who } from './watch/fleet-finding.ts'
export { fleetFindingKinds, whoWords } from './watch/fleet-finding.ts'
export type { WatchRules } from './watch/watch-rules.ts'
export { watchRulesDefault } from './watch/watch-rules.ts'

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
export { deriveOf, formatHypothesis } from './explain/derive.ts'
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
export { deviceOf, dropVolumeTerms, observeReadings, primaryProduct } from './explain/observe-readings.ts'
export { reminderDaysDefault, reminderSeconds, volumeTermSeconds } from './terms.ts'
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
export { forecastDevice, nothingKnown } from './forecast/device-forecast.ts'
export { DeviceJsonWriter, InstantWriter } from './forecast/device-json.ts'
export type { ForecastField } from './forecast/fields.ts'
export { forecastFields } from './forecast/fields.ts'
export type { AppliedFinding } from './forecast/finding-text.ts'
export { formatFaultName, parseFaultName, parseFinding } from './forecast/finding-text.ts'
export type { EntrySink, ListRules, RejectedRow, Renewals } from './forecast/list-forecast.ts'
export { ListForecast, rejectedListedMax } from './forecast/list-forecast.ts'
export type { DateOrder } from './forecast/moment-text.ts'
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
export { stateAt, Tally } from './forecast/tally.ts'
export { parseTermSeconds } from './forecast/term-text.ts'
export type { CountedTerm, TermVerdict } from './lint-terms.ts'
export { lintTerm, TermList, usualRepresentations } from './lint-terms.ts'
