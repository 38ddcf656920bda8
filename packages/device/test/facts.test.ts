import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collectFacts } from '../src/facts/collect-facts.ts'
import { collectLinuxFacts, parseCpuModel, parseRootMount } from '../src/facts/linux.ts'
import { parseMacosFacts } from '../src/facts/macos.ts'
import { factsBytesMax, factsPartsMax, parseFacts } from '../src/facts/parse-facts.ts'
import { fingerprintWeights } from '../src/facts/weights.ts'
import { parseWindowsFacts, windowsFactsCommand } from '../src/facts/windows.ts'
import { keepFacts } from '../src/facts/fact-value.ts'
import { listFacts } from '../src/fingerprint.ts'
import { makeDevice, makeFolder } from './device.ts'
import { Vendor } from './vendor.ts'

function writeTree(files: { [path: string]: string | { link: string } }): string {
  const root = makeFolder()
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    if (typeof content === 'string') writeFileSync(join(root, path), content)
    else symlinkSync(content.link, join(root, path))
  }
  return root
}

const mountinfo = `21 28 0:19 / /sys rw,nosuid shared:7 - sysfs sysfs rw
28 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw,errors=remount-ro
36 28 8:17 / /srv/data rw shared:9 - ext4 /dev/sdb1 rw
`

describe('Linux', () => {
  test('a desktop machine', () => {
    const root = writeTree({
      'etc/machine-id': '4B1E7F0C9A3D4E5F8A6B7C8D9E0F1A2B\n',
      'sys/class/dmi/id/board_serial': ' EX-0042 \n',
      'sys/class/dmi/id/product_uuid': '4c4c4544-0042-4810-8051-b9c04f4d3732\n',
      'sys/class/net/lo/address': '00:00:00:00:00:00\n',
      'sys/class/net/docker0/address': '02:42:ac:11:00:01\n',
      'sys/class/net/wlan0/address': 'f0:9e:4a:00:00:02\n',
      'sys/class/net/wlan0/device': { link: '../../../0000:02:00.0' },
      'sys/class/net/enp3s0/address': 'A8:5E:45:00:00:01\n',
      'sys/class/net/enp3s0/device': { link: '../../../0000:03:00.0' },
      'proc/self/mountinfo': mountinfo,
      'dev/disk/by-uuid/0f3c-ffff': { link: '../../nvme0n1p1' },
      'dev/disk/by-uuid/9d2f6f1e-1111-4222-8333-444455556666': { link: '../../nvme0n1p2' },
      'proc/cpuinfo': 'processor\t: 0\nmodel name\t: Example  CPU   9000 @ 3.20GHz\nflags\t: fpu\n',
    })
    expect(collectLinuxFacts(root)).toEqual({
      'machine-id': '4b1e7f0c9a3d4e5f8a6b7c8d9e0f1a2b',
      'board-serial': 'ex-0042',
      'product-uuid': '4c4c4544-0042-4810-8051-b9c04f4d3732',
      'network-address': 'a85e45000001',
      'root-uuid': '9d2f6f1e-1111-4222-8333-444455556666',
      'cpu-model': 'example cpu 9000 @ 3.20ghz',
    })
  })

  test('the root file system behind a mapper name is found by its numbers', () => {
    const root = writeTree({
      'proc/self/mountinfo': '28 1 254:0 / / rw shared:1 - btrfs /dev/mapper/vg-root rw\n',
      'sys/dev/block/254:0': { link: '../../devices/virtual/block/dm-0' },
      'dev/disk/by-uuid/aaaa-bbbb': { link: '../../dm-0' },
    })
    expect(collectLinuxFacts(root)).toEqual({ 'root-uuid': 'aaaa-bbbb' })
  })

  test.each([
    '',
    '\n',
    'To be filled by O.E.M.',
    'Default string',
    'Not Specified',
    'None',
    'N/A',
    'System Serial Number',
    '0123456789',
    '0000000',
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    'x'.repeat(1001),
  ])('a board serial of %j is no fact', (text) => {
    expect(collectLinuxFacts(writeTree({ 'sys/class/dmi/id/board_serial': text }))).toEqual({})
  })

  test('an empty machine has none, and this one answers without throwing', () => {
    expect(collectLinuxFacts(makeFolder())).toEqual({})
    for (const value of Object.values(collectFacts())) expect(value).toBe(value.trim().toLowerCase())
    expect(collectFacts('aix')).toEqual({})
  })

  test('mount lines and processors', () => {
    expect(parseRootMount(mountinfo)).toEqual({ device: '259:2', source: '/dev/nvme0n1p2' })
    expect(parseRootMount('')).toBeNull()
    expect(parseRootMount('rubbish - \n / / / / /')).toBeNull()
    expect(parseCpuModel('CPU implementer\t: 0x41\nCPU variant\t: 0x3\nCPU part\t: 0xd0c\n')).toBe(
      '0x41 0xd0c 0x3',
    )
    expect(parseCpuModel('')).toBeNull()
  })
})

