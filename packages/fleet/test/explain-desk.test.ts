// The threads of vectors/desk tell terms and remaining times: what explain makes of exactly these figures is what the
// desk proposes, or does not.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { formatTerm } from '../src/explain/format-length.ts'
import { explain } from '../src/explain/explain.ts'
import { printedDays } from '../src/explain/evidence.ts'
import { day, observed } from './observed.ts'

type ToldItem = { readonly kind: string; readonly message: number; readonly value: number }

const folder = new URL('../../../vectors/desk/', import.meta.url)

/** The grant that the thread tells, and each remaining time of each mail as a device of its own. */
function explainThread(name: string) {
  const { found } = JSON.parse(readFileSync(new URL(`${name}.expected.json`, folder), 'utf8')) as {
    found: { must: readonly ToldItem[] }
  }
  const valuesOf = (kind: string) => found.must.filter((item) => item.kind === kind)
  const terms = new Set(valuesOf('term').map(({ value }) => value))
  expect(terms.size).toBe(1)
  const observations = valuesOf('remaining').map(({ value, message }, at) =>
    observed({ device: `told-${message}-${at}`, remaining: printedDays(value / day, 'unknown') }),
  )
  return explain(observations, { grantedSeconds: [...terms][0] as number })
}

test.each([
  ['story-zh', 'decisecond', 32, '1702 d 19:28:12'],
  ['story-en', 'hour', 16, '1695 d'],
  ['mixed', 'second', 32, '869 d 04:35:12'],
] as const)('%s: the first explanation is %s of %i bits, which leave %s', (name, unit, width, left) => {
  const { verdict, hypotheses } = explainThread(name)
  expect(verdict).toBe('time-fault')
  expect(hypotheses[0]).toMatchObject({ unit, width, past: 'wrap' })
  expect(formatTerm(hypotheses[0]?.leftSeconds ?? 0)).toBe(left)
})

test.each(['no-addresses-zh', 'calm-en', 'empty-text-zh'])('%s: nothing is wrong with the term', (name) => {
  const { verdict, hypotheses } = explainThread(name)
  expect(verdict).toBe('no-fault')
  expect(hypotheses).toEqual([])
})
