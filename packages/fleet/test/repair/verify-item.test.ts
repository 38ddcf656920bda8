// A command that printed success proves nothing: what proves, what does not, and why not.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addSecondsHeld } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import type { Span } from '../../src/observation.ts'
import type { Look } from '../../src/observe/look.ts'
import type { End } from '../../src/repair/end.ts'
import { sightingOfLook, sightingOfReceipt, type Sighting } from '../../src/repair/sighting.ts'
import { verifyItem, verifyItemBy, type ItemToVerify } from '../../src/repair/verify-item.ts'
import { perpetual, until } from './devices.ts'

const step = instant('2026-03-01T08:30:00Z')
const ours = 'd'.repeat(64)

function anItem(set: Partial<ItemToVerify> = {}): ItemToVerify {
  const state = { kind: 'started', at: step, how: 'advised' } as const
  return {
    ...{ device: ours, serial: 'S-1', remedy: 'renew', generation: 1, notBefore: perpetual, state },
    ...set,
  }
}

function aReceipt(set: Partial<Parameters<typeof sightingOfReceipt>[0]> = {}): Sighting {
  return sightingOfReceipt({
    ...{ device: ours, serial: 'S-1', generation: 2, issuedAt: step, end: perpetual },
    ...set,
  })
}

const earlier = addSecondsHeld(step, -1)
const later = addSecondsHeld(step, 1)
const rows: [string, Partial<ItemToVerify>, Sighting, string][] = [
  ['a receipt for the new lease', {}, aReceipt(), 'done'],
  ['for the lease that it had', {}, aReceipt({ generation: 1 }), 'older'],
  ['for a lease issued before the step', {}, aReceipt({ issuedAt: earlier }), 'older'],
  ['of another device', {}, aReceipt({ device: 'e'.repeat(64) }), 'other-device'],
  ['whose lease still ends', {}, aReceipt({ end: until('2027-01-01T00:00:00Z') }), 'ends-before'],
  [
    'which ends when it should',
    { notBefore: until('2027-01-01T00:00:00Z') },
    aReceipt({ end: until('2027-01-01T00:00:00Z') }),
    'done',
  ],
  [
    'which ends a second earlier',
    { notBefore: until('2027-01-01T00:00:00Z') },
    aReceipt({ end: until('2026-12-31T23:59:59Z') }),
    'ends-before',
  ],
  ['before anything was started', { state: { kind: 'proposed' } }, aReceipt(), 'not-started'],
  ['of the machine that is gone', { remedy: 'rehost' }, aReceipt(), 'other-device'],
  ['of its successor', { remedy: 'rehost' }, aReceipt({ device: 'e'.repeat(64), generation: 1 }), 'done'],
  [
    'of a stranger',
    { remedy: 'rehost' },
    aReceipt({ device: 'e'.repeat(64), serial: 'S-2' }),
    'other-device',
  ],
]
test.each(rows)('a receipt %s', (_, item, sighting, outcome) => {
  const verdict = verifyItem(anItem(item), sighting)
  expect(verdict.kind === 'done' ? 'done' : verdict.because).toBe(outcome)
})

