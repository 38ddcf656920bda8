// Vectors of leases held, offered again, meant for somebody else, and of two faults at once. spec: lease-format §12
import { instant, SeededEntropy } from '@holdfast/capabilities/testing'
import { formatTrust, makeId, makeRequestId, type TrustBundle } from '@holdfast/lease'
import { sampleIds } from '@holdfast/lease/testing'
import {
  accepted,
  asHeld,
  asNew,
  both,
  issuing,
  leaseVector,
  payloadOf,
  plain,
  reIssue,
  stranger,
  type LeaseCase,
} from './lease-case.ts'
import {
  issuingTrust,
  otherProductTrust,
  revokingTrust,
  secondIssuing,
  versionTwo,
} from './sample-bundles.ts'
import { base64, refused, type Expectation, type Vector } from './vector.ts'

export function listLeaseOccasionVectors(): readonly Vector[] {
  return [...heldCases, ...destinationCases(), ...precedenceCases()].map(leaseVector)
}

const payload = payloadOf()
const held = (bundle: TrustBundle, bytes = payload) => ({
  payload: base64(bytes),
  issuedUnder: base64(formatTrust(bundle)),
})
const later = (over: Parameters<typeof versionTwo>[1]) => versionTwo(plain, over)
const revoked = {
  key: issuing.thumbprint,
  reason: 'key lost',
  at: instant('2026-04-01T00:00:00Z'),
  compromised: false,
}
const disregard = {
  key: issuing.thumbprint,
  from: instant('2026-03-01T00:00:00Z'),
  until: instant('2026-03-02T00:00:00Z'),
}
const heldCase = (name: string, why: string, trust: TrustBundle, expect: Expectation): LeaseCase => ({
  ...{ name, why, trust, expect, payload },
  as: asHeld(plain),
})
const heldCases: LeaseCase[] = [
  heldCase('held-accepted', 'held, under the newest bundle', plain, accepted()),
  heldCase('held-key-revoked', 'held; its key was revoked since', later({ revoked: [revoked] }), reIssue),
  heldCase(
    'held-key-left-role',
    'held; its key has left the role since',
    later({ issuing: [secondIssuing] }),
    reIssue,
  ),
  heldCase(
    'held-interval-ended',
    'held; the newest bundle ends the interval before',
    later({ until: '2026-02-01T00:00:00Z' }),
    reIssue,
  ),
  heldCase(
    'held-disregarded',
    "held; issued while the signer's clock was wrong",
    later({ disregard: [disregard] }),
    reIssue,
  ),
  {
    ...heldCase(
      'held-revoked-then',
      'held; its key was revoked when it was issued',
      revokingTrust([issuing]),
      reIssue,
    ),
    payload: payloadOf({}, revokingTrust([issuing])),
    as: asHeld(revokingTrust([issuing])),
  },
  {
    ...heldCase('held-older-than-all', 'held: neither request nor generation are asked', plain, accepted()),
    payload: payloadOf({ generation: 1, answers: makeRequestId(new SeededEntropy('long ago')) }),
  },
  {
    ...heldCase(
      'held-other-device',
      'held, and bound to another device',
      plain,
      refused('LEASE_OTHER_DEVICE'),
    ),
    device: stranger.thumbprint,
  },
  {
    ...heldCase('held-forged', 'held, and forged', plain, refused('SIGNATURE_WRONG')),
    signers: [{ key: stranger, keyid: issuing.thumbprint }],
  },
  {
    name: 'held-signed-by-another-role-too',
    why: 'held; its key has left the role since, and a key that signed beside it has come in: it did not count then',
    trust: versionTwo(otherProductTrust(), {}),
    payload: payloadOf({}, otherProductTrust()),
    signers: both,
    as: asHeld(otherProductTrust()),
    expect: reIssue,
  },
  {
    name: 'already-held',
    why: 'the lease that is held, offered again while another request waits',
    as: asNew({ awaited: [], highestGeneration: 3, held: held(plain) }),
    expect: accepted({ already: true }),
  },
  {
    name: 'already-held-key-revoked',
    why: 'the lease that is held, offered again after its key was revoked',
    payload,
    trust: later({ revoked: [revoked] }),
    as: asNew({ awaited: [], highestGeneration: 3, held: held(plain) }),
    expect: accepted({ already: true, notes: ['to-be-re-issued'] }),
  },
]

