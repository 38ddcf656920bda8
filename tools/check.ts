// npm run check: everything that can be judged without running the product. `--only NAME` runs one step.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { systemClock } from '@holdfast/capabilities/system'
import { isProgram } from './complaint.ts'
import { projectRoot } from './source-files.ts'

export type Step = { readonly name: string; readonly args: readonly string[] }
export type Outcome = {
  readonly name: string
  readonly passed: boolean
  readonly output: string
  readonly milliseconds: number
}

// The longest first, so that the short ones fill the gaps.
const steps: readonly Step[] = [
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '-p', '.', '--pretty', 'false'] },
  { name: 'format', args: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'] },
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '.'] },
  { name: 'tidy', args: ['tools/tidy.ts'] },
  { name: 'arrows', args: ['tools/arrows.ts'] },
  { name: 'docs', args: ['tools/docs-check.ts'] },
]

// Continuous integration and small machines have two cores.
const stepsAtOnce = 2

/** Runs the steps, some at once, and gives each outcome to `tell` when it is there. */
export async function runSteps(
  list: readonly Step[],
  root: string,
  tell: (outcome: Outcome) => void,
): Promise<Outcome[]> {
  const waiting = [...list]
  const outcomes: Outcome[] = []
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const outcome = await runStep(step, root)
      outcomes.push(outcome)
      tell(outcome)
    }
  }
  await Promise.all(Array.from({ length: stepsAtOnce }, worker))
  return outcomes
}

function runStep(step: Step, root: string): Promise<Outcome> {
  const startedMs = systemClock.monotonicMs()
  return new Promise((resolve) => {
    const child = spawn(process.execPath, step.args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    const settle = (passed: boolean, more = ''): void => {
      const output = Buffer.concat(chunks).toString('utf8') + more
      resolve({ name: step.name, passed, output, milliseconds: systemClock.monotonicMs() - startedMs })
    }
    child.once('error', (error) => settle(false, `${error.message}\n`))
    child.once('close', (status) => settle(status === 0))
  })
}

/** `format   passed    2.4 s`, with the whole output below where the step failed. */
export function formatOutcome({ name, passed, output, milliseconds }: Outcome): string {
  const line = `${name.padEnd(7)} ${passed ? 'passed' : 'FAILED'} ${(milliseconds / 1000).toFixed(1).padStart(6)} s`
  return passed ? line : `${line}\n${output.trimEnd()}`
}

async function check(args: readonly string[]): Promise<number> {
  const { only } = parseArgs({ args: [...args], options: { only: { type: 'string' } }, strict: true }).values
  const chosen = steps.filter((step) => only === undefined || step.name === only)
  if (chosen.length === 0) {
    console.error(`check: no step is named "${only}"; there are ${steps.map((step) => step.name).join(', ')}`)
    return 2
  }
  const outcomes = await runSteps(chosen, projectRoot, (outcome) => console.log(formatOutcome(outcome)))
  return outcomes.every((outcome) => outcome.passed) ? 0 : 1
}

if (isProgram(fileURLToPath(import.meta.url))) process.exitCode = await check(process.argv.slice(2))
