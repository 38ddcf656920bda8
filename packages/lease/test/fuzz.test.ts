// Test vectors, mutated: nothing crashes, nothing hangs, and nothing is accepted whose signed bytes have changed.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { envelopeBytes, readVectors, runVector, type VectorFile } from './run-vector.ts'

// Each with one envelope: chains are lists of those.
const vectors = readVectors(['lease', 'trust', 'request', 'receipt', 'release', 'report']).filter(
  ({ input }) => 'envelope' in input,
)
const accepted = vectors.filter(({ expect: { kind } }) => kind !== 'refused')
const genuine = new Set(
  vectors.flatMap(({ input }) => payloadsOf(Buffer.from(envelopeBytes(input['envelope'])).toString('utf8'))),
)

function payloadsOf(text: string): string[] {
  return [...text.matchAll(/"payload": ?"([^"]*)"/g)].map(([, payload = '']) => payload)
}

type Mutation = (bytes: Uint8Array) => Uint8Array

const place = fc.nat(0xffffff)
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.integer({ min: 1, max: 255 })).map(
    ([at, change]): Mutation =>
      (bytes) =>
        bytes.length === 0 ? bytes : bytes.with(at % bytes.length, (bytes[at % bytes.length] ?? 0) ^ change),
  ),
  place.map(
    (at): Mutation =>
      (bytes) =>
        bytes.slice(0, at % (bytes.length + 1)),
  ),
  fc.tuple(place, place).map(([from, length]): Mutation => (bytes) => {
    const start = from % (bytes.length + 1)
    return Buffer.concat([bytes.slice(0, start), bytes.slice(start + (length % 40))])
  }),
  fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 20 })).map(([at, more]): Mutation => (bytes) => {
    const start = at % (bytes.length + 1)
    return Buffer.concat([bytes.slice(0, start), more, bytes.slice(start)])
  }),
  fc.constantFrom('{}', '[]', 'null', '1e999', '"\\ud800"', '{"__proto__":{}}', '['.repeat(5000)).map(
    (value): Mutation =>
      (bytes) =>
        Buffer.from(
          Buffer.from(bytes)
            .toString('latin1')
            .replace(/"[^"]*"(?=[,}])/, value),
          'latin1',
        ),
  ),
)

async function outcomeOf(vector: VectorFile, mutations: readonly Mutation[]) {
  const before = envelopeBytes(vector.input['envelope'])
  const bytes = mutations.reduce((all, mutate) => mutate(all), before)
  return { bytes, outcome: (await runVector(vector, bytes)) as { kind: string } }
}

test('mutated vectors are never accepted with other payload bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...accepted),
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      async (vector, mutations) => {
        const { bytes, outcome } = await outcomeOf(vector, mutations)
        if (outcome.kind === 'refused') return
        const payloads = payloadsOf(Buffer.from(bytes).toString('utf8'))
        expect(payloads.some((payload) => genuine.has(payload))).toBe(true)
        // A mutation may take the product key's proof away from a request, and nothing else from anything.
        const { productKey: _key, productKeyWrong: _wrong, ...rest } = vector.expect
        expect(outcome).toMatchObject(rest)
      },
    ),
    { numRuns: 1500, seed: 20260301 },
  )
})

test('refused vectors stay refused', async () => {
  const refused = vectors.filter(
    ({ expect: { code } }) => code === 'SIGNATURE_WRONG' || code === 'KEY_UNKNOWN',
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...refused),
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      async (vector, mutations) => {
        const { outcome } = await outcomeOf(vector, mutations)
        expect(outcome.kind).toBe('refused')
      },
    ),
    { numRuns: 1000, seed: 20260302 },
  )
})

test('random bytes and random JSON are refused', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.json({ maxDepth: 4 }).map((text) => new Uint8Array(Buffer.from(text))),
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...accepted), bytes, async (vector, input) => {
      expect(await runVector(vector, input)).toMatchObject({ kind: 'refused' })
    }),
    { numRuns: 1000, seed: 20260303 },
  )
})
