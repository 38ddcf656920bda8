import { operations } from '@holdfast/contract'
import type { Thumbprint } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { deviceWire } from '../../wire/books.ts'

export const unblockDevice = endpoint(
  operations.unblockDevice,
  async ({ params, body }, caller, { store }) => {
    const device = params.device as Thumbprint
    const unblocked = await store.write(caller.actor, async (tx) => {
      const changed = await tx.unblockDevice(device, caller.now)
      if (isRefusal(changed)) return changed
      await tx.note(
        { action: 'device-unblock-reason', subject: `device:${device}`, detail: { reason: body.reason } },
        caller.now,
      )
      return changed
    })
    return isRefusal(unblocked) ? unblocked : deviceWire(unblocked)
  },
)
