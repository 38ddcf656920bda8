// The server and the command line as processes: signals, files, exit statuses, and what must appear nowhere.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { request as httpRequest, Agent } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatArmour, parseArmour } from '@holdfast/lease'
import { sendTo, TestDevice } from './fixtures.ts'
import { deviceFor, openProcesses, type Run, type Serving } from './server-processes.ts'

const { folder, start, run, serve, remove } = openProcesses()
afterAll(remove)

describe('the walk-through', () => {
  let serving: Serving
  beforeAll(async () => {
    serving = await serve('walk')
  })
  const cli = (...args: string[]) => run(...args, '--data', serving.data)

  test('the first start writes its token for the owner alone and shows where', () => {
    expect(statSync(join(serving.data, 'admin-token')).mode & 0o777).toBe(0o600)
    const secret = readdirSync(serving.data).filter((file) =>
      /^(?:admin-token|server\.json|server-id|holdfast\.sqlite.*)$/.test(file),
    )
    expect(secret.length).toBeGreaterThanOrEqual(4)
    const open = secret.filter((file) => (statSync(join(serving.data, file)).mode & 0o077) !== 0)
    expect(open).toEqual([])
  })

  test('product, order, label, offline answer, audit: every command does what it says', async () => {
    expect(await cli('product', 'add', 'cmge', '--name', 'Civic Machine')).toMatchObject({
      status: 0,
      out: 'Product cmge added.\n',
    })
    expect(await cli('release', 'add', 'cmge', 'V0-G', '--ordinal', '100')).toMatchObject({ status: 0 })
    expect(await cli('customer', 'add', 'Harbour Office of Westmark')).toMatchObject({ status: 0 })
    const label = join(folder, 'label.txt')
    const order = [
      '--customer',
      'Harbour Office of Westmark',
      '--product',
      'cmge',
      '--seats',
      '3',
      '--term',
      'perpetual',
    ]
    const added = await cli('order', 'add', '--number', '2026-0117', ...order, '--label-out', label)
    expect(added.status, added.err).toBe(0)
    expect(statSync(label).mode & 0o777).toBe(0o600)
    const productKey = /(?:[0-9A-Z]{5}-){4}[0-9A-Z]{5}/.exec(readFileSync(label, 'utf8'))![0]
    expect(added.out).not.toContain(productKey)
    const serials = await cli('serials', 'list', '--order', '2026-0117', '--json')
    const [row] = JSON.parse(serials.out).items
    expect(readFileSync(label, 'utf8')).toContain(row.serial)

    const device = await deviceFor(serving, 'offline')
    const request = device.activation({ serial: row.serial, productKey })
    writeFileSync(join(folder, 'request.txt'), formatArmour('request', request))
    const answered = await cli(
      'offline',
      'answer',
      join(folder, 'request.txt'),
      '--out',
      join(folder, 'answer.txt'),
    )
    expect(answered).toMatchObject({
      status: 0,
      out: expect.stringContaining('1 answered (1 leases), 0 refused'),
    })
    expect(parseArmour(readFileSync(join(folder, 'answer.txt'), 'utf8'))).toMatchObject({
      blocks: [{ kind: 'lease' }],
    })
    expect((await cli('device', 'list')).out).toContain(device.key.thumbprint)
    expect((await cli('serials', 'export', '--out', join(folder, 'serials.csv'))).status).toBe(0)
    expect(await cli('serials', 'import', join(folder, 'serials.csv'))).toMatchObject({
      out: '0 added, 1 known already, 0 refused\n',
    })
    expect(await cli('audit', 'verify')).toMatchObject({
      status: 0,
      out: expect.stringContaining('none altered'),
    })
    const trust = await cli('trust', 'export', '--out', join(folder, 'trust.txt'))
    const status = JSON.parse((await cli('status', '--json')).out)
    expect(trust.out).toContain(status.rootFingerprint)
  })

  test('a refusal is status 1 with code and what to do, as a document with --json', async () => {
    const refused = await cli('order', 'show', 'none')
    expect(refused).toMatchObject({ status: 1, out: '', err: expect.stringContaining('(NOT_FOUND)') })
    const asJson = await cli('order', 'show', 'none', '--json')
    expect(JSON.parse(asJson.err)).toMatchObject({ code: 'NOT_FOUND', supportCode: expect.any(String) })
    const chinese = await cli('order', 'show', 'none', '--lang', 'zh')
    expect(chinese.err).toMatch(/\p{Script=Han}/u)
    const code = JSON.parse(asJson.err).supportCode as string
    expect((await run('support-code', code)).out).toContain('NOT_FOUND')
  })

  test.each([
    [['nothing'], 2],
    [['order'], 2],
    [['order', 'add'], 2],
    [['order', 'add', '--seats', 'many'], 2],
    [['status', '--unknown'], 2],
    [['status', 'extra'], 2],
    [['status', '--lang', 'fr'], 2],
    [['serve', '--port', '99999'], 2],
    [['--help'], 0],
    [['order', 'add', '--help'], 0],
    [['--version'], 0],
  ])('%j ends with %i', async (args, status) => {
    const ended = await run(...args)
    expect(ended.status).toBe(status)
    expect(status === 0 ? ended.out : ended.err).not.toBe('')
  })

  test('a second server on the same folder says who is there, and harms nothing', async () => {
    const second = await run('serve', '--port', '0', '--data', serving.data)
    expect(second).toMatchObject({ status: 1, err: expect.stringContaining(serving.address) })
    expect((await sendTo(serving.address, 'GET', '/healthz')).status).toBe(200)
    const port = new URL(serving.address).port
    expect(await run('serve', '--port', port, '--data', join(folder, 'other'))).toMatchObject({
      status: 1,
      err: expect.stringContaining(port),
    })
  })

  test('a reader that closes its end is no accident', async () => {
    const { child, ended } = start(['serials', 'list', '--help'])
    child.stdout.destroy()
    expect(await ended).toMatchObject({ status: 0, err: '' })
  })

  test('after its end nobody answers, and the commands say so', async () => {
    expect(await serving.stop('SIGINT')).toMatchObject({ status: 0 })
    expect(await cli('status')).toMatchObject({
      status: 1,
      err: expect.stringContaining('SERVER_UNREACHABLE'),
    })
  })
})

