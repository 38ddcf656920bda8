import { describe, expect, test } from 'vitest'
import { ManualClock } from '@holdfast/capabilities/testing'
import { Gatherer, type GathererHints, type JobOutcome } from '../src/gatherer.ts'

const alone: GathererHints = { more: null, isUnavailable: () => false }
const done = (jobs: readonly number[]): JobOutcome<number>[] =>
  jobs.map((job) => ({ kind: 'done', result: job * 10 }))

/** Runs batches when told to, and remembers them. */
function heldBatches() {
  const batches: (readonly number[])[] = []
  const releases: (() => void)[] = []
  const run = async (jobs: readonly number[]) => {
    batches.push(jobs)
    await new Promise<void>((resolve) => releases.push(resolve))
    return done(jobs)
  }
  const turns = async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
  }
  return { batches, run, turns, release: () => releases.shift()?.() }
}

describe('gatherer', () => {
  test('jobs that arrive while a batch runs share the next, at most batchJobsMax of them', async () => {
    const { batches, run, turns, release } = heldBatches()
    const gatherer = new Gatherer({ batchJobsMax: 3, waitingJobsMax: 100 }, run, alone)
    const results = [gatherer.add(1)]
    await turns()
    for (const job of [2, 3, 4, 5]) results.push(gatherer.add(job))
    release()
    await turns()
    release()
    await turns()
    release()
    expect(await Promise.all(results)).toEqual([10, 20, 30, 40, 50])
    expect(batches).toEqual([[1], [2, 3, 4], [5]])
  })

  test('a job at the limit of waiting jobs is taken, the next refused', async () => {
    const { run, turns, release } = heldBatches()
    const gatherer = new Gatherer({ batchJobsMax: 1, waitingJobsMax: 2 }, run, alone)
    const first = gatherer.add(1)
    await turns()
    const second = gatherer.add(2)
    const third = gatherer.add(3)
    expect(await gatherer.add(4)).toEqual({
      kind: 'refused',
      code: 'SERVER_OVERLOADED',
      facts: { waiting: 2, retryAfterSeconds: 1 },
    })
    for (let batch = 0; batch < 3; batch++) {
      release()
      await turns()
    }
    expect(await Promise.all([first, second, third])).toEqual([10, 20, 30])
  })

  test('a batch that fails is run one by one, and only the poisoned job fails', async () => {
    const batches: (readonly number[])[] = []
    const run = async (jobs: readonly number[]) => {
      batches.push(jobs)
      if (jobs.includes(2)) throw new Error('poisoned')
      return done(jobs)
    }
    const gatherer = new Gatherer({ batchJobsMax: 10, waitingJobsMax: 10 }, run, alone)
    const results = await Promise.allSettled([1, 2, 3].map((job) => gatherer.add(job)))
    expect(results).toMatchObject([
      { value: 10 },
      { status: 'rejected', reason: { message: 'poisoned' } },
      { value: 30 },
    ])
    expect(batches).toEqual([[1, 2, 3], [1], [2], [3]])
  })

  test('where the database goes while jobs are tried one by one, the rest fail at once', async () => {
    let runs = 0
    const run = (jobs: readonly number[]) => {
      runs++
      return Promise.reject(new Error(jobs.length > 1 ? 'poisoned' : 'gone'))
    }
    const hints = { more: null, isUnavailable: (error: unknown) => (error as Error).message === 'gone' }
    const gatherer = new Gatherer({ batchJobsMax: 10, waitingJobsMax: 10 }, run, hints)
    const results = await Promise.allSettled([1, 2, 3].map((job) => gatherer.add(job)))
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(runs).toBe(2)
  })

  test('where the database is gone, the batch fails at once', async () => {
    let runs = 0
    const run = () => {
      runs++
      return Promise.reject(new Error('gone'))
    }
    const gatherer = new Gatherer({ batchJobsMax: 10, waitingJobsMax: 10 }, run, {
      more: null,
      isUnavailable: () => true,
    })
    const results = await Promise.allSettled([1, 2, 3].map((job) => gatherer.add(job)))
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(runs).toBe(1)
  })

  test('stopping finishes what was accepted, without waiting for more', async () => {
    const { batches, run, turns, release } = heldBatches()
    const clock = new ManualClock('2026-03-01T08:30:00Z')
    const hints = { more: () => clock.waitMs(5), isUnavailable: () => false }
    const gatherer = new Gatherer({ batchJobsMax: 10, waitingJobsMax: 10 }, run, hints)
    const together = [gatherer.add(1), gatherer.add(2)]
    await turns()
    const accepted = gatherer.add(3)
    release()
    await turns()
    expect(batches).toEqual([[1, 2]])
    const stopped = gatherer.stop()
    expect(await gatherer.add(4)).toMatchObject({ code: 'SERVER_STOPPING' })
    await turns()
    release()
    expect(await Promise.all([...together, accepted])).toEqual([10, 20, 30])
    await stopped
  })

  test('where several came together, the next batch waits for more; where one came alone, it does not', async () => {
    const { batches, run, turns, release } = heldBatches()
    const clock = new ManualClock('2026-03-01T08:30:00Z')
    const hints = { more: () => clock.waitMs(5), isUnavailable: () => false }
    const gatherer = new Gatherer({ batchJobsMax: 10, waitingJobsMax: 10 }, run, hints)
    const results = [gatherer.add(1), gatherer.add(2)]
    await turns()
    expect(batches).toEqual([[1, 2]])
    results.push(gatherer.add(3))
    release()
    await turns()
    expect(batches).toEqual([[1, 2]])
    results.push(gatherer.add(4))
    clock.advance({ milliseconds: 5 })
    await turns()
    expect(batches).toEqual([
      [1, 2],
      [3, 4],
    ])
    results.push(gatherer.add(5))
    release()
    await turns()
    clock.advance({ milliseconds: 5 })
    await turns()
    release()
    results.push(gatherer.add(6))
    await turns()
    expect(batches).toEqual([[1, 2], [3, 4], [5], [6]])
    release()
    expect(await Promise.all(results)).toEqual([10, 20, 30, 40, 50, 60])
  })
})
