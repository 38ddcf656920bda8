import type { UnconfirmedLease } from './records.ts'
import { RowReader } from './row-reader.ts'
import type { LeaseRow } from './tables.ts'

type UnconfirmedRow = Pick<LeaseRow, 'id' | 'seat' | 'device' | 'product' | 'generation' | 'issued_at'> & {
  readonly serial: string | null
  readonly licence: string | null
}

export function unconfirmedOfRow(row: UnconfirmedRow): UnconfirmedLease {
  const reader = new RowReader('leases', row.id, row)
  return {
    lease: reader.text('id'),
    seat: reader.text('seat'),
    serial: reader.text('serial'),
    licence: reader.text('licence'),
    product: reader.text('product'),
    device: reader.text('device'),
    generation: reader.count('generation'),
    issuedAt: reader.instant('issued_at'),
  }
}
