import { addSecondsHeld, formatInstant, secondsPerDay, type Instant } from '@holdfast/capabilities'
import { covers, refuse, type Refusal, type Release, type ReleaseRange, type Term } from '@holdfast/lease'
import type { Licence } from './licence.ts'

/** In order of precedence, the same for activation and renewal. spec: activation-protocol §4, §5 */
export const licenceRefusals = [
  'LICENCE_WITHDRAWN',
  'LICENCE_SUSPENDED',
  'TERM_OVER',
  'RELEASE_NOT_COVERED',
] as const
export type LicenceRefusal = (typeof licenceRefusals)[number]

/**
 * Why a licence grants nothing to this release at `now`, or `null`. `term` is the licence's term as it will be written
 * if the decision stands; a term is over once its grace has passed too.
 */
export function refuseByLicence(
  licence: Licence,
  facts: { readonly term: Term; readonly release: Release; readonly now: Instant },
): Refusal<LicenceRefusal> | null {
  const { state } = licence
  if (state.kind === 'withdrawn')
    return refuse('LICENCE_WITHDRAWN', { since: formatInstant(state.since), reason: state.reason })
  if (state.kind === 'suspended')
    return refuse('LICENCE_SUSPENDED', { since: formatInstant(state.since), reason: state.reason })
  if (facts.term.kind === 'until') {
    const graceUntil = addSecondsHeld(facts.term.until, licence.graceDays * secondsPerDay)
    if (facts.now >= graceUntil) {
      return refuse('TERM_OVER', {
        until: formatInstant(facts.term.until),
        graceUntil: formatInstant(graceUntil),
        days: Math.floor((facts.now - facts.term.until) / secondsPerDay),
      })
    }
  }
  if (!covers(licence.releases, facts.release.ordinal)) {
    return refuse('RELEASE_NOT_COVERED', {
      release: facts.release.name,
      ordinal: facts.release.ordinal,
      covered: licence.releases.map(formatRange),
    })
  }
  return null
}

/** `100-299`, or `100-` where every later release is covered: the ordinals as a person counts them. */
function formatRange(range: ReleaseRange): string {
  return range.below === undefined ? `${range.from}-` : `${range.from}-${range.below - 1}`
}
