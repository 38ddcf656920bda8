import { operations } from '@holdfast/contract'
import { parseSerial, refuse } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'
import { findSerialRow } from '../../serial-rows.ts'

export const showSerial = endpoint(operations.showSerial, async ({ params }, _caller, { store }) => {
  const parsed = parseSerial(params.serial)
  if (parsed.kind === 'refused') return parsed
  return (await findSerialRow(store.read, parsed.serial)) ?? refuse('NOT_FOUND', { what: 'serial' })
})
