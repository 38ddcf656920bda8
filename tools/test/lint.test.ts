// Plants what .oxlintrc.json bans, one violation per file, and asks oxlint itself.
import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../source-files.ts'

type Diagnostic = {
  readonly code: string
  readonly message: string
  readonly help?: string
  readonly filename: string
}
type Planted = {
  readonly path: string
  readonly text: string
  readonly code: string
  readonly instead: string
}

const source = (name: string) => `packages/lease/src/${name}.ts`
const ban = (name: string, text: string, rule: string, instead: string): Planted => ({
  path: source(name),
  text,
  code: `eslint(${rule})`,
  instead,
})

const planted: readonly Planted[] = [
  ban('date-now', 'export const x = Date.now()', 'no-restricted-properties', 'clock.now()'),
  ban('date-now-apart', 'export const { now } = Date', 'no-restricted-properties', 'clock.now()'),
  ban('math-random', 'export const x = Math.random()', 'no-restricted-properties', 'entropy.bytes(length)'),
  ban('hrtime', 'export const x = process.hrtime()', 'no-restricted-properties', 'clock.monotonicMs()'),
  ban('abort-timeout', 'export const x = AbortSignal.timeout(1)', 'no-restricted-properties', 'clock.waitMs'),
  ban('global-crypto', 'export const x = globalThis.crypto', 'no-restricted-properties', 'Entropy'),
  ban('performance', 'export const x = performance.now()', 'no-restricted-globals', 'clock.monotonicMs()'),
  ban('timeout', 'setTimeout(() => 1, 1)', 'no-restricted-globals', 'clock.waitMs'),
  ban('interval', 'setInterval(() => 1, 1)', 'no-restricted-globals', 'clock.waitMs'),
  ban('web-crypto', 'export const x = crypto.randomUUID()', 'no-restricted-globals', 'Entropy'),
  ban(
    'temporal',
    `export const x = Temporal.Instant.from('2026-01-01T00:00:00Z')`,
    'no-restricted-globals',
    'calendar',
  ),
  ...['randomBytes', 'randomUUID', 'randomInt', 'randomFillSync', 'webcrypto'].map((name) =>
    ban(
      `crypto-${name}`,
      `export { ${name} } from 'node:crypto'`,
      'no-restricted-imports',
      'entropy.bytes(length)',
    ),
  ),
  ...['generateKeyPairSync', 'generateKeyPair', 'generateKeySync'].map((name) =>
    ban(`keys-${name}`, `export { ${name} } from 'node:crypto'`, 'no-restricted-imports', 'from that seed'),
  ),
  ban(
    'crypto-whole',
    `import crypto from 'node:crypto'\nexport const x = crypto.randomBytes(1)`,
    'no-restricted-properties',
    'Entropy',
  ),
  ban(
    'timers',
    `export { setTimeout as wait } from 'node:timers/promises'`,
    'no-restricted-imports',
    'clock.waitMs',
  ),
  ban(
    'perf-hooks',
    `export { performance } from 'node:perf_hooks'`,
    'no-restricted-imports',
    'clock.monotonicMs()',
  ),
  {
    path: source('floating'),
    text: `const f = async () => 1\nexport function g() { f() }`,
    code: 'typescript(no-floating-promises)',
    instead: '',
  },
  {
    path: source('misused'),
    text: `const f = async () => true\nexport const g = () => { if (f()) return 1; return 2 }`,
    code: 'typescript(no-misused-promises)',
    instead: '',
  },
  {
    path: source('switch'),
    text: `export function g(k: 'a' | 'b') { switch (k) { case 'a': return 1 } return 2 }`,
    code: 'typescript(switch-exhaustiveness-check)',
    instead: '',
  },
  {
    path: source('environment'),
    text: 'export const x = process.env',
    code: 'node(no-process-env)',
    instead: '',
  },
]

const exempt: readonly { path: string; text: string }[] = [
  {
    path: 'packages/capabilities/src/system.ts',
    text: `import { randomBytes } from 'node:crypto'\nexport const x = [Date.now(), performance.now(), randomBytes(1), setTimeout(() => 1, 1)]`,
  },
  {
    path: 'packages/capabilities/src/calendar.ts',
    text: `export const x = Temporal.Instant.from('2026-01-01T00:00:00Z')`,
  },
]

describe('bans of .oxlintrc.json', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-lint-'))
  let diagnostics: readonly Diagnostic[] = []

  beforeAll(async () => {
    copyFileSync(join(projectRoot, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
    const compilerOptions = {
      strict: true,
      module: 'nodenext',
      lib: ['esnext', 'esnext.temporal', 'dom'],
      types: [],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['packages'] }))
    for (const { path, text } of [...planted, ...exempt]) {
      mkdirSync(join(folder, dirname(path)), { recursive: true })
      writeFileSync(join(folder, path), `${text}\n`)
    }
    diagnostics = await lint(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each(planted)('$path fires $code', ({ path, code, instead }) => {
    const found = diagnostics.filter((diagnostic) => diagnostic.filename === path && diagnostic.code === code)
    expect(found.map(({ message, help }) => `${message} ${help ?? ''}`).join('\n')).toContain(instead)
    expect(found).not.toEqual([])
  })

  test.each(exempt)('$path may', ({ path }) => {
    expect(
      diagnostics.filter(({ filename, code }) => filename === path && code.includes('restricted')),
    ).toEqual([])
  })
})

async function lint(folder: string): Promise<Diagnostic[]> {
  const modules = createRequire(import.meta.url)
  const oxlint = join(dirname(modules.resolve('oxlint/package.json')), 'bin/oxlint')
  const tsgolint = join(dirname(modules.resolve('oxlint-tsgolint/package.json')), 'bin/tsgolint.js')
  const env = { ...process.env, OXLINT_TSGOLINT_PATH: tsgolint }
  const run = promisify(execFile)(process.execPath, [oxlint, '--type-aware', '-f', 'json'], {
    cwd: folder,
    env,
  })
  const { stdout } = await run.catch((error: unknown) => error as { stdout: string })
  return (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics
}
