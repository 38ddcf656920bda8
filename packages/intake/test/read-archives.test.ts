import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { entriesMax, entryBytesMax, entryNameLengthMax, nestingMax, unpackedBytesMax } from '../src/limits.ts'
import { openCab } from '../src/open-cab.ts'
import { readFile, type FileRead } from '../src/read-file.ts'
import { lzxCabinetOf } from './cab-of.ts'
import { captureText, chineseCaptureText } from './capture-text.ts'
import { zipOf, type ZipPart } from './zip-of.ts'

async function read(bytes: Uint8Array): Promise<FileRead> {
  const file = await readFile({ bytes })
  if (file.kind === 'refused') throw new Error(`${file.code} ${JSON.stringify(file.facts)}`)
  return file
}

/** Names of what was read, and of what was not with the reason. */
function summary({ found, complaints }: FileRead): { read: (string | null)[]; left: string[] } {
  return {
    read: found.map(({ inside }) => inside),
    left: complaints.map(({ inside, refusal }) => {
      const { because, limit } = refusal.facts
      return `${inside}: ${refusal.code}${because === undefined ? '' : ` ${String(because)}`}${limit === undefined ? '' : ` ${String(limit)}`}`
    }),
  }
}

const good: ZipPart = { name: 'good.txt', content: captureText() }
const zeros = (bytes: number) => Buffer.alloc(bytes)

describe('zip', () => {
  test('captures in folders, each with its name, encoding and line ends', async () => {
    const file = await read(
      zipOf([
        { name: 'PC-1/dlv.txt', content: captureText() },
        { name: '机房/设备.txt', content: chineseCaptureText() },
        { name: 'PC-2/', content: '' },
        { name: '__MACOSX/._x', content: 'x' },
      ]),
    )
    expect(file.container).toBe('zip')
    expect(file.found.map(({ inside, encoding, eol }) => [inside, encoding, eol])).toEqual([
      ['PC-1/dlv.txt', 'ascii', 'crlf'],
      ['机房/设备.txt', 'utf-8', 'crlf'],
    ])
    expect(file.complaints).toEqual([])
  })

  test('names in the code page of an old Chinese archiver', async () => {
    const name = Buffer.concat([Buffer.from([0xc9, 0xe8, 0xb1, 0xb8]), Buffer.from('.txt')])
    const file = await read(zipOf([{ name, content: captureText() }]))
    expect(file.found[0]?.inside).toBe('设备.txt')
  })

  test.each<[string, ZipPart, string]>([
    ['leads up', { name: '../../etc/passwd', content: captureText() }, 'path'],
    ['leads up in Windows words', { name: '..\\..\\x.txt', content: captureText() }, 'path'],
    ['is absolute', { name: '/etc/passwd', content: captureText() }, 'path'],
    ['is on a drive', { name: 'C:\\x.txt', content: captureText() }, 'path'],
    ['is too long', { name: 'x'.repeat(entryNameLengthMax + 1), content: captureText() }, 'path'],
    ['holds a zero', { name: 'a\0b.txt', content: captureText() }, 'path'],
    ['is encrypted', { name: 'secret.txt', content: captureText(), flags: 0x801 }, 'encrypted'],
    ['is there already', { name: 'good.txt', content: captureText(1440) }, 'duplicate'],
    ['is packed strangely', { name: 'x.txt', content: captureText(), method: 14 }, 'method'],
    [
      'is a link',
      { name: 'link', content: '/etc/passwd', madeBy: 0x0314, attributes: 0o120777 << 16 },
      'special',
    ],
    ['grows a thousandfold', { name: 'bomb.txt', content: zeros(8 * 1024 * 1024) }, 'ratio'],
    ['claims too little', { name: 'liar.txt', content: captureText(), claims: { unpacked: 5 } }, 'damaged'],
    [
      'claims too much',
      { name: 'liar.txt', content: captureText(), claims: { unpacked: 50_000 } },
      'damaged',
    ],
    [
      'claims to be huge',
      {
        name: 'huge.txt',
        content: captureText(),
        claims: { unpacked: entryBytesMax + 1, packed: entryBytesMax },
      },
      'size',
    ],
    ['is no deflate', { name: 'x.txt', content: captureText(), method: 8, store: true }, 'damaged'],
  ])('an entry that %s is left out, the good one is read', async (_, part, because) => {
    const { read: names, left } = summary(await read(zipOf([good, part])))
    expect(names).toEqual(['good.txt'])
    expect(left).toHaveLength(1)
    expect(left[0]).toContain(`ENTRY_REFUSED ${because}`)
  })

  test('what is no licence text is named, with the reason', async () => {
    const parts = [
      good,
      { name: 'photo.png', content: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]) },
      { name: 'readme.txt', content: 'hello' },
      { name: 'empty.txt' },
    ]
    expect(summary(await read(zipOf(parts))).left).toEqual([
      'photo.png: CONTENT_BINARY',
      'readme.txt: TEXT_NOT_RECOGNISED',
      'empty.txt: CONTENT_EMPTY',
    ])
  })

  test('the longest name that may be', async () => {
    const name = 'x'.repeat(entryNameLengthMax)
    expect(summary(await read(zipOf([{ name, content: captureText() }]))).read).toEqual([name])
  })
})

