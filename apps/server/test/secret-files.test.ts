// Files for what is shown once: nothing that stands there is lost, whatever the server answers and whatever fails.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openGround, sell, startServer, type Ground, type TestServer } from './fixtures.ts'
import { holdfastOf } from './holdfast-of.ts'

let ground: Ground
let server: TestServer
/** One order of the books, and a server that has ended. */
let number: string
let stopped: TestServer
beforeAll(async () => {
  ground = await openGround('sqlite')
  server = await startServer({ ground, name: 'secret-files' })
  number = (await sell(server)).order.number
  stopped = await startServer({ ground, name: 'stopped' })
  await stopped.close()
})
afterAll(async () => {
  await server.close()
  await ground.remove()
})

let folders = 0
/** A file in a folder of its own, so that nothing but the command writes beside it. */
function fileInFolder(content?: string): string {
  const folder = join(ground.folder, `kept-${(folders += 1)}`)
  mkdirSync(folder)
  const file = join(folder, 'kept.txt')
  if (content !== undefined) writeFileSync(file, content)
  return file
}

let orders = 0
const add = (option: string) => (file: string) => {
  const order = ['--number', `S-${(orders += 1)}`, '--customer', 'Harbour Office of Westmark']
  return ['order', 'add', ...order, '--product', 'cmge', '--seats', '1', '--term', 'perpetual', option, file]
}
const commands: [string, (file: string) => string[]][] = [
  ['order add --label-out', add('--label-out')],
  ['order add --key-out', add('--key-out')],
  [
    'order rekey --key-out',
    (file) => ['order', 'rekey', number, '--product', 'cmge', '--reason', 'label lost', '--key-out', file],
  ],
  ['token add --out', (file) => ['token', 'add', 'monitoring', '--scopes', 'metrics:read', '--out', file]],
  ['webhook add --out', (file) => ['webhook', 'add', 'https://desk.example.test/holdfast', '--out', file]],
]

/** Changes of the books: one row of the audit each. */
const audited = async () => (await server.ask('GET', '/v1/audit?limit=500')).items.length as number

describe.each(commands)('%s', (_, argvOf) => {
  test('writes a new file, also over an empty one, for its owner alone', async () => {
    for (const file of [fileInFolder(), fileInFolder('')]) {
      const ran = await holdfastOf(server, argvOf(file))
      expect(ran, ran.err).toMatchObject({ status: 0, err: '' })
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(readFileSync(file, 'utf8').length).toBeGreaterThan(20)
      expect(readdirSync(dirname(file))).toEqual(['kept.txt'])
    }
  })

  test('leaves what it wrote itself before, and what anybody wrote, and makes nothing', async () => {
    const file = fileInFolder()
    expect((await holdfastOf(server, argvOf(file))).status).toBe(0)
    const [before, rows] = [readFileSync(file), await audited()]
    const again = await holdfastOf(server, argvOf(file))
    expect(again).toMatchObject({ status: 1, out: '' })
    expect(again.err).toMatch(/kept\.txt[^]*FILE_UNWRITABLE[^]*choose another name, or remove it/)
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(await audited()).toBe(rows)
    expect(readdirSync(dirname(file))).toEqual(['kept.txt'])
  })

  test('leaves it where the server refuses or does not answer, and leaves no empty file', async () => {
    for (const content of ['the only copy\n', undefined]) {
      const file = fileInFolder(content)
      expect((await holdfastOf(stopped, argvOf(file))).status).toBe(1)
      expect(existsSync(file) ? readFileSync(file, 'utf8') : undefined).toBe(content)
      expect(readdirSync(dirname(file)).length).toBe(content === undefined ? 0 : 1)
    }
  })

  test('a folder in the place of the file is told before anything is made', async () => {
    const file = fileInFolder()
    mkdirSync(file)
    const rows = await audited()
    const ran = await holdfastOf(server, [...argvOf(file), '--json'])
    expect(ran.status).toBe(1)
    expect(JSON.parse(ran.err)).toMatchObject({ code: 'FILE_UNWRITABLE', facts: { file, exists: true } })
    expect(await audited()).toBe(rows)
  })

  test.each([[[]], [['--json']]])(
    'what was made is shown where its file fails after all %j',
    async (flags) => {
      const file = fileInFolder()
      const between = await serverThatTakesAway(dirname(file))
      const ran = await holdfastOf(server, [...argvOf(file), ...flags], { address: between.address })
      between.close()
      expect(ran.status, ran.err).toBe(1)
      expect(ran.err).toContain('ENOENT')
      expect(ran.out).toMatch(/(?:[0-9A-Z]{5}-){4}[0-9A-Z]{5}|hft_\w{20,}|whsec_/)
      expect(ran.out.startsWith('{')).toBe(flags.length > 0)
    },
  )
})

/** The server, and before it answers a POST the folder is gone. */
async function serverThatTakesAway(folder: string) {
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const { authorization = '', 'content-type': type = '' } = request.headers
    const posted = request.method === 'POST'
    const body = (await request.toArray()).join('')
    const headers = { authorization, ...(posted ? { 'content-type': type } : {}) }
    const init = { method: request.method ?? '', headers, ...(posted ? { body } : {}) }
    const answered = await fetch(server.address + (request.url ?? ''), init)
    if (posted) rmSync(folder, { recursive: true })
    response.writeHead(answered.status, { 'content-type': answered.headers.get('content-type') ?? '' })
    response.end(await answered.text())
  }
  const between = createServer((request, response) => void pass(request, response))
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(between.address() as AddressInfo).port}`,
    close() {
      between.close()
      between.closeAllConnections()
    },
  }
}

test('order add leaves an existing file also where the order is there already', async () => {
  const file = fileInFolder()
  const argv = add('--label-out')(file)
  expect((await holdfastOf(server, argv)).status).toBe(0)
  const before = readFileSync(file)
  expect((await holdfastOf(server, argv)).status).toBe(1)
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('the key and the label do not go into one file', async () => {
  const file = fileInFolder()
  const ran = await holdfastOf(server, [...add('--key-out')(file), '--label-out', file])
  expect(ran).toMatchObject({ status: 2, err: expect.stringContaining('the same file') })
  expect(existsSync(file)).toBe(false)
})

// Needs the Debian package strace.
const traces = spawnSync('strace', ['-V']).status === 0
test.skipIf(!traces)('a name is durable too: the folder is synced after the rename', () => {
  const file = fileInFolder()
  const [calls, source] = [
    join(ground.folder, 'calls.txt'),
    fileURLToPath(new URL('../src/data-folder.ts', import.meta.url)),
  ]
  const script = `import { writeOwnersFile } from ${JSON.stringify(source)}\nwriteOwnersFile(${JSON.stringify(file)}, 'x')`
  const traced = ['-f', '-y', '-s', '256', '-e', 'trace=rename,renameat,renameat2,fsync', '-o', calls]
  const node = [process.execPath, '--input-type=module', '-e', script]
  execFileSync('strace', [...traced, ...node], { env: { PATH: process.env['PATH'] ?? '' } })
  const lines = readFileSync(calls, 'utf8').split('\n')
  const ours = lines.filter((line) => line.includes(dirname(file)))
  expect(ours).toEqual([
    expect.stringMatching(/fsync\(\d+<[^>]*kept\.txt\.\d+\.new>\)/),
    expect.stringMatching(/rename\w*\(.*kept\.txt\.\d+\.new", .*kept\.txt"/),
    expect.stringContaining(`<${dirname(file)}>`),
  ])
})
