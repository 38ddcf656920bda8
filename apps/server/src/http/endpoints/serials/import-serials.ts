import { operations } from '@holdfast/contract'
import { parseSerial, type LicenceId, type SerialNumber } from '@holdfast/lease'
import type { Licence, SerialRecord } from '@holdfast/licensing'
import type { Reader } from '@holdfast/store'
import { parseSerialsCsv, type CsvFault, type CsvSerial } from '../../../serials-csv.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'

export const importSerials = endpoint(operations.importSerials, async ({ body }, caller, { store }) => {
  const parsed = parseSerialsCsv(body)
  const known = await loadKnown(store.read, parsed.rows)
  const refused: CsvFault[] = [...parsed.faults]
  const good = new Map<SerialNumber, SerialRecord>()
  let unchanged = 0
  for (const row of parsed.rows) {
    const judged = judgeRow(known, row)
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

/** What the books know of everything that the rows name: loaded once, not row by row. */
type Known = {
  readonly licences: ReadonlyMap<LicenceId, Licence>
  readonly ofOrders: ReadonlyMap<string, readonly Licence[]>
  readonly serials: ReadonlyMap<SerialNumber, SerialRecord>
}

async function loadKnown(read: Reader, rows: readonly CsvSerial[]): Promise<Known> {
  const serials = rows.flatMap((row) => {
    const parsed = parseSerial(row.serial)
    return parsed.kind === 'refused' ? [] : [parsed.serial]
  })
  // A licence says more than its order, so the order of such a row is not asked for.
  const numbers = rows.flatMap(({ licence, order }) => (licence !== null || order === null ? [] : [order]))
  return {
    licences: await read.findLicences(
      rows.flatMap(({ licence }) => (licence === null ? [] : [licence as LicenceId])),
    ),
    ofOrders: await read.findLicencesOfOrders(numbers),
    serials: await read.findSerials(serials),
  }
}

type Judged =
  { kind: 'new'; record: SerialRecord } | { kind: 'unchanged' } | { kind: 'fault'; fault: CsvFault }

function judgeRow(books: Known, row: CsvSerial): Judged {
  const fault = (code: string, reason: string): Judged => ({
    kind: 'fault',
    fault: { line: row.line, code, reason },
  })
  const parsed = parseSerial(row.serial)
  if (parsed.kind === 'refused') return fault(parsed.code, 'the serial number has a typing error')
  const licences = licencesOf(books, row)
  const [licence] = licences
  if (licence === undefined) return fault('NOT_FOUND', 'no such licence or order')
  if (licences.length > 1)
    return fault('INPUT_INVALID', 'the order has several licences: name licence or product')
  const known = books.serials.get(parsed.serial)
  if (known !== undefined)
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

function licencesOf(books: Known, row: CsvSerial): readonly Licence[] {
  if (row.licence !== null) {
    const licence = books.licences.get(row.licence as LicenceId)
    return licence === undefined ? [] : [licence]
  }
  const licences = books.ofOrders.get(row.order ?? '') ?? []
  return licences.filter((licence) => row.product === null || licence.product === row.product)
}
