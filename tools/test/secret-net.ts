// A net under every test file (setupFiles in vitest.config.ts): no log, URL or error of the whole suite
// holds a secret. It sees what the programs under test let out, in this process and in those that tests start.
import childProcess, { type ChildProcess, type SpawnSyncReturns } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import fs from 'node:fs'
import { ServerResponse, type IncomingMessage } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { afterAll, expect } from 'vitest'
import { findSecrets } from '../secret-shapes.ts'

/** What was let out where; never the secret itself. */
const leaks: string[] = []

/** Longer texts than this are files, not messages; what is looked at is held in memory. */
const keptCharactersMax = 4_000_000

function look(where: string, text: string): void {
  for (const kind of findSecrets(text)) leaks.push(`${where}: ${kind}`)
}

/** Text that arrives in pieces: a secret may lie across two of them. */
class Heard {
  #text = ''
  add(chunk: unknown): void {
    if (this.#text.length > keptCharactersMax) return
    if (typeof chunk === 'string') this.#text += chunk
    else if (chunk instanceof Uint8Array) this.#text += Buffer.from(chunk).toString('utf8')
  }
  take(): string {
    const text = this.#text
    this.#text = ''
    return text
  }
}

// Processes: what they log, and both streams of one that refused. They have no streams yet when the channel tells of them.
subscribe('child_process', (message) =>
  process.nextTick(() => watchProcess((message as { process: ChildProcess }).process)),
)

function watchProcess(child: ChildProcess): void {
  const streams = { stdout: new Heard(), stderr: new Heard() }
  for (const name of ['stdout', 'stderr'] as const) {
    const stream = child[name]
    if (stream === null || stream === undefined) continue
    const push = stream.push.bind(stream)
    stream.push = (chunk: unknown, encoding?: BufferEncoding) => {
      streams[name].add(chunk)
      return push(chunk, encoding)
    }
  }
  child.once('close', (status) =>
    judgeEnded(child.spawnargs, status, streams.stdout.take(), streams.stderr.take()),
  )
}

function judgeEnded(args: readonly string[], status: number | null, stdout: string, stderr: string): void {
  const name = args.slice(0, 4).join(' ')
  look(`stderr of ${name}`, stderr)
  if (status !== 0) look(`stdout of ${name}, which refused`, stdout)
}

const { spawnSync } = childProcess
childProcess.spawnSync = ((command: string, args?: unknown, options?: unknown) => {
  const ended = spawnSync(command, args as string[], options as object) as SpawnSyncReturns<string | Buffer>
  const given = Array.isArray(args) ? (args as string[]) : []
  judgeEnded([command, ...given], ended.status, String(ended.stdout ?? ''), String(ended.stderr ?? ''))
  return ended
}) as typeof spawnSync

// Logs of what runs inside the test's own process.
const { write, writeSync } = fs
const logs = new Heard()
fs.write = ((descriptor: number, ...rest: unknown[]) => {
  if (descriptor === 1 || descriptor === 2) logs.add(rest[0])
  return (write as (...args: unknown[]) => void)(descriptor, ...rest)
}) as typeof write
fs.writeSync = (descriptor: number, ...rest: unknown[]) => {
  if (descriptor === 1 || descriptor === 2) logs.add(rest[0])
  return (writeSync as (...args: unknown[]) => number)(descriptor, ...rest)
}
for (const stream of [process.stdout, process.stderr]) {
  const writeStream = stream.write.bind(stream)
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    logs.add(chunk)
    return (writeStream as (...args: unknown[]) => boolean)(chunk, ...rest)
  }
}
syncBuiltinESMExports()

// Addresses that servers of this process are asked for.
subscribe('http.server.request.start', (message) => {
  const { request } = message as { request: IncomingMessage }
  // A test that plants a secret in an address, to see what becomes of it, says so.
  if (request.headers['x-planted'] === undefined) look('address of a request', request.url ?? '')
})

// Refusals that servers of this process answer with, and those that come from others.
const { end } = ServerResponse.prototype
ServerResponse.prototype.end = function (this: ServerResponse, ...args: unknown[]) {
  if (this.statusCode >= 400 && (typeof args[0] === 'string' || args[0] instanceof Uint8Array))
    look(`answer ${this.statusCode}`, Buffer.from(args[0] as string).toString('utf8'))
  return (end as (...args: unknown[]) => ServerResponse).apply(this, args)
} as typeof end
const { fetch } = globalThis
globalThis.fetch = async (...args) => {
  const response = await fetch(...args)
  if (response.status >= 400) look(`answer ${response.status}`, await response.clone().text())
  return response
}

afterAll(() => {
  look('log of this process', logs.take())
  expect([...new Set(leaks)], 'secrets were let out').toEqual([])
})

/** For the test of the net itself: what it has caught so far, which then counts no more. */
export function takeLeaks(): string[] {
  look('log of this process', logs.take())
  return leaks.splice(0)
}
