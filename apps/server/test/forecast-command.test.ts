// `holdfast forecast` and `holdfast lint-terms` as people and programs run them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import { openTable, formatWorkbook } from '@holdfast/intake'
import { runHoldfast } from '../src/cli/run.ts'
import { readEnvironment } from '../src/config/environment.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-forecast-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
function file(content: string | Uint8Array, ending = 'csv'): string {
  files += 1
  const path = join(folder, `list-${files}.${ending}`)
  writeFileSync(path, content)
  return path
}

async function run(argv: readonly string[], answers?: readonly string[]) {
  const said = { out: '', err: '' }
  const questions: string[] = []
  const sink = (name: 'out' | 'err') =>
    ({ write: (text: string) => ((said[name] += text), true) }) as unknown as NodeJS.WritableStream
  const status = await runHoldfast([...argv, ...(argv.includes('--lang') ? [] : ['--lang', 'en'])], {
    environment: readEnvironment({}),
    clock: new ManualClock('2020-10-01T00:00:00Z'),
    entropy: new SeededEntropy('forecast'),
    stdout: sink('out'),
    stderr: sink('err'),
    ...(answers === undefined
      ? {}
      : {
          ask: (question: string) => {
            questions.push(question)
            return Promise.resolve(answers[questions.length - 1] ?? '')
          },
        }),
  })
  return { status, questions, ...said }
}

const granted = ['--finding', '32-bit-seconds', '--granted', '150000d']
const list = 'device,customer,activation date\npc-1,港务局,2018-09-19T02:21:37Z\npc-2,港务局,2018-09-19\n'
const entry1 = {
  device: 'pc-1',
  firstReminder: { from: '2021-01-05T06:56:49Z', to: '2021-01-05T06:56:50Z' },
  end: { from: '2021-02-04T06:56:49Z', to: '2021-02-04T06:56:50Z' },
  basis: 'finding',
  certainty: 'possible',
}

describe('JSON', () => {
  test('has devices, calendar and rejected rows as promised', async () => {
    const { status, out } = await run([
      'forecast',
      file(`${list}pc-3,x,soon\n`),
      ...granted,
      '--zone',
      'Asia/Shanghai',
      '--json',
    ])
    const json = JSON.parse(out)
    expect(status).toBe(1)
    expect(Object.keys(json).slice(0, 3)).toEqual(['devices', 'calendar', 'rejected'])
    expect(json.devices).toEqual([
      entry1,
      {
        ...entry1,
        device: 'pc-2',
        firstReminder: { from: '2021-01-04T20:35:12Z', to: '2021-01-05T20:35:12Z' },
        end: { from: '2021-02-03T20:35:12Z', to: '2021-02-04T20:35:12Z' },
      },
    ])
    expect(json.calendar).toEqual([
      { day: '2021-01-05', reminders: 2, ends: 0 },
      { day: '2021-02-04', reminders: 0, ends: 2 },
    ])
    expect(json.rejected).toEqual([{ line: 4, reason: 'activation "soon": is no date that can be read' }])
    expect(json).toMatchObject({
      zone: 'Asia/Shanghai',
      asOf: '2020-10-01T00:00:00Z',
      weeks: [{ week: '2021-W01' }, { week: '2021-W05' }],
      months: [{ month: '2021-01' }, { month: '2021-02' }],
      customers: [{ customer: '港务局', devices: 2, firstReminder: '2021-01-05' }],
      summary: { devices: 2, inferred: 2, rejected: 1 },
      mapping: { device: 'device', customer: 'customer', activated: 'activation date' },
    })
  })

  test('of a list of nothing is whole', async () => {
    const { status, out } = await run(['forecast', file('device,activation date\n'), ...granted, '--json'])
    expect(status).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ devices: [], calendar: [], rejected: [] })
  })

  test('is the same from CSV, JSON and a workbook', async () => {
    const rows = [
      ['pc-1', '港务局', '2018-09-19T02:21:37Z'],
      ['pc-2', '港务局', '2018-09-19'],
    ]
    const workbook = await formatWorkbook([
      { name: 'x', columns: ['device', 'customer', 'activation date'], rows },
    ])
    const objects = rows.map(([device, customer, activated]) => ({
      device,
      customer,
      'activation date': activated,
    }))
    const made = [
      file(list),
      file(JSON.stringify(objects), 'json'),
      file(workbook.kind === 'workbook' ? workbook.bytes : '', 'xlsx'),
    ]
    const answers = await Promise.all(made.map((path) => run(['forecast', path, ...granted, '--json'])))
    expect(new Set(answers.map(({ out }) => out)).size).toBe(1)
  })

  test('takes what explain writes as the finding', async () => {
    const hypothesis = {
      unit: 'second',
      width: 32,
      signed: null,
      held: null,
      past: 'wrap',
      leftSeconds: 75_098_112,
      certainty: 'confirmed',
    }
    const finding = file(JSON.stringify({ hypotheses: [hypothesis], diagnosis: 'term-overflow' }), 'json')
    const { out } = await run(['forecast', file(list), '--finding', finding, '--json'])
    expect(JSON.parse(out).devices[0]).toEqual({ ...entry1, certainty: 'fits' })
  })

  test('compares with a plan', async () => {
    const plan = file(
      JSON.stringify({
        format: 'holdfast-plan 1',
        id: 'x',
        items: [
          { device: 'pc-1', name: null, serial: null, expectedEnd: { kind: 'perpetual' } },
          {
            device: 'x9',
            name: 'pc-2',
            serial: null,
            expectedEnd: { kind: 'until', until: '2031-01-01T00:00:00Z' },
          },
        ],
      }),
      'json',
    )
    const { out } = await run(['forecast', file(list), ...granted, '--after-plan', plan, '--json'])
    expect(JSON.parse(out).after).toMatchObject({
      renewed: 2,
      before: { reminders: 2, ends: 2 },
      after: { reminders: 1, ends: 1 },
      calendar: [{ day: '2030-12-02' }, { day: '2031-01-01' }],
    })
  })
})

