import { addSecondsHeld, secondsPerDay, type Instant } from '@holdfast/capabilities'
import { endsEarlier } from './end.ts'
import type { ForeignDevice, Need, OwnDevice, PlanDevice } from './plan-device.ts'

/** Why a device is in a plan; the first that holds. Source: docs/spec/repair.md §2. */
export function decideNeed(device: PlanDevice, horizon: Instant): Need {
  return device.kind === 'own' ? needOfOwn(device, horizon) : needOfForeign(device, horizon)
}

function needOfOwn(device: OwnDevice, horizon: Instant): Need {
  const { seat, held, licenceTerm } = device
  if (device.gone) return 'gone'
  // A seat that its own device gave back is no trouble, unless somebody names the device.
  if (seat.state !== 'taken') return device.named || seat.state === 'moved' ? 'unseated' : 'none'
  if (held === null) return 'none'
  if (licenceTerm !== null && endsEarlier(held.term, licenceTerm)) return 'term-differs'
  if (held.end.kind === 'perpetual') return 'none'
  const remindFrom = addSecondsHeld(held.end.until, -held.reminderDays * secondsPerDay)
  return remindFrom < horizon ? 'ends-soon' : 'none'
}

function needOfForeign({ licensed, end }: ForeignDevice, horizon: Instant): Need {
  if (licensed === false) return 'ends-soon'
  if (end === null) return licensed === true ? 'none' : 'unknown'
  return end.kind === 'within' && end.span.from < horizon ? 'ends-soon' : 'none'
}
