// npm test: every test, then one plain line that counts them. Arguments go to Vitest: `npm test -- packages/lease`.
import { spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isProgram } from './complaint.ts'
import { projectRoot } from './source-files.ts'

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number }

/** Debian packages that some tests want, each known by a program: of the same name in PATH, or where the package puts it. */
const debianPackages = [
  { name: 'faketime', program: 'faketime' },
  { name: 'strace', program: 'strace' },
  { name: 'openssl', program: 'openssl' },
  { name: 'dovecot-imapd', program: '/usr/lib/dovecot/imap' },
  { name: 'dovecot-lmtpd', program: '/usr/lib/dovecot/lmtp' },
]

/** What `npm test` says about packages that are not there; null where nothing is missing. */
export function formatMissing(missing: readonly string[]): string | null {
  if (missing.length === 0) return null
  return (
    `Tests that want the Debian ${missing.length === 1 ? 'package' : 'packages'} ${missing.join(', ')} are skipped. ` +
    `To run them: apt-get install -y ${missing.join(' ')}`
  )
}

/**
 * Counts Vitest's JSON report. A test file that could not be loaded counts as one failed test, and so does a failed run
 * without a failed test (an error outside every test), so that the counts are never better than the exit status.
 */
export function countTests(report: string | null, status: number): Counts {
  const json = JSON.parse(report ?? '{}') as {
    numPassedTests?: number
    numFailedTests?: number
    numPendingTests?: number
    numTodoTests?: number
    testResults?: readonly { status: string; assertionResults: readonly { status: string }[] }[]
  }
  const unloaded = (json.testResults ?? []).filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((result) => result.status === 'failed'),
  )
  const failed = (json.numFailedTests ?? 0) + unloaded.length
  return {
    passed: json.numPassedTests ?? 0,
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: (json.numPendingTests ?? 0) + (json.numTodoTests ?? 0),
  }
}

/** The exit status: Vitest's own, but a skip is a failure where everything is asked for. */
export function statusOf(counts: Counts, vitestStatus: number, everything: boolean): number {
  if (vitestStatus !== 0) return vitestStatus
  return counts.failed > 0 || (everything && counts.skipped > 0) ? 1 : 0
}

export function formatCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

function isInstalled(command: string): boolean {
  const folders = isAbsolute(command) ? [''] : (process.env['PATH'] ?? '').split(delimiter)
  return folders.some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Vitest's exit status; a signal counts as 1. Ctrl-C reaches Vitest by itself, and its report is still counted. */
function runVitest(args: readonly string[], report: string): Promise<number> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  process.on('SIGINT', () => {})
  return new Promise((resolve, reject) => {
    const vitest = join(projectRoot, 'node_modules/vitest/vitest.mjs')
    const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...args], {
      cwd: projectRoot,
      stdio: 'inherit',
    })
    process.on('SIGTERM', () => child.kill('SIGTERM'))
    child.once('error', reject)
    child.once('exit', (status) => resolve(status ?? 1))
  })
}

function readReport(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

async function runTests(args: readonly string[]): Promise<number> {
  const missing = formatMissing(
    debianPackages.flatMap(({ name, program }) => (isInstalled(program) ? [] : [name])),
  )
  if (missing !== null) console.log(missing)
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-test-'))
  const report = join(folder, 'report.json')
  const status = await runVitest(args, report)
  const counts = countTests(readReport(report), status)
  rmSync(folder, { recursive: true })
  const everything = process.env['HOLDFAST_TEST_ALL'] === '1'
  if (everything && counts.skipped > 0)
    console.log('HOLDFAST_TEST_ALL=1: a skipped test counts as a failure of the run.')
  console.log(formatCounts(counts))
  return statusOf(counts, status, everything)
}

if (isProgram(fileURLToPath(import.meta.url))) process.exitCode = await runTests(process.argv.slice(2))
