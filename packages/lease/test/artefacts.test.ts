// Composed and read again: what an issuer or a device writes, every reader understands alike.
import { addSecondsHeld, instantMax, instantMin, type Instant } from '@holdfast/capabilities'
import { instant, SeededEntropy } from '@holdfast/capabilities/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Lease, Policy, ReleaseRange, Term } from '../src/artefacts.ts'
import {
  bytesMaxOf,
  formatEnvelope,
  parseEnvelopeValue,
  payloadBytesMaxOf,
  productKeyId,
  signEnvelope,
} from '../src/envelope.ts'
import { isName, isTitle } from '../src/fields.ts'
import { isId, makeId, makeLeaseId, makeSeatId, type IdPrefix } from '../src/ids.ts'
import { covers, formatLease, leaseEnd, parseLease } from '../src/lease.ts'
import { formatReceipt, parseReceipt } from '../src/receipt.ts'
import { formatRelease, parseRelease } from '../src/release-statement.ts'
import { formatReport, parseReport } from '../src/report.ts'
import { formatRequest, parseRequest } from '../src/request.ts'
import {
  sampleKeys,
  sampleLease,
  sampleReceipt,
  sampleRelease,
  sampleReport,
  sampleRequest,
  sampleTrust,
  sampleTrustContent,
  sampleTrustKey,
  signAsDevice,
} from '../src/testing.ts'
import { formatTrust, parseTrust } from '../src/trust-bundle.ts'

const moment: fc.Arbitrary<Instant> = fc
  .integer({ min: instantMin, max: instantMax })
  .map((seconds) => addSecondsHeld(instantMin, seconds - instantMin))
const title = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter(isTitle)
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/)
const window = fc
  .tuple(moment, moment)
  .filter(([from, until]) => from < until)
  .map(([from, until]) => ({ from, until }))
const ranges: fc.Arbitrary<ReleaseRange[]> = fc
  .uniqueArray(fc.nat(999_999_999), { minLength: 2, maxLength: 64 })
  .map((ordinals) => ordinals.toSorted((one, other) => one - other))
  .map((sorted) => sorted.flatMap((from, at) => (at % 2 === 0 ? [rangeOf(from, sorted[at + 1])] : [])))
const rangeOf = (from: number, below?: number): ReleaseRange =>
  below === undefined ? { from } : { from, below }
const policy = fc.constantFrom<Policy>('enforce', 'warn', 'observe')
const term: fc.Arbitrary<Term> = fc.oneof(
  fc.constant({ kind: 'perpetual' } as const),
  moment.map((until) => ({ kind: 'until', until }) as const),
)
const renewal = fc.oneof(
  fc.constant({ kind: 'none' } as const),
  window.map((span) => ({ kind: 'advised', ...span }) as const),
  window.map((span) => ({ kind: 'required', ...span }) as const),
)
const lease: fc.Arbitrary<Lease> = fc
  .record({
    ...{
      order: title,
      holder: title,
      edition: name,
      product: name,
      releases: ranges,
      term,
      renewal,
      issuedAt: moment,
    },
    generation: fc.integer({ min: 1, max: 999_999_999 }),
    reminderDays: fc.nat(3650),
    graceDays: fc.nat(3650),
    policies: fc.dictionary(name, policy, { maxKeys: 64, noNullPrototype: false }),
  })
  .map(sampleLease)

