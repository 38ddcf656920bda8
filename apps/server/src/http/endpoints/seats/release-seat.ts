import { operations } from '@holdfast/contract'
import type { SeatId } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { seatWire } from '../../wire/books.ts'

export const releaseSeat = endpoint(operations.releaseSeat, async ({ params, body }, caller, { store }) => {
  const accepted = `${body.acceptedRisk}: ${body.reason}`
  const released = await store.write(caller.actor, (tx) =>
    tx.releaseSeat(params.seat as SeatId, accepted, caller.now),
  )
  return isRefusal(released) ? released : seatWire(released)
})
