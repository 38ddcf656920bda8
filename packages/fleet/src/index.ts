export type { ClipLimit, Epoch, FaultGround, FaultyEnd, TimeFault, TimeFinding, TimeUnit } from './fault.ts'
export { endAsGranted, endUnderFault, epochSeconds, leftSecondsOf, limitSeconds } from './fault.ts'
export type { Certainty, Observation, SecondsRange, Span } from './observation.ts'

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
