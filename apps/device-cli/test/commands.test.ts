// The commands as people and scripts run them: real processes, a real server, real signatures.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { parseArmour, parseSupportCode, refuse, verifyReport } from '@holdfast/lease'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { decodeQr } from './decode-qr.ts'
import { activation, makeDevice, type Device, type Ran } from './device.ts'
import { openVendor, type Vendor } from './vendor.ts'

let vendor: Vendor
let device: Device
beforeEach(async () => {
  vendor = await openVendor()
  device = makeDevice(vendor)
})
afterEach(async () => {
  device.remove()
  await vendor.close()
})

const jsonOf = (ran: Ran) => JSON.parse(ran.out) as { [member: string]: unknown }
const state = async () => jsonOf(await device.here(['status', '--json']))

function expectDone(ran: Ran): void {
  expect(ran, ran.err).toMatchObject({ status: 0 })
}

/** Exit status 1 and one JSON document with everything that a refusal must say. */
function expectRefused(ran: Ran, code: string): { [member: string]: unknown } {
  expect(ran.status, ran.out + ran.err).toBe(1)
  const { refused } = jsonOf(ran) as { refused: { [member: string]: unknown } }
  expect(refused['code'], ran.out).toBe(code)
  for (const text of ['title', 'userAction', 'adminAction']) expect(refused[text]).toMatch(/\S/)
  expect(parseSupportCode(String(refused['supportCode']))).toMatchObject({ kind: 'support-code', code })
  return refused
}

