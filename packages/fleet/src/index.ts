export type { Epoch, TimeFault, TimeFinding, TimeUnit } from './fault.ts'
export type { Certainty, Observation, SecondsRange, Span } from './observation.ts'
export type { Encoding, LineEnds, ReadingWarning } from './reading.ts'
