import { instantMax, instantMin, secondsPerDay, type Instant } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import { parseTrust, verifyGivenTrust, type TrustBundle } from '@holdfast/lease'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeClock, recordProofs, type TimeProof } from '../src/clock-guard.ts'
import type { Uptime } from '../src/device-licence.ts'
import { Vendor } from './vendor.ts'

const vendor = new Vendor()
const trust = bundleOf(vendor)
const key = vendor.issuing.thumbprint
const moment = instant('2026-03-01T08:30:00Z')
const day = secondsPerDay

function bundleOf(of: Vendor): TrustBundle {
  const last = of.trust.at(-1)
  const verified = last === undefined ? null : verifyGivenTrust(last, null)
  if (verified?.kind !== 'trust') throw new Error('no bundle')
  return verified.bundle
}

const boot = (seconds: number, bootId = 'boot-1'): Uptime => ({ bootId, seconds })
const signed = (at: Instant, uptime: Uptime | null) =>
  recordProofs({ proofs: [], trust, uptime, signed: { moment: at, keys: [key] } })

test.each<[string, number, Uptime | null, string[], number]>([
  ['the wall clock agrees', 100, boot(1100), [], 100],
  ['a little behind is not told', -300, boot(1000), [], 0],
  ['behind: the floor counts', -301, boot(1000), ['clock-behind'], 0],
  [
    'behind by years: running time goes on from the signed moment',
    -9000 * day,
    boot(1000 + 50),
    ['clock-behind'],
    50,
  ],
  ['ahead within two days of running time', 2 * day, boot(1000), [], 2 * day],
  [
    'ahead of what this boot allows: believed while it lasts, and told',
    2 * day + 1,
    boot(1000),
    ['clock-ahead'],
    2 * day + 1,
  ],
  [
    'years later after a restart: nothing shows that they have not passed',
    900 * day,
    boot(5, 'boot-2'),
    [],
    900 * day,
  ],
  ['years later without an uptime', 900 * day, null, [], 900 * day],
  ['set back after a restart: the recorded floor counts', -1000, boot(5, 'boot-2'), ['clock-behind'], 0],
  ['uptime gone back within one boot (a snapshot): no time has passed', -1000, boot(3), ['clock-behind'], 0],
])('%s', (_, wallAfter, uptime, noticed, nowAfter) => {
  const judged = judgeClock({
    wall: (moment + wallAfter) as Instant,
    uptime,
    proofs: signed(moment, boot(1000)),
    trust,
  })
  expect(judged.noticed).toEqual(noticed)
  expect(judged.now - moment).toBe(nowAfter)
})

test('without proofs the wall clock is all there is', () => {
  for (const wall of [
    instant('0001-01-02T00:00:00Z'),
    instant('2001-01-01T00:00:00Z'),
    instant('2159-06-01T00:00:00Z'),
  ])
    expect(judgeClock({ wall, uptime: boot(1), proofs: [], trust })).toEqual({
      wall,
      floor: null,
      now: wall,
      noticed: [],
    })
})

test('outside the years 1 to 9999 the nearest end counts, and is noticed', () => {
  const at = (wall: number) => judgeClock({ wall: wall as Instant, uptime: null, proofs: [], trust })
  expect(at(instantMax + 5)).toMatchObject({ now: instantMax, noticed: ['clock-ahead'] })
  expect(at(instantMin - 5)).toMatchObject({ now: instantMin, noticed: ['clock-behind'] })
})

test('a clock ahead is never recorded: corrected, it heals at once', () => {
  let proofs = signed(moment, boot(1000))
  const ahead = judgeClock({ wall: instant('2159-01-01T00:00:00Z'), uptime: boot(1100), proofs, trust })
  expect(ahead.now).toBe(instant('2159-01-01T00:00:00Z'))
  proofs = recordProofs({ proofs, trust, uptime: boot(1100) })
  const healed = judgeClock({ wall: (moment + 120) as Instant, uptime: boot(1120), proofs, trust })
  expect(healed).toEqual({ wall: moment + 120, floor: moment + 120, now: moment + 120, noticed: [] })
})

