// `holdfast explain`: figures typed by hand, captures, folders; what it prints for programs and for people, and how it ends.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseSpan, parseTyped, type Typed } from '../src/cli/explain/parse-observed.ts'
import { runHoldfast } from '../src/cli/run.ts'
import { readEnvironment } from '../src/config/environment.ts'

const capture = (name: string) => readFileSync(new URL(`../../../vectors/capture/${name}`, import.meta.url))

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-explain-'))
  mkdirSync(join(folder, 'story'))
  writeFileSync(join(folder, 'story', '14.txt'), capture('14-zh-entg-after-upgrade-overflow-801d.txt'))
  writeFileSync(join(folder, 'story', '15.txt'), capture('15-zh-entg-popup-window-utf16le-bom.txt'))
  writeFileSync(join(folder, 'client.txt'), capture('01-en-win10-kms-client-dlv-banner-crlf.txt'))
  writeFileSync(join(folder, 'retail.txt'), capture('02-en-win11-retail-dlv.txt'))
  writeFileSync(join(folder, 'nongenuine.txt'), capture('08-en-win7-kms-notification-nongenuine.txt'))
  writeFileSync(join(folder, 'hello.txt'), 'hello\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function holdfast(...argv: string[]) {
  const said = { out: '', err: '' }
  const sink = (name: 'out' | 'err') =>
    ({ write: (text: string) => ((said[name] += text), true) }) as unknown as NodeJS.WritableStream
  async function* input(): AsyncGenerator<Uint8Array> {
    yield capture('15-zh-entg-popup-window-utf16le-bom.txt')
  }
  const status = await runHoldfast(['explain', ...argv], {
    environment: readEnvironment({}),
    clock: new ManualClock('2026-03-01T08:30:00Z'),
    entropy: new SeededEntropy('explain'),
    stdin: input(),
    stdout: sink('out'),
    stderr: sink('err'),
  })
  return { status, ...said }
}

async function answer(...argv: string[]) {
  const { status, out } = await holdfast(...argv, '--json')
  return { status, json: JSON.parse(out) as Answer }
}

type Answer = {
  readonly hypotheses: readonly { readonly impliedActivations: readonly object[] }[]
  readonly diagnosis: string
  readonly next: string
  readonly text: { readonly en: string; readonly zh: string }
  readonly readings: readonly { readonly derived: object }[]
  readonly diagnoses: readonly object[]
}

const granted = ['--granted', '150000d']

test('two figures: 32-bit seconds first, the sign not told apart, 869 d 04:35:12', async () => {
  const { status, json } = await answer(...granted, '--observed', '869d', '--observed', '801d')
  expect(status).toBe(0)
  expect(json.diagnosis).toBe('time-fault')
  expect(json.hypotheses[0]).toMatchObject({
    unit: 'second',
    width: 32,
    signed: null,
    held: null,
    past: 'wrap',
    leftSeconds: 75_098_112,
    left: '869 d 04:35:12',
    certainty: 'possible',
    explains: 2,
    of: 2,
    against: [],
  })
  expect(json.text.en).toContain('cannot be told apart')
  expect(json.text.zh).toContain('无法区分')
  expect(json.next).toMatch(/^Next: /)
})

test.each(['en', 'zh'])('for people, %s: the table, the paragraph, the next step', async (lang) => {
  const { status, out } = await holdfast(
    ...granted,
    '--observed',
    '869d',
    '--observed',
    '801d',
    '--lang',
    lang,
  )
  expect(status).toBe(0)
  const [table = '', paragraph = '', next = ''] = out.split('\n\n')
  expect(table.split('\n')[1]).toContain('869 d 04:35:12')
  expect(paragraph).toContain(lang === 'en' ? '150000 days were granted' : '授权期限为 150000 天')
  expect(next).toMatch(lang === 'en' ? /^Next: / : /^下一步：/)
})

