import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeSerial } from '@holdfast/lease'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { displayWidth, formatTable } from '../src/cli/table.ts'
import { formatCsvHead, formatCsvRows, parseSerialsCsv, splitCsv } from '../src/serials-csv.ts'
import { adminToken, openGround, sell, startServer, type Ground, type TestServer } from './fixtures.ts'

const row = {
  serial: '7K2M9-ABCDE-FGHJK',
  licence: 'lic_x',
  orderNumber: '2026-0117',
  holder: 'Harbour Office of Westmark',
  product: 'cmge',
  edition: 'standard',
  seats: 3,
  taken: 1,
  recovered: false,
}

describe('CSV', () => {
  test('has a byte order mark, CRLF and quoted cells', () => {
    const text = formatCsvHead() + formatCsvRows([{ ...row, holder: 'a "b", c' }])
    expect(text).toBe(
      '\ufeffserial,order,licence,holder,product,edition,seats,taken\r\n' +
        '7K2M9-ABCDE-FGHJK,2026-0117,lic_x,"a ""b"", c",cmge,standard,3,1\r\n',
    )
  })

  test.each(['=1+1', '+x', '-1+2', '@x', '\tx', '\rx'])(
    'a cell that a spreadsheet would run is neutralised: %j',
    (holder) => {
      const text = formatCsvRows([{ ...row, holder }])
      expect(text).toContain(`'${holder}`)
    },
  )

  test('good rows and faults come apart, each with its line', () => {
    const text = "\ufeffserial,seats,order\r\nA,1,x\r\n,1,x\r\n\r\nB,0,x\r\nC,1,\r\nD,2,'=x\r\n"
    const parsed = parseSerialsCsv(text)
    expect(parsed.rows).toEqual([
      { line: 2, serial: 'A', seats: 1, licence: null, order: 'x', product: null },
      { line: 7, serial: 'D', seats: 2, licence: null, order: '=x', product: null },
    ])
    expect(parsed.faults.map((fault) => fault.line)).toEqual([3, 5, 6])
    expect(parseSerialsCsv('serial\nA').faults).toEqual([
      { line: 1, code: 'INPUT_INVALID', reason: 'column missing: seats, licence' },
    ])
  })

  test('a large file is cut at its rows, and its lines keep their numbers', () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => `serial-${index},1,lic_${'x'.repeat(26)}`)
    const pieces = splitCsv(['serial,seats,licence', ...rows].join('\n'))
    expect(pieces.length).toBeGreaterThan(1)
    const seen = pieces.flatMap((piece) =>
      parseSerialsCsv(piece.text).rows.map((one) => `${one.line + piece.linesBefore} ${one.serial}`),
    )
    expect(seen).toEqual(rows.map((_, index) => `${index + 2} serial-${index}`))
  })
})

describe('export and import', () => {
  let ground: Ground
  let server: TestServer
  beforeAll(async () => {
    ground = await openGround('sqlite')
    server = await startServer({ ground, name: 'csv' })
  })
  afterAll(async () => {
    await server.close()
    await ground.remove()
  })
  const text = { authorization: `Bearer ${adminToken}`, 'content-type': 'text/csv' }

  test('what was exported is known when it comes back, bad rows are named, good ones kept', async () => {
    const sold = await sell(server, { seats: 700, line: { serials: 'each' } })
    const other = await sell(server)
    const exported = await server.send('GET', '/v1/serials.csv', undefined, {
      authorization: text.authorization,
    })
    expect(exported.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(exported.text.split('\r\n')).toHaveLength(703)
    const again = await server.send('POST', '/v1/serials/import', exported.text, text)
    expect(again.json).toEqual({ added: 0, unchanged: 701, refused: [] })

    const fresh = makeSerial(new SeededEntropy('imported'))
    const lines = [
      'serial,seats,order',
      `${fresh},5,${other.order.number}`,
      `7K2M9-AAAAA-BBBBB,1,${other.order.number}`,
      `${sold.serial},9,${sold.order.number}`,
      `${fresh},1,none`,
    ]
    const mixed = await server.send('POST', '/v1/serials/import', lines.join('\n'), text)
    expect(mixed.json).toMatchObject({
      added: 1,
      unchanged: 0,
      refused: [
        { line: 3, code: 'SERIAL_MALFORMED' },
        { line: 4, code: 'ALREADY_EXISTS' },
        { line: 5, code: 'NOT_FOUND' },
      ],
    })
    expect(await server.ask('GET', `/v1/serials/${fresh}`)).toMatchObject({
      seats: 5,
      taken: 0,
      orderNumber: other.order.number,
    })
  })

  test('a list goes on over the licences of all orders, page by page, without gap or repetition', async () => {
    const seen: string[] = []
    let after = ''
    do {
      const page = await server.ask('GET', `/v1/serials?limit=300${after}`)
      seen.push(...page.items.map((item: { serial: string }) => item.serial))
      after = page.next === null ? '' : `&after=${encodeURIComponent(page.next)}`
    } while (after !== '')
    expect(new Set(seen).size).toBe(702)
    expect(seen).toHaveLength(702)
  })
})

test('tables count wide characters as two columns and steer no terminal', () => {
  expect([displayWidth('ab'), displayWidth('序列号'), displayWidth('e\u0301'), displayWidth('ｆ')]).toEqual([
    2, 6, 1, 2,
  ])
  expect(
    formatTable(
      ['序列号', 'N'],
      [
        ['A', 1],
        ['\u001b[31m', 22],
      ],
    ),
  ).toBe('序列号  N\nA       1\n [31m   22')
})
