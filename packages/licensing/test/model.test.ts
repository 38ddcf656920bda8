// Random lives of a few devices, with lost answers, late files, administrators and restored backups.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Thumbprint } from '@holdfast/lease'
import type { LeaseGranted } from '../src/decision.ts'
import { before, renewalFacts, requestFacts, thumbprint } from './fixtures.ts'
import { step } from './model-steps.ts'
import { deviceCount, Server, type Device } from './model-world.ts'

test('seats, generations and the way back survive everything', () => {
  fc.assert(
    fc.property(fc.commands([step], { maxCommands: 60, size: 'max' }), (commands) => {
      const devices = Array.from({ length: deviceCount }, (_, index): Device => ({
        key: thumbprint(`device ${index}`),
        sequence: 0,
        generation: 0,
        held: null,
        request: null,
        receipt: null,
        files: [],
        sent: [],
        releasedWith: 0,
        givenBack: false,
      }))
      fc.modelRun(() => ({ model: { devices }, real: new Server() }), commands)
    }),
    { numRuns: 250 },
  )
})

test('generations strictly rise, from wherever books and device start', () => {
  const generation = fc.nat(999_999_000)
  fc.assert(
    fc.property(
      generation,
      generation,
      fc.array(fc.constantFrom('activate', 'renew'), { maxLength: 8 }),
      (books, accepted, actions) => {
        const server = new Server()
        const key = thumbprint('device')
        let last = Math.max(books, accepted)
        server.books.holdDevice(key, { ...firstDevice(key), generation: books })
        for (const [index, action] of ['activate', ...actions].entries()) {
          const make = action === 'renew' ? renewalFacts : requestFacts
          const decided = server.ask(make({ key, generation: accepted, sequence: index + 1 })) as LeaseGranted
          expect(decided.lease.generation).toBe(last + 1)
          last = decided.lease.generation
        }
      },
    ),
    { numRuns: 100 },
  )
})

function firstDevice(key: Thumbprint) {
  return {
    id: key,
    product: 'cmge',
    publicRaw: new Uint8Array(32),
    name: null,
    release: null,
    firstSeen: before,
    lastSeen: before,
    blocked: null,
    generation: 0,
    requestSequence: 0,
    releaseSequence: 0,
  }
}
