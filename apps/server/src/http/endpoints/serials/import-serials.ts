import { linesMax, operations } from '@holdfast/contract'
import { parseSerial, type LicenceId, type SerialNumber } from '@holdfast/lease'
import type { Licence, SerialRecord } from '@holdfast/licensing'
import type { Reader } from '@holdfast/store'
import { parseSerialsCsv, type CsvFault, type CsvSerial } from '../../../serials-csv.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'

export const importSerials = endpoint(operations.importSerials, async ({ body }, caller, { store }) => {
  const parsed = parseSerialsCsv(body)
  const refused: CsvFault[] = [...parsed.faults]
  const good = new Map<SerialNumber, SerialRecord>()
  let unchanged = 0
  for (const row of parsed.rows) {
    const judged = await judgeRow(store.read, row)
    if (judged.kind === 'fault') refused.push(judged.fault)
    else if (judged.kind === 'unchanged') unchanged += 1
    else if (good.has(judged.record.serial))
      refused.push({
        line: row.line,
        code: 'ALREADY_EXISTS',
        reason: 'the serial number stands in an earlier line',
      })
    else good.set(judged.record.serial, judged.record)
  }
  if (good.size > 0) {
    const added = await store.write(caller.actor, (tx) => tx.addSerials([...good.values()], caller.now))
    if (isRefusal(added)) return added
  }
  refused.sort((one, other) => one.line - other.line)
  return { added: good.size, unchanged, refused: refused.map((fault) => ({ ...fault })) }
})

type Judged =
  { kind: 'new'; record: SerialRecord } | { kind: 'unchanged' } | { kind: 'fault'; fault: CsvFault }

async function judgeRow(read: Reader, row: CsvSerial): Promise<Judged> {
  const fault = (code: string, reason: string): Judged => ({
    kind: 'fault',
    fault: { line: row.line, code, reason },
  })
  const parsed = parseSerial(row.serial)
  if (parsed.kind === 'refused') return fault(parsed.code, 'the serial number has a typing error')
  const licences = await findLicences(read, row)
  const [licence] = licences
  if (licence === undefined) return fault('NOT_FOUND', 'no such licence or order')
  if (licences.length > 1)
    return fault('INPUT_INVALID', 'the order has several licences: name licence or product')
  const known = await read.findSerial(parsed.serial)
  if (known !== null)
    return known.licence === licence.id && known.seats === row.seats
      ? { kind: 'unchanged' }
      : fault('ALREADY_EXISTS', 'the serial number is known with another licence or number of seats')
  const { product } = licence
  const record = {
    serial: parsed.serial,
    licence: licence.id,
    product,
    seats: row.seats,
    taken: 0,
  }
  return { kind: 'new', record }
}

async function findLicences(read: Reader, row: CsvSerial): Promise<readonly Licence[]> {
  if (row.licence !== null) {
    const licence = await read.findLicence(row.licence as LicenceId)
    return licence === null ? [] : [licence]
  }
  const order = await read.findOrderByNumber(row.order ?? '')
  if (order === null) return []
  const listed = await read.listLicences({ order: order.id }, { limit: linesMax })
  const licences = listed.kind === 'refused' ? [] : listed.items
  return licences.filter((licence) => row.product === null || licence.product === row.product)
}