describe('columns', () => {
  const doubtful = () => file('device,date\npc-1,2018-09-19T02:21:37Z\n')

  test('that may be several things are refused with the options to paste', async () => {
    const { status, out, err } = await run(['forecast', doubtful(), ...granted])
    expect([status, out]).toEqual([1, ''])
    expect(err).toMatch(/MAPPING_AMBIGUOUS[^]*\n {2}--map device=device --map activated=date\n/)
    const problem = JSON.parse((await run(['forecast', doubtful(), ...granted, '--json'])).err)
    expect(problem.facts.map).toEqual(['device=device', 'activated=date'])
  })

  test('are taken as said', async () => {
    const { out } = await run([
      'forecast',
      doubtful(),
      ...granted,
      '--map',
      'device=device',
      '--map',
      'activated=date',
      '--json',
    ])
    expect(JSON.parse(out).devices).toEqual([entry1])
  })

  test('are asked for at a terminal, and never for a program', async () => {
    const asked = await run(['forecast', doubtful(), ...granted], ['#9', 'date'])
    expect(asked.questions).toHaveLength(2)
    expect(asked.questions[0]).toContain('Which column is the activation?')
    expect(asked.out).toContain('2021-02-04 06:56:49')
    expect((await run(['forecast', doubtful(), ...granted], [''])).out).toContain('2021-02-04 06:56:49')
    const program = await run(['forecast', doubtful(), ...granted, '--json'], ['date'])
    expect([program.questions.length, program.status]).toEqual([0, 1])
  })

  test('at a terminal, what nobody can answer stays a refusal', async () => {
    const { status, questions } = await run(
      ['forecast', doubtful(), ...granted],
      Array.from({ length: 99 }, () => 'nope'),
    )
    expect([status, questions.length]).toEqual([1, 30])
  })

  test.each([
    ['blanks', 'my activation date', '--map "activated=my activation date"'],
    ['what a shell would look into', 'activation date of $HOME', '--map "activated=#2"'],
  ])('names with %s are quoted or numbered', async (_, name, expected) => {
    const { err } = await run(['forecast', file(`device,${name},other activation date\nx,1,2\n`), ...granted])
    expect(err).toContain(`  --map device=device ${expected}\n`)
  })

  test('that are missing are named', async () => {
    const { status, err } = await run(['forecast', file('device,colour\nx,red\n'), ...granted])
    expect(status).toBe(1)
    expect(err).toMatch(/MAPPING_MISSING[^]*Columns: device \| colour/)
  })

  test('without end in their names are told in short', async () => {
    const path = file(`${'['.repeat(60_000)},a\u0007b\n1,2\n`)
    const { status, err } = await run(['forecast', path, ...granted])
    expect(status).toBe(1)
    expect(err).toContain(`Columns: ${'['.repeat(60)}… | a b\n`)
    expect(err.length).toBeLessThan(1000)
  })
})

