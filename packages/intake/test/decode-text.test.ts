import { describe, expect, test } from 'vitest'
import { decodeText } from '../src/decode-text.ts'
import { captureBytesMax } from '../src/limits.ts'
import { captureText, chineseCaptureText } from './capture-text.ts'
import { bytesOf, utf16Of } from './collect-rows.ts'

// 许可证状态: 已授权, then 剩余: in GBK. No encoder for GBK is at hand, so the bytes stand here.
const gbkLine = Buffer.concat([
  Buffer.from([0xd0, 0xed, 0xbf, 0xc9, 0xd6, 0xa4, 0xd7, 0xb4, 0xcc, 0xac]),
  Buffer.from(': '),
  Buffer.from([0xd2, 0xd1, 0xca, 0xda, 0xc8, 0xa8]),
  Buffer.from('\r\n'),
])
const gbkText = '许可证状态: 已授权\r\n'
const utf16be = Buffer.from(utf16Of('\ufeff许可证状态: x\r\n')).swap16()

describe('encodings', () => {
  test.each([
    ['ascii', bytesOf(captureText()), captureText()],
    ['utf-8', bytesOf(chineseCaptureText()), chineseCaptureText()],
    ['utf-8-bom', bytesOf(`\ufeff${chineseCaptureText()}`), chineseCaptureText()],
    ['utf-8-bom', bytesOf(`\ufeff${captureText()}`), captureText()],
    ['utf-16le', utf16Of(captureText()), captureText()],
    ['utf-16le', utf16Of(chineseCaptureText()), chineseCaptureText()],
    ['utf-16le-bom', utf16Of(`\ufeff${chineseCaptureText()}`), chineseCaptureText()],
    ['utf-16be-bom', utf16be, '许可证状态: x\r\n'],
    ['gbk', gbkLine, gbkText],
    ['gbk', Buffer.concat([Buffer.from([0x81, 0x30, 0x84, 0x36]), gbkLine]), `\u00a5${gbkText}`],
    ['windows-1252', Buffer.from('Lizenzstatus für Größe\r\n', 'latin1'), 'Lizenzstatus für Größe\r\n'],
    ['windows-1252', Buffer.from('État : sous licence, expiré\n', 'latin1'), 'État : sous licence, expiré\n'],
    ['utf-8', bytesOf('État : Größe für\n'), 'État : Größe für\n'],
    ['utf-8', bytesOf('Состояние лицензии\n'), 'Состояние лицензии\n'],
  ])('%s', (encoding, bytes, text) => {
    expect(decodeText(bytes)).toMatchObject({ kind: 'text', encoding, text, warnings: [] })
  })

  test.each([
    ['latin-1', bytesOf(gbkLine.toString('latin1'))],
    ['windows-1252', bytesOf(new TextDecoder('windows-1252').decode(gbkLine))],
    ['windows-1252 with a mark', bytesOf(`\ufeff${new TextDecoder('windows-1252').decode(gbkLine)}`)],
  ])('GBK read as %s and stored as UTF-8 is repaired', (_, bytes) => {
    expect(decodeText(bytes)).toMatchObject({
      encoding: 'utf-8 holding GBK bytes read as latin-1',
      text: gbkText,
      warnings: ['mojibake-repaired'],
    })
  })

  test.each([
    ['ascii, where a mark of UTF-16 is promised by nobody', bytesOf('a\r\nb\r\n'), 'ascii'],
    ['a page that declares gb2312 and is UTF-8', bytesOf('<meta charset="gb2312">许可证状态'), 'utf-8'],
    [
      'XML that declares UTF-8 and is GBK',
      Buffer.concat([Buffer.from('<?xml encoding="utf-8"?>'), gbkLine]),
      'gbk',
    ],
    ['XML that declares UTF-16 and is ASCII', bytesOf('<?xml encoding="utf-16"?><a/>'), 'ascii'],
  ])('what is declared is not believed: %s', (_, bytes, encoding) => {
    expect(decodeText(bytes)).toMatchObject({ encoding })
  })

  test.each([
    ['utf-8', bytesOf('许可证状态: 已授').subarray(0, -1), '许可证状态: 已'],
    ['gbk', gbkLine.subarray(0, -3), '许可证状态: 已授'],
    ['utf-16le-bom', utf16Of('\ufeff许可证').subarray(0, -1), '许可'],
  ])('a character that the end cuts is left out: %s', (encoding, bytes, text) => {
    expect(decodeText(bytes)).toMatchObject({ encoding, text })
  })

  test('one damaged byte does not make it another encoding', () => {
    const bytes = bytesOf(chineseCaptureText())
    bytes[bytes.indexOf(0xe8)] = 0xff
    expect(decodeText(bytes)).toMatchObject({ encoding: 'utf-8' })
  })
})

test.each([
  ['a\r\nb\r\n', 'crlf'],
  ['a\nb\n', 'lf'],
  ['a\r\nb\n', 'mixed'],
  ['a\rb\r', 'mixed'],
  ['a\r\r\nb', 'mixed'],
  ['a', 'lf'],
])('line ends of %j: %s', (text, eol) => {
  expect(decodeText(bytesOf(text))).toMatchObject({ eol })
})

describe('refusals', () => {
  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'CONTENT_EMPTY'],
    ['a mark alone', bytesOf('\ufeff'), 'CONTENT_EMPTY'],
    ['blanks', bytesOf(' \r\n\t'), 'CONTENT_EMPTY'],
    ['zeros', new Uint8Array(100), 'CONTENT_BINARY'],
    [
      'a picture',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
      'CONTENT_BINARY',
    ],
    [
      'noise',
      Uint8Array.from({ length: 5000 }, (_, index) => (index * index * 31 + 7) % 251),
      'CONTENT_BINARY',
    ],
    ['three bytes with a zero', Buffer.from('x\0y'), 'CONTENT_BINARY'],
  ])('%s', (_, bytes, code) => {
    expect(decodeText(bytes)).toMatchObject({ code })
  })

  test('size', () => {
    const bytes = new Uint8Array(captureBytesMax + 1).fill(0x61)
    expect(decodeText(bytes.subarray(0, captureBytesMax))).toMatchObject({ kind: 'text' })
    expect(decodeText(bytes)).toMatchObject({
      code: 'CONTENT_TOO_LARGE',
      facts: { bytes: captureBytesMax + 1, bytesMax: captureBytesMax },
    })
  })
})
