export { openLicence } from './open-licence.ts'
export { parseGivenTrust } from './held-trust.ts'
export { fetchTrust } from './fetch-trust.ts'
export { formatDeviceState } from './device-state.ts'
export { fingerprintWeights } from './facts/weights.ts'
export { collectFacts } from './facts/collect-facts.ts'
export { parseFacts } from './facts/parse-facts.ts'
export { readSettings } from './read-settings.ts'
export { systemUptime } from './system-uptime.ts'
export { noticedWords } from './device-licence.ts'
export type {
  Activated,
  ActivateInput,
  Allowance,
  Applied,
  DeviceLicence,
  DeviceRefusal,
  DeviceState,
  Diagnosis,
  EndReason,
  Facts,
  JournalEntry,
  KeepUpInput,
  KeptUp,
  LicenceOptions,
  NothingDue,
  Noticed,
  Released,
  ReleaseInput,
  Renewed,
  RenewInput,
  Requested,
  RequestInput,
  Reset,
  ServerWords,
  UnlicensedReason,
  Uptime,
  UptimeReader,
  VaultFinding,
} from './device-licence.ts'