describe('over the network', () => {
  test('activate, status, renew, reset, activate again, release', async () => {
    const activated = await device.here([...activation(vendor, device), '--json'])
    expectDone(activated)
    expect(jsonOf(activated)).toMatchObject({
      done: 'activate',
      already: false,
      acknowledged: true,
      lease: { serial: vendor.serial, generation: 1, term: { kind: 'perpetual' } },
      state: { kind: 'licensed', until: 'perpetual', reminding: false, noticed: [] },
    })
    expect(vendor.receipts.size).toBe(1)
    expect(await state()).toEqual({ kind: 'licensed', until: 'perpetual', reminding: false, noticed: [] })

    const renewed = await device.here(['renew', '--json'])
    expectDone(renewed)
    expect(jsonOf(renewed)).toMatchObject({ done: 'renew', lease: { generation: 2 } })

    const reset = await device.here(['reset', '--json'])
    expectDone(reset)
    expect(jsonOf(reset)).toMatchObject({ done: 'reset', kept: { deviceKey: true, generation: 2 } })
    expect(await state()).toMatchObject({ kind: 'unlicensed', because: 'reset' })

    expectDone(await device.here(activation(vendor, device)))
    expect(await state()).toMatchObject({ kind: 'licensed' })
    expect(vendor.seats.size).toBe(1)

    const released = await device.here(['release', '--json'])
    expectDone(released)
    expect(jsonOf(released)).toMatchObject({ done: 'release', confirmed: true })
    expect(vendor.seats.size).toBe(0)
    expect(await state()).toMatchObject({ kind: 'unlicensed', because: 'released' })
  })

  test('after the first time product, release, server and trust need not be given', async () => {
    expectDone(await device.here(activation(vendor, device)))
    const label = device.write(
      'label.txt',
      `Serial number: ${vendor.serial}\nProduct key: ${vendor.productKey}\n`,
    )
    const dir = ['--dir', device.vault]
    expectDone(await device.run(['status', ...dir]))
    expectDone(await device.run(['renew', ...dir]))
    expectDone(await device.run(['reset', ...dir]))
    expectDone(await device.run(['activate', ...dir, '--release', 'V0-H:200', '--label', label]))
    expect(vendor.seats.size).toBe(1)
  })

  test('people are told in sentences', async () => {
    const activated = await device.here(activation(vendor, device))
    expect(activated.out).toContain(vendor.serial)
    expect(activated.out).toContain('Harbour Office of Westmark')
    expect(activated.err).toBe('')
    const status = await device.here(['status'])
    expect(status.out).toContain(`Serial number ${vendor.serial}, for Harbour Office of Westmark.`)
    expect(status.out).not.toMatch(/undefined|null|\{|NaN/)
  })

  test('a lost reply is repeated, never doubled', async () => {
    vendor.loseReplies(1)
    expectDone(await device.here(activation(vendor, device)))
    expect(vendor.arrived.filter((path) => path === '/v1/activate')).toHaveLength(2)
    expect(vendor.requestIds.size).toBe(1)
    expect(vendor.seats.size).toBe(1)
  })

  test('what is refused changes nothing and says what to do', async () => {
    expectDone(await device.here(activation(vendor, device)))
    vendor.refuseWith(refuse('LICENCE_SUSPENDED', { since: '2026-04-01T00:00:00Z' }))
    expectRefused(await device.here(['renew', '--json']), 'LICENCE_SUSPENDED')
    const told = await device.here(['renew'])
    expect(told.status).toBe(1)
    expect(told.out).toBe('')
    expect(told.err).toContain('LICENCE_SUSPENDED')
    expect(told.err).toMatch(/What you can do: \S/)
    expect(told.err).toMatch(/Support code: ([0-9A-Z]{5}-){2}[0-9A-Z]{5}\n/)
    expect(await state()).toMatchObject({ kind: 'licensed' })
  })

  test('seats exhausted', async () => {
    const small = await openVendor({ seats: 0 })
    try {
      device.write('trust.txt', small.trust)
      const ran = await device.here(
        [...activation(small, device), '--key', small.productKey, '--json'].filter(notKeyFile),
      )
      expect(expectRefused(ran, 'SEATS_EXHAUSTED')['facts']).toMatchObject({ seats: 0 })
    } finally {
      await small.close()
    }
  })

  test('a server that is not there', async () => {
    const gone = await openVendor({ seed: 'gone' })
    await gone.close()
    const ran = await device.here([
      ...activation(vendor, device),
      '--server',
      gone.url,
      '--deadline',
      '1',
      '--json',
    ])
    expectRefused(ran, 'SERVER_UNREACHABLE')
  })
})

const notKeyFile = (argument: string, at: number, all: readonly string[]) =>
  argument !== '--key-file' && all[at - 1] !== '--key-file'

describe('the product key', () => {
  test('on the command line works, with a warning, and is repeated nowhere', async () => {
    const args = activation(vendor, device).filter(notKeyFile)
    const ran = await device.here([...args, '--key', vendor.productKey, '--json'])
    expectDone(ran)
    expect(ran.err).toContain('process list')
    expect(ran.err + ran.out).not.toContain(vendor.productKey)
  })

  test('comes from standard input', async () => {
    const args = activation(vendor, device).filter(notKeyFile)
    expectDone(await device.here([...args, '--key-file', '-'], { input: `${vendor.productKey}\n` }))
  })

  test('with a slip names the group, not the key', async () => {
    const wrong = vendor.productKey.replace(/^./, (first) => (first === 'Z' ? 'Y' : 'Z'))
    device.write('key.txt', wrong)
    const ran = await device.here([...activation(vendor, device), '--json'])
    expect(expectRefused(ran, 'PRODUCT_KEY_MALFORMED')['facts']).toMatchObject({ groups: [1] })
    expect(ran.out + ran.err).not.toContain(wrong.slice(6))
    expect(vendor.arrived).toEqual([])
  })

  test('stands nowhere in the vault', async () => {
    expectDone(await device.here(activation(vendor, device)))
    expectDone(
      await device.here([
        'request',
        '--serial',
        vendor.serial,
        '--key-file',
        device.file('key.txt'),
        '--out',
        device.file('r'),
      ]),
    )
    const plain = vendor.productKey.replaceAll('-', '')
    for (const name of ['public.0', 'public.1', 'private.0', 'private.1']) {
      if (!existsSync(`${device.vault}/${name}`)) continue
      const text = readFileSync(`${device.vault}/${name}`, 'utf8')
      expect(text).not.toContain(vendor.productKey)
      expect(text).not.toContain(plain)
    }
  })

  test.each([
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 of a Windows editor', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    [
      'a list longer than may be typed',
      (text: string) => Buffer.from(`${'Harbour Office of Westmark\n'.repeat(200)}${text}`),
    ],
  ])('and serial number from a label in %s', async (_, encode) => {
    const label = device.file('label.txt')
    const text = `序列号 ${vendor.serial}\n产品密钥 ${vendor.productKey}\n`
    device.write('label.txt', '')
    const { writeFileSync } = await import('node:fs')
    writeFileSync(label, encode(text))
    expectDone(await device.here(['activate', '--label', label, '--server', vendor.url]))
  })
})