describe('limits of archives', () => {
  const nest = (levels: number): Buffer =>
    levels === 0
      ? Buffer.from(captureText())
      : zipOf([{ name: levels === 1 ? 'dlv.txt' : 'inner.zip', content: nest(levels - 1), store: true }])

  test('nesting', async () => {
    const deepest = summary(await read(nest(nestingMax)))
    expect(deepest.read).toEqual([`${'inner.zip/'.repeat(nestingMax - 1)}dlv.txt`])
    expect(await readFile({ bytes: nest(nestingMax + 1) })).toMatchObject({
      code: 'ARCHIVE_LIMIT',
      facts: { limit: 'nesting', max: nestingMax },
    })
  })

  test('entries', async () => {
    const parts = (count: number) =>
      Array.from({ length: count }, (_, index): ZipPart =>
        index === 0 ? good : { name: `${index}`, store: true },
      )
    expect((await read(zipOf(parts(entriesMax)))).found).toHaveLength(1)
    expect(await readFile({ bytes: zipOf(parts(entriesMax + 1)) })).toMatchObject({
      code: 'ARCHIVE_LIMIT',
      facts: { limit: 'entries', max: entriesMax },
    })
  })

  test('bytes of everything, by what the directory claims, before anything is unpacked', async () => {
    const count = unpackedBytesMax / entryBytesMax + 1
    const parts = Array.from({ length: count }, (_, index) => ({
      name: `${index}.txt`,
      content: Buffer.alloc(400_000, captureText(index)),
      store: true,
      claims: { unpacked: entryBytesMax, packed: entryBytesMax },
    }))
    expect(await readFile({ bytes: zipOf(parts) })).toMatchObject({
      code: 'ARCHIVE_LIMIT',
      facts: { limit: 'bytes' },
    })
  })

  test('a bomb alone is refused', async () => {
    const bytes = zipOf([{ name: 'bomb.txt', content: zeros(16 * 1024 * 1024) }])
    expect(await readFile({ bytes })).toMatchObject({ code: 'ARCHIVE_LIMIT', facts: { limit: 'ratio' } })
  })

  test('many entries that share one small piece of packed data are a bomb too', async () => {
    const parts = Array.from({ length: 300 }, (_, index) => ({ name: `${index}`, content: zeros(1_000_000) }))
    expect(await readFile({ bytes: zipOf(parts) })).toMatchObject({
      code: 'ARCHIVE_LIMIT',
      facts: { limit: expect.stringMatching(/bytes|ratio/) },
    })
  })

  test.each([
    ['half an archive', zipOf([good, { ...good, name: 'b' }]).subarray(0, 300)],
    ['a directory that counts more entries than it has', zipOf([good], 5)],
    ['a directory that lies elsewhere', withFarDirectory(zipOf([good]))],
    ['only the end', Buffer.from(`PK\x05\x06${'\xff'.repeat(18)}`, 'latin1')],
  ])('%s is damage', async (_, bytes) => {
    expect(await readFile({ bytes })).toMatchObject({ code: 'ARCHIVE_DAMAGED' })
  })

  test('an archive of nothing readable says what it held', async () => {
    expect(await readFile({ bytes: zipOf([{ name: 'a.txt', content: 'hello' }]) })).toMatchObject({
      code: 'TEXT_NOT_RECOGNISED',
    })
  })
})

describe('cab', () => {
  const cabinet = () => readFileSync(join(import.meta.dirname, 'cabinets/two-captures-mszip.cab'))

  test('MSZIP, made by gcab', async () => {
    const file = await read(cabinet())
    expect(file.container).toBe('cab')
    expect(summary(file)).toEqual({
      read: ['a.txt', 'sub/b.txt'],
      left: ['tokenstore.dat: CONTENT_BINARY'],
    })
  })

  test('LZX', async () => {
    const file = await read(lzxCabinetOf('dlv.txt', Buffer.from(captureText())))
    expect(summary(file)).toEqual({ read: ['dlv.txt'], left: [] })
  })

  test.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, 700)],
    ['a block that claims more than blocks hold', (bytes: Buffer) => writeBlock(bytes, 0xffff)],
    ['a file outside its folder', (bytes: Buffer) => writeFileSize(bytes, 0x7fffffff)],
    ['part of a set', (bytes: Buffer) => write16(bytes, 30, 2)],
  ])('%s is damage, and no decoder sees it', async (_, harm) => {
    expect(await openCab(harm(Buffer.from(cabinet())))).toMatchObject({ code: 'ARCHIVE_DAMAGED' })
  })

  test('entries', async () => {
    expect(await openCab(write16(Buffer.from(cabinet()), 28, entriesMax + 1))).toMatchObject({
      code: 'ARCHIVE_LIMIT',
      facts: { limit: 'entries' },
    })
  })

  test('a block whose content is damaged costs its files', async () => {
    const bytes = Buffer.from(cabinet())
    bytes.fill(0xff, bytes.length - 600)
    const file = await readFile({ bytes })
    expect(file.kind === 'refused' ? file.code : summary(file).left.join()).toMatch(/ENTRY_REFUSED/)
  })
})

function withFarDirectory(zip: Buffer): Buffer {
  zip.writeUInt32LE(0x7fff_ffff, zip.length - 6)
  return zip
}

function write16(bytes: Buffer, at: number, value: number): Buffer {
  bytes.writeUInt16LE(value, at)
  return bytes
}

function writeBlock(bytes: Buffer, unpacked: number): Buffer {
  return write16(bytes, bytes.readUInt32LE(36) + 6, unpacked)
}

function writeFileSize(bytes: Buffer, size: number): Buffer {
  bytes.writeUInt32LE(size, bytes.readUInt32LE(16))
  return bytes
}
