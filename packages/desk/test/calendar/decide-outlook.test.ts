import { instant } from '@holdfast/capabilities/testing'
import { describe, expect, test } from 'vitest'
import { decideOutlook, listUntold, type OpenMoment } from '../../src/calendar/decide-outlook.ts'
import { measureStates, type CasePromises, type StateEntered } from '../../src/calendar/measure-case.ts'
import { hoursOf } from './calendars.ts'

const china = hoursOf('china')
const hour = 3600
const promises: CasePromises = {
  firstResponse: { kind: 'service', seconds: 4 * hour },
  resolution: { kind: 'service', seconds: 20 * hour },
}
// Monday, 09:00 in China. Hours are 09:00 to 12:00 and 13:30 to 18:00.
const received: StateEntered = { at: instant('2024-03-04T01:00:00Z'), state: 'received', on: null }

function outlookAt(
  now: string,
  entered: readonly StateEntered[] = [received],
  moments: readonly OpenMoment[] = [],
  promised: CasePromises = promises,
) {
  return decideOutlook(measureStates(entered, china, promised, instant(now)), moments, instant(now))
}
const due = instant('2024-03-04T06:30:00Z')
const resolutionDue = instant('2024-03-06T07:30:00Z')
const warnOfResolution = instant('2024-03-05T10:00:00Z')

describe('what is late in a case', () => {
  test('a promise: near at three quarters, broken at its moment, and the moments in between are slept through', () => {
    expect(outlookAt('2024-03-04T03:59:59Z')).toEqual({
      ...{ warnings: [], due, nextLook: instant('2024-03-04T04:00:00Z') },
    })
    expect(outlookAt('2024-03-04T04:00:00Z')).toEqual({
      warnings: [{ kind: 'promise-near', of: 'first-response', due }],
      ...{ due, nextLook: due },
    })
    expect(outlookAt('2024-03-04T06:30:00Z')).toMatchObject({
      warnings: [{ kind: 'promise-broken', of: 'first-response', due }],
      ...{ due, nextLook: warnOfResolution },
    })
  })

  test('a promise that was broken stays so and is due no more once it is done; one that was kept is nothing', () => {
    const late: StateEntered = { at: instant('2024-03-04T07:00:00Z'), state: 'responded', on: null }
    expect(outlookAt('2024-03-04T08:00:00Z', [received, late])).toMatchObject({
      warnings: [{ kind: 'promise-broken', of: 'first-response' }],
      due: resolutionDue,
    })
    const inTime: StateEntered = { at: instant('2024-03-04T05:30:00Z'), state: 'responded', on: null }
    expect(outlookAt('2024-03-04T08:00:00Z', [received, inTime])).toEqual({
      ...{ warnings: [], due: resolutionDue, nextLook: warnOfResolution },
    })
    const resolved: StateEntered = { at: instant('2024-03-04T07:30:00Z'), state: 'resolved', on: null }
    expect(outlookAt('2024-03-20T08:00:00Z', [received, inTime, resolved])).toEqual({
      ...{ warnings: [], due: null, nextLook: null },
    })
  })

  test('while the customer has the ball nothing is due; afterwards the last quarter is a warning again', () => {
    const responded: StateEntered = { at: instant('2024-03-04T02:00:00Z'), state: 'responded', on: null }
    const waits: StateEntered = { at: instant('2024-03-06T02:00:00Z'), state: 'waiting', on: 'customer' }
    const before = outlookAt('2024-03-06T01:30:00Z', [received, responded])
    expect(before.warnings).toMatchObject([{ kind: 'promise-near', of: 'resolution' }])
    const paused = outlookAt('2024-03-06T09:00:00Z', [received, responded, waits])
    expect(paused).toEqual({ warnings: [], due: null, nextLook: null })
    const back: StateEntered = { at: instant('2024-03-07T01:00:00Z'), state: 'investigating', on: null }
    const after = outlookAt('2024-03-07T01:00:00Z', [received, responded, waits, back])
    expect(after).toMatchObject({ warnings: [{ kind: 'promise-near', of: 'resolution' }] })
    expect(after.due).toBeGreaterThan(resolutionDue)
    // The clock moved it: the same warning, unless it stopped to hold in between.
    expect(listUntold(after.warnings, before.warnings)).toEqual([])
    expect(listUntold(after.warnings, paused.warnings)).toEqual(after.warnings)
  })

  test('an entry is overdue from its moment on; with another moment it is another warning', () => {
    const nobody: CasePromises = { firstResponse: null, resolution: null }
    const moment = (at: string): OpenMoment => ({ kind: 'entry-overdue', of: 'itm_1', due: instant(at) })
    const again: OpenMoment = { kind: 'look-again', of: 'case', due: instant('2024-03-09T00:00:00Z') }
    const open = [moment('2024-03-08T00:00:00Z'), again]
    const first = outlookAt('2024-03-07T23:59:59Z', [received], open, nobody)
    expect(first).toEqual({ warnings: [], due: open[0]?.due, nextLook: open[0]?.due })
    const second = outlookAt('2024-03-08T00:00:00Z', [received], open, nobody)
    expect(second).toEqual({ warnings: [open[0]], due: open[0]?.due, nextLook: again.due })
    const moved = outlookAt('2024-03-10T00:00:00Z', [received], [moment('2024-03-09T12:00:00Z')], nobody)
    expect(listUntold(moved.warnings, second.warnings)).toEqual(moved.warnings)
    expect(listUntold(moved.warnings, moved.warnings)).toEqual([])
  })

  test('a year without data: entries are seen, promises are looked at again the next day', () => {
    const late: StateEntered = { at: instant('2026-12-31T08:00:00Z'), state: 'received', on: null }
    const next = instant('2027-01-01T08:00:00Z')
    expect(outlookAt('2026-12-31T08:00:00Z', [late])).toEqual({ warnings: [], due: null, nextLook: next })
    const entry: OpenMoment = { kind: 'entry-overdue', of: 'itm_1', due: instant('2027-02-01T00:00:00Z') }
    expect(outlookAt('2027-02-02T00:00:00Z', [late], [entry])).toEqual({
      ...{ warnings: [entry], due: entry.due, nextLook: instant('2027-02-03T00:00:00Z') },
    })
  })
})