function destinationCases(): LeaseCase[] {
  const other = makeRequestId(new SeededEntropy('other request'))
  const held = {
    payload: base64(payloadOf({ id: makeId('lse', new SeededEntropy('held lease')) })),
    issuedUnder: base64(formatTrust(plain)),
  }
  return [
    {
      name: 'lease-other-product',
      why: 'a lease for another product',
      product: 'harbour-desk',
      expect: refused('LEASE_OTHER_PRODUCT'),
    },
    {
      name: 'lease-other-device',
      why: 'bound to another device',
      device: stranger.thumbprint,
      expect: refused('LEASE_OTHER_DEVICE'),
    },
    {
      name: 'lease-other-request',
      why: 'answers a request that is not awaited',
      as: asNew({ awaited: [other] }),
      expect: refused('LEASE_OTHER_REQUEST'),
    },
    {
      name: 'lease-no-request',
      why: 'no answer is awaited at all',
      as: asNew({ awaited: [] }),
      expect: refused('LEASE_OTHER_REQUEST'),
    },
    {
      name: 'accepted-one-of-several-awaited',
      why: 'answers one of several requests awaited',
      as: asNew({ awaited: [other, sampleIds.request] }),
      expect: accepted(),
    },
    {
      name: 'lease-generation-same',
      why: 'another lease of the generation that was accepted already',
      as: asNew({ highestGeneration: 3, held }),
      expect: refused('LEASE_GENERATION_OLD'),
    },
    {
      name: 'lease-generation-lower',
      why: 'a generation below the highest ever accepted, though nothing is held',
      as: asNew({ highestGeneration: 9 }),
      expect: refused('LEASE_GENERATION_OLD'),
    },
  ]
}

/** Two faults at once: the one that stands higher is the verdict. */
function precedenceCases(): LeaseCase[] {
  const wrongEverywhere = {
    as: asNew({ awaited: [], highestGeneration: 9 }),
    product: 'harbour-desk',
    device: stranger.thumbprint,
  }
  const revoking = revokingTrust([issuing])
  const late = instant('2020-01-01T00:00:00Z')
  return [
    {
      name: 'both-signature-and-all-else',
      why: 'a forged signature outranks every mistake of destination',
      ...wrongEverywhere,
      signers: [{ key: stranger, keyid: issuing.thumbprint }],
      expect: refused('SIGNATURE_WRONG'),
    },
    {
      name: 'both-product-and-device',
      why: 'another product outranks another device, request and generation',
      ...wrongEverywhere,
      expect: refused('LEASE_OTHER_PRODUCT'),
    },
    {
      name: 'both-request-and-generation',
      why: 'another request outranks an old generation',
      as: asNew({ awaited: [], highestGeneration: 9 }),
      expect: refused('LEASE_OTHER_REQUEST'),
    },
    {
      name: 'both-interval-and-revoked',
      why: 'the interval outranks the revocation',
      trust: revoking,
      lease: { issuedAt: late },
      expect: refused('KEY_OUTSIDE_INTERVAL'),
    },
    {
      name: 'both-revoked-and-device',
      why: 'the revocation outranks the device',
      trust: revoking,
      device: stranger.thumbprint,
      expect: refused('KEY_REVOKED'),
    },
    {
      name: 'both-vendor-and-trust',
      why: 'another vendor outranks a bundle that is needed',
      lease: { root: issuingTrust([secondIssuing]).root, trust: 7 },
      expect: refused('OTHER_VENDOR'),
    },
  ]
}
