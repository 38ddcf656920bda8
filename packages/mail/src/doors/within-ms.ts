import type { Clock } from '@holdfast/capabilities'

/** What `withinMs` rejects with when the time is over. */
export class Late extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds} ms`)
    this.name = 'Late'
  }
}

/** What `work` gives; rejects with `Late` after `milliseconds` by the clock. The work itself is not ended by that. */
export async function withinMs<Given>(
  clock: Clock,
  milliseconds: number,
  work: Promise<Given>,
): Promise<Given> {
  const over = new AbortController()
  const late = clock.waitMs(milliseconds, over.signal).then(() => {
    throw new Late(milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    over.abort()
  }
}
