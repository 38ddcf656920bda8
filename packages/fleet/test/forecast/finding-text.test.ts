import { describe, expect, test } from 'vitest'
import { formatFaultName, parseFaultName, parseFinding } from '../../src/forecast/finding-text.ts'
import { parseTermSeconds } from '../../src/forecast/term-text.ts'
import { usualRepresentations } from '../../src/lint-terms.ts'
import { day } from './lists.ts'

const seconds32 = { unit: 'second', width: 32, signed: false, held: 'term', epoch: null, past: 'wrap' }

describe('names of faults', () => {
  test.each([
    ['32-bit-seconds', seconds32],
    ['signed-16-bit-days', { ...seconds32, unit: 'day', width: 16, signed: true }],
    ['32-bit-seconds-since-1970', { ...seconds32, held: 'instant', epoch: '1970' }],
    [
      '10-bit-weeks-since-1980-01-06',
      { ...seconds32, unit: 'week', width: 10, held: 'instant', epoch: '1980-01-06' },
    ],
    ['64-bit-ticks', { ...seconds32, unit: 'tick', width: 64 }],
    ['33-bit-seconds', null],
    ['32-bit-years', null],
    ['32-bit-seconds-since-1971', null],
    ['32-bit-constructor', null],
    ['32 bit seconds', null],
    ['', null],
  ])('%s', (name, fault) => {
    expect(parseFaultName(name)).toEqual(fault)
    const parsed = parseFaultName(name)
    expect(parsed === null ? name : formatFaultName(parsed)).toBe(name)
  })

  test('every usual representation has its name', () => {
    expect(usualRepresentations.map((fault) => parseFaultName(formatFaultName(fault)))).toEqual(
      usualRepresentations,
    )
  })
})

describe('findings', () => {
  const hypothesis = {
    unit: 'second',
    width: 32,
    signed: null,
    held: null,
    past: 'wrap',
    leftSeconds: 75_098_112,
    certainty: 'fits',
    explains: 4,
    of: 4,
  }

  test('the first hypothesis of an explanation', () => {
    const other = { ...hypothesis, unit: 'minute' }
    expect(parseFinding({ hypotheses: [hypothesis, other], diagnosis: '', text: {} })).toEqual({
      fault: seconds32,
      certainty: 'fits',
      grantedSeconds: null,
      leftSeconds: 75_098_112,
    })
  })

  test('the fault of a hypothesis, where it stands there whole', () => {
    const fault = { ...seconds32, held: 'instant', epoch: '1970', kept: 'at-upgrade' }
    const whole = {
      ...hypothesis,
      unit: null,
      width: null,
      leftSeconds: null,
      fault,
      grantedSeconds: 150_000 * day,
    }
    expect(parseFinding({ hypotheses: [whole], verdict: 'time-fault' })).toEqual({
      fault,
      certainty: 'fits',
      grantedSeconds: 150_000 * day,
      leftSeconds: null,
    })
  })

  test('a finding alone', () => {
    const fault = { ...seconds32, held: 'instant', epoch: '1970', kept: 'each-start' }
    expect(parseFinding({ fault, grantedSeconds: 150_000 * day, leftSeconds: null })).toEqual({
      fault,
      certainty: 'possible',
      grantedSeconds: 150_000 * day,
      leftSeconds: null,
    })
  })

  test.each([
    [{ hypotheses: [] }],
    [{ hypotheses: 'x' }],
    [{ hypotheses: [{ ...hypothesis, unit: 'year' }] }],
    [{ hypotheses: [{ ...hypothesis, width: 33 }] }],
    [{ hypotheses: [{ ...hypothesis, held: 'instant' }] }],
    [{ fault: null }],
    [[]],
    [null],
    ['32-bit-seconds'],
  ])('%j is none', (value) => {
    expect(parseFinding(value)).toBeNull()
  })
})

describe('granted terms', () => {
  test.each([
    ['150000d', 150_000 * day],
    ['150000', 150_000 * day],
    ['150,000 天', 150_000 * day],
    ['P150000D', 150_000 * day],
    ['180 days', 180 * day],
    ['259200 分钟', 180 * day],
    ['4320h', 180 * day],
    ['15552000 s', 180 * day],
    ['869d4h35m12s', 75_098_112],
    ['P869DT4H35M12S', 75_098_112],
    ['3652059', 3_652_059 * day],
    ['3652060', null],
    ['0', null],
    ['-1', null],
    ['1.5 d', null],
    ['15,00 d', null],
    ['P3Y', null],
    ['for ever', null],
    ['', null],
  ])('%s', (text, expected) => {
    expect(parseTermSeconds(text)).toBe(expected)
  })
})
