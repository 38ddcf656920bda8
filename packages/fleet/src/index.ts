export type { ClipLimit, Epoch, FaultyEnd, TimeFault, TimeFinding, TimeUnit } from './fault.ts'
export { endAsGranted, endUnderFault, epochSeconds, leftSecondsOf, limitSeconds } from './fault.ts'
export type { Certainty, Observation, SecondsRange, Span } from './observation.ts'
