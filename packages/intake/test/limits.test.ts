// Limits that no file of a test should have to reach: asked where they are held, at them and one past.
import { describe, expect, test } from 'vitest'
import { refuse } from '@holdfast/lease'
import { FileWalk, outermost } from '../src/file-walk.ts'
import type { Found } from '../src/found.ts'
import {
  cabinetBytesMax,
  complaintsMax,
  entryBytesMax,
  ratioFreeBytes,
  ratioMax,
  readingsMax,
  rejectedRowsMax,
  unpackedBytesMax,
  workbookPartBytesMax,
  workbookTokenLengthMax,
} from '../src/limits.ts'
import { openCab } from '../src/open-cab.ts'
import { isBomb, openZip } from '../src/open-zip.ts'
import { readStream } from '../src/read-stream.ts'
import { rejectedRows } from '../src/table.ts'
import { readTexts, textOverhead } from '../src/workbook-parts.ts'
import { XmlReader } from '../src/xml-reader.ts'
import { bytesOf } from './collect-rows.ts'
import { zipOf } from './zip-of.ts'

const silent = { open() {}, close() {}, text() {} }

test('ratio, and what is free of it', () => {
  expect(isBomb(10_000, 10_000 * ratioMax)).toBe(false)
  expect(isBomb(10_000, 10_000 * ratioMax + 1)).toBe(true)
  expect(isBomb(1, ratioFreeBytes)).toBe(false)
  expect(isBomb(1, ratioFreeBytes + 1)).toBe(true)
})

test('bytes of a cabinet', async () => {
  const bytes = new Uint8Array(cabinetBytesMax + 1)
  expect(await openCab(bytes.subarray(0, cabinetBytesMax))).toMatchObject({ code: 'ARCHIVE_DAMAGED' })
  expect(await openCab(bytes)).toMatchObject({ code: 'CONTENT_TOO_LARGE' })
})

describe('one file, through all its levels', () => {
  const found = { ...outermost, encoding: 'ascii', eol: 'lf', list: null, places: [] } as unknown as Found

  test('readings', () => {
    const walk = new FileWalk()
    for (let count = 1; count < readingsMax; count++) walk.add(found)
    expect(walk.add(found)).toBe(true)
    expect(walk.add(found)).toBe(false)
    expect(walk.found).toHaveLength(readingsMax)
  })

  test('complaints', () => {
    const walk = new FileWalk()
    for (let count = 0; count <= complaintsMax; count++) walk.complain(null, refuse('CONTENT_EMPTY'))
    expect(walk.complaints).toHaveLength(complaintsMax)
  })

  test('bytes unpacked', () => {
    const walk = new FileWalk()
    expect(walk.unpack(unpackedBytesMax)).toBeNull()
    expect(walk.unpack(1)).toMatchObject({ code: 'ARCHIVE_LIMIT', facts: { limit: 'bytes' } })
  })
})

test.each([
  ['an entry', entryBytesMax],
  ['a part of a workbook', workbookPartBytesMax],
])('bytes of %s, as it claims', async (_, bytesMax) => {
  const claim = (unpacked: number) => ({
    name: `${unpacked}`,
    content: 'x',
    claims: { unpacked, packed: bytesMax },
  })
  const zip = await openZip({ bytes: zipOf([claim(bytesMax), claim(bytesMax + 1)]) }, bytesMax)
  expect(zip.kind === 'zip' && zip.entries.map(({ fault }) => fault)).toEqual([null, 'size'])
})

test('rows that are rejected', () => {
  const rejected = rejectedRows(rejectedRowsMax)
  for (let line = 1; line < rejectedRowsMax; line++) rejected.add(line, 'a cell is too long')
  expect(rejected.add(rejectedRowsMax, 'a cell is too long')).toBe(true)
  expect(rejected.add(rejectedRowsMax + 1, 'a cell is too long')).toBe(false)
})

test('texts of a workbook, each with what it costs', async () => {
  const part = { name: 'xl/sharedStrings.xml', content: '<sst><si><t>abcd</t></si><si/></sst>' }
  const zip = await openZip({ bytes: zipOf([part]) }, entryBytesMax)
  if (zip.kind === 'refused') throw new Error(zip.code)
  expect(await readTexts(zip, 4 + 2 * textOverhead)).toEqual(['abcd', ''])
  await expect(readTexts(zip, 3 + 2 * textOverhead)).rejects.toThrow('texts')
})

test('tokens of a workbook', () => {
  const begin = '<a>'
  const most = new XmlReader(silent)
  most.write(bytesOf(begin + 'x'.repeat(workbookTokenLengthMax)))
  const over = new XmlReader(silent)
  over.write(bytesOf(begin))
  expect(() => over.write(bytesOf('x'.repeat(workbookTokenLengthMax + 1)))).toThrow('too long')
})

test('a stream', async () => {
  async function* pieces(lengths: readonly number[]) {
    for (const length of lengths) yield new Uint8Array(length)
  }
  expect(await readStream(pieces([5, 5]), 10)).toHaveLength(10)
  expect(await readStream(pieces([5, 6, 5]), 10)).toMatchObject({ code: 'CONTENT_TOO_LARGE' })
})
