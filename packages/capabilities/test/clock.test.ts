import { expect, test } from 'vitest'
import { addSecondsHeld, formatInstant } from '../src/index.ts'
import { systemClock, systemEntropy } from '../src/system.ts'
import { instant, ManualClock, SeededEntropy } from '../src/testing.ts'

test('a manual clock wakes whoever waits when its time has come, and not before', async () => {
  const clock = new ManualClock('2026-01-01T00:00:00Z')
  const woken: string[] = []
  const waits = [
    clock.waitMs(1500).then(() => woken.push('ms')),
    clock.waitUntil(instant('2026-01-01T00:01:00Z')).then(() => woken.push('until')),
  ]
  clock.advance({ milliseconds: 1499 })
  await Promise.resolve()
  expect(woken).toEqual([])
  clock.advance({ milliseconds: 1 })
  await waits[0]
  expect(woken).toEqual(['ms'])
  clock.set('2026-01-01T00:01:00Z')
  await waits[1]
  expect(woken).toEqual(['ms', 'until'])
  expect(clock.monotonicMs()).toBe(1500)
})

test('whoever waits can be called off', async () => {
  for (const clock of [new ManualClock('2026-01-01T00:00:00Z'), systemClock]) {
    const stop = new AbortController()
    const waiting = clock.waitMs(3_600_000, stop.signal)
    const until = clock.waitUntil(addSecondsHeld(clock.now(), 3600), stop.signal)
    stop.abort(new Error('called off'))
    await expect(waiting).rejects.toThrow('called off')
    await expect(until).rejects.toThrow('called off')
    await expect(clock.waitMs(1, stop.signal)).rejects.toThrow('called off')
  }
})

test('the system clock tells seconds, and what has passed needs no waiting', async () => {
  expect(formatInstant(systemClock.now())).toHaveLength(20)
  await systemClock.waitUntil(instant('2001-01-01T00:00:00Z'))
  await systemClock.waitMs(0)
})

test('seeded chance repeats, and the system one does not', () => {
  const draw = () => {
    const entropy = new SeededEntropy('seed')
    return [entropy.bytes(5), entropy.bytes(40)].map((bytes) => Buffer.from(bytes).toString('hex'))
  }
  expect(draw()).toEqual(draw())
  expect(draw()[0]).not.toBe(draw()[1]!.slice(0, 10))
  expect(Buffer.from(systemEntropy.bytes(16))).not.toEqual(Buffer.from(systemEntropy.bytes(16)))
})
