// Before shipping: which granted terms would survive which widths and units.
import { describe, expect, test } from 'vitest'
import { instant } from '@holdfast/capabilities/testing'
import { parseFaultName } from '../src/forecast/finding-text.ts'
import { lintTerm, releasesMax, TermList, termsMax } from '../src/lint-terms.ts'

const day = 86_400
const activatedAt = instant('2018-09-19T02:21:37Z')

function left(days: number, name: string): string {
  const [verdict] = lintTerm(days * day, [parseFaultName(name)!], activatedAt)
  if (verdict!.survives) return 'survives'
  return verdict!.leftSeconds === null ? 'past 9999' : (verdict!.leftSeconds / day).toFixed(1)
}

describe('what is left of a term, in days', () => {
  test.each(
    [
      ['term', 'signed-32-bit-seconds', '32-bit-seconds', '32-bit-minutes', '16-bit-hours', '16-bit-days'],
      ['180', 'survives', 'survives', 'survives', 'survives', 'survives'],
      ['24855', 'survives', 'survives', 'survives', '279.0', 'survives'],
      ['25000', '0.0', 'survives', 'survives', '424.0', 'survives'],
      ['49710', '0.0', 'survives', 'survives', '558.0', 'survives'],
      ['50000', '289.7', '289.7', 'survives', '848.0', 'survives'],
      ['100000', '579.5', '579.5', 'survives', '1696.0', '34464.0'],
      ['150000', '869.2', '869.2', 'survives', '2544.0', '18928.0'],
    ].slice(1),
  )('%s d', (...row) => {
    const [days = '', ...expected] = row
    const names = ['signed-32-bit-seconds', '32-bit-seconds', '32-bit-minutes', '16-bit-hours', '16-bit-days']
    expect(names.map((name) => left(Number(days), name))).toEqual(expected)
  })

  test('an end that is held counts from the activation', () => {
    expect(left(7000, 'signed-32-bit-seconds-since-1970')).toBe('survives')
    expect(left(7100, 'signed-32-bit-seconds-since-1970')).toBe('0.0')
    expect(left(150_000, '32-bit-seconds-since-1970')).toBe('869.2')
  })
})

describe('terms of a list', () => {
  test('the longest first, with the releases that carry it', () => {
    const terms = new TermList()
    terms.add(180 * day, 5, 'V2020-L')
    terms.add(150_000 * day, 140, 'V0-G')
    terms.add(150_000 * day, 60, 'V0-H')
    terms.add(150_000 * day, 1, '')
    expect(
      terms.list().map(({ grantedSeconds, count, releases }) => [grantedSeconds / day, count, [...releases]]),
    ).toEqual([
      [
        150_000,
        201,
        [
          ['V0-G', 140],
          ['V0-H', 60],
        ],
      ],
      [180, 5, [['V2020-L', 5]]],
    ])
  })

  test('at the limit of terms all count, past it the rest is counted apart', () => {
    const terms = new TermList()
    for (let at = 1; at <= termsMax + 1; at++) terms.add(at, 2, '')
    expect([terms.list().length, terms.uncounted]).toEqual([termsMax, 2])
  })

  test('at the limit of releases all are listed, past it no more', () => {
    const terms = new TermList()
    for (let at = 1; at <= releasesMax + 1; at++) terms.add(day, 1, `V${at}`)
    expect(terms.list().map(({ count, releases }) => [count, releases.size])).toEqual([
      [releasesMax + 1, releasesMax],
    ])
  })
})
