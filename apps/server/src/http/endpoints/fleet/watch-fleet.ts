import { operations } from '@holdfast/contract'
import { refuse } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'

export const watchFleet = endpoint(operations.watchFleet, async (_input, _caller, { jobs }) => {
  const watched = await jobs.watchNow()
  return watched === null ? refuse('WATCH_BUSY') : watched
})
