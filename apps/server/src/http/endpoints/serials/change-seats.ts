import { operations } from '@holdfast/contract'
import { parseSerial, refuse } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { findSerialRow } from '../../serial-rows.ts'

export const changeSeats = endpoint(operations.changeSeats, async ({ params, body }, caller, { store }) => {
  const parsed = parseSerial(params.serial)
  if (parsed.kind === 'refused') return parsed
  const changed = await store.write(caller.actor, async (tx) => {
    const record = await tx.changeSeats(parsed.serial, body.seats, caller.now)
    if (isRefusal(record)) return record
    const detail = { seats: body.seats, reason: body.reason }
    await tx.note({ action: 'seats-change-reason', subject: `serial:${parsed.serial}`, detail }, caller.now)
    return record
  })
  if (isRefusal(changed)) return changed
  return (await findSerialRow(store.read, parsed.serial)) ?? refuse('NOT_FOUND', { what: 'serial' })
})