describe('first trust', () => {
  const place = () => ['--dir', device.vault, '--product', 'cmge', '--release', 'V0-H:200']

  test('is not taken from a server that nobody vouched for: the fingerprint is shown', async () => {
    const ran = await device.run([...activation(vendor, device), ...place()])
    expect(ran.status).toBe(1)
    expect(ran.err).toContain('TRUST_MISSING')
    expect(ran.err).toContain('Example Systems')
    const shown = /([0-9a-f]{4} ){4}[0-9a-f]{4}/.exec(ran.err)?.[0]
    expect(shown?.replaceAll(' ', '')).toBe(vendor.root.slice(0, 20))
    expect(vendor.seats.size).toBe(0)
    expect(existsSync(device.vault)).toBe(false)
  })

  test('is taken on first use where the person says so', async () => {
    expectDone(await device.run([...activation(vendor, device), ...place(), '--trust-on-first-use']))
    expectDone(await device.run(['renew', ...place()]))
  })

  test('of another vendor does not take the place of what is held', async () => {
    expectDone(await device.here(activation(vendor, device)))
    const other = await openVendor({ seed: 'other vendor' })
    try {
      device.write('trust.txt', other.trust)
      expectRefused(await device.here(['renew', '--json']), 'TRUST_OTHER_ROOT')
      const ran = await device.run(['status', '--json', '--dir', device.vault])
      expect(jsonOf(ran)).toMatchObject({ kind: 'licensed', noticed: [] })
    } finally {
      await other.close()
    }
  })
})

describe('by file', () => {
  const request = (...more: string[]) =>
    device.here([
      'request',
      '--serial',
      vendor.serial,
      '--key-file',
      device.file('key.txt'),
      '--out',
      device.file('request.txt'),
      ...more,
    ])

  test('a request goes out, the answer comes in, the receipts go back', async () => {
    expectDone(await request())
    const asked = readFileSync(device.file('request.txt'), 'utf8')
    device.write('answer.txt', await vendor.answerFile(asked))
    const applied = await device.here([
      'apply',
      device.file('answer.txt'),
      '--receipts',
      device.file('receipts.txt'),
      '--json',
    ])
    expectDone(applied)
    expect(jsonOf(applied)).toMatchObject({ done: 'apply', already: false, state: { kind: 'licensed' } })
    expect(await state()).toMatchObject({ kind: 'licensed', noticed: ['receipt-waiting'] })
    await vendor.answerFile(readFileSync(device.file('receipts.txt'), 'utf8'))
    expect(vendor.receipts.size).toBe(1)
    const again = await device.here(['apply', device.file('answer.txt'), '--json'])
    expect(jsonOf(again)).toMatchObject({ done: 'apply', already: true })
  })

  test('the same intention writes the same request', async () => {
    expectDone(await request())
    const first = readFileSync(device.file('request.txt'), 'utf8')
    const again = await request('--json')
    expect(jsonOf(again)).toMatchObject({ done: 'request', action: 'activate', already: true })
    expect(readFileSync(device.file('request.txt'), 'utf8')).toBe(first)
    expect(statSync(device.file('request.txt')).mode & 0o777).toBe(0o644)
  })

  test('the QR code carries the request', async () => {
    expect(jsonOf(await request('--qr', '--json'))).toMatchObject({ qr: true })
    const shown = await request('--qr')
    const lines = shown.out.split('\n').filter((line) => /^[ ▄▀█]{29,}$/.test(line))
    const found = parseArmour(readFileSync(device.file('request.txt'), 'utf8'))
    const block = found.kind === 'blocks' ? found.blocks[0] : undefined
    expect(decodeQr(lines)?.toString('utf8')).toBe(Buffer.from(block?.bytes ?? []).toString('utf8'))
  })

  test('a request too long for a code says: use the file', async () => {
    const facts = Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`part-${at}`, `value ${at}`]))
    device.write('facts.json', JSON.stringify(facts))
    expectDone(await device.here(activation(vendor, device)))
    const ran = await request('--qr')
    expectDone(ran)
    expect(ran.out).toContain('No QR code')
    expect(ran.out).not.toContain('█')
  })

  test('renewal and release by file', async () => {
    expectDone(await device.here(activation(vendor, device)))
    expectDone(await device.here(['request', '--renew', '--out', device.file('renewal.txt')]))
    device.write('answer.txt', await vendor.answerFile(readFileSync(device.file('renewal.txt'), 'utf8')))
    expectDone(await device.here(['apply', device.file('answer.txt')]))
    const released = await device.here(['release', '--out', device.file('release.txt'), '--json'])
    expectDone(released)
    expect(await state()).toMatchObject({ kind: 'unlicensed', because: 'released' })
    await vendor.answerFile(readFileSync(device.file('release.txt'), 'utf8'))
    expect(vendor.seats.size).toBe(0)
  })

  test('a release with no place to go is not made', async () => {
    expectDone(await device.here(activation(vendor, device)))
    const ran = await device.here(['release', '--out', device.file('no/such/folder/release.txt'), '--json'])
    expectRefused(ran, 'FILE_UNWRITABLE')
    expect(await state()).toMatchObject({ kind: 'licensed' })
  })

  test.each([
    ['an answer that is no answer', 'hello', 'ENVELOPE_MALFORMED'],
    ['an answer cut off', '-----BEGIN HOLDFAST LEASE-----\nCheck: 00000000\n\nAAAA\n', 'ENVELOPE_TRUNCATED'],
  ])('%s', async (_, text, code) => {
    expectDone(await request())
    device.write('answer.txt', text)
    expectRefused(await device.here(['apply', device.file('answer.txt'), '--json']), code)
  })

  test('a file that is not there', async () => {
    expectRefused(await device.here(['apply', device.file('none.txt'), '--json']), 'FILE_UNREADABLE')
  })
})

