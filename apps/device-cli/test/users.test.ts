// A vault that belongs to somebody else: everybody may look, only its owner may change it, and is told how.
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activation, makeDevice, type Device, type Ran } from './device.ts'
import { openVendor, type Vendor } from './vendor.ts'

const root = process.geteuid?.() === 0
const nobody = 65_534
const skipped = root ? '' : ' (skipped: only root can run processes of other users)'

const jsonOf = (ran: Ran) => JSON.parse(ran.out) as { [member: string]: unknown }
const refusedOf = (ran: Ran) => (jsonOf(ran) as { refused: { code: string; command: string } }).refused

let vendor: Vendor
let device: Device
beforeAll(async () => {
  vendor = await openVendor()
  device = makeDevice(vendor)
  const ran = await device.here(activation(vendor, device))
  if (ran.status !== 0) throw new Error(ran.err)
})
afterAll(async () => {
  device.remove()
  await vendor.close()
})

describe.skipIf(!root)(`a vault of root, seen by another user${skipped}`, () => {
  test('status works', async () => {
    const ran = await device.here(['status', '--json'], { uid: nobody })
    expect(ran.status, ran.err).toBe(0)
    expect(jsonOf(ran)).toMatchObject({ kind: 'licensed', until: 'perpetual', noticed: [] })
  })

  test('a folder that may not be looked into is not called lost', async () => {
    const folder = join(device.folder, 'closed')
    cpSync(device.vault, folder, { recursive: true })
    chmodSync(folder, 0o700)
    const ran = await device.run(['status', '--json', '--product', 'cmge', '--dir', folder], { uid: nobody })
    expect(ran.status).toBe(1)
    expect(refusedOf(ran).code).toBe('FILE_UNREADABLE')
  })

  test('nothing secret can be read', () => {
    for (const name of readdirSync(device.vault)) {
      const mode = statSync(join(device.vault, name)).mode & 0o777
      expect([name, mode]).toEqual([name, name.startsWith('public') ? 0o644 : 0o600])
    }
  })

  test('activate says whose it is and which command to run, without the product key in it', async () => {
    const args = [
      ...activation(vendor, device).slice(0, 3),
      '--key',
      vendor.productKey,
      '--server',
      vendor.url,
      '--json',
    ]
    const ran = await device.here(args, { uid: nobody })
    expect(ran.status).toBe(1)
    const refused = refusedOf(ran)
    expect(refused.code).toBe('VAULT_NOT_OURS')
    expect(refused.command).toMatch(/^sudo holdfast-device activate --serial [0-9A-Z-]+ --key KEY --server /)
    expect(ran.out + ran.err).not.toContain(vendor.productKey)
    expect(vendor.seats.size).toBe(1)
  })

  test.each([[['renew']], [['reset']], [['release']], [['request', '--renew', '--out', '-']]])(
    '%j likewise',
    async (args) => {
      const ran = await device.here(args, { uid: nobody })
      expect(ran.status).toBe(1)
      expect(ran.err).toContain('VAULT_NOT_OURS')
      expect(ran.err).toContain(`The command to run: sudo holdfast-device ${args.join(' ')}`)
      expect(jsonOf(await device.here(['status', '--json']))).toMatchObject({ kind: 'licensed', noticed: [] })
    },
  )

  test('diagnose writes what can be read, unsigned', async () => {
    const ran = await device.here(['diagnose', '--out', '-'], { uid: nobody })
    expect(ran.status, ran.err).toBe(0)
    expect(ran.out).toContain('"kind": "licensed"')
    expect(ran.out).not.toContain('BEGIN HOLDFAST')
  })

  test('status works where a hardened umask made the folders', async () => {
    const dir = join(device.folder, 'hardened', 'holdfast', 'cmge')
    const place = ['--dir', dir, '--product', 'cmge', '--release', 'V0-H:200']
    const given = ['--trust', device.file('trust.txt'), '--facts', device.file('facts.json')]
    const under = ['sh', '-c', 'umask 077; exec "$@"', 'sh']
    const made = await device.run([...activation(vendor, device), ...place, ...given], { under })
    expect(made.status, made.err).toBe(0)
    const ran = await device.run(['status', '--json', ...place], { uid: nobody })
    expect(ran.status, ran.err + ran.out).toBe(0)
    expect(jsonOf(ran)).toMatchObject({ kind: 'licensed', noticed: [] })
  })

  test('root does not change the vault of another user either', async () => {
    const owned = makeDevice(vendor)
    try {
      cpSync(device.vault, owned.vault, { recursive: true })
      for (const path of [owned.vault, ...readdirSync(owned.vault).map((name) => join(owned.vault, name))])
        chownSync(path, nobody, nobody)
      const ran = await owned.here(['renew', '--json'])
      expect(ran.status).toBe(1)
      expect(refusedOf(ran)).toMatchObject({ code: 'VAULT_NOT_OURS' })
      expect(refusedOf(ran).command).toMatch(new RegExp(`^sudo -u '#${nobody}' holdfast-device renew`))
      const asOwner = await owned.here(['renew'], { uid: nobody })
      expect(asOwner.status, asOwner.err).toBe(0)
    } finally {
      owned.remove()
    }
  })
})

