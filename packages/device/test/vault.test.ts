import { execFileSync } from 'node:child_process'
import {
  chownSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chooseGeneration } from '../src/vault.ts'
import { formatGeneration, parseGeneration } from '../src/vault-file.ts'
import { makeDevice, makeFolder, type TestDevice } from './device.ts'
import { Vendor } from './vendor.ts'

let vendor: Vendor
beforeAll(async () => {
  vendor = await new Vendor().listen()
  vendor.seatsMax = 1000
})
afterAll(() => vendor.close())

const typed = () => ({ serial: vendor.serial, key: vendor.productKey })
const licensed = { kind: 'licensed', until: 'perpetual' }
const files = ['public.0', 'public.1', 'private.0', 'private.1']
const isRoot = process.geteuid?.() === 0

/** Skips with the reason; where everything is to be tested, a skip is a failure. */
function needs(possible: boolean, reason: string): typeof test {
  if (!possible && process.env['HOLDFAST_TEST_ALL'] === '1') throw new Error(reason)
  return possible ? test : (test.skip as typeof test)
}

async function makeLicensed(): Promise<TestDevice> {
  const device = makeDevice(vendor)
  expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
  return device
}

describe('a generation file', () => {
  const body = { vault: 1, product: 'cmge', text: 'ä'.repeat(20) }
  const bytes = formatGeneration('public', 7, body)

  test('is read back', () => {
    expect(parseGeneration(bytes, 'public')).toEqual({ kind: 'generation', version: 1, sequence: 7, body })
    expect(parseGeneration(bytes, 'private')).toEqual({ kind: 'damaged' })
  })

  test('cut off at any byte, longer by one, or with any bit turned it is damaged', () => {
    for (let length = 0; length < bytes.length; length++)
      expect(parseGeneration(bytes.subarray(0, length), 'public').kind, `${length}`).toBe('damaged')
    expect(parseGeneration(Buffer.concat([bytes, Buffer.from(' ')]), 'public').kind).toBe('damaged')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const turned = Buffer.from(bytes)
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(parseGeneration(turned, 'public').kind, `bit ${bit}`).toBe('damaged')
    }
  })

  test('the sequence is under the checksum: no body moves to another', () => {
    const raised = Buffer.from(Buffer.from(bytes).toString('utf8').replace(' 7 ', ' 9 '))
    expect(parseGeneration(raised, 'public')).toEqual({ kind: 'damaged' })
  })

  test('the same sequence with other bytes: the second file counts, and damage is noticed', () => {
    const other = formatGeneration('public', 7, { ...body, text: 'other' })
    const reading = chooseGeneration('public', [bytes, other])
    expect(reading).toMatchObject({
      inUse: { index: 1 },
      findings: [{ file: 'public.0', finding: 'damaged' }],
    })
    expect(chooseGeneration('public', [bytes, bytes])).toMatchObject({ findings: [] })
  })
})

