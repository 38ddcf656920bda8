import { describe, expect, test } from 'vitest'
import {
  addressGroup,
  bucketsMax,
  FailedProofs,
  failedProofsMax,
  healMsPerProof,
} from '../src/exchange/failed-proofs.ts'

const key = ['serial:x']

function failed(times: number, nowMs: number, proofs = new FailedProofs()): FailedProofs {
  for (let index = 0; index < times; index++) proofs.record(key, nowMs)
  return proofs
}

describe('failed proofs', () => {
  test.each([
    ['nine just now', 9, 0, 0],
    ['ten just now', 10, 0, 30],
    ['ten, a moment before one has healed', 10, healMsPerProof - 1, 1],
    ['ten, when one has healed', 10, healMsPerProof, 0],
    ['thousand: nobody waits longer for that', 1000, 0, 30],
  ])('%s', (_what, times, laterMs, waitSeconds) => {
    expect(failed(times, 5_000).waitSeconds(key, 5_000 + laterMs)).toBe(waitSeconds)
  })

  test('after everything has healed, ten may fail again', () => {
    const proofs = failed(failedProofsMax, 0)
    const healedMs = failedProofsMax * healMsPerProof
    failed(failedProofsMax - 1, healedMs, proofs)
    expect(proofs.waitSeconds(key, healedMs)).toBe(0)
    proofs.record(key, healedMs)
    expect(proofs.waitSeconds(key, healedMs)).toBe(30)
  })

  test('the fullest of several counts decides, and others are untouched', () => {
    const proofs = failed(failedProofsMax, 0)
    expect(proofs.waitSeconds(['address:y', ...key], 0)).toBe(30)
    expect(proofs.waitSeconds(['address:y'], 0)).toBe(0)
  })

  test('memory is bounded: past the limit the one that failed longest ago is forgotten', () => {
    const proofs = failed(failedProofsMax, 0)
    for (let index = 0; index < bucketsMax - 1; index++) proofs.record([`address:${index}`], 0)
    expect(proofs.size).toBe(bucketsMax)
    expect(proofs.waitSeconds(key, 0)).toBe(30)
    proofs.record(['address:one more'], 0)
    expect(proofs.size).toBe(bucketsMax)
    expect(proofs.waitSeconds(key, 0)).toBe(0)
  })
})

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['1:2:3:4:5:6:7:8:9::1:2', '1:2:3:4::/64'],
  ['x'.repeat(500), 'x'.repeat(64)],
])('the address %s counts as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group)
})