test('dates and devices: the readings of one device before and after its upgrade confirm it', async () => {
  const { json } = await answer(
    ...granted,
    ...['--observed', 'pc-1:149935d@2018-11-23', '--observed', 'pc-1:801d@2018-11-27'],
    ...[
      '--upgraded',
      'pc-1:2018-11-25',
      '--observed',
      'pc-2:600d@2019-06-15',
      '--activated',
      'pc-2:2018-09-19',
    ],
  )
  expect(json.hypotheses[0]).toMatchObject({ leftSeconds: 75_098_112, certainty: 'confirmed', pairs: 1 })
})

test('captures: the day of the key is a second witness, and what is derived is in the answer', async () => {
  const { status, json } = await answer(join(folder, 'story'), ...granted)
  expect(status).toBe(0)
  expect(json.hypotheses[0]).toMatchObject({
    leftSeconds: 75_098_112,
    certainty: 'confirmed',
    witnessed: 1,
  })
  expect(json.hypotheses[0]?.impliedActivations).toEqual([
    {
      device: '2532cc6d-c10c-4dd8-90be-7cd2a011f075',
      activation: { from: '2018-09-19T10:21:29Z', to: '2018-09-19T10:21:51Z' },
      witness: 'confirms',
    },
  ])
  const derived = json.readings.map((reading) => reading.derived)
  expect(derived).toMatchObject([
    { expiry: '2021-02-04T14:56:03', overflow: { matches: true, impliedActivation: '2018-09-19T10:20:51' } },
    { expiry: '2021-02-04T14:56:41', overflow: { matches: true, impliedActivation: '2018-09-19T10:21:29' } },
  ])
  expect(json.diagnoses).toMatchObject([{ code: 'reminder-window', facts: { days: 21 } }])
})

test('an ordinary capture gets its ordinary diagnosis and no fault', async () => {
  const { json } = await answer(join(folder, 'client.txt'))
  expect(json).toMatchObject({ diagnosis: 'healthy', hypotheses: [], verdict: 'no-fault-renewing' })
  expect((await answer(join(folder, 'retail.txt'))).json).toMatchObject({
    diagnosis: 'permanent',
    hypotheses: [],
  })
  const { out } = await holdfast(join(folder, 'nongenuine.txt'))
  expect(out).toContain('[non-genuine]')
  expect(out).toContain('C004F200')
  expect(out).toContain('Enter a key: open')
})

test('standard input is a capture too', async () => {
  const { status, json } = await answer(...granted, '-')
  expect(status).toBe(0)
  expect(json).toMatchObject({ diagnoses: [{ code: 'reminder-window' }] })
})

describe('what cannot be read', () => {
  test('a date for a device that no figure names is a slip', async () => {
    const { status, err } = await holdfast(
      ...[...granted, '--observed', 'pc-1:801d', '--activated', 'pc-2:2018-09-19', '--lang', 'en'],
    )
    expect([status, err]).toEqual([2, 'holdfast: --activated: no --observed is of the device "pc-2"\n'])
  })

  test('a thousand figures are taken, and not one more', async () => {
    const figures = (count: number) => Array.from({ length: count }, () => ['--observed', '801d']).flat()
    expect((await holdfast(...granted, ...figures(1000))).status).toBe(0)
    const { status, err } = await holdfast(...granted, ...figures(1001), '--lang', 'en')
    expect([status, err]).toEqual([2, 'holdfast: --observed: given 1001 times, at most 1000\n'])
  })

  test('what is misused is told with an example, and no term at all is no term', async () => {
    for (const term of ['0d', '150000', 'perpetual']) {
      const { status, err } = await holdfast('--granted', term, '--observed', '801d', '--lang', 'en')
      expect([status, err]).toEqual([
        2,
        `holdfast: --granted: "${term}" cannot be read; it looks like 150000d, 180d, 12h\n`,
      ])
    }
  })

  test('a refusal names its file, alone and beside others', async () => {
    const [hello, client] = [join(folder, 'hello.txt'), join(folder, 'client.txt')]
    const alone = await holdfast(hello, '--lang', 'en')
    expect([alone.status, alone.out]).toEqual([1, ''])
    expect(alone.err).toContain(`holdfast: ${hello}: This text holds no licence information`)
    const beside = await holdfast(hello, client, '--lang', 'en')
    expect(beside.status).toBe(1)
    expect(beside.out).toContain(
      `\n\n${hello}: This text holds no licence information that can be read. (TEXT_NOT_RECOGNISED)\n`,
    )
  })

  test('a file with nothing in it is refused; beside others it is named and the rest is explained', async () => {
    expect(await holdfast(join(folder, 'hello.txt'))).toMatchObject({ status: 1, out: '' })
    const { status, json } = await answer(join(folder, 'hello.txt'), join(folder, 'client.txt'))
    expect(status).toBe(1)
    expect(json).toMatchObject({ diagnosis: 'healthy', refused: [{ code: 'TEXT_NOT_RECOGNISED' }] })
  })
  const rows: [string, string[]][] = [
    ['nothing given', []],
    ['a bare number', ['--observed', '801']],
    ['a date that does not exist', ['--observed', '801d@2018-02-30']],
    ['a date that is none', ['--observed', '801d', '--activated', 'soon']],
    ['a grant that is none', ['--observed', '801d', '--granted', 'for ever']],
    ['a grant of nothing', ['--observed', '801d', '--granted', '0d']],
    ['an unknown rounding', ['--observed', '801d', '--rounding', 'sideways']],
    ['an unknown zone', ['--observed', '801d', '--zone', 'Nowhere/Here']],
  ]
  test.each(rows)('%s is wrong usage', async (_, argv) => {
    const { status, err } = await holdfast(...argv)
    expect(status).toBe(2)
    expect(err).toMatch(/^holdfast: /)
  })
})