test('any lease is read as it was composed, from bytes that are the same each time', () => {
  fc.assert(
    fc.property(lease, (composed) => {
      const payload = formatLease(composed)
      expect(parseLease(payload)).toEqual({ kind: 'lease', lease: composed })
      const parsed = parseLease(payload)
      expect(parsed.kind === 'lease' && formatLease(parsed.lease)).toEqual(payload)
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['request', formatRequest, parseRequest, sampleRequest({ held: sampleRelease().held, trust: null })],
  ['receipt', formatReceipt, parseReceipt, sampleReceipt()],
  ['release', formatRelease, parseRelease, sampleRelease()],
  ['report', formatReport, parseReport, sampleReport({ root: null, held: null, trust: null })],
] as const)('a %s is read as it was composed', (kind, format, parse, artefact) => {
  const payload = (format as (value: unknown) => Uint8Array)(artefact)
  expect(parse(payload)).toMatchObject({ kind })
  expect(Object.values(parse(payload))).toContainEqual(artefact)
})

test('a trust bundle is read as it was composed, and its root follows from version 1', () => {
  const first = sampleTrust()
  expect(first.bundle).toEqual({ ...sampleTrustContent(), root: first.bundle.root })
  const over = {
    ...{ version: 2, root: first.bundle.root, expires: instant('2030-01-01T00:00:00Z') },
    keys: [
      sampleTrustKey(sampleKeys.root, { until: instant('2031-01-01T00:00:00Z') }),
      sampleTrustKey(sampleKeys.issuing),
    ],
  }
  expect(sampleTrust(over).bundle).toEqual(sampleTrustContent(over))
  // Whatever a composer says of version 1, its root is that of the bytes.
  expect(sampleTrust({ root: sampleTrust({ title: 'Another' }).bundle.root }).payload).toEqual(first.payload)
  expect(() => formatTrust(sampleTrustContent({ version: 2 }))).toThrow('root')
})

test('what breaks a limit is an accident of the composer, and says where', () => {
  const long = 'h'.repeat(201)
  expect(() => formatLease(sampleLease({ holder: long }))).toThrow(/ARTEFACT_MALFORMED.*holder/)
  expect(() => formatLease(sampleLease({ releases: [] }))).toThrow(/releases/)
  expect(() => formatLease(sampleLease({ graceDays: Number.NaN }))).toThrow(/graceDays/)
  expect(() => formatLease(sampleLease({ holder: '\ud800' }))).toThrow(TypeError)
  expect(() => formatRequest(sampleRequest({ sequence: 0 }))).toThrow(/sequence/)
})

describe('the size of artefacts', () => {
  const wide = '\u5f20'.repeat(200)
  const many = <T>(count: number, make: (at: number) => T): T[] =>
    Array.from({ length: count }, (_, at) => make(at))
  const named = (at: number) => `f${at}`.padEnd(32, 'x')
  const parts = (count: number) =>
    many(count, (at) => ({ name: named(at), hash: 'f'.repeat(32), weight: 100 }))
  const salt = (at: number) => sampleKeys.device.thumbprint.replace(/^./, String(at)) as Lease['productKey']
  const { thumbprint: key } = sampleKeys.device
  const wideLease = (partCount: number) =>
    sampleLease({
      ...{ holder: wide, order: wide, generation: 999_999_999, edition: named(1) },
      acknowledges: many(8, () => makeId('lse', new SeededEntropy(1))),
      releases: many(32, (at) => ({ from: 900_000_000 + 2 * at, below: 900_000_001 + 2 * at })),
      policies: Object.fromEntries(many(64, (at) => [named(at), 'enforce'])),
      device: { key, fingerprints: many(4, (at) => ({ salt: salt(at), parts: parts(partCount) })) },
      term: { kind: 'until', until: instantMax },
      renewal: { kind: 'required', from: instantMin, until: instantMax },
    })

  test('a lease with everything at its limit does not fit, and composing it says so before anything is signed', () => {
    expect(() => formatLease(wideLease(16))).toThrow(/no lease: \d+ bytes, more than \d+/)
  })

  test('a lease that can be composed fits with 8 signatures, and so does everything that encloses it', () => {
    const held = signEnvelope(
      'lease',
      formatLease(wideLease(6)),
      many(8, () => ({ key: sampleKeys.issuing })),
    )
    const device = { key, name: wide, fingerprints: many(4, (at) => ({ salt: salt(at), parts: parts(16) })) }
    const release = { name: wide, ordinal: 999_999_999 }
    const clock = {
      wall: instantMax,
      floor: instantMax,
      proofs: many(64, () => ({ key, moment: instantMax, floor: instantMax })),
    }
    const journal = many(64, () => ({ at: instantMax, word: named(1), code: 'X'.repeat(64) }))
    const receipts = many(8, () => makeId('lse', new SeededEntropy(1)))
    const signed = [
      signAsDevice('request', formatRequest(sampleRequest({ held, device, release, receipts })), {
        productKey: sampleKeys.issuing,
      }),
      signAsDevice('release', formatRelease(sampleRelease({ held }))),
      signAsDevice(
        'report',
        formatReport(
          sampleReport({ held, release, clock, journal, vault: many(64, () => wide), facts: parts(16) }),
        ),
      ),
    ]
    for (const [at, kind] of (['request', 'release', 'report'] as const).entries())
      expect(parseEnvelopeValue(signed[at], kind).kind).toBe('envelope')
  })

  test('the largest payload of each kind leaves room for every signature', () => {
    for (const kind of ['trust', 'lease', 'request', 'receipt', 'release', 'report'] as const) {
      const count = kind === 'trust' ? 32 : 8
      const payload = new Uint8Array(payloadBytesMaxOf(kind))
      const keyid = productKeyId(sampleKeys.device.publicRaw)
      const envelope = signEnvelope(
        kind,
        payload,
        many(count, () => ({ key: sampleKeys.device, keyid })),
      )
      expect(formatEnvelope(envelope).length).toBeLessThanOrEqual(bytesMaxOf(kind))
    }
  })
})

test('names that objects inherit are no policies', () => {
  const parsed = parseLease(formatLease(sampleLease({ policies: {} })))
  if (parsed.kind === 'refused') throw new Error(parsed.code)
  for (const inherited of ['constructor', 'toString', 'valueOf', '__proto__'])
    expect(parsed.lease.policies[inherited]).toBeUndefined()
})

test('every wrong member of a lease is named at once, at most 16 of them', () => {
  const payload = Buffer.from(formatLease(sampleLease())).toString('utf8')
  const json = JSON.parse(payload) as { [name: string]: unknown }
  const wrong = Buffer.from(
    JSON.stringify({ ...json, holder: 7, graceDays: -1, device: { key: 'x', fingerprints: [] } }),
  )
  expect(parseLease(wrong)).toMatchObject({
    code: 'ARTEFACT_MALFORMED',
    facts: { path: 'holder', paths: ['holder', 'device.key', 'graceDays'] },
  })
  const otherKind = Buffer.from(JSON.stringify({ ...json, kind: 'request', format: 0, holder: 7 }))
  expect(parseLease(otherKind)).toMatchObject({
    facts: { path: 'kind', paths: ['kind', 'format', 'holder'] },
  })
  expect(parseLease(Buffer.from('{"kind":"lease","format":1}'))).toMatchObject({ facts: { path: 'root' } })
  const none = parseLease(Buffer.from('{"kind":"lease","format":1}'))
  expect(none.kind === 'refused' && (none.facts['paths'] as string[]).length).toBe(16)
})

describe('the end of a lease', () => {
  const [early, late] = [instant('2027-01-01T00:00:00Z'), instant('2028-01-01T00:00:00Z')]
  const until = (at: Instant) => ({ kind: 'until', until: at }) as const
  const perpetual = { kind: 'perpetual' } as const
  const none = { kind: 'none' } as const
  const renew = (kind: 'advised' | 'required', at: Instant) => ({ kind, from: instantMin, until: at })

  test.each([
    [perpetual, none, { kind: 'never' }],
    [perpetual, renew('advised', early), { kind: 'never' }],
    [perpetual, renew('required', early), { kind: 'at', at: early, because: 'renewal-missed' }],
    [until(early), none, { kind: 'at', at: early, because: 'term-over' }],
    [until(late), renew('advised', early), { kind: 'at', at: late, because: 'term-over' }],
    [until(late), renew('required', early), { kind: 'at', at: early, because: 'renewal-missed' }],
    [until(early), renew('required', late), { kind: 'at', at: early, because: 'term-over' }],
    [until(early), renew('required', early), { kind: 'at', at: early, because: 'term-over' }],
  ])('of %o with %o is %o', (term, renewal, end) => {
    expect(leaseEnd({ term, renewal })).toEqual(end)
  })
})

test('ranges hold their first ordinal and not the one they end below', () => {
  const releases = [{ from: 100, below: 200 }, { from: 300 }]
  const held = [99, 100, 199, 200, 299, 300, 999_999_999].filter((ordinal) => covers(releases, ordinal))
  expect(held).toEqual([100, 199, 300, 999_999_999])
})

test('ids are 128 bits, and nothing else is an id', () => {
  const prefixes: readonly IdPrefix[] = ['lse', 'req', 'sea', 'lic', 'ord', 'cus']
  for (const prefix of prefixes) {
    const id = makeId(prefix, new SeededEntropy(prefix))
    expect(id).toMatch(new RegExp(`^${prefix}_[0-7][0-9a-z]{25}$`))
    expect(isId(prefix, id)).toBe(true)
    for (const wrong of [
      id.slice(0, -1),
      `${id}0`,
      id.toUpperCase(),
      id.replace('_', '-'),
      ` ${id}`,
      `${id}\n`,
    ])
      expect(isId(prefix, wrong)).toBe(false)
  }
  const highest = makeId('lse', { bytes: (length) => new Uint8Array(length).fill(255) })
  expect(highest).toBe(`lse_7${'z'.repeat(25)}`)
  expect(makeId('lse', { bytes: (length) => new Uint8Array(length) })).toBe(`lse_${'0'.repeat(26)}`)
  expect(isId('lse', `lse_${'u'.repeat(26)}`)).toBe(false)
})

test('ids of leases and seats grow with the moment, and are otherwise chance', () => {
  const chance = new SeededEntropy('ordered ids')
  const moments = [
    '0001-01-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
    '2026-03-01T08:30:00Z',
    '9999-12-31T23:59:59Z',
  ]
  for (const [prefix, make] of [
    ['lse', makeLeaseId],
    ['sea', makeSeatId],
  ] as const) {
    const ids = moments.map((moment) => make(instant(moment), chance))
    expect(ids.toSorted()).toEqual(ids)
    expect(ids.every((id) => isId(prefix, id))).toBe(true)
    const [one, other] = [make(instant(moments[2]!), chance), make(instant(moments[2]!), chance)]
    expect(one.slice(0, 11)).toBe(other.slice(0, 11))
    expect(one.slice(13)).not.toBe(other.slice(13))
  }
})

test('titles and names at their limits', () => {
  expect(isTitle('x'.repeat(200))).toBe(true)
  expect(
    Array.from('\u0000\u001f\u007f\u0085\u009f\u2028\u2029\u202a\u202e\u2066\u2069\ud800\udc00x').map(
      (each) => isTitle(each),
    ),
  ).toEqual([...Array(11).fill(false), true, true])
  expect(isTitle('\ud800')).toBe(false)
  expect(isTitle('x'.repeat(201)) || isTitle('')).toBe(false)
  expect(isName('a'.repeat(32)) && isName('a-1')).toBe(true)
  expect(['a'.repeat(33), '', 'A', '1a', '-a', 'a_b', 'a\n'].some(isName)).toBe(false)
})

test('bundle bytes that are no bundle', () => {
  for (const text of ['', 'null', '{}', '[]', '"trust"', '{"kind":"trust","format":1}'])
    expect(parseTrust(Buffer.from(text))).toMatchObject({ code: 'ARTEFACT_MALFORMED' })
})
