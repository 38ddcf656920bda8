import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { chooseTerminalLocale } from '../src/cli/language.ts'
import { findTarget } from '../src/cli/find-target.ts'
import { readEnvironment } from '../src/config/environment.ts'
import { parseServerConfig, type ServerFlags } from '../src/config/server-config.ts'
import { lockDataFolder, readOrMakeServerId, writeAddress, writeOwnersFile } from '../src/data-folder.ts'
import { sealKey, unsealKey } from '../src/keys/sealed-key.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-settings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (flags: ServerFlags, source: { [name: string]: string } = {}) =>
  parseServerConfig(flags, readEnvironment(source))

describe('settings', () => {
  test('defaults are harmless', () => {
    const parsed = read({})
    expect(parsed).toMatchObject({
      kind: 'config',
      config: {
        host: '127.0.0.1',
        port: 7420,
        trustProxy: false,
        adminToken: null,
        keySecret: null,
        tls: null,
        database: { kind: 'sqlite' },
      },
    })
  })

  test('the watch: defaults, the environment, flags before it, and what is no number', () => {
    expect(read({})).toMatchObject({
      config: {
        watch: {
          rules: { remindWithinDays: 60, silentAfterDays: 90, waveDevices: 10 },
          atSeconds: 3 * 3600,
        },
        webhookTargets: 'https',
      },
    })
    const source = { HOLDFAST_WATCH_AT: '23:59', HOLDFAST_WATCH_WAVE_DEVICES: '2' }
    expect(read({ watchAt: '00:30', watchSilentAfterDays: '3650' }, source)).toMatchObject({
      config: { watch: { rules: { silentAfterDays: 3650, waveDevices: 2 }, atSeconds: 1800 } },
    })
    const wrong = read({
      ...{ watchAt: '24:00', watchRemindWithinDays: '0', watchSilentAfterDays: '3651' },
      ...{ watchWaveDevices: '1', webhookTargets: 'everywhere' },
    })
    expect(wrong.kind === 'complaints' ? wrong.complaints.map(({ setting }) => setting) : []).toEqual([
      'watch-remind-within-days',
      'watch-silent-after-days',
      'watch-wave-devices',
      'watch-at',
      'webhook-targets',
    ])
  })

  test('flags go before the environment', () => {
    const parsed = read(
      { port: '1' },
      { HOLDFAST_PORT: '2', HOLDFAST_HOST: '::1', DATABASE_URL: 'postgres://u@h/d' },
    )
    expect(parsed).toMatchObject({ config: { port: 1, host: '::1', database: { kind: 'postgres' } } })
  })

  test('every complaint at once, and none holds a secret', () => {
    const source = {
      HOLDFAST_PROT: '1',
      HOLDFAST_ADMIN_TOKEN: 'short-secret',
      DATABASE_URL: 'mysql://u:secret@h/d',
    }
    const parsed = read(
      {
        port: '70000',
        url: 'ftp://x',
        trustProxy: 'all',
        tlsCert: 'x',
        keyFile: join(folder, 'none'),
        logLevel: 'loud',
      },
      source,
    )
    if (parsed.kind === 'config') throw new Error('accepted')
    const settings = parsed.complaints.map((complaint) => complaint.setting)
    expect(settings).toEqual([
      'HOLDFAST_PROT',
      'port',
      'url',
      'trust-proxy',
      'DATABASE_URL',
      'administrator token',
      'key-file',
      'tls-cert and tls-key',
      'log-level',
    ])
    expect(JSON.stringify(parsed)).not.toContain('secret')
  })

  test('variables of the device and of the test runner are none of ours', () => {
    expect(
      readEnvironment({ HOLDFAST_DEVICE_DIR: 'x', HOLDFAST_TEST_ALL: '1', HOLDFAST_PORT: '' }),
    ).toMatchObject({ unknown: [], values: {} })
  })

  test.each([
    [['x'], 'zh_CN.UTF-8', 'zh'],
    [['x'], 'C', 'en'],
    [['x', '--lang', 'en'], 'zh_CN', 'en'],
    [['x', '--lang=zh'], '', 'zh'],
    [['x', '--', '--lang', 'zh'], '', 'en'],
  ])('%j under %s speaks %s', (argv, environment, locale) => {
    expect(chooseTerminalLocale(argv, environment)).toBe(locale)
  })
})

describe('the data folder', () => {
  test('one process holds it at a time', () => {
    const lock = lockDataFolder(folder)
    expect(() => lockDataFolder(folder)).toThrow(/folder-in-use/)
    lock.free()
    lockDataFolder(folder).free()
  })

  test('the server id stays', () => {
    const id = readOrMakeServerId(folder, new SeededEntropy('one'))
    expect(readOrMakeServerId(folder, new SeededEntropy('two'))).toBe(id)
  })

  test("an owner's file has mode 0600, also where another stood there", () => {
    const path = join(folder, 'secret')
    writeFileSync(path, 'old', { mode: 0o644 })
    writeOwnersFile(path, 'new')
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('its token goes to its own server only', () => {
    writeAddress(folder, 'http://127.0.0.1:7777')
    writeOwnersFile(join(folder, 'admin-token'), 'hft_of_the_folder\n')
    const none = readEnvironment({})
    expect(findTarget({ dataFolder: folder }, none)).toEqual({
      address: 'http://127.0.0.1:7777',
      token: 'hft_of_the_folder',
    })
    expect(findTarget({ dataFolder: folder, server: 'http://127.0.0.1:7777/' }, none)).toMatchObject({
      token: 'hft_of_the_folder',
    })
    expect(findTarget({ dataFolder: folder, server: 'https://elsewhere.example' }, none)).toMatchObject({
      token: null,
    })
    expect(findTarget({ dataFolder: folder, server: 'nonsense' }, none)).toMatchObject({
      code: 'SERVER_ADDRESS_MALFORMED',
    })
  })
})

describe('a signing key at rest', () => {
  const entropy = new SeededEntropy('sealed')
  const seed = entropy.bytes(32)
  const secret = Buffer.from('content of a key file')
  const sealed = sealKey(seed, { thumbprint: 'a', secret, entropy })

  test('opens with its key file, and only with it', () => {
    expect(unsealKey(sealed, { thumbprint: 'a', secret })).toMatchObject({
      kind: 'seed',
      sealed: true,
      seed: Buffer.from(seed),
    })
    expect(unsealKey(sealed, { thumbprint: 'a', secret: Buffer.from('another key file...') })).toMatchObject({
      because: 'key-file-wrong',
    })
    expect(unsealKey(sealed, { thumbprint: 'a', secret: null })).toMatchObject({
      because: 'key-file-missing',
    })
    expect(Buffer.from(sealed).includes(Buffer.from(seed))).toBe(false)
  })

  test('cannot change places with another, and no byte of it can change', () => {
    expect(unsealKey(sealed, { thumbprint: 'b', secret })).toMatchObject({ because: 'key-file-wrong' })
    for (const index of [1, 17, 30, sealed.length - 1]) {
      const changed = Buffer.from(sealed)
      changed[index]! ^= 1
      expect(unsealKey(changed, { thumbprint: 'a', secret }).kind).toBe('unreadable')
    }
    expect(unsealKey(sealed.subarray(0, 40), { thumbprint: 'a', secret })).toMatchObject({
      because: 'damaged',
    })
    expect(unsealKey(new Uint8Array(), { thumbprint: 'a', secret })).toMatchObject({ because: 'damaged' })
  })
})
