import { describe, expect, test } from 'vitest'
import { deriveOf } from '../src/explain/derive.ts'
import { formatTerm, lengthCharactersMax, lengthDaysMax, parseLength } from '../src/explain/format-length.ts'
import { keyDayOf } from '../src/explain/key-day.ts'
import { formatInstant } from '@holdfast/capabilities'
import type { TimeFinding } from '../src/fault.ts'
import { product } from './readings.ts'

const finding: TimeFinding = {
  fault: { unit: 'second', width: 32, signed: false, held: 'term', epoch: null, past: 'wrap' },
  grantedSeconds: 150_000 * 86_400,
  leftSeconds: 75_098_112,
}
const basis = 'trustedTime + remainingMinutes, to the minute, local clock of the device'
const hypothesis = '150000 d term held in 32-bit seconds, wrapped 3 times: 75098112 s = 869 d 04:35:12'

describe('what follows from a product', () => {
  const rows: [string, number, string, string][] = [
    ['2023-08-14T09:26:41', 253_127, '2024-02-06T04:13:41', '2024-01-07T04:13:41'],
    ['2025-10-20T09:09:09', 249_341, '2026-04-11T12:50:09', '2026-03-12T12:50:09'],
    ['2023-01-19T17:07:55', 144_001, '2023-04-29T17:08:55', '2023-03-30T17:08:55'],
  ]
  test.each(rows)('%s and %i minutes', (trustedTime, remainingMinutes, expiry, popupsFrom) => {
    expect(deriveOf(product({ trustedTime, remainingMinutes }), null)).toEqual({ expiry, popupsFrom, basis })
  })

  test('after the upgrade, and in the reminder window', () => {
    const extendedPid = '05426-02423-175-559944-03-2052-15063.0000-2622018'
    const of = (trustedTime: string, remainingMinutes: number) =>
      deriveOf(product({ trustedTime, remainingMinutes, extendedPid }), finding)
    const overflow = {
      hypothesis,
      matches: true,
      impliedActivationUncertaintySeconds: 60,
      witness: 'confirms',
    }
    expect(of('2018-11-27T09:40:03', 1_152_316)).toEqual({
      expiry: '2021-02-04T14:56:03',
      popupsFrom: '2021-01-05T14:56:03',
      basis,
      overflow: { ...overflow, impliedActivation: '2018-09-19T10:20:51' },
    })
    expect(of('2021-01-15T08:55:41', 29_161)).toEqual({
      expiry: '2021-02-04T14:56:41',
      popupsFrom: '2021-01-05T14:56:41',
      basis,
      overflow: { ...overflow, impliedActivation: '2018-09-19T10:21:29' },
    })
  })

  const witnesses: [string, string, boolean][] = [
    ['2622018', 'confirms', true],
    ['2612018', 'confirms', true],
    ['2602018', 'allows', true],
    ['2632018', 'refutes', false],
  ]
  test.each(witnesses)('a key of day %s %s the implied activation', (keyDay, witness, matches) => {
    const extendedPid = `05426-02423-175-559944-03-2052-15063.0000-${keyDay}`
    const given = product({ trustedTime: '2018-11-27T09:40:03', remainingMinutes: 1_152_316, extendedPid })
    expect(deriveOf(given, finding)?.overflow).toMatchObject({ witness, matches })
  })

  test('more than the fault leaves does not match', () => {
    const given = product({ trustedTime: '2018-11-27T09:40:03', remainingMinutes: 1_251_636 })
    expect(deriveOf(given, finding)?.overflow).toMatchObject({ matches: false, witness: null })
  })

  test('without a moment, or without minutes, nothing follows', () => {
    expect(deriveOf(product({ trustedTime: null, remainingMinutes: 10 }), null)).toBeNull()
    expect(deriveOf(product({ trustedTime: '2018-11-27T09:40:03', remainingMinutes: null }), null)).toBeNull()
  })
})

describe('the day of the key', () => {
  const rows: [string, string | null][] = [
    ['05426-02423-175-559944-03-2052-15063.0000-2622018', '2018-09-19T00:00:00Z'],
    ['05426-02423-175-559944-03-2052-15063.0000-3662020', '2020-12-31T00:00:00Z'],
    ['05426-02423-175-559944-03-2052-15063.0000-3672018', null],
    ['05426-02423-175-559944-03-2052-15063.0000-0002018', null],
    ['no id', null],
  ]
  test.each(rows)('%s', (pid, expected) => {
    const found = keyDayOf(pid)
    expect(found === null ? null : formatInstant(found.from)).toBe(expected)
  })
})

describe('lengths', () => {
  const rows: [string, number | null, number][] = [
    ['150000d', 12_960_000_000, 86_400],
    ['801 d', 69_206_400, 86_400],
    ['869d4h35m12s', 75_098_112, 1],
    ['1152316min', 69_138_960, 60],
    ['75098112s', 75_098_112, 1],
    ['P869DT4H35M12S', 75_098_112, 1],
    ['PT1152316M', 69_138_960, 60],
    ['2w', 1_209_600, 604_800],
    [`${lengthDaysMax}d`, lengthDaysMax * 86_400, 86_400],
    [`${lengthDaysMax + 1}d`, null, 0],
    [`1d${' '.repeat(lengthCharactersMax - 2)}`, 86_400, 86_400],
    [`1d${' '.repeat(lengthCharactersMax - 1)}`, null, 0],
    ['', null, 0],
    ['801', null, 0],
    ['P1M', null, 0],
    ['4h3d', null, 0],
    ['-5d', null, 0],
    ['1.5d', null, 0],
  ]
  test.each(rows)('%s', (text, seconds, resolutionSeconds) => {
    expect(parseLength(text)).toEqual(seconds === null ? null : { seconds, resolutionSeconds })
  })
  test('are written with days, and a clock where there is one', () => {
    expect([75_098_112, 69_120_000, -90, 0].map(formatTerm)).toEqual([
      '869 d 04:35:12',
      '800 d',
      '-0 d 00:01:30',
      '0 d',
    ])
  })
})
