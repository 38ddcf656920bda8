import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addSeconds, formatInstant, type Instant } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import { endUnderFault, type TimeFault } from '../../src/fault.ts'
import { entriesMax } from '../../src/model/model.ts'
import { playModel } from '../../src/model/play-model.ts'
import type { Script } from '../../src/model/script.ts'
import type { Entry } from '../../src/model/timeline.ts'
import type { Model } from '../../src/model/model.ts'
import {
  act,
  action,
  activatedAt,
  after,
  day,
  end,
  grace,
  model,
  reminder,
  renewal,
  script,
  secondsOf32,
  upgrade,
  words,
} from './fixtures.ts'

function play(played: Model, given: Script): readonly Entry[] {
  const run = playModel(played, given)
  if (run.kind === 'refused') throw new Error(JSON.stringify(run))
  return run.entries
}

const shown = (entries: readonly Entry[]) =>
  entries.map(({ at, event, state }) => `${formatInstant(at)} ${event} ${state}`)
const recompute = (counted: string, holds: unknown, at = ['upgrade']) =>
  end('recompute', { at }, { end: 'computed', counted, holds })

describe('the end after an upgrade', () => {
  const faults = fc.record({
    unit: fc.constantFrom('week', 'day', 'hour', 'minute', 'second', 'decisecond', 'millisecond', 'tick'),
    width: fc.constantFrom(8, 10, 16, 24, 31, 32, 53, 63, 64),
    signed: fc.boolean(),
    held: fc.constantFrom('term', 'instant'),
    epoch: fc.constantFrom('1601', '1900', '1904', '1970', '1980', '1980-01-06', '2000'),
    past: fc.constantFrom('wrap', 'clamp', 'zero', 'clip'),
  })

  test('is the arithmetic of the fault to the second, whatever day it was', () => {
    fc.assert(
      fc.property(
        faults,
        fc.integer({ min: 1, max: 200_000 * day }),
        fc.integer({ min: instant('2000-01-01T00:00:00Z'), max: instant('2060-01-01T00:00:00Z') }),
        fc.integer({ min: 0, max: 3000 * day }),
        ({ epoch, ...rest }, granted, start, upgradedAfter) => {
          const holds = rest.held === 'instant' ? { ...rest, epoch } : rest
          const begun = start as Instant
          const at = addSeconds(begun, upgradedAfter) as Instant
          const given = script([{ at, deed: upgrade('V0-H') }], { granted, activatedAt: begun })
          const entry = play(model([recompute('granted', holds)]), given).find(
            ({ event }) => event === 'upgraded',
          )
          const fault = { epoch: null, ...holds } as TimeFault
          const expected = endUnderFault(fault, { grantedSeconds: granted, activatedAt: begun })
          const exact = addSeconds(begun, granted) ?? 'after-9999'
          const ends = {
            end: 'at' in expected ? expected.at : 0,
            unchanged: exact,
            over: at,
            'outside-years': 'after-9999',
          }
          expect(entry?.end).toBe(ends[expected.kind])
          const left = typeof entry?.end === 'number' ? Math.max(entry.end - at, 0) : null
          expect(entry?.remainingSeconds).toBe(left)
        },
      ),
      { seed: 20_180_919, numRuns: 1000 },
    )
  })

  test.each<[string, string, number, string]>([
    ['from the grant, after 69 days', 'granted', 69, '2021-02-04T06:56:03Z'],
    ['from what is left, after 69 days: the same', 'remaining', 69, '2021-02-04T06:56:03Z'],
    ['from the grant, after 900 days: over long ago', 'granted', 900, '2021-02-04T06:56:03Z'],
    ['from what is left, after 900 days: 2^32 s more', 'remaining', 900, '2157-03-13T13:24:19Z'],
    ['again from the moment of the upgrade', 'again', 69, '2021-04-14T06:56:03Z'],
  ])('%s', (_, counted, days, expected) => {
    const entries = play(
      model([recompute(counted, secondsOf32)]),
      script([after(days * day, upgrade('V0-H'))]),
    )
    const upgraded = entries.find(({ event }) => event === 'upgraded')
    expect(formatInstant(upgraded?.end as Instant)).toBe(expected)
  })

  test('stays where no rule holds for the release, and where a rule says so', () => {
    const rules = [
      end('short', { at: ['upgrade'], from: ['V0-G'], releases: ['V0-H'] }, { end: 'stays' }),
      end(
        'other',
        { at: ['upgrade'], releases: ['V0-H'] },
        { end: 'computed', counted: 'granted', holds: secondsOf32 },
      ),
    ]
    const steps = ['V0-H', 'V2020-L', 'V0-H'].map((release, at) => after((at + 1) * day, upgrade(release)))
    const entries = play(model(rules), script(steps, { until: null }))
    expect(
      entries.filter(({ event }) => event === 'upgraded').map((entry) => [entry.end, entry.rules]),
    ).toEqual([
      [activatedAt + 150_000 * day, ['short']],
      [activatedAt + 150_000 * day, []],
      [activatedAt + 75_098_112, ['other']],
    ])
  })
})