describe('figures typed by hand', () => {
  const typed = (set: Partial<Typed>) => {
    const read = parseTyped({
      granted: undefined,
      observed: [],
      activated: [],
      captured: [],
      upgraded: [],
      rounding: 'unknown',
      zone: 'UTC',
      ...set,
    })
    if (read.kind === 'fault') throw new Error(read.text)
    return read.observations
  }
  const day = 86_400
  const remaining: [string, Typed['rounding'], number, number][] = [
    ['801d', 'up', 800 * day + 1, 801 * day + 1],
    ['801d', 'down', 801 * day, 802 * day],
    ['801d', 'unknown', 800 * day + 1, 802 * day],
    ['801d', 'exact', 801 * day, 801 * day + 1],
    ['1152316min', 'unknown', 1_152_316 * 60, 1_152_317 * 60],
    ['75098112s', 'unknown', 75_098_112, 75_098_113],
    ['869d4h', 'unknown', 869 * day + 14_400, 869 * day + 18_000],
    ['869d4h', 'up', 869 * day + 10_801, 869 * day + 14_401],
  ]
  test.each(remaining)('%s, rounded %s', (text, rounding, from, to) => {
    expect(typed({ observed: [text], rounding })[0]?.remaining).toEqual({ from, to })
  })

  test('a device may have a colon in its name; dates of one device go before dates of all', () => {
    const [one, two] = typed({
      observed: ['lab:pc-1:801d@2018-11-27T09:40:03Z', '600d'],
      activated: ['2018-07-01', 'lab:pc-1:2018-09-19'],
      captured: ['2019-06-15'],
    })
    expect(one?.device).toBe('lab:pc-1')
    expect(one?.capturedAt).toEqual(parseSpan('2018-11-27T09:40:03Z', 'UTC'))
    expect(one?.activatedAt).toEqual(parseSpan('2018-09-19', 'UTC'))
    expect(two?.activatedAt).toEqual(parseSpan('2018-07-01', 'UTC'))
    expect(two?.capturedAt).toEqual(parseSpan('2019-06-15', 'UTC'))
  })

  test('a date is the day of the zone, 23 hours where clocks go forward', () => {
    const length = (text: string, zone: string) => {
      const span = parseSpan(text, zone)
      return span === null ? null : (span.to - span.from) / 3600
    }
    expect(length('2018-09-19', 'Asia/Shanghai')).toBe(24)
    expect(length('2024-03-31', 'Europe/Berlin')).toBe(23)
    expect(parseSpan('2018-09-19', 'Asia/Shanghai')?.from).toBe(
      parseSpan('2018-09-18T16:00:00Z', 'UTC')?.from,
    )
  })
})