test('Windows: the lines that the command prints', () => {
  const output =
    '\uFEFFmachine-id=3F2504E0-4F89-11D3-9A0C-0305E82C3301\r\nboard-serial=Default string\r\nproduct-uuid=4C4C4544-0042-4810-8051-B9C04F4D3732\r\nnetwork-address=A8:5E:45:00:00:01\r\nroot-uuid=7A3B9C1D\r\ncpu-model=Example CPU(TM)  9000 = fast\r\nother=1\r\n'
  expect(parseWindowsFacts(output)).toEqual({
    'machine-id': '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    'product-uuid': '4c4c4544-0042-4810-8051-b9c04f4d3732',
    'network-address': 'a85e45000001',
    'root-uuid': '7a3b9c1d',
    'cpu-model': 'example cpu(tm) 9000 = fast',
  })
  expect(parseWindowsFacts('')).toEqual({})
  expect(parseWindowsFacts('machine-id=\r\nnetwork-address=none\r\n')).toEqual({})
  for (const part of Object.keys(fingerprintWeights))
    expect(windowsFactsCommand.join(' ')).toContain(`'${part}='`)
})

test('macOS: what the commands print', () => {
  const output = `+-o ExampleMac  <class IOPlatformExpertDevice>
    {
      "IOPlatformUUID" = "0BADC0DE-1111-2222-3333-444455556666"
      "IOPlatformSerialNumber" = "EXMAC0001"
    }
   Device Identifier:         disk3s1s1
   Volume UUID:               99990000-AAAA-BBBB-CCCC-DDDDEEEEFFFF
en0: flags=8863<UP,BROADCAST> mtu 1500
\tether f0:18:98:00:00:01
machdep.cpu.brand_string: Example M9
`
  expect(parseMacosFacts(output)).toEqual({
    'product-uuid': '0badc0de-1111-2222-3333-444455556666',
    'board-serial': 'exmac0001',
    'root-uuid': '99990000-aaaa-bbbb-cccc-ddddeeeeffff',
    'network-address': 'f01898000001',
    'cpu-model': 'example m9',
  })
  expect(parseMacosFacts('')).toEqual({})
})

describe('--facts', () => {
  test('an object of part names to values', () => {
    expect(parseFacts('\uFEFF{"machine-id":"example-1","own-part":"x"}')).toEqual({
      kind: 'facts',
      facts: { 'machine-id': 'example-1', 'own-part': 'x' },
    })
    const most = Object.fromEntries(Array.from({ length: factsPartsMax }, (_, index) => [`p${index}`, 'x']))
    expect(parseFacts(JSON.stringify(most))).toMatchObject({ kind: 'facts' })
    expect(parseFacts(JSON.stringify({ ...most, more: 'x' }))).toMatchObject({
      code: 'FACTS_MALFORMED',
      facts: { partsMax: factsPartsMax },
    })
  })

  test.each(['', 'null', '[]', '1', '{', `"${'x'.repeat(factsBytesMax)}"`])('%.20j is malformed', (text) => {
    expect(parseFacts(text)).toMatchObject({ kind: 'refused', code: 'FACTS_MALFORMED' })
  })

  test('every bad member is named', () => {
    expect(parseFacts('{"Bad Name":"x","ok":"x","empty":"","number":1}')).toMatchObject({
      facts: { members: ['Bad Name', 'empty', 'number'] },
    })
  })
})

test('the weights together are 100', () => {
  expect(Object.values(fingerprintWeights).reduce((sum, weight) => sum + weight, 0)).toBe(100)
})

