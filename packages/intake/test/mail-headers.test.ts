import { describe, expect, test } from 'vitest'
import { parseHeaderValue } from '../src/header-parameters.ts'
import { mailPartHeadersMax } from '../src/limits.ts'
import { decodeBase64, decodePercent, decodeQuotedPrintable } from '../src/mail-decoders.ts'
import { parseMailDate } from '../src/mail-date.ts'
import { openMailParts } from '../src/mail-parts.ts'
import { bytesOf } from './collect-rows.ts'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

describe('transfer encodings', () => {
  test.each([
    ['a=20=\r\nb', 'a b'],
    ['a  \r\nb', 'a\r\nb'],
    ['a=20 \r\nb', 'a \r\nb'],
    ['a=\nb', 'ab'],
    ['a=', 'a'],
    ['a=zz', 'a=zz'],
    ['=3D3D', '=3D'],
    ['a =  \r\nb', 'a b'],
    ['\t\r\n', '\r\n'],
  ])('quoted-printable %j', (sent, want) => {
    expect(text(decodeQuotedPrintable(bytesOf(sent)))).toBe(want)
  })

  test('base64 and percent', () => {
    expect(text(decodeBase64(bytesOf('SGk=SGk=')))).toBe('HiHi')
    expect(text(decodeBase64(bytesOf('S-G k')))).toBe('Hi')
    expect(text(decodePercent('a%20b%zz%'))).toBe('a b%zz%')
  })

  test('long bodies', () => {
    expect(decodeQuotedPrintable(bytesOf(`=${' '.repeat(70)}`.repeat(100_000))).length).toBeGreaterThan(0)
    expect(decodeQuotedPrintable(bytesOf(' '.repeat(5_000_000))).length).toBe(5_000_000)
  })
})

describe('values with parameters', () => {
  const look = (value: string) => {
    const { value: first, parameters } = parseHeaderValue(value, 'windows-1252')
    return [first, Object.fromEntries(parameters)]
  }
  test.each([
    ['Text/Plain; Charset="UTF-8"', ['text/plain', { charset: 'UTF-8' }]],
    ['text/plain;charset=a;charset=b', ['text/plain', { charset: 'a' }]],
    ['a/b; x="1;2"; y=3', ['a/b', { x: '1;2', y: '3' }]],
    ['a/b; x="1\\"2"', ['a/b', { x: '1"2' }]],
    ["a/b; x*=''%41", ['a/b', { x: 'A' }]],
    ["a/b; x*0*=utf-8'en'%E4%BD; x*1*=%A0", ['a/b', { x: '你' }]],
    ['a/b; x=1 (comment)', ['a/b', { x: '1' }]],
    ['', ['', {}]],
    [';;;', ['', {}]],
  ])('%s', (value, want) => {
    expect(look(value)).toEqual(want)
  })

  test.each(['"', '\\"', '"\\', ';', ' (', '*=', 'a*0=', '=?a?b?'])('hostile: %s', (piece) => {
    const { parameters } = parseHeaderValue(`a/b; x="${piece.repeat(250_000 / piece.length)}`, 'windows-1252')
    expect(parameters.size).toBeLessThan(10)
  })
})

test('headers of one part are counted', async () => {
  const mail = (count: number) =>
    bytesOf(`${Array.from({ length: count }, (_, at) => `x-${at}: a\r\n b`).join('\r\n')}\r\n\r\n`)
  expect(await openMailParts(mail(mailPartHeadersMax))).toMatchObject({ kind: 'parts' })
  expect(await openMailParts(mail(mailPartHeadersMax + 1))).toMatchObject({
    code: 'MAIL_REFUSED',
    facts: { because: 'headers' },
  })
})

test('dates that mailers write', () => {
  const moment = (written: string) => parseMailDate(written).moment
  const same = moment('Tue, 05 Jan 2021 11:40:00 +0800')
  for (const written of [
    'Tue Jan  5 11:40:00 2021 +0800',
    'Tue Jan 5 11:40:00 +0800 2021',
    '5-Jan-2021 11:40:00 +0800',
    'Tue, 5 January 2021 11:40:00 GMT+08:00',
    'Tue, 05 Jan 2021 11.40.00 +0800',
    '2021/1/5 11:40:00 +0800',
  ])
    expect(moment(written)).toBe(same)
  expect(parseMailDate('Tue, 05 Jan 2021 11:40:00 XYZ')).toMatchObject({ offsetMinutes: null })
  expect(moment('Tue, 05 Jan 2021 25:40:00 +0800')).toBeNull()
})
