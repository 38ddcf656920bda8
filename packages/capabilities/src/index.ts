export type { Clock } from './clock.ts'
export type { Entropy } from './entropy.ts'
export { portionedEntropy } from './portioned-entropy.ts'
export type { Instant } from './instant.ts'
export {
  addSeconds,
  addSecondsHeld,
  civilDay,
  dayNumber,
  daysInMonth,
  formatDay,
  formatInstant,
  instantMax,
  instantMin,
  instantOfSeconds,
  parseInstant,
  secondsPerDay,
} from './instant.ts'
