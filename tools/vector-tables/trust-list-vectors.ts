// Vectors of several bundles that come at once. spec: lease-format §4, §12
import { signEnvelope, type Envelope } from '@holdfast/lease'
import { sampleTrust } from '@holdfast/lease/testing'
import { first, newRoot, root, rootsOf, second, stranger, third, versionOf, type Held } from './trust-case.ts'
import { bytesOf, changed, envelopeInput, refused, type Expectation, type Vector } from './vector.ts'

type ListCase = {
  readonly name: string
  readonly why: string
  readonly envelopes: readonly (Envelope | Uint8Array)[]
  readonly held: Held | null
  readonly expect: Expectation
}

const reached = (version: number, applied: number): Expectation => ({
  ...{ kind: 'trust', version, applied, root: first.bundle.root },
})
/** Versions from 2 on. */
const versions = (count: number) => Array.from({ length: count }, (_, at) => versionOf(at + 2).envelope)
const forged = (version: number) =>
  versionOf(version, {}, [{ key: stranger, keyid: root.thumbprint }]).envelope
const moved = rootsOf([newRoot], 1)
const movedSecond = versionOf(2, moved, [{ key: root }, { key: newRoot }]).envelope

const appliedCases: ListCase[] = [
  {
    name: 'list-applied',
    why: 'two versions, one after the other',
    envelopes: [second.envelope, third.envelope],
    held: first,
    expect: reached(3, 2),
  },
  {
    name: 'list-none',
    why: 'no bundle at all: what is held stays',
    envelopes: [],
    held: second,
    expect: reached(2, 0),
  },
  {
    name: 'list-older-passed-over',
    why: 'made for an older state: what is below the version held is passed over, and the same is held already',
    envelopes: [first.envelope, second.envelope, third.envelope],
    held: second,
    expect: reached(3, 1),
  },
  {
    name: 'list-only-older',
    why: 'everything is below the version held: nothing goes back, and nothing is refused',
    envelopes: [first.envelope, second.envelope],
    held: third,
    expect: reached(3, 0),
  },
  {
    name: 'list-older-forged',
    why: 'what is passed over is not verified',
    envelopes: [forged(2)],
    held: third,
    expect: reached(3, 0),
  },
  {
    name: 'list-twice',
    why: 'each version twice: the second time it is held already',
    envelopes: [second.envelope, second.envelope, third.envelope, third.envelope],
    held: first,
    expect: reached(3, 2),
  },
  {
    name: 'list-by-hand',
    why: 'where nothing is held the first is given by hand, and begins anywhere',
    envelopes: [second.envelope, third.envelope],
    held: null,
    expect: reached(3, 2),
  },
  {
    name: 'list-new-root',
    why: 'the root role moves on the way, and the new one signs alone from then on',
    envelopes: [movedSecond, versionOf(3, moved, [{ key: newRoot }]).envelope],
    held: first,
    expect: reached(3, 2),
  },
  {
    name: 'list-64',
    why: 'as many new bundles as there may be',
    envelopes: versions(64),
    held: first,
    expect: reached(65, 64),
  },
  {
    name: 'list-65-held',
    why: 'one more than there may be new ones, and each is held already: these do not count',
    envelopes: Array.from({ length: 65 }, () => first.envelope),
    held: first,
    expect: reached(1, 0),
  },
]

const refusedCases: ListCase[] = [
  {
    name: 'list-65',
    why: 'one new bundle more than there may be',
    envelopes: versions(65),
    held: first,
    expect: refused('ENVELOPE_TOO_LARGE'),
  },
  {
    name: 'list-skipped',
    why: 'a version is missing',
    envelopes: [third.envelope],
    held: first,
    expect: refused('TRUST_CHAIN_BROKEN'),
  },
  {
    name: 'list-order',
    why: 'the right versions in the wrong order',
    envelopes: [third.envelope, second.envelope],
    held: first,
    expect: refused('TRUST_CHAIN_BROKEN'),
  },
  {
    name: 'list-forged-last',
    why: 'the last is forged, so that nothing of the chain counts',
    envelopes: [second.envelope, forged(3)],
    held: first,
    expect: refused('SIGNATURE_WRONG'),
  },
  {
    name: 'list-old-root',
    why: 'the root role has moved on the way, and the old one signs on',
    envelopes: [movedSecond, third.envelope],
    held: first,
    expect: refused('KEY_UNKNOWN'),
  },
  {
    name: 'list-other-root',
    why: 'the same root key signs for another vendor',
    envelopes: [versionOf(2, { root: sampleTrust({ title: 'Another Vendor' }).bundle.root }).envelope],
    held: first,
    expect: refused('TRUST_OTHER_ROOT'),
  },
  {
    name: 'list-forked',
    why: 'the version that is held, with other bytes',
    envelopes: [versionOf(2, { title: 'Example Systems Ltd' }).envelope, third.envelope],
    held: second,
    expect: refused('TRUST_CHAIN_BROKEN'),
  },
  {
    name: 'list-malformed',
    why: 'it says a version below the one held and cannot be read as a bundle: it is not passed over',
    envelopes: [
      signEnvelope(
        'trust',
        changed(second.payload, (json) => (json['title'] = '')),
        [{ key: root }],
      ),
    ],
    held: third,
    expect: refused('ARTEFACT_MALFORMED'),
  },
  {
    name: 'list-no-envelope',
    why: 'something that is no envelope',
    envelopes: [second.envelope, bytesOf('{}')],
    held: first,
    expect: refused('ENVELOPE_MALFORMED'),
  },
]

export function listTrustListVectors(): readonly Vector[] {
  return [...appliedCases, ...refusedCases].map(({ name, why, envelopes, held, expect }) => ({
    ...{ file: `trust/${name}`, expect, why },
    operation: 'verify-trust-chain',
    input: {
      envelopes: envelopes.map((envelope) => envelopeInput(envelope)),
      held: held === null ? null : envelopeInput(held.envelope),
    },
  }))
}
