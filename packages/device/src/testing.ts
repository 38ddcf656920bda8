// What tests of other rooms compare with: the state as the device decides it.
export { decideState } from './device-state.ts'
export type { StateFacts } from './device-state.ts'
