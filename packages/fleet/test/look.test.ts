import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatInstant } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import type { CaptureId, CustomerId, ObservedDeviceId } from '@holdfast/lease'
import {
  endOfLook,
  factsTextOfLook,
  firstReminderOf,
  momentOfLook,
  stateWithReminders,
  type Look,
} from '../src/observe/look.ts'
import { deviceAfterLook, deviceOfLook, formatMonth, monthOf } from '../src/observe/observed-device.ts'
import { changesAlong } from '../src/observe/timeline.ts'
import { day, leftDays, makeLook, ofOurs, type LookChanges } from './looks.ts'

describe('what a look says of an end', () => {
  test('the sum of two half-open spans', () => {
    const end = endOfLook(makeLook())
    expect([end!.from, end!.to].map(formatInstant)).toEqual(['2021-02-04T08:55:41Z', '2021-02-04T08:56:41Z'])
    expect(endOfLook(makeLook({ at: null }))).toBeNull()
    expect(endOfLook(makeLook({ left: null }))).toBeNull()
  })

  test('the last second of one and of the other is the last of the sum', () => {
    const spans = fc.tuple(fc.nat(1_000), fc.integer({ min: 1, max: 100 }))
    fc.assert(
      fc.property(spans, spans, ([from, length], [left, width]) => {
        const base = instant('2021-01-15T00:00:00Z')
        const capturedAt = { from: base + from, to: base + from + length } as Look['seen']['capturedAt']
        const remaining = { from: left, to: left + width }
        const end = endOfLook(makeLook({ seen: { capturedAt, remaining } }))!
        return end.from === base + from + left && end.to - 1 === base + from + length - 1 + (left + width - 1)
      }),
      { seed: 7 },
    )
  })

  test.each<[string, LookChanges, string | null]>([
    ['a fixed end', {}, '2021-01-05T08:55:41Z'],
    ['a volume client that renews in time', { renewsItself: true, left: leftDays(176) }, null],
    ['one that missed a month', { renewsItself: true, left: leftDays(101) }, '2021-03-27T08:55:41Z'],
    ['a term that no host grants', { renewsItself: true, left: leftDays(801) }, '2023-02-25T08:55:41Z'],
    ['a device of ours', ofOurs, null],
    ['no end', { left: null }, null],
  ])('first reminder: %s', (_what, changes, wanted) => {
    const reminder = firstReminderOf(makeLook(changes))
    expect(reminder === null ? null : formatInstant(reminder)).toBe(wanted)
  })

  test.each([
    [30 * day - 60, 'reminding'],
    [30 * day, 'licensed'],
    [0, 'licensed'],
  ])('licensed with %i seconds is %s', (from, state) => {
    expect(stateWithReminders('licensed', { from, to: from + 60 })).toBe(state)
  })

  test('a moment is the middle of its span, else when it came in', () => {
    const received = instant('2026-03-01T08:30:00Z')
    expect(momentOfLook(makeLook({ at: null }), received)).toBe(received)
    const whole = { from: instant('2021-01-15T00:00:00Z'), to: instant('2021-01-16T00:00:00Z') }
    const moment = momentOfLook(makeLook({ seen: { capturedAt: whole } }), received)
    expect(formatInstant(moment)).toBe('2021-01-15T11:59:59Z')
  })
})

describe('one observation, or two', () => {
  const [westmark, eastmark] = ['cus_w', 'cus_e'] as [CustomerId, CustomerId]
  const text = (changes: LookChanges, customer = westmark) => factsTextOfLook(makeLook(changes), customer)
  const nameless = {
    names: { deviceId: null, machineId: null, installationId: null, serial: null, host: null },
  }
  const other = {
    names: { deviceId: null, machineId: 'cmid:b', installationId: null, serial: null, host: null },
  }
  const byMail = { capturedBy: 'mail' } as const
  const still = { capturedBy: 'given', left: null } as const
  const nextDay = { at: '2021-01-16T08:55:41Z' }
  test.each<[string, LookChanges, LookChanges, 'one' | 'two']>([
    ['another file', {}, { source: 'mail.eml/dlv.txt' }, 'one'],
    ['another remaining time', {}, { left: leftDays(19) }, 'two'],
    ['another moment in the text', {}, nextDay, 'two'],
    ['another device', {}, other, 'two'],
    ['sent again by a mail of the next day', byMail, { ...byMail, ...nextDay }, 'one'],
    ['nothing that runs, on another day', still, { ...still, ...nextDay }, 'two'],
    ['nothing that runs, later the same day', still, { ...still, at: '2021-01-15T20:00:00Z' }, 'one'],
    ['nothing names it, another file', nameless, { ...nameless, source: 'pc-2.txt' }, 'two'],
  ])('%s: %s', (_what, one, another, wanted) => {
    expect(text(one) === text(another) ? 'one' : 'two').toBe(wanted)
  })

  test('of two customers it is two', () => {
    expect(text({}, westmark)).not.toBe(text({}, eastmark))
  })
})

describe('a device along its looks', () => {
  const context = {
    capture: 'cap_1' as CaptureId,
    customer: null,
    deviceId: null,
    receivedAt: instant('2026-03-01T08:30:00Z'),
    misfit: null,
  }
  const first = deviceOfLook('dev_1' as ObservedDeviceId, makeLook({ at: '2021-01-10T00:00:00Z' }), context)

  test('a newer look says what it is now, and keeps what it does not speak of', () => {
    const newer = makeLook({ state: 'notification', product: null, left: null })
    const { device, turned } = deviceAfterLook(first, newer, context)
    const { product } = first
    expect(device).toMatchObject({ state: 'notification', product, ends: null, observations: 2 })
    expect(turned).toBe(true)
  })

  test('a late one lengthens the timeline alone', () => {
    const at = '2020-01-01T00:00:00Z'
    const late = deviceAfterLook(first, makeLook({ state: 'notification', at }), context)
    expect(late).toEqual({ device: { ...first, observations: 2, firstAt: instant(at) }, turned: false })
  })

  test('months have numbers', () => {
    expect(formatMonth(monthOf(instant('2021-01-31T23:59:59Z')))).toBe('2021-01')
    expect(formatMonth(monthOf(instant('2021-12-01T00:00:00Z')))).toBe('2021-12')
  })

  test('changes: state, end, release; what was not said changes nothing', () => {
    const at = instant('2021-01-01T00:00:00Z')
    const ends = (days: number) => ({ from: at + days * day, to: at + days * day + 60 }) as never
    const points = [
      { at, state: 'licensed', ends: ends(100), release: 'V0-G' },
      { at, state: null, ends: null, release: null },
      { at, state: 'licensed', ends: ends(100), release: 'V0-G' },
      { at, state: 'reminding', ends: ends(30), release: 'V0-H' },
      { at, state: 'licensed', ends: ends(300), release: 'V0-H' },
    ] as const
    expect(changesAlong(points)).toEqual([
      ['first'],
      [],
      [],
      ['state', 'end-earlier', 'release'],
      ['state', 'end-later'],
    ])
  })
})
