// Vectors of trust bundles that somebody hands over. spec: lease-format §4, §12
import {
  bytesMaxOf,
  formatReceipt,
  rootOf,
  signEnvelope,
  thumbprintOfSpki,
  type Envelope,
  type Signer,
  type TrustContent,
} from '@holdfast/lease'
import {
  sampleKey,
  sampleReceipt,
  sampleTrust,
  sampleTrustContent,
  sampleTrustKey,
  signAsDevice,
} from '@holdfast/lease/testing'
import {
  accepted,
  first,
  issuing,
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
import { bytesOf, refused, type Expectation, type Vector } from './vector.ts'

const signed = (over: Partial<TrustContent>, signers?: readonly Signer[]) =>
  sampleTrust(over, signers).envelope
const otherVendor = sampleTrust({ title: 'Another Vendor' })
const firstOf = (envelope: Envelope): Expectation => ({
  ...accepted(1),
  root: rootOf(new Uint8Array(Buffer.from(envelope.payload, 'base64'))),
})
const twoOfTwo = rootsOf([root, newRoot], 2)
const twoSigned = signed(twoOfTwo, [{ key: root }, { key: newRoot }])
const many = manyRoots(16)
const givenCases: TrustCase[] = [
  {
    name: 'given-first',
    why: 'version 1, given by hand',
    envelope: first.envelope,
    held: null,
    expect: accepted(1),
  },
  {
    name: 'given-third',
    why: 'version 3, given by hand: it says its root',
    envelope: third.envelope,
    held: null,
    expect: accepted(3),
  },
  {
    name: 'given-two-of-two',
    why: 'two root keys sign',
    envelope: twoSigned,
    held: null,
    expect: firstOf(twoSigned),
  },
  {
    name: 'given-16-keys',
    why: 'as many root keys as a role may name, all signing',
    envelope: signed(
      many.over,
      many.keys.map((key) => ({ key })),
    ),
    held: null,
    expect: firstOf(
      signed(
        many.over,
        many.keys.map((key) => ({ key })),
      ),
    ),
  },
  {
    name: 'given-32-signatures',
    why: 'as many signatures as there may be; those of keys that do not count change nothing',
    envelope: repeatedSignatures(32),
    held: null,
    expect: accepted(1),
  },
  {
    name: 'given-33-signatures',
    why: 'one signature more than there may be',
    envelope: repeatedSignatures(33),
    held: null,
    expect: refused('ENVELOPE_MALFORMED'),
  },
  {
    name: 'given-at-size',
    why: 'as many bytes as a bundle may have',
    envelope: first.envelope,
    padTo: bytesMaxOf('trust'),
    held: null,
    expect: accepted(1),
  },
  {
    name: 'given-too-large',
    why: 'one byte more',
    envelope: first.envelope,
    padTo: bytesMaxOf('trust') + 1,
    held: null,
    expect: refused('ENVELOPE_TOO_LARGE'),
  },
  {
    name: 'given-key-unknown',
    why: 'signed by a key outside its root role',
    envelope: signed({}, [{ key: issuing }]),
    held: null,
    expect: refused('KEY_UNKNOWN'),
  },
  {
    name: 'given-signature-wrong',
    why: 'a stranger signs under the name of the root key',
    envelope: signed({}, [{ key: stranger, keyid: root.thumbprint }]),
    held: null,
    expect: refused('SIGNATURE_WRONG'),
  },
  {
    name: 'given-too-few',
    why: 'one signature of two',
    envelope: signed(twoOfTwo, [{ key: root }]),
    held: null,
    expect: refused('SIGNATURES_TOO_FEW'),
  },
  {
    name: 'given-algorithm-unknown',
    why: 'a second algorithm must sign too, and this reader does not know it',
    envelope: signed(laterAlgorithm()),
    held: null,
    expect: refused('ALGORITHM_UNKNOWN'),
  },
  {
    name: 'given-higher',
    why: 'by hand, of the same root and higher than the one held',
    envelope: third.envelope,
    held: first,
    byHand: true,
    expect: accepted(3),
  },
  {
    name: 'given-same',
    why: 'by hand, the one that is held',
    envelope: third.envelope,
    held: third,
    byHand: true,
    expect: accepted(3, true),
  },
  {
    name: 'given-older',
    why: 'by hand, older than the one held',
    envelope: first.envelope,
    held: second,
    byHand: true,
    expect: refused('TRUST_OLDER'),
  },
  {
    name: 'given-other-root',
    why: 'by hand, of another vendor',
    envelope: otherVendor.envelope,
    held: first,
    byHand: true,
    expect: refused('TRUST_OTHER_ROOT'),
  },
  {
    name: 'given-other-kind',
    why: 'another kind',
    envelope: signAsDevice('receipt', formatReceipt(sampleReceipt())),
    held: null,
    expect: refused('ENVELOPE_OTHER_KIND'),
  },
  {
    name: 'given-forked',
    why: 'by hand, the version that is held, with other bytes',
    envelope: versionOf(3, { title: 'Example Systems Ltd' }).envelope,
    held: third,
    byHand: true,
    expect: refused('TRUST_CHAIN_BROKEN'),
  },
]

function manyRoots(count: number) {
  const keys = Array.from({ length: count }, (_, at) => sampleKey(`root ${at}`))
  return { keys, over: rootsOf(keys, count) }
}

/** Its root role asks for a signature of an algorithm that this reader does not know, too. */
export function laterAlgorithm(): Pick<TrustContent, 'keys' | 'roles'> {
  const spki = bytesOf('an invented public key of another algorithm')
  const later = { ...sampleTrustKey(root), id: thumbprintOfSpki(spki), algorithm: 'ml-dsa-65', public: spki }
  const { keys, roles } = sampleTrustContent()
  const rootRole = { keys: [root.thumbprint, later.id], threshold: 1, algorithms: ['ed25519', 'ml-dsa-65'] }
  return { keys: [...keys, later], roles: { ...roles, root: rootRole } }
}

function repeatedSignatures(count: number): Uint8Array {
  const strange = signEnvelope('trust', first.payload, [{ key: stranger }]).signatures[0]
  const own = first.envelope.signatures[0]
  const signatures = Array.from({ length: count }, (_, at) => (at === count - 1 ? own : strange))
  return bytesOf(JSON.stringify({ ...first.envelope, signatures }))
}

export function listGivenTrustVectors(): readonly Vector[] {
  return givenCases.map(trustVector)
}
