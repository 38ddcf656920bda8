// Where compiled code is kept: code that another user may have put there would run as this one.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { projectRoot } from '../source-files.ts'

const root = process.geteuid?.() === 0
const nobody = 65_534
const ground = mkdtempSync(join(tmpdir(), 'holdfast-launcher-'))
chmodSync(ground, 0o755)
const program = join(ground, 'program.mjs')
writeFileSync(program, `console.log(process.argv[2])`)
afterAll(() => rmSync(ground, { recursive: true, force: true }))

function makeOwn(...path: readonly string[]): string {
  let folder = ground
  for (const part of path) {
    folder = join(folder, part)
    if (existsSync(folder)) continue
    mkdirSync(folder, { mode: 0o700 })
    if (root) chownSync(folder, nobody, nobody)
  }
  return folder
}

/** As a user without rights, because root keeps its own cache elsewhere. */
function expectLaunch(cache: string, tmp: string) {
  const ran = spawnSync(process.execPath, [join(projectRoot, 'tools/launcher.js'), program, 'started'], {
    env: { PATH: process.env['PATH'] ?? '', XDG_CACHE_HOME: cache, TMPDIR: tmp },
    encoding: 'utf8',
    ...(root ? { uid: nobody, gid: nobody } : {}),
  })
  expect(ran, ran.stderr).toMatchObject({ status: 0, stdout: 'started\n', stderr: '' })
  // Nothing where other users can write.
  expect(readdirSync(tmp)).toEqual([])
}

test("compiled code is kept in the user's own cache", () => {
  const cache = makeOwn('cache')
  expectLaunch(cache, makeOwn('tmp'))
  const folder = join(cache, 'holdfast', 'compiled')
  expect(statSync(folder).mode & 0o077).toBe(0)
  expect(readdirSync(folder)).toHaveLength(1)
})

test('it is kept nowhere where others can write, or where a link leads elsewhere', () => {
  const open = makeOwn('open', 'holdfast', 'compiled')
  chmodSync(open, 0o777)
  expectLaunch(join(ground, 'open'), makeOwn('tmp-open'))
  expect(readdirSync(open)).toEqual([])

  const elsewhere = makeOwn('elsewhere')
  symlinkSync(elsewhere, join(makeOwn('linked', 'holdfast'), 'compiled'))
  expectLaunch(join(ground, 'linked'), makeOwn('tmp-linked'))
  expect(readdirSync(elsewhere)).toEqual([])
})

test('it is kept nowhere where no folder can be made, and nothing fails', () => {
  expectLaunch('/proc/none', makeOwn('tmp-none'))
})

test('a program started by another Node ends when its launcher is killed', async () => {
  // Node on PATH may be old or new: a launcher of the same kind stands in for an old one, with the same channel.
  const waiting = join(ground, 'waiting.mjs')
  writeFileSync(
    waiting,
    `process.on('SIGTERM', () => process.exit(0))\nconsole.log(process.pid)\nsetInterval(() => {}, 1000)`,
  )
  const parent = join(ground, 'parent.mjs')
  const launcher = join(projectRoot, 'tools/launcher.js')
  writeFileSync(
    parent,
    `import { spawn } from 'node:child_process'
     spawn(process.execPath, [${JSON.stringify(launcher)}, ${JSON.stringify(waiting)}], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })`,
  )
  const started = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => started.stdout.once('data', resolve))
  // The pipe ends when the last process that holds it has ended: the program, not only its parent.
  const ended = new Promise((resolve) => started.stdout.once('close', resolve))
  // The system tells of the pipe and of the process in no fixed order.
  const killed = once(started, 'exit')
  started.kill('SIGKILL')
  await ended
  expect(await killed).toEqual([null, 'SIGKILL'])
})
