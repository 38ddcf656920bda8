// Vectors of trust bundles that follow one another. spec: lease-format §4, §12
import { instant } from '@holdfast/capabilities/testing'
import {
  bytesMaxOf,
  formatReceipt,
  payloadTypeOf,
  signEnvelope,
  type Signer,
  type TrustContent,
} from '@holdfast/lease'
import { sampleReceipt, sampleTrust, signAsDevice } from '@holdfast/lease/testing'
import {
  accepted,
  first,
  newRoot,
  root,
  rootsOf,
  second,
  stranger,
  third,
  trustVector,
  versionOf,
  type TrustCase,
} from './trust-case.ts'
import { laterAlgorithm } from './trust-given-vectors.ts'
import { bytesOf, changed, changedEnvelope, refused, type Vector } from './vector.ts'

const next = (over: Partial<TrustContent>, signers?: readonly Signer[]) =>
  versionOf(2, over, signers).envelope
const bothRoots: readonly Signer[] = [{ key: root }, { key: newRoot }]
const moved = rootsOf([newRoot], 1)
const lost = {
  key: root.thumbprint,
  reason: 'key lost',
  at: instant('2026-03-01T00:00:00Z'),
  compromised: false,
}
const twoOfThree = sampleTrust(
  { ...rootsOf([root, newRoot, stranger], 2), revoked: [{ ...lost, key: stranger.thumbprint }] },
  bothRoots,
)
const after = (before: typeof first, over: Partial<TrustContent>, signers: readonly Signer[]) =>
  sampleTrust(
    { version: 2, root: before.bundle.root, issuedAt: instant('2026-04-01T00:00:00Z'), ...over },
    signers,
  ).envelope
const afterRevoking = (signers: readonly Signer[]) => after(twoOfThree, rootsOf([root, newRoot], 2), signers)
const withStranger: readonly Signer[] = [{ key: root }, { key: stranger }]
const oneOfTwo = sampleTrust({
  ...rootsOf([root, stranger], 1),
  revoked: [{ ...lost, key: stranger.thumbprint }],
})
const chainCases: TrustCase[] = [
  {
    name: 'chain-next',
    why: 'the next version, signed by the root role that both share',
    envelope: second.envelope,
    held: first,
    expect: accepted(2),
  },
  {
    name: 'chain-new-root',
    why: 'the root role moves to another key; both sign',
    envelope: next(moved, bothRoots),
    held: first,
    expect: accepted(2),
  },
  {
    name: 'chain-revokes-old-root',
    why: 'the next version revokes the root key of the one before, which signs for the last time',
    envelope: next({ ...moved, revoked: [lost] }, bothRoots),
    held: first,
    expect: accepted(2),
  },
  {
    name: 'chain-same',
    why: 'the one that is held',
    envelope: second.envelope,
    held: second,
    expect: accepted(2, true),
  },
  {
    name: 'chain-same-other-signature',
    why: 'the same payload under a further signature is the same bundle',
    envelope: next({}, [{ key: root }, { key: stranger }]),
    held: second,
    expect: accepted(2, true),
  },
]

