import { formatDay } from '@holdfast/capabilities'
import { describe, expect, test } from 'vitest'
import { instant } from '@holdfast/capabilities/testing'
import { durationSecondsMax } from '../../src/model/duration.ts'
import { stepsMax } from '../../src/model/model.ts'
import { formatModelRun, runModel, type ModelRun } from '../../src/model/run-model.ts'
import type { Model } from '../../src/model/model.ts'
import type { GivenScript } from '../../src/model/script.ts'
import {
  act,
  action,
  activatedAt,
  after,
  day,
  end,
  grace,
  model,
  secondsOf32,
  upgrade,
  words,
} from './fixtures.ts'

function run(played: Model, given: GivenScript, beside: Model | null = null): ModelRun {
  const result = runModel(played, given, beside)
  if (result.kind === 'refused') throw new Error(JSON.stringify(result))
  return result
}

const question = (otherwise: object, tried: readonly object[] = []) => ({
  mark: 'unknown',
  question: {
    text: words('can it be activated again?'),
    ...{ played: 'yes', otherwise },
    ...(tried.length === 0 ? {} : { try: tried }),
  },
})
const no = { effect: 'nothing', reports: words('refused') }
const expired = { states: ['expired'] }
const again = (tried: readonly object[] = []) => action('reenter', 'granted', expired, question(no, tried))
const short = { granted: 100 * day, activatedAt }

describe('questions', () => {
  const reenter = [after(101 * day, act('reenter'))]

  test('both answers, on the script itself', () => {
    const [asked] = run(model([again()]), { ...short, steps: reenter }).questions
    expect(asked).toMatchObject({
      rule: 'reenter.granted',
      status: 'unknown',
      played: 'yes',
      reached: true,
      tried: false,
    })
    expect(asked?.ifYes?.seen[0]).toMatchObject({
      event: 'action',
      state: 'licensed',
      reported: words('reenter reports'),
    })
    expect(asked?.ifYes?.end).toBe(activatedAt + 201 * day)
    expect(asked?.ifNo?.seen[0]).toMatchObject({
      event: 'action',
      state: 'expired',
      reported: words('refused'),
    })
    expect(asked?.ifNo?.end).toBe(activatedAt + 100 * day)
  })

  test('what is played says on which unknown rule it hangs, and so does everything after it', () => {
    const { entries } = run(model([again()]), { ...short, steps: reenter })
    expect(entries.map(({ event, hangsOn }) => [event, hangsOn])).toEqual([
      ['activated', []],
      ['term-ends', []],
      ['action', ['reenter.granted']],
      ['term-ends', ['reenter.granted']],
      ['run-ends', ['reenter.granted']],
    ])
  })

  test('a script that does not come so far: the rule brings its own steps, counted from the end', () => {
    const tried = [{ from: 'end', after: '1d', action: 'reenter' }]
    const [asked] = run(model([again(tried)]), { ...short, steps: [after(day, upgrade('V0-H'))] }).questions
    expect(asked).toMatchObject({ reached: true, tried: true })
    expect(asked?.ifYes?.seen[0]?.at).toBe(activatedAt + 101 * day)
  })

  test.each([
    ['without steps of its own', []],
    ['with steps that tell nothing', [{ after: '1d', action: 'reenter' }]],
  ])('not reached, %s', (_, tried) => {
    const [asked] = run(model([again(tried)]), { ...short, steps: [after(day, upgrade('V0-H'))] }).questions
    expect(asked).toMatchObject({ reached: false, tried: false, ifYes: null, ifNo: null })
  })

  test('a term that never ends has no day after it', () => {
    const tried = [{ from: 'end', after: '1d', action: 'reenter' }]
    const [asked] = run(model([again(tried)]), {
      granted: 'perpetual',
      steps: [after(day, act('clear'))],
    }).questions
    expect(asked?.reached).toBe(false)
  })

  test('where the rule plays no, its own run is the answer no', () => {
    const rule = action(
      'reenter',
      'nothing',
      expired,
      question({ effect: 'granted', reports: words('done') }),
    )
    const turned = { ...rule, question: { ...(rule['question'] as object), played: 'no' } }
    const [asked] = run(model([turned]), { ...short, steps: reenter }).questions
    expect([asked?.ifYes?.seen[0]?.state, asked?.ifNo?.seen[0]?.state]).toEqual(['licensed', 'expired'])
  })
})

