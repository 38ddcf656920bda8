import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { formatOutcome, runSteps } from '../check.ts'
import { countTests, formatCounts, formatMissing, statusOf } from '../test.ts'

describe('npm run check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-check-'))
  const step = (name: string, text: string) => {
    writeFileSync(join(folder, `${name}.mjs`), text)
    return { name, args: [`${name}.mjs`] }
  }
  afterAll(() => rmSync(folder, { recursive: true }))

  test('each step has one line, and a failing one its output', async () => {
    const steps = [
      step('good', `console.log('quiet')`),
      step('bad', `console.log('loud'); console.error('louder'); process.exitCode = 3`),
      step('killed', `process.kill(process.pid, 'SIGKILL')`),
      { name: 'absent', args: ['absent.mjs'] },
    ]
    const told: string[] = []
    const outcomes = await runSteps(steps, folder, (outcome) => told.push(outcome.name))
    expect(outcomes.map(({ name, passed }) => `${name} ${passed}`).toSorted()).toEqual([
      'absent false',
      'bad false',
      'good true',
      'killed false',
    ])
    expect(told.toSorted()).toEqual(['absent', 'bad', 'good', 'killed'])
    const lines = outcomes.map(formatOutcome)
    expect(lines.find((line) => line.startsWith('good'))).toMatch(/^good +passed +\d+\.\d s$/)
    expect(lines.find((line) => line.startsWith('bad'))).toMatch(/^bad +FAILED +\d+\.\d s\nloud\nlouder$/)
    expect(lines.find((line) => line.startsWith('absent'))).toContain('Cannot find module')
  })
})

describe('npm test', () => {
  const report = (numbers: object) => JSON.stringify(numbers)

  test.each([
    [
      'all well',
      report({ numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 }),
      0,
      '7 passed, 0 failed, 2 skipped',
    ],
    [
      'a failed test',
      report({ numPassedTests: 7, numFailedTests: 2, numPendingTests: 0, numTodoTests: 0 }),
      1,
      '7 passed, 2 failed, 0 skipped',
    ],
    [
      'a file that could not be loaded',
      report({
        numPassedTests: 7,
        numFailedTests: 1,
        testResults: [
          { status: 'failed', assertionResults: [] },
          { status: 'failed', assertionResults: [{ status: 'failed' }] },
          { status: 'passed', assertionResults: [{ status: 'passed' }] },
        ],
      }),
      1,
      '7 passed, 2 failed, 0 skipped',
    ],
    [
      'an error outside every test',
      report({ numPassedTests: 7, numFailedTests: 0 }),
      1,
      '7 passed, 1 failed, 0 skipped',
    ],
    ['no report at all', null, 1, '0 passed, 1 failed, 0 skipped'],
  ])('%s', (_, text, status, line) => {
    expect(formatCounts(countTests(text, status))).toBe(line)
  })

  test.each([
    [{ passed: 1, failed: 0, skipped: 0 }, 0, false, 0],
    [{ passed: 1, failed: 0, skipped: 1 }, 0, false, 0],
    [{ passed: 1, failed: 0, skipped: 1 }, 0, true, 1],
    [{ passed: 1, failed: 1, skipped: 0 }, 0, false, 1],
    [{ passed: 1, failed: 1, skipped: 0 }, 130, false, 130],
  ])('%o with status %i and everything asked for: %s', (counts, vitestStatus, everything, status) => {
    expect(statusOf(counts, vitestStatus, everything)).toBe(status)
  })

  test('missing Debian packages are named with the command that installs them', () => {
    expect(formatMissing([])).toBeNull()
    expect(formatMissing(['faketime', 'strace'])).toContain('apt-get install -y faketime strace')
  })
})
