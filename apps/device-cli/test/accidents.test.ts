// Bugs and broken machinery: exit status 1 and one line, never a stack that nobody asked for.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatAccident } from '../src/accident.ts'
import { activation, makeDevice, type Device } from './device.ts'
import { openVendor, type Vendor } from './vendor.ts'

let vendor: Vendor
let device: Device
beforeAll(async () => {
  vendor = await openVendor()
  device = makeDevice(vendor)
})
afterAll(async () => {
  device.remove()
  await vendor.close()
})

/** Loaded before the program: the name of this machine cannot be asked for, which no command expects. */
function breaking(body: string): { [name: string]: string } {
  const module = `import os from 'node:os'; import { syncBuiltinESMExports } from 'node:module'; os.hostname = () => { ${body} }; syncBuiltinESMExports()`
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(module)}` }
}

describe.each([
  ['thrown by a command', `throw new TypeError('broken\\nmachinery \\u001b[31m')`],
  [
    'thrown beside it',
    `setImmediate(() => { throw new TypeError('broken\\nmachinery \\u001b[31m') }); return 'x'`,
  ],
])('%s', (_, body) => {
  const reason = 'TypeError: broken machinery  [31m'
  const run = (more: string[], env = {}) =>
    device.here([...activation(vendor, device), ...more], { env: { ...breaking(body), ...env } })

  test('one line, and exit status 1', async () => {
    const ran = await run([])
    expect(ran).toMatchObject({ status: 1, out: '' })
    expect(ran.err).toBe(
      `holdfast-device: an accident (INTERNAL): ${reason} (HOLDFAST_DEVICE_TRACE=1 shows where)\n`,
    )
  })

  test('with --json one document', async () => {
    const ran = await run(['--json'])
    expect(ran).toMatchObject({ status: 1, err: '' })
    expect(JSON.parse(ran.out)).toEqual({ refused: { code: 'INTERNAL', facts: { reason } } })
  })

  test('with a stack where it is asked for', async () => {
    const ran = await run([], { HOLDFAST_DEVICE_TRACE: '1' })
    expect(ran.status).toBe(1)
    expect(ran.err).toContain('    at ')
  })
})

test('a standard output that is full', async () => {
  const ran = await device.here(['status', '--json'], { under: ['sh', '-c', 'exec "$@" > /dev/full', 'sh'] })
  expect(ran.status).toBe(1)
  expect(ran.err).not.toContain('    at ')
})

test('a reader that goes away is none', async () => {
  const ran = await device.here(['status'], { under: ['sh', '-c', '"$@" | true; exit 0', 'sh'] })
  expect(ran).toMatchObject({ status: 0, err: '' })
})

test('a folder that can be made nowhere is a refusal, at once', async () => {
  const ran = await device.run([
    ...activation(vendor, device),
    ...['--dir', '/proc/none/vault', '--product', 'cmge', '--release', 'V0-H:200'],
    ...['--trust', device.file('trust.txt'), '--json'],
  ])
  expect(ran.status, ran.err).toBe(1)
  expect((JSON.parse(ran.out) as { refused: { code: string } }).refused.code).toBe('FILE_UNWRITABLE')
})

test('what is no error, and what never ends, is one line too', () => {
  const asked = { json: false, trace: false }
  expect(formatAccident(undefined, asked).complained).toContain('(INTERNAL): undefined')
  const long = formatAccident(new Error('x'.repeat(100_000)), asked).complained
  expect(long.length).toBeLessThan(700)
  expect(long.match(/\n/g)).toHaveLength(1)
})