describe('beside each other', () => {
  const faulty = model([
    end('short', { at: ['upgrade'] }, { end: 'computed', counted: 'granted', holds: secondsOf32 }),
    grace('14d'),
  ])
  const sound = model([grace('14d'), action('clear', 'nothing')], { releases: ['V0-G', 'V0-H'] })

  test('only days that differ, as ranges; the days between are not walked', () => {
    const steps = [after(69 * day, upgrade('V0-H')), after(70 * day, act('clear'))]
    const { differences } = run(faulty, { steps, until: instant('2500-01-01T00:00:00Z') }, sound)
    expect(
      differences.map(({ fromDay, toDay, differs }) => [formatDay(fromDay), formatDay(toDay), ...differs]),
    ).toEqual([
      ['2018-11-27', '2018-11-28', 'end'],
      ['2018-11-28', '2018-11-29', 'end', 'reported'],
      ['2018-11-29', '2021-02-04', 'end'],
      ['2021-02-04', '2021-02-18', 'state', 'end'],
      ['2021-02-18', '2429-05-27', 'state', 'end'],
      ['2429-05-27', '2429-06-10', 'state', 'end'],
      ['2429-06-10', '2500-01-02', 'end'],
    ])
  })

  test('the same model beside itself differs nowhere', () => {
    expect(run(faulty, { steps: [after(69 * day, upgrade('V0-H'))] }, faulty).differences).toEqual([])
  })

  test('a release that the second does not know means nothing there', () => {
    const { beside } = run(faulty, { steps: [after(69 * day, upgrade('V2020-L'))] }, sound)
    expect(beside?.entries[1]).toMatchObject({ event: 'not-known', about: 'V2020-L', release: 'V0-G' })
  })
})

describe('scripts', () => {
  const faulty = model([
    end('short', { at: ['upgrade'] }, { end: 'computed', counted: 'granted', holds: secondsOf32 }),
  ])
  const observe = { kind: 'observe' } as const
  test.each<[string, GivenScript, RegExp]>([
    [
      'a release that the model lacks',
      { steps: [after(1, upgrade('V9'))] },
      /^upgrade: tried knows V0-G, V0-H, V2020-L, not V9$/,
    ],
    [
      'an action that it lacks',
      { steps: [after(1, act('fly'))] },
      /^action: tried knows reenter, clear, restart, not fly$/,
    ],
    ['a step before the activation', { steps: [after(-1, observe)] }, /^steps: none may lie before/],
    ['an end before the activation', { steps: [], until: activatedAt }, /^until: must be later/],
    ['nothing granted', { steps: [], granted: 0 }, /^granted: must be from 1/],
    ['more than 9,999 years', { steps: [], granted: durationSecondsMax + 1 }, /^granted: must be from 1/],
    [
      'perpetual, where it is a number',
      { steps: [], granted: 'perpetual' },
      /^granted: this model holds a term as a number/,
    ],
    [
      'too many steps',
      { steps: Array.from({ length: stepsMax + 1 }, (_, at) => after(at, observe)) },
      /^steps: at most/,
    ],
  ])('%s', (_, given, complaint) => {
    const refused = runModel(faulty, given)
    expect(refused).toMatchObject({ kind: 'refused', code: 'MODEL_SCRIPT_WRONG' })
    expect(refused.kind === 'refused' && refused.facts['complaints']).toEqual([
      expect.stringMatching(complaint),
    ])
  })

  test('as many steps as are allowed, and the longest term', () => {
    const steps = Array.from({ length: stepsMax }, (_, at) => after(at, observe))
    expect(run(faulty, { steps, granted: durationSecondsMax }).entries.length).toBe(stepsMax + 2)
  })

  test('given steps replace those of the example, a given activation moves it', () => {
    const example = {
      granted: '10d',
      activated: '2018-09-19T02:20:51Z',
      until: '20d',
      steps: [{ after: '1d', observe: true }],
    }
    const own = model([grace('1d')], { example })
    const start = instant('2020-01-01T00:00:00Z')
    expect(run(own, { steps: [], activatedAt: start }).entries.map(({ at }) => (at - start) / day)).toEqual([
      0, 1, 10, 11, 20,
    ])
    expect(
      run(own, { steps: [after(2 * day, observe)] }).entries.map(({ at }) => (at - activatedAt) / day),
    ).toEqual([0, 2, 10, 11, 12])
  })
})

test('JSON has the members of the specification, and says that it is a simulation', () => {
  const json = formatModelRun(
    run(model([again()]), { ...short, steps: [after(101 * day, act('reenter'))] }),
  ) as {
    [member: string]: { [member: string]: unknown }[]
  }
  expect(Object.keys(json)).toEqual([
    'simulation',
    'model',
    'script',
    'timeline',
    'questions',
    'beside',
    'differences',
  ])
  expect(json['simulation']).toMatchObject({
    en: expect.stringContaining('simulation'),
    zh: expect.stringContaining('模拟'),
  })
  expect(Object.keys(json['timeline']?.[0] ?? {})).toEqual([
    ...['at', 'event', 'about', 'release', 'state', 'end', 'reported', 'stoppedBy', 'shown', 'controls'],
    ...['remainingSeconds', 'printedDays', 'repeats', 'rules', 'hangsOn'],
  ])
  expect(json['timeline']?.[0]).toMatchObject({ at: '2018-09-19T02:20:51Z', end: '2018-12-28T02:20:51Z' })
  expect(Object.keys(json['questions']?.[0] ?? {})).toEqual([
    ...['question', 'rule', 'status', 'evidence', 'played', 'reached', 'tried', 'ifYes', 'ifNo'],
  ])
})
