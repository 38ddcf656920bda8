import { operations } from '@holdfast/contract'
import type { CustomerId } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { observedDeviceWire } from '../../wire/fleet.ts'

export const listFleetDevices = endpoint(
  operations.listFleetDevices,
  async ({ query }, _caller, { store }) => {
    const { customer, state, finding, host } = query
    const filter = {
      ...(customer === undefined ? {} : { customer: customer as CustomerId }),
      ...(state === undefined ? {} : { state }),
      ...(finding === undefined ? {} : { finding }),
      ...(host === undefined ? {} : { host }),
    }
    return pageWire(await store.read.listObservedDevices(filter, pageOf(query)), observedDeviceWire)
  },
)