describe('damage', () => {
  test('any one file cut off at any byte: licensed as before, noticed, and healed by the next write', async () => {
    const device = await makeLicensed()
    const kept = new Map(files.map((name) => [name, readFileSync(join(device.dir, name))]))
    for (const name of ['public.0', 'public.1']) {
      const whole = kept.get(name) as Buffer
      const other = kept.get(name === 'public.0' ? 'public.1' : 'public.0') as Buffer
      for (let length = 0; length < whole.length; length++) {
        const cut = whole.subarray(0, length)
        const reading = chooseGeneration('public', name === 'public.0' ? [cut, other] : [other, cut])
        expect(reading, `${length}`).toMatchObject({
          inUse: { index: name === 'public.0' ? 1 : 0 },
          findings: [{ file: name, finding: 'damaged' }],
        })
      }
      for (let length = 0; length < whole.length; length += 199) {
        writeFileSync(join(device.dir, name), whole.subarray(0, length))
        expect(device.licence.state(), `${name} at ${length}`).toMatchObject({
          ...licensed,
          noticed: ['vault-generation-damaged'],
        })
      }
      rmSync(join(device.dir, name))
      expect(device.licence.state()).toMatchObject({ ...licensed, noticed: ['vault-generation-damaged'] })
      expect(await device.licence.renew()).toMatchObject({ kind: 'renewed' })
      expect(device.licence.state()).toMatchObject({ ...licensed, noticed: [] })
      for (const each of files) writeFileSync(join(device.dir, each), kept.get(each) as Buffer)
    }
  })

  test('one private file damaged: the key is kept, and the seat too', async () => {
    const device = await makeLicensed()
    const key = device.licence.lease()?.device.key
    for (const name of ['private.0', 'private.1']) {
      writeFileSync(join(device.dir, name), 'rubbish')
      expect(device.licence.diagnose().vault).toEqual([{ file: name, finding: 'damaged' }])
      expect(await device.licence.activate(typed())).toMatchObject({
        kind: 'activated',
        lease: { device: { key } },
      })
      expect(device.licence.diagnose().vault).toEqual([])
    }
  })

  test('both public files lost: unlicensed and said; activating brings the same seat back', async () => {
    const device = await makeLicensed()
    const seats = vendor.seats.length
    for (const name of ['public.0', 'public.1']) writeFileSync(join(device.dir, name), 'rubbish')
    expect(device.licence.state()).toMatchObject({ kind: 'unlicensed', because: 'vault-lost' })
    expect(await device.licence.activate(typed())).toMatchObject({
      kind: 'activated',
      lease: { generation: 2 },
    })
    expect(vendor.seats.length).toBe(seats)
  })

  test('both private files lost: licensed as before; activating makes a new key', async () => {
    const device = await makeLicensed()
    const before = device.licence.lease()?.device.key
    for (const name of ['private.0', 'private.1']) rmSync(join(device.dir, name))
    expect(device.licence.state()).toMatchObject({ ...licensed, noticed: ['vault-generation-damaged'] })
    expect(await device.licence.renew()).toMatchObject({
      code: 'VAULT_DAMAGED',
      facts: { lost: 'device-key' },
    })
    expect(await device.licence.release()).toMatchObject({ code: 'VAULT_DAMAGED' })
    expect(device.licence.state()).toMatchObject(licensed)
    expect(await device.licence.activate(typed())).toMatchObject({
      kind: 'activated',
      lease: { generation: 1 },
    })
    expect(device.licence.lease()?.device.key).not.toBe(before)
    expect(await device.licence.renew()).toMatchObject({ kind: 'renewed' })
  })

  test('a folder, a device or an endless file in a file’s place does no harm', async () => {
    const device = await makeLicensed()
    rmSync(join(device.dir, 'public.0'))
    mkdirSync(join(device.dir, 'public.0'))
    expect(device.licence.state()).toMatchObject({ ...licensed, noticed: ['vault-generation-damaged'] })
    rmSync(join(device.dir, 'public.0'), { recursive: true })
    execFileSync('ln', ['-s', '/dev/zero', join(device.dir, 'public.0')])
    expect(device.licence.state()).toMatchObject({ ...licensed, noticed: ['vault-generation-damaged'] })
  })

  test('a newer vault is read as far as understood, and never written', async () => {
    const device = await makeLicensed()
    for (const name of ['public.0', 'public.1']) {
      const body = parseGeneration(readFileSync(join(device.dir, name)), 'public')
      const text = JSON.stringify({
        ...(body.kind === 'generation' ? (body.body as object) : {}),
        hologram: { x: 1 },
      })
      writeFileSync(join(device.dir, name), newer(text))
    }
    const before = readFileSync(join(device.dir, 'public.1'))
    expect(device.licence.state()).toMatchObject({ ...licensed, noticed: [] })
    for (const act of [
      () => device.licence.renew(),
      () => device.licence.reset(),
      () => device.licence.activate(typed()),
    ])
      expect(await act()).toMatchObject({ code: 'VAULT_NEWER', facts: { version: 2, versionMax: 1 } })
    expect(readFileSync(join(device.dir, 'public.1'))).toEqual(before)
  })

  test('the folder of another product is not written', async () => {
    const device = await makeLicensed()
    const other = device.again({ product: 'other-product' })
    expect(other.state()).toMatchObject({ kind: 'unlicensed', because: 'vault-lost' })
    expect(await other.reset()).toMatchObject({ code: 'LEASE_OTHER_PRODUCT' })
    expect(device.licence.state()).toMatchObject(licensed)
  })
})