describe('the clock', () => {
  test('reminders, end and grace, each at its second', () => {
    const entries = play(model([reminder(), grace('14d')]), script([], { granted: 100 * day }))
    expect(shown(entries)).toEqual([
      '2018-09-19T02:20:51Z activated licensed',
      '2018-11-28T02:20:51Z reminders-begin reminding',
      '2018-12-28T02:20:51Z term-ends in-grace',
      '2019-01-11T02:20:51Z grace-ends expired',
      '2019-01-12T02:20:51Z run-ends expired',
    ])
    expect(entries[1]?.repeats).toMatchObject({ everySeconds: day, times: 30 })
    expect(entries[1]?.shown).toEqual([words('soon')])
    expect(entries[2]?.remainingSeconds).toBe(14 * day)
  })

  test('a term shorter than its reminders reminds from the activation', () => {
    const [first] = play(model([reminder()]), script([], { granted: 10 * day }))
    expect(first).toMatchObject({ event: 'activated', state: 'reminding', repeats: { times: 10 } })
  })

  test('400 years and 9,999: a handful of entries', () => {
    const far = script([], { granted: 400 * 365 * day, until: null })
    expect(play(model([reminder(), grace('14d')]), far).length).toBe(5)
    const last = script([], { granted: 'perpetual', until: instant('9999-12-31T23:59:59Z') })
    expect(play(model([reminder()]), last).map(({ end: ends }) => ends)).toEqual(['never', 'never'])
    const beyond = play(model([reminder()]), script([], { granted: 9000 * 365 * day }))
    expect(beyond.map(({ end: ends, state }) => [ends, state])).toEqual([
      ['after-9999', 'licensed'],
      ['after-9999', 'licensed'],
    ])
  })

  test('steps after the end of the run are not played; what the clock brings at it is told', () => {
    const until = addSeconds(activatedAt, 100 * day) as Instant
    const given = script([after(101 * day, { kind: 'observe' })], { granted: 100 * day, until })
    expect(shown(play(model([grace('1d')]), given)).slice(1)).toEqual([
      '2018-12-28T02:20:51Z term-ends in-grace',
      '2018-12-28T02:20:51Z run-ends in-grace',
    ])
  })
})

