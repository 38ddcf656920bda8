// Every lease fits into its envelope, whatever device, administrator and customer chose to put into it.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { instantMax } from '@holdfast/capabilities'
import {
  bytesMaxOf,
  formatLease,
  parseEnvelope,
  privateKeyOfSeed,
  signEnvelope,
  type Fingerprint,
  type Lease,
} from '@holdfast/lease'
import { composeLease } from '../src/compose-lease.ts'
import { leadDaysMax, leasePartsMax, numberMax, releaseRangesMax } from '../src/limits.ts'
import { aLicence, aRequest, aSeat, newLeaseId, now, root, thumbprint } from './fixtures.ts'

// As many as the formats allow. spec: lease-format §3, §5
const fingerprintsMax = 4
const partsMax = 16
const policiesMax = 64
const acknowledgesMax = 8
const signaturesMax = 8

/** The longest name: 32 characters. */
const nameOf = (index: number) => `n${String(index).padStart(31, '0')}`
/** The title of 200 units that takes most bytes: three for each. */
const title = '授'.repeat(200)
const hash = createHash('sha256').update('part').digest('hex').slice(0, 32)

function fingerprintsOf(...counts: readonly number[]): Fingerprint[] {
  return counts.map((count, which) => ({
    salt: thumbprint(`salt ${which}`),
    parts: Array.from({ length: count }, (_, part) => ({ name: nameOf(part), hash })),
  }))
}

/** Everything that a licence can say, at its limit. */
function fullLicence() {
  return aLicence({
    orderNumber: title,
    holder: title,
    product: nameOf(0),
    edition: nameOf(1),
    releases: Array.from({ length: releaseRangesMax }, (_, at) => ({
      from: numberMax - 200 + 2 * at,
      below: numberMax - 199 + 2 * at,
    })),
    renewal: { kind: 'required', everyDays: 365, windowDays: 30 },
    reminderDays: leadDaysMax,
    graceDays: leadDaysMax,
    policies: Object.fromEntries(Array.from({ length: policiesMax }, (_, at) => [nameOf(at), 'enforce'])),
  })
}

function leaseWith(fingerprints: readonly Fingerprint[], held: Lease | null = null): Lease {
  const licence = fullLicence()
  const request = aRequest()
  return composeLease({
    root,
    id: newLeaseId(),
    request: { ...request, device: { ...request.device, fingerprints } },
    acknowledges: Array.from({ length: acknowledgesMax }, newLeaseId),
    held,
    licence,
    term: { kind: 'until', until: instantMax },
    productKey: thumbprint('product key'),
    seat: aSeat(licence, { generation: numberMax }),
    now,
    trust: numberMax,
  })
}

const partsOf = (lease: Lease) => lease.device.fingerprints.map(({ parts }) => parts.length)

test('a lease with everything at its limit fits, with every signature that it may carry', () => {
  const lease = leaseWith(fingerprintsOf(...Array.from({ length: fingerprintsMax }, () => partsMax)))
  const signers = Array.from({ length: signaturesMax }, (_, at) => ({
    key: privateKeyOfSeed(new Uint8Array(32).fill(at + 1)),
  }))
  const bytes = Buffer.from(JSON.stringify(signEnvelope('lease', formatLease(lease), signers)))
  expect(bytes.length).toBeLessThanOrEqual(bytesMaxOf('lease'))
  expect(parseEnvelope(bytes, 'lease').kind).not.toBe('refused')
})

test.each([
  ['all that fit', [8, 8, 8, 8], [8, 8, 8, 8]],
  ['exactly as many as fit', [16, 16], [16, 16]],
  ['whole ones in order, none of a later one', [16, 16, 1, 0], [16, 16]],
  ['none after the first that does not fit', [16, 10, 7, 6], [16, 10]],
])('of the fingerprints a lease takes %s', (_, reported, taken) => {
  expect(partsOf(leaseWith(fingerprintsOf(...reported)))).toEqual(taken)
})

test('fingerprints of the lease that is held are limited alike', () => {
  const full = leaseWith(fingerprintsOf(16, 16))
  const [first] = full.device.fingerprints
  const held = { ...full, device: { ...full.device, fingerprints: [first!, first!, first!] } }
  expect(partsOf(leaseWith([], held))).toEqual([16, 16])
  expect(leasePartsMax).toBe(32)
})