describe('a folder that cannot be written', () => {
  needs(isRoot, 'needs root to become another user')(
    'another user: reads the state, and is told the command',
    async () => {
      const device = await makeLicensed()
      chmodSync(join(device.dir, '..'), 0o755)
      chownTree(device.dir, 1234)
      const outcomes = [
        await device.licence.renew(),
        await device.licence.reset(),
        await device.licence.request({ action: 'renew' }),
      ]
      for (const outcome of outcomes)
        expect(outcome).toMatchObject({
          code: 'VAULT_NOT_OURS',
          facts: { ownerUid: 1234, command: "sudo -u '#1234'" },
        })
      expect(device.licence.state()).toMatchObject(licensed)
      await asUser(4321, async () => {
        expect(device.again().state()).toMatchObject({ ...licensed, noticed: [] })
        expect(await device.again().renew()).toMatchObject({ code: 'VAULT_NOT_OURS' })
        expect(device.again().diagnose()).toMatchObject({
          report: null,
          vault: [
            { file: 'private.0', finding: 'unreadable' },
            { file: 'private.1', finding: 'unreadable' },
          ],
        })
      })
      await asUser(1234, async () => {
        expect(await device.again().renew()).toMatchObject({ kind: 'renewed' })
      })
    },
  )

  needs(isRoot, 'needs root to become another user')(
    'no right to write: VAULT_READ_ONLY, and the state is read',
    async () => {
      const device = await makeLicensed()
      chmodSync(join(device.dir, '..'), 0o755)
      chownTree(device.dir, 1234)
      chmodSync(device.dir, 0o555)
      await asUser(1234, async () => {
        expect(await device.again().renew()).toMatchObject({ code: 'VAULT_READ_ONLY' })
        expect(device.again().state()).toMatchObject({ ...licensed, noticed: [] })
      })
    },
  )

  const mounts = isRoot && canMount()
  needs(mounts, 'needs root and the right to mount a tmpfs')(
    'full: VAULT_FULL, licensed as before, and well again with space',
    async () => {
      const device = await makeLicensed()
      const folder = makeFolder()
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder])
      try {
        cpSync(device.dir, folder, { recursive: true })
        const small = device.again({ dir: folder })
        expect(small.state()).toMatchObject(licensed)
        fill(join(folder, 'filler'))
        for (const act of [
          () => small.renew(),
          () => small.activate(typed()),
          () => small.reset(),
          () => small.release(),
        ]) {
          expect(await act()).toMatchObject({ code: 'VAULT_FULL' })
          expect(small.state()).toMatchObject({ ...licensed, noticed: [] })
        }
        rmSync(join(folder, 'filler'))
        expect(await small.renew()).toMatchObject({ kind: 'renewed' })
        expect(readdirSync(folder).filter((name) => name.includes('tmp'))).toEqual([])
      } finally {
        execFileSync('umount', [folder])
      }
    },
  )

  needs(mounts, 'needs root and the right to mount a tmpfs')(
    'mounted read-only: VAULT_READ_ONLY, licensed as before',
    async () => {
      const device = await makeLicensed()
      const folder = makeFolder()
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder])
      try {
        cpSync(device.dir, folder, { recursive: true })
        execFileSync('mount', ['-o', 'remount,ro', folder])
        const fixed = device.again({ dir: folder })
        expect(await fixed.renew()).toMatchObject({ code: 'VAULT_READ_ONLY' })
        expect(fixed.state()).toMatchObject({ ...licensed, noticed: [] })
      } finally {
        execFileSync('umount', [folder])
      }
    },
  )

  test('a file in the folder’s place is a refusal, not a crash', async () => {
    const dir = join(makeFolder(), 'vault')
    writeFileSync(dir, '')
    const device = makeDevice(vendor, { dir })
    expect(device.licence.state()).toMatchObject({ kind: 'unlicensed' })
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'refused', code: 'FILE_UNWRITABLE' })
  })
})

function newer(text: string): Buffer {
  const bytes = formatGeneration('public', 50, JSON.parse(text))
  // The checksum covers the first line, so a newer version is composed anew.
  const head = 'holdfast-vault 2 public 50 '
  const body = Buffer.from(bytes).subarray(Buffer.from(bytes).indexOf(0x0a) + 1)
  const hash = execFileSync('sha256sum', { input: Buffer.concat([Buffer.from(head), body]) })
    .toString('utf8')
    .slice(0, 64)
  return Buffer.concat([Buffer.from(`${head}${hash}\n`), body])
}

function chownTree(dir: string, user: number): void {
  chownSync(dir, user, user)
  for (const name of readdirSync(dir)) chownSync(join(dir, name), user, user)
}

async function asUser(user: number, act: () => Promise<void>): Promise<void> {
  process.seteuid?.(user)
  try {
    await act()
  } finally {
    process.seteuid?.(0)
  }
}

function canMount(): boolean {
  const folder = makeFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function fill(path: string): void {
  let filled = ''
  for (const length of [4096, 512, 1]) {
    try {
      for (;;) writeFileSync(path, 'x'.repeat(length), { flag: 'a' })
    } catch (error) {
      filled = (error as NodeJS.ErrnoException).code ?? ''
    }
  }
  expect(filled).toBe('ENOSPC')
  expect(existsSync(path)).toBe(true)
}