describe('a folder in which nothing may be made', () => {
  test.skipIf(!root)(`activate is refused with what to do${skipped}`, async () => {
    const ran = await device.run(
      [
        ...activation(vendor, device),
        '--dir',
        join(device.folder, 'new'),
        '--product',
        'cmge',
        '--release',
        'V0-H:200',
        '--trust',
        device.file('trust.txt'),
        '--json',
      ],
      { uid: nobody },
    )
    expect(ran.status).toBe(1)
    expect(['VAULT_NOT_OURS', 'VAULT_READ_ONLY']).toContain(refusedOf(ran).code)
    expect(existsSync(join(device.folder, 'new'))).toBe(false)
  })
})

describe('compiled code', () => {
  const cacheOf = (name: string) => {
    const folder = join(device.folder, name)
    mkdirSync(folder)
    if (root) chownSync(folder, nobody, nobody)
    return folder
  }
  const asUser = root ? { uid: nobody } : {}
  const status = (env: { [name: string]: string }) =>
    device.here(['status', '--json'], { ...asUser, env: { NODE_COMPILE_CACHE: '', ...env } })

  test("is kept in the user's own cache, where nobody else can write", async () => {
    const cache = cacheOf('cache')
    const ran = await status({ XDG_CACHE_HOME: cache })
    expect(ran, ran.err).toMatchObject({ status: 0, err: '' })
    const folder = join(cache, 'holdfast-device', 'compiled')
    expect(statSync(folder).mode & 0o077).toBe(0)
    expect(readdirSync(folder)).toHaveLength(1)
  })

  test('is kept nowhere where the cache cannot be made, and nothing fails', async () => {
    const tmp = cacheOf('tmp')
    const ran = await status({ XDG_CACHE_HOME: '/proc/none', HOME: '/nonexistent', TMPDIR: tmp })
    expect(ran, ran.err).toMatchObject({ status: 0, err: '' })
    expect(readdirSync(tmp)).toEqual([])
  })

  test.skipIf(!root)(`is not taken from a folder of another user${skipped}`, async () => {
    const cache = cacheOf('planted')
    const folder = join(cache, 'holdfast-device', 'compiled')
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, 0o777)
    const tmp = cacheOf('tmp-planted')
    const ran = await status({ XDG_CACHE_HOME: cache, TMPDIR: tmp })
    expect(ran, ran.err).toMatchObject({ status: 0, err: '' })
    expect(readdirSync(folder)).toEqual([])
    expect(readdirSync(tmp)).toEqual([])
  })
})
