// One vector of a lease: what it says differently from the sample. spec: lease-format §12
import {
  formatLease,
  formatTrust,
  signEnvelope,
  type Envelope,
  type Lease,
  type Signer,
  type TrustBundle,
} from '@holdfast/lease'
import { sampleIds, sampleKey, sampleKeys, sampleLease, sampleProduct } from '@holdfast/lease/testing'
import { issuingTrust, secondIssuing } from './sample-bundles.ts'
import { base64, envelopeInput, type Expectation, type JsonObject, type Vector } from './vector.ts'

export type LeaseCase = {
  readonly name: string
  readonly why: string
  readonly expect: Expectation
  /** What the lease says differently from the sample. */
  readonly lease?: Partial<Lease>
  /** Signed instead of the lease. */
  readonly payload?: Uint8Array
  readonly signers?: readonly Signer[]
  /** Offered instead of what the signers make. */
  readonly envelope?: Envelope | Uint8Array
  readonly padTo?: number
  /** The newest bundle. */
  readonly trust?: TrustBundle
  readonly as?: JsonObject
  readonly product?: string
  readonly device?: string
}

export const { issuing, device } = sampleKeys
export const stranger = sampleKey('stranger')
export const plain = issuingTrust([issuing])
export const both: readonly Signer[] = [{ key: issuing }, { key: secondIssuing }]

export const asHeld = (bundle: TrustBundle) => ({ kind: 'held', issuedUnder: base64(formatTrust(bundle)) })
export const asNew = (over: JsonObject = {}) => ({
  kind: 'new',
  awaited: [sampleIds.request],
  highestGeneration: 2,
  held: null,
  ...over,
})
export const accepted = (over: JsonObject = {}): Expectation => ({
  kind: 'accepted',
  lease: sampleIds.lease,
  already: false,
  notes: [],
  ...over,
})
export const reIssue = accepted({ notes: ['to-be-re-issued'] })

export const sample = (lease: Partial<Lease> = {}, trust = plain) =>
  sampleLease({ root: trust.root, ...lease })
export const payloadOf = (lease: Partial<Lease> = {}, trust = plain) => formatLease(sample(lease, trust))
export const signed = (signers: readonly Signer[] = [{ key: issuing }]) =>
  signEnvelope('lease', payloadOf(), signers)
/** An envelope of the sample lease whose one signature is these bytes. */
export const withSignature = (sig: Uint8Array): Envelope => ({
  ...signed(),
  signatures: [{ keyid: issuing.thumbprint, sig: base64(sig) }],
})

/** The vector of a case; whatever a case does not say is as in the sample. */
export function leaseVector(test: LeaseCase): Vector {
  const trust = test.trust ?? plain
  const payload = test.payload ?? payloadOf(test.lease, trust)
  const envelope = test.envelope ?? signEnvelope('lease', payload, test.signers ?? [{ key: issuing }])
  return {
    file: `lease/${test.name}`,
    expect: test.expect,
    why: test.why,
    operation: 'verify-lease',
    input: {
      envelope: envelopeInput(envelope, test.padTo),
      trust: base64(formatTrust(trust)),
      product: test.product ?? sampleProduct,
      device: test.device ?? device.thumbprint,
      as: test.as ?? asNew(),
    },
  }
}