describe('status and diagnose', () => {
  test('a device that was never activated', async () => {
    expect(await state()).toEqual({ kind: 'unlicensed', because: 'never-activated', noticed: [] })
    expect(existsSync(device.vault)).toBe(false)
  })

  test('a release that is not covered lapses, and the covered one heals it', async () => {
    expectDone(await device.here(activation(vendor, device)))
    const newer = await device.run(['status', '--json', '--dir', device.vault, '--release', 'V2020-L:300'])
    expect(jsonOf(newer)).toMatchObject({ kind: 'lapsed', because: 'release-not-covered' })
    expect(await state()).toMatchObject({ kind: 'licensed' })
  })

  test('the report is signed by the device and holds no secret', async () => {
    expectDone(await device.here(activation(vendor, device)))
    const ran = await device.here(['diagnose', '--out', device.file('report.txt'), '--json'])
    expectDone(ran)
    expect(jsonOf(ran)).toMatchObject({ done: 'diagnose', signed: true, state: { kind: 'licensed' } })
    const text = readFileSync(device.file('report.txt'), 'utf8')
    const found = parseArmour(text)
    if (found.kind === 'refused') throw new Error(found.code)
    const verified = await verifyReport(found.blocks[0]?.envelope ?? new Uint8Array())
    expect(verified).toMatchObject({ kind: 'report', report: { product: 'cmge' } })
    expect(text + ran.out).not.toContain(vendor.productKey)
    expect(text + Buffer.from(found.blocks[0]?.bytes ?? []).toString()).not.toContain('example-machine-1')
  })

  test('in Chinese', async () => {
    expectDone(await device.here(activation(vendor, device)))
    const status = await device.here(['status', '--lang', 'zh'])
    expect(status.out).toContain('序列号')
    expect(status.out.replace('Harbour Office of Westmark', '')).not.toMatch(/[a-z]/)
    const byLocale = await device.here(['status'], { env: { LC_ALL: 'zh_CN.UTF-8' } })
    expect(byLocale.out).toBe(status.out)
    const refused = await device.here(['apply', device.file('none.txt'), '--lang', 'zh'])
    expect(refused.err).toContain('支持码')
  })
})

describe('wrong usage is exit status 2, and nothing is touched', () => {
  test.each([
    [[]],
    [['nonsense']],
    [['activate']],
    [['activate', '--serial', 'X']],
    [['activate', '--serial', 'X', '--key', 'K', '--key-file', 'F']],
    [['activate', '--serial', 'X', '--key', 'K', '--deadline', '0']],
    [['status', '--release', 'V0-H']],
    [['status', '--lang', 'fr']],
    [['status', '--unknown']],
    [['status', 'extra']],
    [['apply']],
    [['request', '--renew', '--serial', 'X', '--out', 'f']],
    [['diagnose']],
    [['diagnose', '--out', '-', '--json']],
    [['reset', '--dir', '']],
  ])('%j', async (args) => {
    const ran = await device.run([
      ...args,
      ...(args.includes('--dir') || args.length === 0 ? [] : ['--dir', device.vault]),
      ...(args.length > 0 ? ['--product', 'cmge'] : []),
    ])
    expect(ran.status, ran.out + ran.err).toBe(2)
    expect(ran.err).toMatch(/\S/)
    expect(ran.out).toBe('')
    expect(existsSync(device.vault)).toBe(false)
  })

  test.each([['--help'], ['activate --help'], ['help'], ['--version']])('%s is done', async (line) => {
    const ran = await device.run(line.split(' '))
    expect(ran).toMatchObject({ status: 0, err: '' })
    expect(ran.out).toMatch(/\S/)
  })
})