describe('actions', () => {
  const closed = {
    ...{ id: 'grey', kind: 'control', mark: 'assumed', when: { control: 'key-field', states: ['licensed'] } },
    follows: { open: false, why: words('it counts as activated') },
  }
  const rules = [closed, action('clear', 'cleared', { states: ['licensed'] }), action('reenter', 'granted')]

  test('a closed control stops an action and says why; cleared, it is open', () => {
    const steps = [after(day, act('reenter')), after(2 * day, act('clear')), after(3 * day, act('reenter'))]
    const [, first, second, third] = play(model(rules), script(steps))
    expect(first).toMatchObject({ stoppedBy: ['key-field'], reported: null, rules: ['grey'] })
    expect(first?.controls['key-field']).toMatchObject({ open: false, why: words('it counts as activated') })
    expect(second).toMatchObject({ state: 'not-activated', end: null, remainingSeconds: null })
    expect(second?.controls['key-field']).toEqual({ open: null, why: null, rule: null, mark: null })
    expect(third).toMatchObject({ state: 'licensed', end: activatedAt + 150_003 * day })
  })

  test('where no rule holds, nothing happens and nothing is reported', () => {
    const [, tried] = play(model(rules), script([after(day, act('restart'))]))
    expect(tried).toMatchObject({ event: 'action', reported: null, rules: [], state: 'licensed' })
  })

  test('resumed gives the end back that it had', () => {
    const steps = [after(day, act('clear')), after(9 * day, act('reenter'))]
    const resumed = model([action('clear', 'cleared'), action('reenter', 'resumed')])
    expect(play(resumed, script(steps)).at(2)).toMatchObject({
      state: 'licensed',
      end: activatedAt + 150_000 * day,
    })
  })

  test('an end that is made anew at each start begins again', () => {
    const anew = model([
      action('restart', 'restarted'),
      recompute('again', secondsOf32, ['upgrade', 'restart']),
    ])
    const steps = [after(day, upgrade('V0-H')), after(100 * day, act('restart'))]
    expect(play(anew, script(steps)).at(2)?.remainingSeconds).toBe(75_098_112)
  })
})

describe('renewals', () => {
  const client = model([renewal(), reminder(), grace('30d')])

  /** Attempt by attempt, as slow and plain as can be: the moments of success. */
  function attemptByAttempt(changes: readonly { at: number; reachable: boolean }[], until: number) {
    const successes: number[] = []
    const reachableAt = (at: number) => changes.findLast((change) => change.at < at)?.reachable ?? true
    for (let next = 7 * day; next <= until;) {
      const reached = reachableAt(next)
      if (reached) successes.push(next)
      next += reached ? 7 * day : 7200
    }
    return successes
  }

  test('merged, they are the attempts one by one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 900 * day }), { maxLength: 8 }),
        fc.array(fc.constantFrom(0, 7200, 7 * day), { maxLength: 3 }),
        (random, aligned) => {
          const moments = [...new Set([...random, ...aligned])].toSorted((one, other) => one - other)
          const changes = moments.map((at, index) => ({ at, reachable: index % 2 === 1 }))
          const steps = changes.map(({ at, reachable }) =>
            after(at, { kind: 'event', event: reachable ? 'host-back' : 'host-lost' }),
          )
          const until = addSeconds(activatedAt, 1000 * day) as Instant
          const entries = play(client, script(steps, { granted: 180 * day, until }))
          const merged = entries.flatMap(({ event, at, repeats }) =>
            event === 'renewed' && repeats !== null
              ? Array.from(
                  { length: repeats.times },
                  (_, index) => at - activatedAt + index * repeats.everySeconds,
                )
              : [],
          )
          const expected = attemptByAttempt(changes, 1000 * day)
          expect(merged).toEqual(expected)
          const last = expected.at(-1) ?? 0
          expect(entries.at(-1)?.end).toBe(activatedAt + last + 180 * day)
        },
      ),
      { seed: 20_260_302, numRuns: 300 },
    )
  })

  test('400 years of renewals are one entry', () => {
    const until = addSeconds(activatedAt, 146_097 * day) as Instant
    const entries = play(client, script([], { granted: 180 * day, until }))
    expect(entries.map(({ event }) => event)).toEqual(['activated', 'renewed', 'run-ends'])
    expect(entries[1]?.repeats?.times).toBe(20_871)
  })

  test('renewals between which something else happens are told one by one, up to the limit', () => {
    const restless = model([renewal('1d', '1h'), reminder('12h', '1h')])
    const until = (days: number) => addSeconds(activatedAt, days * day) as Instant
    const daily = (days: number) => playModel(restless, script([], { granted: day, until: until(days) }))
    const told = daily(3)
    expect(told.kind === 'played' && shown(told.entries)).toHaveLength(2 + 3 * 3)
    // Reminders, end and renewal each day, the activation and the end of the run.
    const most = Math.floor((entriesMax - 2) / 3)
    expect(daily(most)).toMatchObject({ kind: 'played' })
    expect(daily(most + 1)).toMatchObject({ kind: 'refused', code: 'MODEL_RUN_TOO_LONG' })
  })
})
