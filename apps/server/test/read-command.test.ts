// `holdfast read`: files, folders and standard input; what it prints for programs and for people, and how it ends.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import { runHoldfast } from '../src/cli/run.ts'
import { readEnvironment } from '../src/config/environment.ts'

const capture = (name: string) => readFileSync(new URL(`../../../vectors/capture/${name}`, import.meta.url))
const english = '01-en-win10-kms-client-dlv-banner-crlf.txt'
const chinese = '14-zh-entg-after-upgrade-overflow-801d.txt'
const several = 'g06-zh-two-machines-one-after-the-other.txt'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-read-'))
  mkdirSync(join(folder, 'captures', 'more'), { recursive: true })
  for (const [path, content] of [
    ['captures/a.txt', capture(english)],
    ['captures/more/b.txt', capture(chinese)],
    ['two.txt', capture(several)],
    ['hello.txt', 'hello\n'],
    ['binary.bin', Buffer.alloc(64)],
    [
      'list.csv',
      `FullyQualifiedDomainName,ProductName,LicenseStatus\npc-1,Windows,1\npc-2,Windows,5\nx,y,z,w\n`,
    ],
  ] as const)
    writeFileSync(join(folder, path), content)
  symlinkSync(folder, join(folder, 'captures', 'loop'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function holdfast(argv: readonly string[], stdin?: Uint8Array) {
  const said = { out: '', err: '' }
  const sink = (name: 'out' | 'err') =>
    ({ write: (text: string) => ((said[name] += text), true) }) as unknown as NodeJS.WritableStream
  async function* input() {
    if (stdin !== undefined) yield stdin
  }
  const status = await runHoldfast(argv, {
    environment: readEnvironment({}),
    clock: new ManualClock('2026-03-01T08:30:00Z'),
    entropy: new SeededEntropy('read'),
    stdin: input(),
    stdout: sink('out'),
    stderr: sink('err'),
  })
  return { status, ...said }
}

const at = (name: string) => join(folder, name)
const expected = (name: string) => {
  const { samples } = JSON.parse(capture('expected.json').toString()) as {
    samples: { [file: string]: object }
  }
  const { note, ...reading } = samples[name] as { note?: string }
  void note
  return reading
}

describe('for programs', () => {
  test('the reading under the name that was given', async () => {
    const { status, out } = await holdfast(['read', at('captures/a.txt'), at('two.txt'), '--json'])
    expect(status).toBe(0)
    expect(JSON.parse(out)).toStrictEqual({
      [at('captures/a.txt')]: expected(english),
      [at('two.txt')]: expected(several),
    })
  })

  test('every file of a folder; links are not followed', async () => {
    const { status, out } = await holdfast(['read', at('captures'), '--json'])
    expect(status).toBe(0)
    expect(Object.keys(JSON.parse(out) as object)).toEqual([at('captures/a.txt'), at('captures/more/b.txt')])
  })

  test('standard input', async () => {
    const { out } = await holdfast(['read', '-', '--json'], capture(chinese))
    expect(JSON.parse(out)).toStrictEqual({ '-': expected(chinese) })
  })

  test('places only where they are asked for', async () => {
    const { out } = await holdfast(['read', at('captures/a.txt'), '--json', '--places'])
    const [reading] = Object.values(
      JSON.parse(out) as { [name: string]: { places: { path: string; line: number }[] } },
    )
    expect(reading?.places.find(({ path }) => path === 'products[0].remainingMinutes')?.line).toBe(15)
  })

  test('a refused file beside a good one', async () => {
    const { status, out } = await holdfast([
      'read',
      at('hello.txt'),
      at('captures/a.txt'),
      at('none.txt'),
      at('binary.bin'),
      '--json',
    ])
    expect(status).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      [at('hello.txt')]: { refused: { code: 'TEXT_NOT_RECOGNISED', lines: expect.any(Number) } },
      [at('captures/a.txt')]: { command: 'dlv' },
      [at('none.txt')]: { refused: { code: 'FILE_UNREADABLE', reason: 'ENOENT' } },
      [at('binary.bin')]: { refused: { code: 'CONTENT_BINARY' } },
    })
  })

  test('a name that no file can have is refused like any other', async () => {
    const long = 'x'.repeat(5000)
    const { status, out } = await holdfast(['read', long, at('captures/a.txt'), '--json'])
    expect(status).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      [long]: { refused: { code: 'FILE_UNREADABLE' } },
      [at('captures/a.txt')]: { locale: 'en' },
    })
  })

  test('no file at all is wrong usage', async () => {
    expect((await holdfast(['read'])).status).toBe(2)
  })
})

describe('for people', () => {
  test('English', async () => {
    const { out } = await holdfast(['read', at('captures/a.txt'), at('list.csv'), '--lang', 'en'])
    expect(out).toContain('licence text, ascii')
    expect(out).toMatch(/State +licensed\n +Remaining +253127 minutes \(printed as 176 days\)/)
    expect(out).toMatch(/Line +Host +Product/)
    expect(out).toContain('! line 4: more cells than columns (ROW_REFUSED)')
  })

  test('Chinese', async () => {
    const { out } = await holdfast([
      'read',
      at('captures/more/b.txt'),
      at('list.csv'),
      at('hello.txt'),
      '--lang',
      'zh',
    ])
    expect(out).toContain('许可信息文本, utf-8')
    expect(out).toMatch(/剩余 +1152316 分钟（显示为 801 天）/)
    expect(out).toContain('单元格多于列数')
    expect(out).toContain('TEXT_NOT_RECOGNISED')
    expect(out.replaceAll(folder, '')).not.toMatch(/\bState\b|\bRemaining\b|more cells/)
  })

  test('a full product key is never shown', async () => {
    const key = '7K2M9-ABCDE-FGHJK-MNPQR-STVWX'
    const text = capture(english)
      .toString()
      .replace('Partial Product Key: Q7KXD', `Partial Product Key: ${key}`)
    for (const how of [[], ['--json'], ['--json', '--places']]) {
      const { out } = await holdfast(['read', '-', ...how], Buffer.from(text))
      expect(out).not.toContain(key)
      expect(out).not.toContain('7K2M9')
    }
  })
})
