// Commands against a running server: files as editors and shells leave them, addresses and tokens as people give them.
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { formatArmour, makeSerial } from '@holdfast/lease'
import { runHoldfast } from '../src/cli/run.ts'
import { readEnvironment } from '../src/config/environment.ts'
import { licenceText } from './licence-text.ts'
import {
  adminToken,
  openGround,
  sell,
  startServer,
  TestDevice,
  type Ground,
  type TestServer,
} from './fixtures.ts'

let ground: Ground
let server: TestServer
let files = 0
beforeAll(async () => {
  ground = await openGround('sqlite')
  server = await startServer({ ground, name: 'commands' })
})
afterAll(async () => {
  await server.close()
  await ground.remove()
})

function file(content: string | Uint8Array): string {
  files += 1
  const path = join(ground.folder, `given-${files}`)
  writeFileSync(path, content)
  return path
}

async function holdfast(...argv: string[]) {
  const said = { out: '', err: '' }
  const sink = (name: 'out' | 'err') =>
    ({ write: (text: string) => ((said[name] += text), true) }) as unknown as NodeJS.WritableStream
  const target = argv.includes('--server') ? [] : ['--server', server.address]
  const status = await runHoldfast([...argv, ...target], {
    environment: readEnvironment({ HOLDFAST_ADMIN_TOKEN: adminToken }),
    clock: server.clock,
    entropy: new SeededEntropy(`run ${files}`),
    stdout: sink('out'),
    stderr: sink('err'),
  })
  return { status, ...said }
}

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
const nobodys = makeSerial(new SeededEntropy('nobody'))

describe('offline answer', () => {
  test('a refused block is a line for programs and words for people, and the status says so', async () => {
    const sold = await sell(server)
    const [good, bad] = ['good', 'bad'].map((name) => new TestDevice(server, name)) as [
      TestDevice,
      TestDevice,
    ]
    const request = bad.request(nobodys)
    const text = [
      formatArmour('request', good.activation(sold)),
      formatArmour('request', bad.sign(request, sold.productKey)),
    ].join('\n')
    const out = join(ground.folder, 'answer.txt')
    const written = await holdfast('offline', 'answer', file(utf16(text)), '--out', out, '--lang', 'en')
    expect(written).toMatchObject({ status: 1, err: '' })
    expect(written.out).toMatch(/1 answered \(1 leases\), 1 refused/)
    const shown = await holdfast('offline', 'answer', file(text), '--lang', 'zh')
    expect(shown.status).toBe(1)
    expect(shown.out).toContain(`\nRefused: ${request.id} SERIAL_UNKNOWN\n`)
    expect(shown.out).toContain(`\n序列号：${nobodys}\n设备：front-desk-7\n用户：`)
    expect(
      (await holdfast('offline', 'answer', file(formatArmour('request', good.activation(sold))))).status,
    ).toBe(0)
  })
})

describe('serials import', () => {
  const rows = (order: string, ...serials: string[]) =>
    ['serial,seats,order', ...serials.map((serial) => `${serial},2,${order}`)].join('\r\n')
  const serialOf = (name: string) => makeSerial(new SeededEntropy(name))

  test('UTF-16 is read, good rows are kept, and a refused one ends with status 1', async () => {
    const { order } = await sell(server)
    const whole = await holdfast('serials', 'import', file(utf16(rows(order.number, serialOf('a')))))
    expect(whole).toMatchObject({ status: 0, err: '' })
    const part = await holdfast('serials', 'import', file(rows(order.number, serialOf('b'), 'nonsense')))
    expect(part.status).toBe(1)
    expect(await server.ask('GET', `/v1/serials/${serialOf('b')}`)).toMatchObject({ seats: 2 })
  })

  test('another encoding is named, and so is a line that cannot be one', async () => {
    const gbk = Buffer.concat([Buffer.from([0xd0, 0xf2, 0xc1, 0xd0]), Buffer.from(',seats\r\n')])
    const refused = await holdfast('serials', 'import', file(gbk), '--lang', 'en')
    expect(refused.status).toBe(1)
    expect(refused.err).toMatch(/FILE_UNREADABLE[^]*save it as UTF-8/)
    const { order } = await sell(server)
    const long = `${rows(order.number, serialOf('c'))}\r\n"${'x'.repeat(140_000)}",2,y`
    const answered = await holdfast('serials', 'import', file(long), '--json')
    expect(answered.status).toBe(1)
    expect(JSON.parse(answered.out)).toMatchObject({
      added: 1,
      refused: [{ line: 3, reason: expect.stringMatching(/CSV/) }],
    })
  })
})

describe('capture add', () => {
  test('a file that is missing or far too large stops none of the others, in a folder too', async () => {
    const folder = join(ground.folder, 'captures')
    mkdirSync(folder)
    const huge = join(folder, 'a-huge.txt')
    writeFileSync(huge, '')
    truncateSync(huge, 2 ** 31)
    writeFileSync(join(folder, 'pc-1.txt'), licenceText({ number: 1 }))
    const missing = join(ground.folder, 'missing.txt')
    const added = await holdfast('capture', 'add', missing, folder, '--json')
    expect(added).toMatchObject({ status: 1, err: '' })
    const { files: told } = JSON.parse(added.out) as { files: { name: string; captures: number }[] }
    expect(told).toMatchObject([
      { name: missing, captures: 0, refused: [{ code: 'FILE_UNREADABLE', facts: { reason: 'ENOENT' } }] },
      { name: huge, captures: 0, refused: [{ code: 'CONTENT_TOO_LARGE', facts: { bytes: 2 ** 31 } }] },
      { captures: 1, refused: [] },
    ])
  })
})