const brokenChainCases: TrustCase[] = [
  {
    name: 'chain-new-root-alone',
    why: 'only the new root signs',
    envelope: next(moved, [{ key: newRoot }]),
    held: first,
    expect: refused('KEY_UNKNOWN'),
  },
  {
    name: 'chain-old-root-alone',
    why: 'only the old root signs',
    envelope: next(moved, [{ key: root }]),
    held: first,
    expect: refused('SIGNATURES_TOO_FEW'),
  },
  {
    name: 'chain-signature-wrong',
    why: 'a stranger signs under the name of the root key',
    envelope: next({}, [{ key: stranger, keyid: root.thumbprint }]),
    held: first,
    expect: refused('SIGNATURE_WRONG'),
  },
  {
    name: 'chain-revoked-key-signs',
    why: 'a key that the one before revoked fulfils nothing for the next',
    envelope: afterRevoking([{ key: root }, { key: stranger }]),
    held: twoOfThree,
    expect: refused('SIGNATURES_TOO_FEW'),
  },
  {
    name: 'chain-revoked-key-for-old-root',
    why: 'the new root role is fulfilled; the old one only with a key that it revoked',
    envelope: after(twoOfThree, rootsOf([root], 1), withStranger),
    held: twoOfThree,
    expect: refused('SIGNATURES_TOO_FEW'),
  },
  {
    name: 'chain-revoked-key-for-new-root',
    why: 'the old root role is fulfilled; the new one only with a key that the old one revoked',
    envelope: after(oneOfTwo, rootsOf([stranger], 1), withStranger),
    held: oneOfTwo,
    expect: refused('SIGNATURES_TOO_FEW'),
  },
  {
    name: 'chain-revokes-own-root-key',
    why: 'the new root role is fulfilled only with a key that the same bundle revokes',
    envelope: next({ ...rootsOf([root, newRoot], 1), revoked: [lost] }, [{ key: root }]),
    held: first,
    expect: refused('SIGNATURES_TOO_FEW'),
  },
  {
    name: 'chain-without-revoked-key',
    why: 'the keys that are not revoked fulfil both root roles',
    envelope: afterRevoking(bothRoots),
    held: twoOfThree,
    expect: { ...accepted(2), root: twoOfThree.bundle.root },
  },
  {
    name: 'chain-skipped',
    why: 'a version is skipped',
    envelope: third.envelope,
    held: first,
    expect: refused('TRUST_CHAIN_BROKEN'),
  },
  {
    name: 'chain-forked',
    why: 'the version that is held, with other bytes',
    envelope: next({ title: 'Example Systems Ltd' }),
    held: second,
    expect: refused('TRUST_CHAIN_BROKEN'),
  },
  {
    name: 'chain-older',
    why: 'an older version',
    envelope: second.envelope,
    held: third,
    expect: refused('TRUST_OLDER'),
  },
  {
    name: 'chain-other-root',
    why: 'the same root key signs for another vendor',
    envelope: next({ root: sampleTrust({ title: 'Another Vendor' }).bundle.root }),
    held: first,
    expect: refused('TRUST_OTHER_ROOT'),
  },
  {
    name: 'chain-malformed',
    why: 'signed by the root role of the one held, and malformed',
    envelope: signEnvelope(
      'trust',
      changed(second.payload, (json) => (json['title'] = '')),
      [{ key: root }],
    ),
    held: first,
    expect: refused('ARTEFACT_MALFORMED'),
  },
  {
    name: 'chain-both-forged-and-malformed',
    why: 'a forged signature outranks what is malformed: nothing is read before it is verified',
    envelope: signEnvelope('trust', bytesOf('{}'), [{ key: stranger, keyid: root.thumbprint }]),
    held: first,
    expect: refused('SIGNATURE_WRONG'),
  },
]

/** What is judged before the chain is. */
const unreadableCases: TrustCase[] = [
  {
    name: 'chain-too-large',
    why: 'one byte more than a bundle may have',
    envelope: second.envelope,
    padTo: bytesMaxOf('trust') + 1,
    held: first,
    expect: refused('ENVELOPE_TOO_LARGE'),
  },
  {
    name: 'chain-envelope-malformed',
    why: 'no signatures',
    envelope: changedEnvelope(second.envelope, (json) => (json['signatures'] = [])),
    held: first,
    expect: refused('ENVELOPE_MALFORMED'),
  },
  {
    name: 'chain-other-kind',
    why: 'another kind',
    envelope: signAsDevice('receipt', formatReceipt(sampleReceipt())),
    held: first,
    expect: refused('ENVELOPE_OTHER_KIND'),
  },
  {
    name: 'chain-newer-type',
    why: 'a higher version of its type',
    envelope: changedEnvelope(
      second.envelope,
      (json) => (json['payloadType'] = payloadTypeOf('trust').replace('v1', 'v2')),
    ),
    held: first,
    expect: refused('FORMAT_UNKNOWN'),
  },
  {
    name: 'chain-newer-critical',
    why: 'a critical member that is not known',
    envelope: signEnvelope(
      'trust',
      changed(second.payload, (json) => Object.assign(json, { colour: 1, critical: ['colour'] })),
      [{ key: root }],
    ),
    held: first,
    expect: refused('FORMAT_UNKNOWN'),
  },
  {
    name: 'chain-algorithm-unknown',
    why: 'the new root role asks for a second algorithm, and this reader does not know it',
    envelope: next(laterAlgorithm()),
    held: first,
    expect: refused('ALGORITHM_UNKNOWN'),
  },
]

export function listTrustChainVectors(): readonly Vector[] {
  return [...chainCases, ...brokenChainCases, ...unreadableCases].map(trustVector)
}
