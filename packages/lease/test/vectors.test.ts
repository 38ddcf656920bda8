import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
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

const section = readFileSync(new URL('../../../docs/spec/lease-format.md', import.meta.url), 'utf8')
  .split('\n## ')
  .find((text) => text.startsWith('12. '))
const lines = section?.split('\n') ?? []
const codesIn = (text: string) => text.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? []
/** The codes of rows of the table, which stand in its second cell; row 3 has one more in its third. */
const rows = (from: number, to: number) =>
  lines.flatMap((line) => {
    const [, row = '', codes = '', when = ''] = line.split('|')
    const isMeant = /^ \d+ $/.test(row) && Number(row) >= from && Number(row) <= to
    return isMeant ? codesIn(Number(row) === 3 ? codes + when : codes) : []
  })
/** The codes of the paragraph that begins so; it names rows 1 to 3 of the table by their numbers. */
function paragraph(start: string): string[] {
  const text = lines.filter((line) => line.includes(start))
  expect([start, text.length]).toEqual([start, 1])
  expect(text[0]).toContain('1-3')
  return [...rows(1, 3), ...codesIn(text[0] ?? '')]
}

test.each([
  ['verify-lease', () => rows(1, 16)],
  ['verify-given-trust', () => paragraph('**Given by hand**: ')],
  ['verify-trust', () => paragraph('**N+1**: ')],
  ['verify-request', () => paragraph('What a device signs is verified alike: ')],
  ['verify-receipt', () => paragraph('What a device signs is verified alike: ')],
  ['verify-release', () => paragraph('What a device signs is verified alike: ')],
  ['verify-report', () => paragraph('What a device signs is verified alike: ')],
  ['parse-armour', () => rows(0, 3)],
])('%s: each code that section 12 publishes has a vector, and no other code', (operation, published) => {
  const expected = vectors.flatMap((vector) => (vector.operation === operation ? [vector.expect.code] : []))
  const codes = new Set(expected.filter((code) => code !== undefined))
  expect([...codes].toSorted()).toEqual([...new Set(published())].toSorted())
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
