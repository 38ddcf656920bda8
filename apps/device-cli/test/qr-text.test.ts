import { SeededEntropy } from '@holdfast/capabilities/testing'
import { describe, expect, test } from 'vitest'
import { qrBytesMax, qrText } from '../src/qr-text.ts'
import { decodeQr } from './decode-qr.ts'

describe('a QR code in the terminal', () => {
  test.each([1, 700, 1_500, qrBytesMax])('%i bytes come back from the pixels', (length) => {
    const bytes = new SeededEntropy(length).bytes(length)
    for (const colour of [false, true]) {
      const code = qrText(bytes, colour)
      expect(decodeQr(code?.lines ?? [])).toEqual(Buffer.from(bytes))
    }
  })

  test('one byte more than the limit has no code', () => {
    expect(qrText(new Uint8Array(qrBytesMax + 1), false)).toBeNull()
  })

  test('every line is as wide as the columns said', () => {
    const code = qrText(new SeededEntropy('wide').bytes(900), false)
    expect(new Set(code?.lines.map((line) => line.length))).toEqual(new Set([code?.columns]))
  })

  test('with colour each line sets black on white and ends it', () => {
    const code = qrText(new Uint8Array([1]), true)
    expect(code?.lines.every((line) => /^\u001b\[30;107m[ ▄▀█]+\u001b\[0m$/.test(line))).toBe(true)
  })
})
