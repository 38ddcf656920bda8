// Runs the README's fenced `sh` blocks as a newcomer would, in order and in one shell, in a copy of the tree.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
// `npm ci` has been run, or this test would not run; the last two would run this test again.
const notRun = new Set(['npm ci', 'npm test', 'npm run check'])

const blocks = (page: string) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((found) =>
    found[1]!.trim(),
  )

describe('the walk-through of the README', () => {
  let folder = ''
  let environment: NodeJS.ProcessEnv = {}
  let server: ReturnType<typeof spawn> | undefined
  let port = 0

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-walk-'))
    copyTree(folder)
    port = await freePort()
    // A newcomer's shell does not have the bundled Node first on its PATH, as this process has.
    const path = (process.env['PATH'] ?? '')
      .split(delimiter)
      .filter((entry) => entry !== dirname(process.execPath))
    environment = { ...process.env, PATH: path.join(delimiter), HOLDFAST_PORT: String(port), NO_COLOR: '1' }
    delete environment['HOLDFAST_DATA']
  })

  afterAll(async () => {
    if (server?.exitCode === null && server.pid !== undefined) {
      const ended = new Promise((resolve) => server?.once('exit', resolve))
      // As Ctrl+C does: the whole group, because npm does not hand a signal on to what it started.
      process.kill(-server.pid, 'SIGINT')
      await ended
    }
    rmSync(folder, { recursive: true, force: true })
  })

  test('every command does what the page says', async () => {
    const script: string[] = ['set -e']
    for (const block of blocks('README.md')) {
      if (notRun.has(block)) continue
      if (block === 'npm start') server = await startServer(folder, environment)
      else script.push(...block.split('\n'))
    }
    const text = script.join('\n').replaceAll('127.0.0.1:7420', `127.0.0.1:${port}`)
    const shell = await run('bash', ['-c', text], folder, environment)
    expect(shell.status, shell.output).toBe(0)

    expect(shell.output).toContain('SEATS_EXHAUSTED')
    expect(shell.output.match(/SEATS_EXHAUSTED/g)).toHaveLength(1)
    for (const device of ['device-1', 'device-3', 'device-4']) {
      const status = await run(
        'npx',
        ['holdfast-device', 'status', '--json', '--dir', device],
        folder,
        environment,
      )
      expect(JSON.parse(status.stdout), status.output).toMatchObject({ kind: 'licensed', until: 'perpetual' })
    }
    const released = await run(
      'npx',
      ['holdfast-device', 'status', '--json', '--dir', 'device-2'],
      folder,
      environment,
    )
    expect(JSON.parse(released.stdout)).toMatchObject({ kind: 'unlicensed', because: 'released' })
    const exported = readFileSync(join(folder, 'serials.csv'), 'utf8')
    expect(exported.trim().split('\r\n')).toHaveLength(2)
    const key = /(?:[0-9A-Z]{5}-){4}[0-9A-Z]{5}/.exec(readFileSync(join(folder, 'label.txt'), 'utf8'))?.[0]
    expect(key).toBeDefined()
    expect(shell.output).not.toContain(key)
    expectFleet(folder, shell.stdout)
    expectDesk(shell.stdout)
  }, 400_000)
})

test('both languages show the same commands', () => {
  expect(blocks('README.zh-CN.md')).toEqual(blocks('README.md'))
})

/** What the second walk-through leaves behind and says. */
function expectFleet(folder: string, said: string): void {
  const finding = JSON.parse(readFileSync(join(folder, 'finding.json'), 'utf8')) as { hypotheses: object[] }
  expect(finding.hypotheses[0]).toMatchObject({
    unit: 'second',
    width: 32,
    leftSeconds: 75_098_112,
    certainty: 'confirmed',
  })
  expect(readFileSync(join(folder, 'forecast.csv'), 'utf8').trim().split('\r\n')).toHaveLength(8)
  expect(readFileSync(join(folder, 'forecast.svg'), 'utf8')).toMatch(/^<svg /)
  expect(said).toMatch(/^9 +activation "2018-09-31": is a date or time that does not exist$/m)
  expect(said).toMatch(/^2021-01-05 06:56:52 +reminders begin /m)
  expect(said).toMatch(/^dev_\w+ +cmid:2532cc6d-c10c-4dd8-90be-7cd2a011f075 +reminding /m)
  expect(said).toMatch(/ REMINDERS_AHEAD /)
  expect(said).toMatch(/^activate with the maker's own command +1 /m)
}

/** What the third walk-through says: once stored, once known, seen through roles. */
function expectDesk(said: string): void {
  expect(said).toMatch(/^CAS-20417-H3D8Q6 +25 +0 +[1-9]\d* +[1-9]\d* +vectors\/desk\/story-zh\.txt$/m)
  expect(said).toMatch(/^CAS-20417-H3D8Q6 +0 +25 +0 +0 +vectors\/desk\/story-zh\.txt$/m)
  const shown = said.slice(said.indexOf('To act'))
  expect(shown).toMatch(/^To act +support, since /m)
  expect(shown).toContain('support engineer 1')
  expect(shown).toContain('【重新激活】')
  expect(shown).not.toContain('卢一舟')
}

function copyTree(folder: string): void {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
  })
  for (const file of listed.toString('utf8').split('\0')) {
    const isRead = file.startsWith('vectors/capture/') || file === 'vectors/desk/story-zh.txt'
    if (file === '' || (file.startsWith('vectors/') && !isRead) || /\/test\//.test(file)) continue
    try {
      cpSync(join(root, file), join(folder, file))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
}

async function startServer(cwd: string, env: NodeJS.ProcessEnv): Promise<ReturnType<typeof spawn>> {
  const child = spawn('npm', ['start'], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let output = ''
  await new Promise<void>((resolve, reject) => {
    const look = (chunk: Buffer) => {
      output += chunk.toString('utf8')
      if (/http:\/\/127\.0\.0\.1:\d+/.test(output)) resolve()
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)))
  })
  return child
}

function run(
  command: string,
  args: string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ status: number | null; output: string; stdout: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let stdout = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
      stdout += chunk.toString('utf8')
    })
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, output, stdout }))
  })
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
