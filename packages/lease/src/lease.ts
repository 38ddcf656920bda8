// The lease: its members, its end, and the releases that it covers. spec: lease-format §5
import { formatInstant, type Instant } from '@holdfast/capabilities'
import type { Lease, Name, Policy, ReleaseRange, Renewal, Term } from './artefacts.ts'
import {
  isName,
  readAcceptedFingerprints,
  readId,
  readInteger,
  readMoment,
  readName,
  readRoot,
  readSerial,
  readThumbprint,
  readTitle,
} from './fields.ts'
import { leadDaysMax, policiesMax, releaseRangesMax, requestReceiptsMax } from './limits.ts'
import { formatPayload, parsePayload, type PayloadForm, type PayloadRefusal } from './payload.ts'
import {
  byKind,
  checked,
  closedObject,
  isJsonObject,
  list,
  object,
  optional,
  scalar,
  word,
  type Reader,
} from './reader.ts'

const policyWords: readonly Policy[] = ['enforce', 'warn', 'observe']

const readPolicies: Reader<Lease['policies']> = scalar((value) => {
  if (!isJsonObject(value)) return null
  const entries = Object.entries(value)
  if (entries.length > policiesMax) return null
  // Without a prototype: `constructor` is a possible feature name, and one that is absent must read as absent.
  const policies = Object.create(null) as { [feature: Name]: Policy }
  for (const [feature, named] of entries) {
    if (!isName(feature) || typeof named !== 'string') return null
    policies[feature] = policyWords.find((known) => known === named) ?? 'warn'
  }
  return policies
})

const readReleases: Reader<readonly ReleaseRange[]> = checked(
  list(closedObject({ from: readInteger(), below: optional(readInteger()) }), {
    min: 1,
    max: releaseRangesMax,
  }),
  (ranges) => {
    const index = ranges.findIndex(({ from, below }, at) => {
      const before = ranges[at - 1]
      const apart = before === undefined || (before.below !== undefined && before.below <= from)
      return !apart || (below !== undefined && below <= from)
    })
    return index < 0 ? null : `[${index}]`
  },
)

const readTerm: Reader<Term> = byKind({
  perpetual: object({ kind: word('perpetual') }),
  until: object({ kind: word('until'), until: readMoment }),
})

const readWindow = <Kind extends 'advised' | 'required'>(kind: Kind) =>
  checked(object({ kind: word(kind), from: readMoment, until: readMoment }), ({ from, until }) =>
    from < until ? null : 'until',
  )

const readRenewal: Reader<Renewal> = byKind({
  none: object({ kind: word('none') }),
  advised: readWindow('advised'),
  required: readWindow('required'),
})

const shape = {
  root: readRoot,
  id: readId('lse'),
  generation: readInteger(1),
  answers: readId('req'),
  acknowledges: list(readId('lse'), { min: 0, max: requestReceiptsMax }),
  licence: readId('lic'),
  order: readTitle,
  seat: readId('sea'),
  product: readName,
  edition: readName,
  releases: readReleases,
  serial: readSerial,
  productKey: readThumbprint,
  holder: readTitle,
  device: object({ key: readThumbprint, fingerprints: readAcceptedFingerprints }),
  term: readTerm,
  renewal: readRenewal,
  reminderDays: readInteger(0, leadDaysMax),
  graceDays: readInteger(0, leadDaysMax),
  policies: readPolicies,
  issuedAt: readMoment,
  trust: readInteger(1),
}

const form: PayloadForm<typeof shape, { kind: 'lease'; lease: Lease }> = {
  kind: 'lease',
  shape,
  artefact: (lease) => ({ kind: 'lease', lease }),
}

/** Reads verified lease bytes. */
export function parseLease(
  payload: Uint8Array,
): { readonly kind: 'lease'; readonly lease: Lease } | PayloadRefusal {
  return parsePayload(form, payload)
}

/** Payload bytes of a lease, members in the order of the specification. Throws TypeError where it breaks a limit. */
export function formatLease(lease: Lease): Uint8Array {
  const { root, id, generation, answers, acknowledges, licence, order, seat, product, edition } = lease
  const { serial, productKey, holder, device, reminderDays, graceDays, policies, trust } = lease
  const fingerprints = device.fingerprints.map(({ salt, parts }) => ({
    salt,
    parts: parts.map(({ name, hash, weight }) => ({ name, hash, weight })),
  }))
  return formatPayload(form, {
    ...{ root, id, generation, answers, acknowledges, licence, order, seat, product, edition },
    releases: lease.releases.map(({ from, below }) => ({ from, below })),
    ...{ serial, productKey, holder },
    device: { key: device.key, fingerprints },
    term: formatTerm(lease.term),
    renewal: formatRenewal(lease.renewal),
    ...{ reminderDays, graceDays, policies },
    issuedAt: formatInstant(lease.issuedAt),
    trust,
  })
}

/** When a lease ends, and through which of its two ends; the term where both end at the same moment. */
export function leaseEnd(
  lease: Pick<Lease, 'term' | 'renewal'>,
):
  | { readonly kind: 'never' }
  | { readonly kind: 'at'; readonly at: Instant; readonly because: 'term-over' | 'renewal-missed' } {
  const term = lease.term.kind === 'until' ? lease.term.until : null
  const renewal = lease.renewal.kind === 'required' ? lease.renewal.until : null
  if (renewal !== null && (term === null || renewal < term))
    return { kind: 'at', at: renewal, because: 'renewal-missed' }
  return term === null ? { kind: 'never' } : { kind: 'at', at: term, because: 'term-over' }
}

/** Whether any of the ranges holds the release with this ordinal. */
export function covers(releases: readonly ReleaseRange[], ordinal: number): boolean {
  return releases.some(({ from, below }) => from <= ordinal && (below === undefined || ordinal < below))
}

function formatTerm(term: Term): unknown {
  return term.kind === 'perpetual'
    ? { kind: 'perpetual' }
    : { kind: 'until', until: formatInstant(term.until) }
}

function formatRenewal(renewal: Renewal): unknown {
  if (renewal.kind === 'none') return { kind: 'none' }
  return { kind: renewal.kind, from: formatInstant(renewal.from), until: formatInstant(renewal.until) }
}
