import type { Refusal } from '@holdfast/lease'
import type { Decided } from './decision.ts'
import { InputComplaints } from './input-complaints.ts'
import { seatsMax } from './limits.ts'
import type { SerialRecord } from './seat.ts'

/**
 * Another number of seats for a serial number. It may be cut below the use: whoever has a seat keeps it and renews it,
 * `aboveCount` says how many are too many, and nobody new gets one before enough were given back.
 * Refuses: INPUT_INVALID outside 0 to `seatsMax`.
 */
export function decideSeats(
  serial: SerialRecord,
  seats: number,
): (Decided & { readonly aboveCount: number }) | Refusal<'INPUT_INVALID'> {
  const complaints = new InputComplaints()
  complaints.checkInteger('seats', seats, 0, seatsMax)
  const refusal = complaints.refusal()
  if (refusal !== null) return refusal
  const aboveCount = Math.max(0, serial.taken - seats)
  if (seats === serial.seats) return { kind: 'decided', changes: [], aboveCount }
  return { kind: 'decided', changes: [{ kind: 'seats-set', serial: serial.serial, seats }], aboveCount }
}
