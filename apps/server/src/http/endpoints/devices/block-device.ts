import { operations } from '@holdfast/contract'
import type { Thumbprint } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { deviceWire } from '../../wire/books.ts'

export const blockDevice = endpoint(operations.blockDevice, async ({ params, body }, caller, { store }) => {
  const blocked = await store.write(caller.actor, (tx) =>
    tx.blockDevice(params.device as Thumbprint, body.reason, caller.now),
  )
  return isRefusal(blocked) ? blocked : deviceWire(blocked)
})