describe('what cannot go on', () => {
  test.each([
    [['forecast'], 2, /give a file, or --database/],
    [['forecast', 'LIST', '--database'], 2, /give a file, or --database/],
    [['forecast', 'LIST', '--zone', 'Mars/Olympus'], 2, /is no time zone/],
    [['forecast', 'LIST', '--granted', 'much'], 2, /--granted much/],
    [['forecast', 'LIST', '--as-of', 'today'], 2, /--as-of today/],
    [['forecast', 'LIST', '--reminder-days', '-1'], 2, /--reminder-days -1/],
    [['forecast', 'LIST', '--reminder-days', '36526'], 2, /36525/],
    [['forecast', 'LIST', '--rounding', 'off'], 2, /up, down, either/],
    [['forecast', 'LIST', '--map', 'device'], 2, /field=column/],
    [['forecast', 'LIST'], 1, /GRANTED_MISSING/],
    [['forecast', 'LIST', '--finding', '33-bit-seconds'], 1, /FINDING_UNREADABLE/],
    [['forecast', 'LIST', '--finding', '32-bit-seconds'], 1, /GRANTED_MISSING/],
    [['forecast', 'LIST', '--granted', '1d', '--after-plan', 'LIST'], 1, /PLAN_UNREADABLE/],
    [['forecast', 'LIST', '--granted', '1d', '--csv', '/dev/null/x.csv'], 1, /FILE_UNWRITABLE/],
    [['forecast', '/dev/null/none.csv', '--granted', '1d'], 1, /FILE_UNREADABLE/],
    [['lint-terms'], 2, /give a file, --database, or --term/],
    [['lint-terms', '--term', 'x'], 2, /--term x/],
    [['lint-terms', '--term', '1d', '--representation', '33-bit-seconds'], 2, /32-bit-seconds, /],
  ] as const)('%j', async (argv, status, words) => {
    const path = file(list)
    const answered = await run(argv.map((word) => (word === 'LIST' ? path : word)))
    expect([answered.status, answered.out]).toEqual([status, ''])
    expect(answered.err).toMatch(words)
  })
})

describe('files beside the answer', () => {
  test('CSV and a workbook hold devices, calendar and customers, and no formula', async () => {
    const path = file('device,customer,activation date\n=cmd(),@x,2018-09-19T02:21:37Z\n')
    const [csv, xlsx] = [join(folder, 'out.csv'), join(folder, 'out.xlsx')]
    const { status } = await run(['forecast', path, ...granted, '--csv', csv, '--xlsx', xlsx])
    expect(status).toBe(0)
    expect(readFileSync(csv, 'utf8').split('\r\n')[1]).toMatch(/^'=cmd\(\),1,'@x,2021-01-05T06:56:49Z,/)
    expect(readFileSync(join(folder, 'out.calendar.csv'), 'utf8')).toContain('2021-02-04,0,1')
    expect(readFileSync(join(folder, 'out.customers.csv'), 'utf8')).toContain("'@x,1,2021-01-05,2021-02-04,0")
    const table = await openTable({ path: xlsx })
    expect(table.kind === 'table' && table.columns.slice(0, 3)).toEqual(['Device', 'Count', 'Customer'])
  })

  test.each([
    ['en', 'First reminders and ends by week'],
    ['zh', '每周首次提醒与到期'],
  ])('a plot in %s', async (language, title) => {
    const svg = join(folder, `${language}.svg`)
    await run(['forecast', file(list), ...granted, '--svg', svg, '--lang', language])
    const text = readFileSync(svg, 'utf8')
    expect(text).toMatch(/^<svg /)
    expect(text).toContain(title)
    expect(text).toContain('2021-W01')
    expect(text).not.toMatch(/<script|<animate|@keyframes/)
  })
})

describe('languages', () => {
  test('everything that people read is there in Chinese', async () => {
    const path = file(`${list}pc-3,x,soon\npc-4,x,\n`)
    const { out } = await run(['forecast', path, ...granted, '--lang', 'zh'])
    expect(out).toMatch(/日期时区 +UTC/)
    expect(out).toContain('激活时间“soon”：无法识别为日期')
    expect(
      out.replaceAll(
        /pc-\d|UTC|soon|32-bit-seconds|device|customer|activation date|Holdfast|\d{4}-W\d\d|T\d\d|\d+ d|Z/g,
        '',
      ),
    ).not.toMatch(/[A-Za-z]{2,}/)
  })
})