test('revoked, disregarded, unknown and outside its interval: no proof', () => {
  const proofs = signed(moment, boot(1000))
  const floorUnder = (bundle: TrustBundle | null) =>
    judgeClock({ wall: instant('2001-01-01T00:00:00Z'), uptime: boot(1000), proofs, trust: bundle }).floor
  expect(floorUnder(trust)).toBe(moment)
  const other = new Vendor()
  other.rotateKey()
  expect(floorUnder(bundleOf(other))).toBeNull()
  const wrongClock = new Vendor()
  wrongClock.addTrust({ disregard: [{ key, from: moment, until: (moment + 1) as Instant }] })
  expect(floorUnder(bundleOf(wrongClock))).toBeNull()
  expect(recordProofs({ proofs, trust: bundleOf(wrongClock), uptime: boot(1000) })).toEqual([])
  const late = { ...trust, keys: trust.keys.map((each) => ({ ...each, until: moment })) }
  expect(floorUnder(late)).toBeNull()
  expect(floorUnder({ ...trust, keys: [] })).toBeNull()
  expect(floorUnder(null)).toBeNull()
  expect(parseTrust(new Uint8Array())).toMatchObject({ kind: 'refused' })
})

// One machine: real running time passes, boots end, processes look and write in any order, the wall clock says anything.
type Step =
  | { kind: 'run'; seconds: number }
  | { kind: 'off'; seconds: number }
  | { kind: 'wall'; at: number }
  | { kind: 'write'; process: number }
  | { kind: 'answer'; process: number; skew: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('run' as const), seconds: fc.nat(10_000_000) }),
  fc.record({ kind: fc.constant('off' as const), seconds: fc.nat(10_000_000) }),
  fc.record({ kind: fc.constant('wall' as const), at: fc.integer({ min: instantMin, max: instantMax }) }),
  fc.record({ kind: fc.constant('write' as const), process: fc.nat(2) }),
  fc.record({ kind: fc.constant('answer' as const), process: fc.nat(2), skew: fc.nat(1000) }),
)

test('the floor never exceeds true time, never falls, and several processes do not make it run double', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let trueTime: number = moment
      let uptime = boot(0, 'boot-0')
      let boots = 0
      let wall: number = moment
      let proofs: readonly TimeProof[] = []
      // What each process read last: a writer may merge from an older view, as if it had been paused.
      let lastFloor = -Infinity
      for (const each of steps) {
        if (each.kind === 'run') {
          trueTime += each.seconds
          wall += each.seconds
          uptime = boot(uptime.seconds + each.seconds, uptime.bootId)
        }
        if (each.kind === 'off') {
          trueTime += each.seconds
          uptime = boot(0, `boot-${++boots}`)
          // A restart may lose running time that nobody recorded; that much the floor may fall, and no further than what is kept.
          lastFloor = -Infinity
        }
        if (each.kind === 'wall') wall = each.at
        if (each.kind === 'write') proofs = recordProofs({ proofs, trust, uptime })
        if (each.kind === 'answer')
          proofs = recordProofs({
            proofs,
            trust,
            uptime,
            signed: { moment: (trueTime - each.skew) as Instant, keys: [key] },
          })
        const held = Math.min(Math.max(wall, instantMin), instantMax) as Instant
        const judged = judgeClock({ wall: held, uptime, proofs, trust })
        const floor = judged.floor ?? -Infinity
        expect(floor).toBeLessThanOrEqual(trueTime)
        expect(floor).toBeGreaterThanOrEqual(lastFloor)
        expect(judged.now).toBe(Math.max(held, floor))
        // Writing twice, or by whom, changes nothing.
        const once = recordProofs({ proofs, trust, uptime })
        expect(recordProofs({ proofs: once, trust, uptime })).toEqual(once)
        lastFloor = floor
      }
    }),
    { numRuns: 300 },
  )
})

test('merging the same proofs in any order gives the same floors', () => {
  const proof = fc.record({
    key: fc.constantFrom(key, vendor.root.thumbprint),
    moment: fc.integer({ min: 0, max: 1e6 }).map((seconds) => (moment + seconds) as Instant),
    uptime: fc.option(fc.record({ bootId: fc.constantFrom('a', 'b'), seconds: fc.nat(1e6) }), { nil: null }),
    recorded: fc.integer({ min: 0, max: 2e6 }).map((seconds) => (moment + seconds) as Instant),
  })
  fc.assert(
    fc.property(fc.array(proof, { maxLength: 8 }), fc.nat(2e6), (proofs, seconds) => {
      const uptime = boot(seconds, 'a')
      const floorOf = (list: readonly TimeProof[]) =>
        judgeClock({ wall: moment, uptime, proofs: list, trust }).floor
      const merged = recordProofs({ proofs, trust, uptime })
      expect(floorOf(merged)).toBe(floorOf(proofs))
      expect(floorOf(recordProofs({ proofs: proofs.toReversed(), trust, uptime }))).toBe(floorOf(proofs))
      expect(merged.length).toBeLessThanOrEqual(2)
    }),
  )
})
