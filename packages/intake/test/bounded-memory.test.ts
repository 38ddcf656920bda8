// What is far too large is refused by a process that has little memory: its heap is limited, and what it took in all is asked.
import { spawnSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unpackedBytesMax } from '../src/limits.ts'
import { captureText } from './capture-text.ts'
import { zipOf } from './zip-of.ts'

const bytesMax = 200_000_000
const heapMiB = 96
const huge = 2 * 1024 * 1024 * 1024

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-intake-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Reads a file in a process of its own; gives its refusal and the most memory that it ever held. */
function readAlone(path: string): { code: string; facts: object; bytes: number; status: number | null } {
  const source = new URL('../src/index.ts', import.meta.url).href
  const script = `
    const { readFile } = await import(${JSON.stringify(source)})
    const read = await readFile({ path: ${JSON.stringify(path)} })
    const bytes = process.resourceUsage().maxRSS * 1024
    process.stdout.write(JSON.stringify({ code: read.code ?? read.kind, facts: read.facts ?? {}, bytes }))`
  const args = [`--max-old-space-size=${heapMiB}`, '--input-type=module', '--eval', script]
  const run = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 })
  if (run.status !== 0) throw new Error(`${run.status} ${run.signal} ${run.stderr}`)
  return { ...(JSON.parse(run.stdout) as { code: string; facts: object; bytes: number }), status: run.status }
}

/** A file that claims its size and takes no place. */
function sparse(name: string, begin: string | Uint8Array, bytes = huge): string {
  const path = join(folder, name)
  const file = openSync(path, 'w')
  writeSync(file, Buffer.from(begin as string))
  ftruncateSync(file, bytes)
  closeSync(file)
  return path
}

function stored(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

const zeros = Buffer.alloc(64 * 1024 * 1024)

test.each<[string, () => string, string, object]>([
  ['2 GB of zeros', () => sparse('zeros.txt', ''), 'CONTENT_TOO_LARGE', { bytes: huge }],
  [
    '2 GB that begin as a capture',
    () => sparse('long.txt', captureText()),
    'CONTENT_TOO_LARGE',
    { bytes: huge },
  ],
  [
    '2 GB that begin as a mail',
    () => sparse('long.eml', 'From: a@x.test\r\nTo: b@x.test\r\nMessage-ID: <1>\r\n'),
    'CONTENT_TOO_LARGE',
    {},
  ],
  ['2 GB that begin as a cabinet', () => sparse('long.cab', 'MSCF\0\0\0\0'), 'CONTENT_TOO_LARGE', {}],
  ['2 GB that begin as an archive', () => sparse('long.zip', 'PK\x03\x04'), 'ARCHIVE_DAMAGED', {}],
  [
    'a bomb of 1:1000',
    () => stored('bomb.zip', zipOf([{ name: 'bomb.txt', content: zeros }])),
    'ARCHIVE_LIMIT',
    {},
  ],
  [
    'a bomb that claims to be small',
    () => stored('liar.zip', zipOf([{ name: 'bomb.txt', content: zeros, claims: { unpacked: 1000 } }])),
    'ENTRY_REFUSED',
    { because: 'damaged' },
  ],
  [
    'a bomb in a bomb',
    () => {
      const inner = zipOf([{ name: 'bomb.txt', content: zeros }])
      return stored(
        'nested.zip',
        zipOf([
          { name: 'a.zip', content: inner },
          { name: 'b.zip', content: inner },
        ]),
      )
    },
    'ARCHIVE_LIMIT',
    { limit: 'ratio' },
  ],
  [
    'a workbook of 1:1000',
    () =>
      stored(
        'bomb.xlsx',
        zipOf([
          { name: 'xl/workbook.xml', content: '<workbook/>' },
          { name: 'xl/worksheets/sheet1.xml', content: zeros },
        ]),
      ),
    'ARCHIVE_LIMIT',
    { limit: 'ratio' },
  ],
])('%s is refused within 200 MB', (_, make, code, facts) => {
  const read = readAlone(make())
  expect(read).toMatchObject({ code, facts })
  expect(read.bytes).toBeLessThan(bytesMax)
  expect(unpackedBytesMax).toBeLessThan(huge)
})
