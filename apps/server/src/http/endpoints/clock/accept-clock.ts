import { formatInstant } from '@holdfast/capabilities'
import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'

export const acceptClock = endpoint(operations.acceptClock, async ({ body }, caller, { store }) => {
  const { newest, behindSeconds } = await store.write(caller.actor, (tx) =>
    tx.acceptClock(body.reason, caller.now),
  )
  return { clock: formatInstant(caller.now), newest: formatInstant(newest), behindSeconds }
})
