// Vectors of keys and signatures under leases. spec: lease-format §3, §4, §12
import { instant } from '@holdfast/capabilities/testing'
import { payloadTypeOf, preAuthEncoding, signBytes, signEnvelope } from '@holdfast/lease'
import { sampleKeys } from '@holdfast/lease/testing'
import {
  accepted,
  both,
  issuing,
  leaseVector,
  payloadOf,
  reIssue,
  signed,
  stranger,
  withSignature,
  type LeaseCase,
} from './lease-case.ts'
import {
  algorithmTrust,
  disregardTrust,
  intervalTrust,
  issuingTrust,
  otherProductTrust,
  revokingTrust,
  secondIssuing,
} from './sample-bundles.ts'
import { base64, bytesOf, refused, type Vector } from './vector.ts'

export function listLeaseSignatureVectors(): readonly Vector[] {
  return [...namedKeyCases(), ...signatureCases(), ...roleCases(), ...keyStateCases()].map(leaseVector)
}

function namedKeyCases(): LeaseCase[] {
  return [
    {
      name: 'key-unknown',
      why: 'signed by a key that the bundle does not know, named as it is',
      signers: [{ key: stranger }],
      expect: refused('KEY_UNKNOWN'),
    },
    {
      name: 'key-root-only',
      why: 'signed by the root key, which has no issuing role',
      signers: [{ key: sampleKeys.root }],
      expect: refused('KEY_UNKNOWN'),
    },
    {
      name: 'accepted-keyid-unknown',
      why: 'the key id names nothing, so every key of the role is tried',
      signers: [{ key: issuing, keyid: 'the key of last year' }],
      expect: accepted(),
    },
    {
      name: 'accepted-one-of-two-wrong',
      why: 'one signature is wrong, another fulfils the role',
      signers: [{ key: stranger, keyid: secondIssuing.thumbprint }, { key: issuing }],
      trust: issuingTrust([issuing, secondIssuing]),
      expect: accepted(),
    },
  ]
}

function signatureCases(): LeaseCase[] {
  const wrong = refused('SIGNATURE_WRONG')
  const payload = payloadOf()
  const good = signBytes(issuing, preAuthEncoding(payloadTypeOf('lease'), payload))
  const flipped = Uint8Array.from(good, (byte, index) => (index === 0 ? byte ^ 1 : byte))
  const otherPayload = signEnvelope('lease', payloadOf({ generation: 4 }), [{ key: issuing }])
  return [
    {
      name: 'signature-by-other-key',
      why: 'a stranger signs under the name of the issuing key',
      signers: [{ key: stranger, keyid: issuing.thumbprint }],
      expect: wrong,
    },
    {
      name: 'signature-named-other',
      why: 'the key id names another key of the role than the one that signed; only that one is tried',
      signers: [{ key: issuing, keyid: secondIssuing.thumbprint }],
      trust: issuingTrust([issuing, secondIssuing]),
      expect: wrong,
    },
    {
      name: 'signature-flipped',
      why: 'one bit of the signature differs',
      envelope: withSignature(flipped),
      expect: wrong,
    },
    {
      name: 'signature-payload-changed',
      why: 'a lease with another generation under the signature of the sample',
      envelope: { ...otherPayload, signatures: signed().signatures },
      expect: wrong,
    },
    { name: 'signature-short', why: '63 bytes', envelope: withSignature(good.slice(0, 63)), expect: wrong },
    {
      name: 'signature-long',
      why: '65 bytes',
      envelope: withSignature(Buffer.concat([good, Buffer.from([0])])),
      expect: wrong,
    },
    {
      name: 'signature-not-reduced',
      why: 'S plus the order of the group: the same equation holds, and it must be refused all the same',
      envelope: withSignature(notReduced(good)),
      expect: wrong,
    },
    {
      name: 'signature-without-encoding',
      why: 'signed over the bare payload, without type and lengths',
      envelope: withSignature(signBytes(issuing, payload)),
      expect: wrong,
    },
    {
      name: 'signature-other-type',
      why: 'signed as a request: the type is part of what is signed',
      envelope: withSignature(signBytes(issuing, preAuthEncoding(payloadTypeOf('request'), payload))),
      expect: wrong,
    },
  ]
}