describe("a capture of another maker's activation", () => {
  const item = anItem({
    device: 'counter-3',
    serial: null,
    remedy: 'vendor-activate',
    generation: 0,
    notBefore: until('2026-06-01T00:00:00Z'),
    state: { kind: 'started', at: step, how: 'handed-out' },
  })
  const look = (capturedAt: Span | null, minutes: number | null, set: Partial<Look> = {}) =>
    ({
      seen: {
        ...{
          activatedAt: null,
          grantedSeconds: null,
          upgradedAt: null,
          releaseBefore: null,
          releaseAfter: null,
        },
        capturedAt,
        remaining: minutes === null ? null : { from: minutes * 60, to: minutes * 60 + 60 },
      },
      ...{ capturedBy: 'text', state: 'licensed', renewsItself: false, channel: 'VOLUME_MAK', ...set },
    }) as Look
  const capture = (at: number, minutes: number | null, set: Partial<Look> = {}) => {
    const capturedAt = { from: at as typeof step, to: addSecondsHeld(at as typeof step, 1) }
    return sightingOfLook('counter-3', look(capturedAt, minutes, set), 'capture')!
  }
  const days180 = 180 * 1440
  const captures: [string, Sighting, string][] = [
    ['after the step, 180 days left', capture(later, days180), 'done'],
    ['in the second of the step', capture(step, days180), 'older'],
    ['before the step', capture(earlier, days180), 'older'],
    ['after it, still 4 days left', capture(later, 4 * 1440), 'ends-before'],
    ['after it, permanently activated', capture(later, null), 'done'],
    [
      'after it, in a grace period without an end',
      capture(later, null, { state: 'initial-grace' }),
      'says-nothing',
    ],
    ['after it, cut off before channel and end', capture(later, null, { channel: null }), 'says-nothing'],
    [
      'after it, a volume client whose end was cut off',
      capture(later, null, { channel: 'VOLUME_KMSCLIENT' }),
      'says-nothing',
    ],
    [
      'after it, a volume client that renews itself',
      capture(later, 170 * 1440, { renewsItself: true }),
      'done',
    ],
    [
      'after it, a volume client that has not for long',
      capture(later, 80 * 1440, { renewsItself: true }),
      'ends-before',
    ],
  ]
  test.each(captures)('%s', (_, sighting, outcome) => {
    const verdict = verifyItem(item, sighting)
    expect(verdict.kind === 'done' ? 'done' : verdict.because).toBe(outcome)
  })

  test('without a moment of its own is no sighting at all', () => {
    const [at, days] = [{ from: later, to: addSecondsHeld(later, 1) }, days180]
    expect(sightingOfLook('counter-3', look(null, days), 'capture')).toBeNull()
    expect(sightingOfLook('counter-3', look(at, days, { capturedBy: 'received' }), 'capture')).toBeNull()
    expect(sightingOfLook('counter-3', look(at, days, { capturedBy: 'mail' }), 'capture')).not.toBeNull()
  })

  test('whose day alone is known counts only where the whole day lies after the step', () => {
    const day = (text: string) => ({ from: instant(`${text}T00:00:00Z`), to: instant(`${text}T23:59:59Z`) })
    const on = (text: string) => sightingOfLook('counter-3', look(day(text), days180), 'capture')!
    expect(verifyItem(item, on('2026-03-01'))).toMatchObject({ because: 'older' })
    expect(verifyItem(item, on('2026-03-02'))).toMatchObject({ kind: 'done' })
  })

  test('an end that may lie before is no proof, whatever it may be at best', () => {
    const wide = {
      ...capture(later, 0),
      end: {
        kind: 'within',
        span: { from: instant('2026-05-31T23:59:59Z'), to: instant('2030-01-01T00:00:00Z') },
      },
    } as const
    expect(verifyItem(item, wide)).toMatchObject({ because: 'ends-before' })
  })

  test('of several the newest that tells an end counts', () => {
    const day = 86_400
    const well = capture(step + day, days180)
    const illAgain = capture(step + 2 * day, 1440)
    const silent = capture(step + 3 * day, null, { channel: null })
    expect(verifyItemBy(item, [well])).toMatchObject({ kind: 'done' })
    expect(verifyItemBy(item, [well, illAgain])).toMatchObject({ because: 'ends-before' })
    expect(verifyItemBy(item, [illAgain, well])).toMatchObject({ because: 'ends-before' })
    expect(verifyItemBy(item, [well, silent])).toMatchObject({ kind: 'done' })
    expect(verifyItemBy(item, [])).toMatchObject({ because: 'older' })
  })
})

test('nothing that was seen up to the step ever proves it', () => {
  const ends: fc.Arbitrary<End> = fc.constantFrom(perpetual, until('2030-01-01T00:00:00Z'))
  fc.assert(
    fc.property(
      fc.integer({ min: -1_000_000, max: 0 }),
      fc.integer({ min: 1, max: 9 }),
      ends,
      (back, generation, end) => {
        const seen = addSecondsHeld(step, back)
        const receipt = aReceipt({ issuedAt: addSecondsHeld(seen, -1), generation, end })
        const capture = {
          ...receipt,
          source: 'capture',
          generation: null,
          seen: { from: seen, to: later },
        } as const
        expect(verifyItem(anItem(), receipt).kind).toBe('not-done')
        expect(verifyItem(anItem(), capture).kind).toBe('not-done')
      },
    ),
    { seed: 20260301 },
  )
})
