// The captures of vectors/capture: decoded as their expectations say, beside the readings expected.
import { readFileSync } from 'node:fs'
import type { Encoding, Reading, ReadingWarning } from '../src/reading.ts'

const folder = new URL('../../../vectors/capture/', import.meta.url)

type Expected = Reading & {
  readonly encoding: Encoding
  readonly eol: string
  readonly note?: string
  readonly readings?: readonly Reading[]
}

export type Sample = {
  readonly file: string
  readonly text: string
  readonly readings: readonly Reading[]
}

export const expectations = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
  readonly samples: { readonly [file: string]: Expected }
}

export const samples: readonly Sample[] = Object.entries(expectations.samples).map(([file, expected]) => {
  const { encoding, eol: _eol, note: _note, readings, ...alone } = expected
  return {
    file,
    text: decode(readFileSync(new URL(file, folder)), encoding),
    readings: (readings ?? [alone]).map(withoutRepair),
  }
})

export function decode(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === 'gbk') return new TextDecoder('gb18030').decode(bytes)
  if (encoding.startsWith('utf-16le')) return new TextDecoder('utf-16le').decode(bytes)
  const text = new TextDecoder('utf-8').decode(bytes)
  if (encoding !== 'utf-8 holding GBK bytes read as latin-1') return text
  return new TextDecoder('gb18030').decode(Uint8Array.from(text, (sign) => sign.charCodeAt(0)))
}

/** Repairing is told by whoever reads the bytes. */
function withoutRepair(reading: Reading): Reading {
  const repaired: ReadingWarning = 'mojibake-repaired'
  return { ...reading, warnings: reading.warnings.filter((warning) => warning !== repaired) }
}
