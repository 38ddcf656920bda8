import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { refusalNumbers } from '../src/refusal-codes.ts'
import { readVectors, runVector } from './run-vector.ts'

const vectors = readVectors()

test.each(vectors.map((vector) => [vector.file, vector.why, vector] as const))(
  '%s: %s',
  async (_file, _why, vector) => {
    // A refusal may have more facts than its vector names; everything else is exactly what the vector says.
    const outcome = (await runVector(vector)) as { kind: string }
    const seen = outcome.kind === 'refused' ? { ...outcome, ...vector.expect } : vector.expect
    expect(outcome).toEqual('facts' in vector.expect || outcome.kind !== 'refused' ? vector.expect : seen)
  },
)

test('every verdict of section 12 has a vector', () => {
  const codes = new Set(vectors.flatMap(({ expect: { code } }) => (code === undefined ? [] : [code])))
  const wanted = Object.entries(refusalNumbers)
    // Codes of what is typed, of envelopes, signatures, trust and leases; that no trust is held is no verdict.
    .filter(([code, number]) => number >= 1 && number <= 43 && code !== 'TRUST_MISSING')
    .map(([code]) => code)
  expect(wanted.filter((code) => !codes.has(code))).toEqual([])
})

test.each([
  'accepted',
  'blocks',
  'derived',
  'product-key',
  'receipt',
  'release',
  'report',
  'request',
  'serial',
  'support-code',
  'trust',
])('%s is the outcome of some vector', (kind) => {
  expect(vectors.some((vector) => vector.expect.kind === kind)).toBe(true)
})

test('the files are what their tool writes', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const out = execFileSync(process.execPath, ['tools/make-vectors.ts', '--check'], {
    cwd: root,
    stdio: 'pipe',
  })
  expect(out.toString()).toBe(`${vectors.length} vectors\n`)
})