test('keys made under a key file open only with it, and say so', async () => {
  const [right, wrong] = [join(folder, 'right.key'), join(folder, 'wrong.key')]
  writeFileSync(right, 'a passphrase of some length')
  writeFileSync(wrong, 'another passphrase of length')
  const data = join(folder, 'sealed')
  const made = await run('init', '--data', data, '--key-file', right)
  expect(made).toMatchObject({ status: 0, out: expect.stringContaining('Root fingerprint') })
  expect(await run('init', '--data', data, '--key-file', wrong)).toMatchObject({
    status: 1,
    err: expect.stringContaining('key file does not open'),
  })
  expect(await run('init', '--data', data)).toMatchObject({
    status: 1,
    err: expect.stringContaining('no key file was given'),
  })
  expect(await run('init', '--data', data, '--key-file', right)).toMatchObject({ status: 0 })
})

test('SIGTERM under load: what was accepted is answered, what was answered is in the books, no secret is in any word', async () => {
  const serving = await serve('load', ['--log-level', 'debug'])
  const token = readFileSync(join(serving.data, 'admin-token'), 'utf8').trim()
  const headers = { authorization: `Bearer ${token}` }
  const ask = (path: string, body: unknown) => sendTo(serving.address, 'POST', path, body, headers)
  await ask('/v1/products', { id: 'cmge', title: 'T' })
  const customer = (await ask('/v1/customers', { name: 'Harbour Office of Westmark' })).json
  const line = { product: 'cmge', seats: 1_000, term: { kind: 'perpetual' } }
  const order = (await ask('/v1/orders', { number: '1', customer: customer.id, lines: [line] })).json
  const sold = { serial: order.serials[0], productKey: order.productKeys[0].productKey as string }
  const root = await deviceFor(serving, 'root')
  const bodies = Array.from({ length: 300 }, (_, index) => {
    const device = new TestDevice(root.server, `load ${index}`)
    return JSON.stringify({ request: device.activation(sold) })
  })

  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  let stopped: Promise<Run> | null = null
  let answered = 0
  const send = (body: string) =>
    new Promise<{ status: number; text: string } | 'not accepted'>((resolve, reject) => {
      const sent = httpRequest(`${serving.address}/v1/activate`, {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json' },
      })
      sent.on('error', (error: NodeJS.ErrnoException) =>
        ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(error.code ?? '')
          ? resolve('not accepted')
          : reject(error),
      )
      sent.on('response', (response) => {
        let text = ''
        response.on('data', (bytes: Buffer) => (text += bytes.toString()))
        response.on('error', reject)
        response.on('end', () => {
          answered += 1
          if (answered === 60) stopped = serving.stop()
          resolve({ status: response.statusCode ?? 0, text })
        })
      })
      sent.end(body)
    })
  const results = await Promise.all(bodies.map(send))
  const ended = await stopped!
  agent.destroy()
  expect(ended.status, ended.err).toBe(0)
  const whole = results.filter((result) => result !== 'not accepted')
  expect(
    whole.every((result) => [200, 503].includes(result.status) && JSON.parse(result.text) !== null),
  ).toBe(true)
  const granted = whole.filter((result) => result.status === 200).length
  expect(granted).toBeGreaterThanOrEqual(60)

  const again = await serve('load')
  const counts = (await sendTo(again.address, 'GET', '/v1/status', undefined, headers)).json.counts
  expect(counts.seatsTaken).toBe(granted)
  const last = await again.stop()

  const words = [ended.out, ended.err, last.out, last.err, ...whole.map((result) => result.text)].join('\n')
  const books = readdirSync(serving.data)
    .filter((name) => name.startsWith('holdfast.sqlite'))
    .map((name) => readFileSync(join(serving.data, name)).toString('latin1'))
    .join('')
  for (const secret of [sold.productKey, sold.productKey.replaceAll('-', ''), token]) {
    expect(words).not.toContain(secret)
    expect(books).not.toContain(secret)
  }
})
