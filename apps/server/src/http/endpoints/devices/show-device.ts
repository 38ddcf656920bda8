import { operations, pageItemsMax } from '@holdfast/contract'
import { refuse, type Thumbprint } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'
import { deviceWire, seatWire } from '../../wire/books.ts'

export const showDevice = endpoint(operations.showDevice, async ({ params }, _caller, { store }) => {
  const device = await store.read.findDevice(params.device as Thumbprint)
  if (device === null) return refuse('NOT_FOUND', { what: 'device' })
  const seats = await store.read.listSeats({ device: device.id }, { limit: pageItemsMax })
  if (seats.kind === 'refused') return seats
  return { device: deviceWire(device), seats: seats.items.map(seatWire) }
})