describe('changed hardware', () => {
  const vendor = new Vendor()
  beforeAll(() => vendor.listen())
  afterAll(() => vendor.close())
  const all = {
    'machine-id': 'm',
    'product-uuid': 'u',
    'board-serial': 'b',
    'network-address': 'a85e45000001',
    'root-uuid': 'r',
    'cpu-model': 'c',
  }

  test.each<[string, object, string[]]>([
    ['nothing', {}, []],
    ['half of the weight', { 'product-uuid': 'x', 'network-address': 'x', 'cpu-model': 'x' }, []],
    [
      'more than half',
      { 'product-uuid': 'x', 'board-serial': 'x', 'network-address': 'x' },
      ['hardware-changed'],
    ],
    [
      'everything',
      {
        'machine-id': 'x',
        'product-uuid': 'x',
        'board-serial': 'x',
        'network-address': 'x',
        'root-uuid': 'x',
        'cpu-model': 'x',
      },
      ['hardware-changed'],
    ],
  ])('%s: noticed at the next write, and never a lock', async (_, change, noticed) => {
    vendor.seatsMax = 100
    const device = makeDevice(vendor, { facts: all })
    await device.licence.activate({ serial: vendor.serial, key: vendor.productKey })
    const changed = device.again({ facts: { ...all, ...change } })
    await changed.renew({ server: 'http://127.0.0.1:9', deadlineMs: 10 })
    expect(changed.state()).toMatchObject({ kind: 'licensed', noticed: [...noticed, 'request-waiting'] })
    expect(await changed.renew()).toMatchObject({ kind: 'renewed', state: { noticed: [] } })
  })

  test('given once: without them nothing is judged by this machine’s own, and none of its own are sent', async () => {
    vendor.seatsMax = 100
    const device = makeDevice(vendor, { facts: all })
    await device.licence.activate({ serial: vendor.serial, key: vendor.productKey })
    const accepted = device.licence.lease()?.device.fingerprints
    expect(accepted).toHaveLength(1)
    const without = device.again({ facts: undefined })
    expect(await without.request({ action: 'renew' })).toMatchObject({ kind: 'request' })
    expect(without.state()).toMatchObject({ kind: 'licensed', noticed: ['request-waiting'] })
    expect(without.diagnose().facts).toEqual([])
    expect(await without.renew()).toMatchObject({ kind: 'renewed', state: { noticed: [] } })
    expect(lastFingerprints(vendor)).toEqual([])
    // Given again, they are judged again: what was noticed with them stays noticed without them.
    const other = device.again({ facts: { 'machine-id': 'another' } })
    await device.licence.renew()
    await other.request({ action: 'renew' })
    for (const licence of [other, without]) {
      expect(await licence.request({ action: 'renew' })).toMatchObject({ kind: 'request' })
      expect(licence.state().noticed).toContain('hardware-changed')
    }
    await device.licence.reset()
    const own = listFacts(keepFacts(collectFacts())).map(([name]) => name)
    expect(
      device
        .again({ facts: undefined })
        .diagnose()
        .facts.map(({ name }) => name),
    ).toEqual(own)
  })

  test('facts that cannot be collected stop nothing, and values never leave the device', async () => {
    vendor.seatsMax = 100
    const failing = makeDevice(vendor, {
      facts: () => {
        throw new Error('no')
      },
    })
    expect(await failing.licence.activate({ serial: vendor.serial, key: vendor.productKey })).toMatchObject({
      kind: 'activated',
      lease: { device: { fingerprints: [] } },
    })
    const secret = makeDevice(vendor, { facts: { 'machine-id': 'very-secret-value' } })
    await secret.licence.activate({ serial: vendor.serial, key: vendor.productKey })
    const told = JSON.stringify([vendor.received, secret.licence.diagnose()])
    expect(told).toContain('machine-id')
    for (const form of [
      'very-secret-value',
      Buffer.from('very-secret-value').toString('base64').slice(0, 20),
    ])
      expect(told).not.toContain(form)
    for (const { body } of vendor.received)
      for (const [, payload] of body.matchAll(/"payload":"([^"]+)"/g))
        expect(Buffer.from(payload ?? '', 'base64').toString()).not.toContain('very-secret')
  })
})

/** Those of the request that came last. */
function lastFingerprints(vendor: Vendor): unknown {
  const body = vendor.received.findLast(({ body: text }) => text.includes('"request"'))?.body ?? ''
  const { payload } = (JSON.parse(body) as { request: { payload: string } }).request
  const request = JSON.parse(Buffer.from(payload, 'base64').toString()) as {
    device: { fingerprints: unknown }
  }
  return request.device.fingerprints
}
