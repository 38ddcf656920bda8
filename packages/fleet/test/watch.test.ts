import { describe, expect, test } from 'vitest'
import { instant } from '@holdfast/capabilities/testing'
import type { Look } from '../src/observe/look.ts'
import { decideTermMisfit, type OrderedTerm } from '../src/watch/decide-term-fit.ts'
import {
  causeOfWave,
  decideWaves,
  waveOfCause,
  type TurnedDay,
  type Wave,
} from '../src/watch/decide-waves.ts'
import { day, leftDays, makeLook, ofOurs } from './looks.ts'

describe('waves', () => {
  const on = (state: string, onDay: number, devices = 10): TurnedDay => ({ state, day: onDay, devices })
  const wave = (state: string, firstDay: number, lastDay = firstDay): Wave => ({ state, firstDay, lastDay })
  const [ill, near] = ['notification', 'reminding']
  test.each<[string, readonly TurnedDay[], readonly Wave[], readonly Wave[]]>([
    ['too few', [on(ill, 5, 9)], [], []],
    ['just enough', [on(ill, 5)], [], [wave(ill, 5)]],
    ['two states are two waves', [on(ill, 5), on(near, 5, 12)], [], [wave(ill, 5), wave(near, 5)]],
    ['days that follow each other are one', [on(near, 6), on(near, 5), on(near, 7)], [], [wave(near, 5, 7)]],
    ['a day between makes two', [on(near, 5), on(near, 7)], [], [wave(near, 5), wave(near, 7)]],
    ['a known one grows and keeps its first day', [on(near, 6)], [wave(near, 4, 5)], [wave(near, 4, 6)]],
    ['what comes in late before it', [on(near, 4), on(near, 5)], [wave(near, 5)], [wave(near, 5)]],
    ['a known one of another state', [on(near, 5)], [wave(ill, 5)], [wave(near, 5)]],
  ])('%s', (_what, days, known, wanted) => {
    expect(decideWaves(days, { waveDevices: 10, known })).toEqual(wanted)
  })

  test('a cause names its wave, and no other cause is one', () => {
    const known = wave('additional-grace', 18_642, 18_644)
    expect(causeOfWave(known)).toBe('wave:additional-grace:2021-01-15')
    expect(waveOfCause(causeOfWave(known), '2021-01-17')).toEqual(known)
    expect(waveOfCause('silent:-:2021-01', '2021-01-17')).toBeNull()
  })
})

describe('terms unlike their order', () => {
  const orderedAt = instant('2018-07-02T00:00:00Z')
  const activatedAt = { from: instant('2018-09-19T00:00:00Z'), to: instant('2018-09-20T00:00:00Z') }
  const ordered = (term: OrderedTerm['term'], startsAt: OrderedTerm['startsAt']): OrderedTerm => ({
    ...{ order: '2018-0702', orderedAt, startsAt, term },
  })
  const granted = (days: number, startsAt: OrderedTerm['startsAt'] = 'first-activation') =>
    ordered({ kind: 'period', seconds: { from: days * day, to: days * day + 1 } }, startsAt)
  const until = (text: string) => ordered({ kind: 'until', until: instant(text) }, 'order')
  const seen = (days: number, changes: Partial<Look['seen']> = {}) =>
    makeLook({ at: '2018-11-27T09:40:03Z', left: leftDays(days), seen: changes })
  const upgraded = seen(801)
  const perpetual = ordered({ kind: 'perpetual' }, 'order')
  test.each<[string, Look, readonly OrderedTerm[], 'fits' | 'unlike']>([
    ['150,000 days granted, 801 left', upgraded, [granted(150_000)], 'unlike'],
    ['150,000 days granted and left', seen(149_990), [granted(150_000)], 'fits'],
    ['for ever, and yet it ends', upgraded, [perpetual], 'unlike'],
    ['869 days since an activation that nobody knows', upgraded, [granted(869)], 'fits'],
    ['869 days from the order', upgraded, [granted(869, 'order')], 'unlike'],
    ['869 days from a known activation', seen(801, { activatedAt }), [granted(869)], 'fits'],
    ['until a day', upgraded, [until('2021-02-05T09:40:03Z')], 'fits'],
    ['until another day', upgraded, [until('2021-03-01T00:00:00Z')], 'unlike'],
    ['one order of two fits', upgraded, [granted(150_000), granted(869)], 'fits'],
    ['nothing was ordered', upgraded, [], 'fits'],
    ['a host’s 176 days', { ...seen(176), renewsItself: true }, [granted(150_000)], 'fits'],
    ['a host’s last 20 days', { ...seen(20), renewsItself: true }, [granted(150_000)], 'fits'],
    ['a host that grants 801 days', { ...upgraded, renewsItself: true }, [granted(150_000)], 'unlike'],
    ['a device of ours', { ...upgraded, ...ofOurs }, [granted(150_000)], 'fits'],
  ])('%s', (_what, look, orders, wanted) => {
    expect(decideTermMisfit(look, orders) === null ? 'fits' : 'unlike').toBe(wanted)
  })

  test('the order is named where there is one', () => {
    expect(decideTermMisfit(upgraded, [granted(150_000)])).toEqual({ order: '2018-0702' })
    expect(decideTermMisfit(upgraded, [granted(150_000), granted(100_000)])).toEqual({ order: null })
  })
})
