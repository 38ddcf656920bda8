// What an order line may grant, where it is more than the shape of its input. spec: lease-format §5
import type { Instant } from '@holdfast/capabilities'
import { addCivilPeriod, civilUnitMax, isZone } from '@holdfast/capabilities/calendar'
import type { ReleaseRange } from '@holdfast/lease'
import type { InputComplaints } from './input-complaints.ts'
import type { RenewalRule, TermRule } from './licence.ts'
import { leadDaysMax, numberMax, releaseRangesMax, renewalDaysMax } from './limits.ts'

export function checkReleaseRanges(
  complaints: InputComplaints,
  path: string,
  ranges: readonly ReleaseRange[],
): void {
  if (ranges.length < 1 || ranges.length > releaseRangesMax)
    return complaints.add(path, `must be 1 to ${releaseRangesMax} ranges`)
  let before: ReleaseRange | null = null
  for (const [index, range] of ranges.entries()) {
    const here = `${path}/${index}`
    complaints.checkInteger(`${here}/from`, range.from, 0, numberMax)
    if (range.below !== undefined) {
      complaints.checkInteger(`${here}/below`, range.below, 0, numberMax)
      if (range.below <= range.from) complaints.add(`${here}/below`, 'must be above from')
    }
    if (before !== null && before.below === undefined)
      complaints.add(here, 'nothing may follow a range without below')
    else if (before?.below !== undefined && range.from < before.below)
      complaints.add(`${here}/from`, 'ranges must ascend and not overlap')
    before = range
  }
}

/** `start`: the order, because a period from the first activation starts no earlier. */
export function checkTermRule(
  complaints: InputComplaints,
  path: string,
  rule: TermRule,
  start: Instant,
): void {
  if (rule.kind === 'perpetual') return
  if (rule.kind === 'until') {
    if (rule.until <= start) complaints.add(`${path}/until`, 'must be after the order')
    return
  }
  const { period, zone } = rule
  const units = [period.years, period.months, period.days]
  const whole = units.every((unit) => Number.isSafeInteger(unit) && unit >= 0 && unit <= civilUnitMax)
  if (!whole || units.every((unit) => unit === 0))
    return complaints.add(`${path}/period`, 'must be whole years, months and days, at least one above zero')
  if (!isZone(zone)) return complaints.add(`${path}/zone`, 'must be the IANA name of a time zone')
  if (addCivilPeriod(start, period, zone) === null)
    complaints.add(`${path}/period`, 'must end in year 9999 at the latest')
}

export function checkRenewalRule(complaints: InputComplaints, path: string, rule: RenewalRule): void {
  if (rule.kind === 'none') return
  complaints.checkInteger(`${path}/everyDays`, rule.everyDays, 1, renewalDaysMax)
  complaints.checkInteger(`${path}/windowDays`, rule.windowDays, 1, renewalDaysMax)
  if (rule.windowDays > rule.everyDays) complaints.add(`${path}/windowDays`, 'must not be above everyDays')
}

export function checkLeadDays(
  complaints: InputComplaints,
  path: string,
  days: { readonly reminderDays: number; readonly graceDays: number },
): void {
  complaints.checkInteger(`${path}/reminderDays`, days.reminderDays, 0, leadDaysMax)
  complaints.checkInteger(`${path}/graceDays`, days.graceDays, 0, leadDaysMax)
}