function roleCases(): LeaseCase[] {
  const two = issuingTrust([issuing, secondIssuing], { threshold: 2 })
  const needsLater = algorithmTrust(['ed25519', 'ml-dsa-65'])
  const onlyLater = algorithmTrust(['ml-dsa-65'])
  return [
    {
      name: 'other-vendor',
      why: 'the lease names the root of another vendor',
      lease: { root: issuingTrust([secondIssuing]).root },
      expect: refused('OTHER_VENDOR'),
    },
    {
      name: 'trust-needed',
      why: 'issued under a bundle that this device has not got yet',
      lease: { trust: 2 },
      expect: refused('TRUST_NEEDED'),
    },
    {
      name: 'key-other-product',
      why: 'the key may issue for another product only',
      trust: otherProductTrust(),
      expect: refused('KEY_OTHER_PRODUCT'),
    },
    {
      name: 'accepted-product-before-all',
      why: 'the entry that names the product counts, not the one for all',
      trust: otherProductTrust(),
      signers: [{ key: secondIssuing }],
      expect: accepted(),
    },
    {
      name: 'accepted-two-of-two',
      why: 'both keys of a threshold of two',
      trust: two,
      signers: both,
      expect: accepted(),
    },
    {
      name: 'signatures-too-few',
      why: 'one key of a threshold of two',
      trust: two,
      expect: refused('SIGNATURES_TOO_FEW'),
    },
    {
      name: 'signatures-same-key-twice',
      why: 'the same key twice counts once',
      trust: two,
      signers: [{ key: issuing }, { key: issuing, keyid: 'another name' }],
      expect: refused('SIGNATURES_TOO_FEW'),
    },
    {
      name: 'algorithm-unknown',
      why: 'a second algorithm must sign too, and this reader does not know it',
      trust: needsLater,
      expect: refused('ALGORITHM_UNKNOWN'),
    },
    {
      name: 'algorithm-unknown-alone',
      why: 'the only key that is named is of an algorithm that this reader does not know',
      trust: onlyLater,
      envelope: {
        ...signEnvelope('lease', payloadOf({}, onlyLater), [{ key: issuing }]),
        signatures: [
          { keyid: onlyLater.roles.issuing[0]?.keys[0] ?? '', sig: base64(bytesOf('a long signature')) },
        ],
      },
      expect: refused('ALGORITHM_UNKNOWN'),
    },
  ]
}

function keyStateCases(): LeaseCase[] {
  const span = intervalTrust('2026-03-01T08:30:00Z', '2026-04-01T00:00:00Z')
  return [
    {
      name: 'accepted-first-second',
      why: "issued in the first second of the key's interval",
      trust: span,
      expect: accepted(),
    },
    {
      name: 'key-before-interval',
      why: "issued one second before the key's interval",
      trust: span,
      lease: { issuedAt: instant('2026-03-01T08:29:59Z') },
      expect: refused('KEY_OUTSIDE_INTERVAL'),
    },
    {
      name: 'accepted-last-second',
      why: "issued in the last second of the key's interval",
      trust: span,
      lease: { issuedAt: instant('2026-03-31T23:59:59Z') },
      expect: accepted(),
    },
    {
      name: 'key-after-interval',
      why: "issued at the end of the key's interval, which is already outside",
      trust: span,
      lease: { issuedAt: instant('2026-04-01T00:00:00Z') },
      expect: refused('KEY_OUTSIDE_INTERVAL'),
    },
    {
      name: 'key-revoked',
      why: 'the key is revoked',
      trust: revokingTrust([issuing]),
      expect: refused('KEY_REVOKED'),
    },
    {
      name: 'accepted-other-key-not-revoked',
      why: 'one of the two keys that signed is revoked; the other fulfils the role alone',
      trust: revokingTrust([issuing, secondIssuing]),
      signers: both,
      expect: accepted(),
    },
    {
      name: 'accepted-disregarded',
      why: "the signer's clock was wrong at that time: genuine, and to be re-issued",
      trust: disregardTrust(),
      expect: reIssue,
    },
  ]
}

/** The same signature with S + L, L = 2^252 + 27742317777372353535851937790883648493 (RFC 8032 section 5.1). */
function notReduced(signature: Uint8Array): Uint8Array {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  const s = BigInt(`0x${Buffer.from(signature.slice(32).toReversed()).toString('hex')}`) + order
  const bytes = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').toReversed()
  return new Uint8Array(Buffer.concat([signature.slice(0, 32), bytes]))
}
