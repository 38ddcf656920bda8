// The shipped model of a device under Holdfast against the product itself: what the model says is what the device decides.
import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addSeconds, type Instant, secondsPerDay as day } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import { decideState } from '@holdfast/device/testing'
import { parseModel } from '@holdfast/fleet/model'
import { parseYaml } from '@holdfast/intake'
import { runModel, shippedModelUrl, type Entry, type Model, type Step } from '@holdfast/fleet'
import { sampleLease } from '@holdfast/lease/testing'

function loadHoldfast(): Model {
  const parsed = parseYaml(readFileSync(shippedModelUrl('holdfast'), 'utf8'))
  const model = parsed.kind === 'value' ? parseModel(parsed.value) : parsed
  if (model.kind === 'refused') throw new Error(JSON.stringify(model))
  return model.model
}

const model = loadHoldfast()
const begin = instant('2026-03-01T08:30:00Z')
const at = (seconds: number) => addSeconds(begin, seconds) as Instant
const ordinals: { readonly [release: string]: number } = {
  'V0-G': 100,
  'V0-H': 200,
  'V2020-L': 300,
  'later-line': 400,
}

/** The words of the model for what the device says. */
function stateOfDevice(given: {
  granted: number | 'perpetual'
  release: string
  cleared: boolean
  now: Instant
}): string {
  const { granted, release, cleared, now } = given
  const term =
    granted === 'perpetual'
      ? ({ kind: 'perpetual' } as const)
      : ({ kind: 'until', until: at(granted) } as const)
  const lease = sampleLease({ term, releases: [{ from: 100 }], policies: {} })
  const state = decideState({
    held: cleared ? { kind: 'none', because: 'reset' } : { kind: 'lease', lease },
    release: { name: release, ordinal: ordinals[release] ?? 0 },
    now,
    noticed: [],
    renewalHopeful: true,
  })
  if (state.kind === 'licensed') return state.reminding ? 'reminding' : 'licensed'
  return { unlicensed: 'not-activated', 'in-grace': 'in-grace', lapsed: 'expired' }[state.kind]
}

const deeds = fc.oneof(
  fc.constantFrom(...model.releases).map((release) => ({ kind: 'upgrade', release }) as const),
  fc.constantFrom('clear', 'reenter', 'restart').map((action) => ({ kind: 'action', action }) as const),
  fc.constant({ kind: 'observe' } as const),
)

describe('the model of a device under Holdfast', () => {
  test('has the states of the device at random moments, through upgrades, resets and activations', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constant('perpetual' as const), fc.integer({ min: 1, max: 1500 * day })),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 1600 * day }), deeds), { maxLength: 20 }),
        fc.integer({ min: -2, max: 2 }),
        (granted, random, offset) => {
          const ends = granted === 'perpetual' ? [] : [-30 * day, -1, 0, 1, 14 * day - 1, 14 * day]
          const edges = ends.map((edge) => Math.max(edge + (granted as number) + offset, 0))
          const steps: Step[] = [
            ...random.map(([seconds, deed]) => ({ at: at(seconds), deed })),
            ...edges.map((seconds) => ({ at: at(seconds), deed: { kind: 'observe' } as const })),
          ]
          const run = runModel(model, { granted, activatedAt: begin, steps, until: at(1700 * day) })
          if (run.kind === 'refused') throw new Error(JSON.stringify(run))
          let cleared = false
          for (const entry of run.entries) {
            cleared = clearedAfter(entry, cleared, granted)
            const device = stateOfDevice({ granted, release: entry.release, cleared, now: entry.at })
            expect([entry.at, entry.state]).toEqual([entry.at, device])
          }
        },
      ),
      { seed: 20_260_301, numRuns: 500 },
    )
  })

  test('no rule of it is open or only supposed where the product is certain', () => {
    const supposed = model.rules.filter(({ mark }) => mark !== 'observed').map(({ id }) => id)
    expect(supposed).toEqual(['status.print', 'controls.personalisation', 'activate.other'])
    expect(model.rules.some(({ question }) => question !== null)).toBe(false)
  })
})

/** A reset clears; an activation brings the lease of the books back, unless their term and its grace are over. */
function clearedAfter(
  { event, about, at: now }: Entry,
  cleared: boolean,
  granted: number | 'perpetual',
): boolean {
  if (event !== 'action' || about === 'restart') return cleared
  if (about === 'clear') return true
  const { graceDays } = sampleLease()
  return granted === 'perpetual' || now < at(granted + graceDays * day) ? false : cleared
}
