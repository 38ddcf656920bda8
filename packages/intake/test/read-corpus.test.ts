// The captures of vectors/capture from their bytes on: encoding, line ends, readings, exactly as `holdfast read --json` prints them.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { formatFileRead } from '../src/format-file-read.ts'
import { readFile } from '../src/read-file.ts'
import { zipOf } from './zip-of.ts'

const folder = new URL('../../../vectors/capture/', import.meta.url)
const { samples } = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
  samples: { [file: string]: { [member: string]: unknown } }
}
const names = Object.keys(samples)

function expected(name: string): unknown {
  const { note, ...reading } = samples[name] ?? {}
  void note
  return reading
}

async function read(source: { path: string } | { bytes: Uint8Array }): Promise<unknown> {
  const file = await readFile(source)
  if (file.kind === 'refused') return file
  return JSON.parse(JSON.stringify(formatFileRead(file, { places: false })))
}

describe('every capture, from its file', () => {
  test.each(names)('%s', async (name) => {
    expect(await read({ path: fileURLToPath(new URL(name, folder)) })).toStrictEqual(expected(name))
  })
})

test('all of them in one archive', async () => {
  const parts = names.map((name) => ({ name, content: readFileSync(new URL(name, folder)) }))
  const file = await readFile({ bytes: zipOf(parts) })
  expect(file).toMatchObject({ container: 'zip', complaints: [] })
  const seen = new Set(file.kind === 'read' ? file.found.map(({ inside }) => inside) : [])
  expect([...seen]).toEqual(names)
})