describe('capture show', () => {
  test('says what was read', async () => {
    const added = await holdfast('capture', 'add', file(licenceText({ number: 3 })), '--json')
    const { files: told } = JSON.parse(added.out) as { files: { ids: string[] }[] }
    const shown = await holdfast('capture', 'show', told[0]!.ids[0]!, '--lang', 'en')
    expect(shown.status).toBe(0)
    expect(shown.out).toMatch(/^Remaining +29161 minutes \(printed as 21 days\)$/m)
    expect(shown.out).toMatch(/^dev_\w+ /m)
  })
})

describe('findings', () => {
  test('are shown with what to do; one that is not there is refused', async () => {
    await holdfast('capture', 'add', file(licenceText({ number: 2, minutes: 10_000 })))
    await holdfast('fleet', 'watch')
    const { out } = await holdfast('finding', 'list', '--json')
    const { items } = JSON.parse(out) as { items: { id: string; code: string }[] }
    const ahead = items.find(({ code }) => code === 'REMINDERS_AHEAD')
    const shown = await holdfast('finding', 'show', ahead!.id, '--lang', 'en')
    expect(shown.status).toBe(0)
    expect(shown.out).toContain('Work goes on. Explain one of them')
    const absent = await holdfast('finding', 'show', 'nobodys', '--lang', 'en')
    expect(absent.status).toBe(1)
    expect(absent.err).toContain('NOT_FOUND')
  })
})

describe('addresses, tokens and words', () => {
  test.each([
    ['a password', 'http://u:hunter2@127.0.0.1:1'],
    ['a password without a name', 'http://:hunter2@127.0.0.1:1'],
    ['a query', 'http://127.0.0.1:1/?token=hunter2'],
  ])('an address with %s is refused and not repeated', async (_, address) => {
    for (const flag of [[], ['--json']]) {
      const { status, out, err } = await holdfast('status', '--server', address, ...flag)
      expect([status, out]).toEqual([1, ''])
      expect(err).toContain('SERVER_ADDRESS_MALFORMED')
      expect(err).not.toContain('hunter2')
    }
  })

  test.each([
    ['empty', new Uint8Array()],
    ['binary', new Uint8Array([0, 1, 2, 255, 10, 66])],
  ])('a token file that is %s is no token', async (_, content) => {
    const { status, err } = await holdfast('status', '--token-file', file(content), '--lang', 'en')
    expect(status).toBe(1)
    expect(err).toMatch(/TOKEN_WRONG[^]*one line of visible ASCII/)
    expect(err).not.toContain('TypeError')
  })

  test('a port that no client speaks to is told in words', async () => {
    const { status, err } = await holdfast('status', '--server', 'http://127.0.0.1:1', '--lang', 'en')
    expect(status).toBe(1)
    expect(err).toMatch(/SERVER_UNREACHABLE[^]*not spoken on this port/)
    expect(err).not.toContain('TypeError')
  })

  test.each([
    ['a page', 'text/html', '<p>hello</p>'],
    ['other JSON', 'application/json', '{"hello":1}'],
  ])('%s from somebody else is no answer of a Holdfast server', async (_, type, body) => {
    const other = createServer((_request, response) => response.setHeader('content-type', type).end(body))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
    for (const command of [['status'], ['serials', 'export']]) {
      const { status, out, err } = await holdfast(...command, '--server', address, '--lang', 'en')
      expect([status, out]).toEqual([1, ''])
      expect(err).toMatch(/SERVER_ANSWER_MALFORMED[^]*not a Holdfast server/)
    }
    other.closeAllConnections()
    other.close()
  })

  test.each([
    [['serials', 'seats', nobodys, '--seats', '0', '--reason', 'r'], 2, /whole number from 1 to/, /整数/],
    [['token', 'add', 'x', '--scopes', 'nix'], 2, /"nix" is no scope; there are admin/, /没有权限“nix”/],
    [['token', 'add', 'a\u0007b', '--scopes', 'admin'], 1, /may hold no line ends/, /不得含有换行/],
  ])('%j says what is allowed', async (argv, status, english, chinese) => {
    for (const [locale, words] of [
      ['en', english],
      ['zh', chinese],
    ] as const) {
      const answered = await holdfast(...argv, '--lang', locale)
      expect(answered.status).toBe(status)
      expect(answered.err).toMatch(words)
      expect(answered.err).not.toMatch(/\\u|\^\[/)
    }
  })

  test('the last administrator token stays until there is another', async () => {
    const tokens = await server.ask('GET', '/v1/tokens')
    const first = tokens.items.find(({ scopes }: { scopes: string[] }) => scopes.includes('admin')).id
    await holdfast('token', 'add', 'reader', '--scopes', 'orders:read')
    const refused = await holdfast('token', 'revoke', first, '--lang', 'en')
    expect(refused.status).toBe(1)
    expect(refused.err).toMatch(/IN_USE[^]*Make another first/)
    await holdfast('token', 'add', 'second', '--scopes', 'admin')
    expect((await holdfast('token', 'revoke', first)).status).toBe(0)
  })

  test('status says that it signs', async () => {
    expect((await holdfast('status', '--lang', 'en')).out).toMatch(/^Signing +ready$/m)
  })
})
