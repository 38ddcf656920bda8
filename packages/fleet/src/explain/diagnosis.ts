// The ordinary diagnoses of a capture: codes and facts. Their sentences stand in packages/phrases.

/** The gravest first: of several diagnoses the first is named. */
export const diagnosisCodes = [
  'service-failed',
  'key-missing',
  'non-genuine',
  'evaluation-ended',
  'hardware-changed',
  'lapsed',
  'not-activated',
  'additional-grace',
  'cloned-machine-ids',
  'count-below-minimum',
  'host-unreachable',
  'reminder-window',
  'renewal-overdue',
  'initial-grace',
  'term-unusual',
  'evaluation-running',
  'unclear',
  'healthy',
  'permanent',
] as const
export type DiagnosisCode = (typeof diagnosisCodes)[number]

/** What a person can reach on the machine. `clear`: the command that takes the activation away. */
export const controlNames = ['enter-key', 'activate', 'renew', 'clear'] as const
export type ControlName = (typeof controlNames)[number]

export const controlReasons = [
  'counts-as-activated',
  'activation-over',
  'no-key',
  'any-time-on-network',
  'nothing-to-renew',
  'success-proves-nothing',
  'nothing-to-clear',
  'service-needed',
] as const
export type ControlReason = (typeof controlReasons)[number]

export type Control = {
  readonly control: ControlName
  readonly open: boolean
  readonly reason: ControlReason
}

export type DiagnosisFacts = {
  /** Whole days left, rounded up; and the local moments of the device. */
  readonly days?: number
  readonly until?: string
  readonly remindersFrom?: string
  readonly host?: string
  readonly count?: number
  readonly minimum?: number
  /** Names of devices that share a machine id. */
  readonly devices?: readonly string[]
  /** As printed: `0xC004F074`. */
  readonly errorCode?: string
}

export type Diagnosis = {
  readonly code: DiagnosisCode
  readonly device: string
  readonly facts: DiagnosisFacts
  readonly controls: readonly Control[]
}