describe('a reader that is slow, or gone', () => {
  const long = () =>
    file(
      `device,activation date\n${Array.from({ length: 20_000 }, (_, at) => `pc-${at},2018-09-19`).join('\n')}\n`,
    )

  async function runInto(stdout: NodeJS.WritableStream) {
    return await runHoldfast(['forecast', long(), ...granted, '--json'], {
      environment: readEnvironment({}),
      clock: new ManualClock('2020-10-01T00:00:00Z'),
      entropy: new SeededEntropy('forecast'),
      stdout,
      stderr: stdout,
    })
  }

  test('no piece is written before the one before it was taken', async () => {
    let [waiting, most, text] = [0, 0, '']
    const listeners = new Set<() => void>()
    const slow = {
      write(piece: string) {
        waiting += 1
        most = Math.max(most, waiting)
        text += piece
        setImmediate(() => {
          waiting -= 1
          for (const listener of listeners) listener()
        })
        return false
      },
      on: (_: string, listener: () => void) => listeners.add(listener),
      off: (_: string, listener: () => void) => listeners.delete(listener),
    }
    expect(await runInto(slow as unknown as NodeJS.WritableStream)).toBe(0)
    expect(most).toBe(1)
    expect(JSON.parse(text).devices).toHaveLength(20_000)
  })

  test('nobody is written to who has gone', async () => {
    let pieces = 0
    const gone = {
      destroyed: false,
      write() {
        pieces += 1
        this.destroyed = true
        return true
      },
    }
    await runInto(gone as unknown as NodeJS.WritableStream)
    expect(pieces).toBe(1)
  })
})

describe('lint-terms', () => {
  test.each([
    [['--term', '150000d'], 0],
    [['--term', '150000d', '--representation', '32-bit-seconds'], 1],
    [['--term', '180d', '--representation', '32-bit-seconds', '--representation', '16-bit-days'], 0],
    [['--term', '180d', '--term', '25000d', '--representation', 'signed-32-bit-seconds'], 1],
    [['--term', '150000d', '--finding', '32-bit-seconds'], 1],
  ])('%j ends with %i', async (options, status) => {
    expect((await run(['lint-terms', ...options])).status).toBe(status)
  })

  test('a list without any term that ends is well', async () => {
    const path = file('release,granted\nV0-G,perpetual\n')
    const { status, out } = await run([
      'lint-terms',
      path,
      '--representation',
      '32-bit-seconds',
      '--lang',
      'en',
    ])
    expect([status, out]).toEqual([0, 'No term here has an end: nothing can overflow.\n'])
  })

  test('says it to programs', async () => {
    const path = file(
      '发行版,授权天数,数量\nV0-G,150000,140\nV0-H,150000,60\nV2020-L,永久,5\nV2020-L,soon,5\n',
    )
    const { status, out } = await run(['lint-terms', path, '--representation', '32-bit-seconds', '--json'])
    expect(status).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      terms: [
        {
          grantedSeconds: 12_960_000_000,
          count: 200,
          releases: [
            { release: 'V0-G', count: 140 },
            { release: 'V0-H', count: 60 },
          ],
          representations: [
            { name: '32-bit-seconds', survives: false, leftSeconds: 75_098_112, left: '869 d 04:35:12' },
          ],
        },
      ],
      inUse: ['32-bit-seconds'],
      survives: false,
      rejected: [{ line: 5 }],
    })
  })
})

describe('the page for people', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url))
  const page = readFileSync(join(root, 'docs/forecast.md'), 'utf8')
  const fences = [...page.matchAll(/^```(sh|text)\n([^]*?)^```$/gm)].map(([, kind, text = '']) => ({
    kind,
    text: text.trimEnd(),
  }))
  const commands = fences.filter(({ kind }) => kind === 'sh').map(({ text }) => text)

  test.each(commands)('%s prints what the page says', async (command) => {
    const words = command
      .split(' ')
      .slice(1)
      .map((word) => (word.startsWith('docs/') ? join(root, word) : word))
    const { out } = await run(words)
    const from = fences.findIndex(({ text }) => text === command) + 1
    const next = fences.findIndex(({ kind }, at) => at >= from && kind === 'sh')
    for (const { text } of fences.slice(from, next < 0 ? undefined : next)) expect(out).toContain(text)
  })

  test('there are commands on it', () => {
    expect(commands.length).toBeGreaterThan(2)
  })
})
