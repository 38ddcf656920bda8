// What is told is what is: when a disk fails after the change is in place, and when a vault may not be read.
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeDevice, type TestDevice } from './device.ts'
import { isFolder, whileFailing } from './fail-file.ts'
import { Vendor } from './vendor.ts'

let vendor: Vendor
beforeAll(async () => {
  vendor = await new Vendor().listen()
  vendor.seatsMax = 1000
})
afterAll(() => vendor.close())

const typed = () => ({ serial: vendor.serial, key: vendor.productKey })
const licensed = { kind: 'licensed', until: 'perpetual' }

async function makeLicensed(): Promise<TestDevice> {
  const device = makeDevice(vendor)
  expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
  return device
}

/** The first `count` calls. */
const first = (count: number) => {
  let left = count
  return () => left-- > 0
}

describe('the folder’s fsync fails after the rename', () => {
  test.each([
    ['once: the copy makes it durable', 1],
    ['each time: what is in place is told as done', 100],
  ])('%s', async (_, count) => {
    const acts = {
      reset: ['reset', 'reset'],
      release: ['released', 'released'],
      renew: ['renewed', null],
    } as const
    for (const action of ['reset', 'release', 'renew'] as const) {
      const device = await makeLicensed()
      const pick = first(count)
      const fsyncSync = (file: number) => isFolder(file) && pick()
      const { outcome, failed } = await whileFailing({ fsyncSync }, 'EIO', (): Promise<unknown> =>
        device.licence[action](),
      )
      expect(failed).toBeGreaterThan(0)
      const [kind, because] = acts[action]
      expect(outcome).toMatchObject({ kind })
      const state = because === null ? licensed : { kind: 'unlicensed', because }
      expect(device.again().state()).toMatchObject(state)
    }
  })

  test('that of the device key: refused before anything is sent or depends on it', async () => {
    const device = makeDevice(vendor)
    mkdirSync(device.dir)
    const received = vendor.received.length
    const { outcome } = await whileFailing({ fsyncSync: isFolder }, 'EIO', () =>
      device.licence.activate(typed()),
    )
    expect(outcome).toMatchObject({ kind: 'refused', code: 'FILE_UNWRITABLE', facts: { errno: 'EIO' } })
    expect(vendor.received.length).toBe(received)
    expect(device.licence.state()).toMatchObject({ kind: 'unlicensed', because: 'vault-lost' })
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
  })

  test('before the rename: refused, and the licence goes on', async () => {
    const device = await makeLicensed()
    const { outcome } = await whileFailing({ fsyncSync: (file: number) => !isFolder(file) }, 'EIO', () =>
      device.licence.reset(),
    )
    expect(outcome).toMatchObject({ kind: 'refused', code: 'FILE_UNWRITABLE' })
    expect(device.licence.state()).toMatchObject({ ...licensed, noticed: [] })
  })
})

describe('the lock cannot be marked free', () => {
  const freeing = (from: string) => from.endsWith('-free')

  test.each<[string, Parameters<typeof whileFailing>[0]]>([
    ['by rename', { renameSync: freeing }],
    ['in any way', { renameSync: freeing, truncateSync: () => true }],
  ])('%s: what was done is told as done, and the next action is not kept out', async (_, calls) => {
    const device = await makeLicensed()
    const { outcome, failed } = await whileFailing(calls, 'EACCES', () => device.licence.reset())
    expect(failed).toBeGreaterThan(0)
    expect(outcome).toMatchObject({ kind: 'reset' })
    expect(device.licence.state()).toMatchObject({ kind: 'unlicensed', because: 'reset' })
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
    expect(readdirSync(device.dir).filter((name) => name.includes('tmp'))).toEqual([])
  })

  test('by rename: an empty file is nobody’s, also to others', async () => {
    const device = await makeLicensed()
    await whileFailing({ renameSync: freeing }, 'EROFS', () => device.licence.reset())
    const last = readdirSync(device.dir).filter((name) => name.startsWith('lock.'))
    expect(last.map((name) => readFileSync(join(device.dir, name), 'utf8'))).toEqual([''])
  })
})

describe('a vault that cannot be read', () => {
  const isRoot = process.geteuid?.() === 0
  const unreadable = { kind: 'unlicensed', because: 'vault-unreadable', noticed: [] }

  /** What nobody can read as a file, not even root. */
  function hide(dir: string, part: string): () => void {
    const names = [`${part}.0`, `${part}.1`].map((name) => join(dir, name))
    for (const name of names) {
      renameSync(name, `${name}.kept`)
      mkdirSync(name)
    }
    return () =>
      names.forEach((name) => {
        rmSync(name, { recursive: true })
        renameSync(`${name}.kept`, name)
      })
  }

  test('is not called lost or damaged, nothing is written over it, and it is whole when it can be read', async () => {
    const device = await makeLicensed()
    const restore = hide(device.dir, 'public')
    const opened = device.again()
    expect(opened.state()).toEqual(unreadable)
    expect(opened.diagnose()).toMatchObject({
      state: unreadable,
      refusals: [{ code: 'FILE_UNREADABLE', facts: { file: join(device.dir, 'public.0') } }],
    })
    const { renew, release, activate, reset, request, apply } = opened
    const acts = [
      () => renew(),
      () => release(),
      () => activate(typed()),
      () => reset(),
      () => request({ action: 'activate', ...typed() }),
      () => request({ action: 'release' }),
      () => apply(vendor.trustText),
    ]
    for (const act of acts) expect(await act()).toMatchObject({ code: 'FILE_UNREADABLE' })
    restore()
    expect(device.licence.state()).toMatchObject({ ...licensed, noticed: [] })
    expect(await device.licence.renew()).toMatchObject({ kind: 'renewed' })
  })

  const isPublic = (path: string) => path.includes('public.')
  const whileUnread = <T>(errno: string, act: () => T) =>
    whileFailing({ openSync: isPublic }, errno, () => Promise.resolve(act()))

  test.each(['EMFILE', 'EIO', 'ENOMEM'])(
    'for a while (%s): a licence that is open goes on',
    async (errno) => {
      const device = await makeLicensed()
      const { licence } = device
      expect(licence.state()).toMatchObject({ ...licensed, noticed: [] })
      const before = readFileSync(join(device.dir, 'public.0'))
      const { failed } = await whileUnread(errno, async () => {
        expect(licence.state()).toMatchObject({ ...licensed, noticed: [] })
        expect(licence.allows('export')).toBe('yes')
        expect(licence.diagnose()).toMatchObject({
          vault: [0, 1].map((index) => ({ file: `public.${index}`, finding: 'unreadable' })),
          refusals: [{ code: 'FILE_UNREADABLE' }],
        })
        for (const act of [() => licence.renew(), () => licence.reset(), () => licence.release()])
          expect(await act()).toMatchObject({ code: 'FILE_UNREADABLE' })
        expect(licence.state()).toMatchObject(licensed)
        // Whoever opens it now has seen nothing.
        expect(device.again().state()).toEqual(unreadable)
      })
      expect(failed).toBeGreaterThan(0)
      expect(readFileSync(join(device.dir, 'public.0'))).toEqual(before)
      expect(licence.diagnose()).toMatchObject({ vault: [], refusals: [] })
      expect(await licence.renew()).toMatchObject({ kind: 'renewed' })
    },
  )

  test.each(['reset', 'release'] as const)(
    'for a while, after its own %s: nothing comes back',
    async (action) => {
      const device = await makeLicensed()
      await device.licence[action]()
      await whileUnread('EMFILE', () => expect(device.licence.state()).toEqual(unreadable))
      expect(device.licence.state()).toMatchObject({ kind: 'unlicensed' })
    },
  )

  test('one file damaged, the other not readable: still not called lost', async () => {
    const device = await makeLicensed()
    const restore = hide(device.dir, 'public')
    rmSync(join(device.dir, 'public.1'), { recursive: true })
    writeFileSync(join(device.dir, 'public.1'), 'rubbish')
    expect(device.again().state()).toEqual({ ...unreadable, noticed: ['vault-generation-damaged'] })
    restore()
    expect(device.licence.state()).toMatchObject({ ...licensed, noticed: [] })
  })

  test('a device key that cannot be read is not replaced by a new one', async () => {
    const device = await makeLicensed()
    const restore = hide(device.dir, 'private')
    expect(await device.licence.activate(typed())).toMatchObject({
      code: 'FILE_UNREADABLE',
      facts: { file: join(device.dir, 'private.0') },
    })
    expect(device.licence.state()).toMatchObject(licensed)
    restore()
  })

  // Only root can become another user.
  test.skipIf(!isRoot)('by another user', async () => {
    const device = await makeLicensed()
    chmodSync(join(device.dir, '..'), 0o755)
    for (const closed of [device.dir, join(device.dir, 'public.0'), join(device.dir, 'public.1')])
      chmodSync(closed, closed === device.dir ? 0o755 : 0o600)
    process.seteuid?.(4321)
    try {
      expect(device.again().state()).toEqual(unreadable)
    } finally {
      process.seteuid?.(0)
    }
  })
})

// /proc, in which nothing can be made, is Linux's.
test.skipIf(process.platform !== 'linux')(
  'a folder that the system will not make is refused, at once',
  async () => {
    const device = makeDevice(vendor, { dir: '/proc/none/deeper/vault' })
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'refused', code: 'FILE_UNWRITABLE' })
    expect(device.licence.state()).toMatchObject({ kind: 'unlicensed', because: 'never-activated' })
  },
)

test('folders are made one below the other, however many are missing', async () => {
  const device = await makeLicensed()
  const deep = join(device.dir, 'a', 'b', 'c', 'vault')
  expect(await device.again({ dir: deep }).activate(typed())).toMatchObject({ kind: 'activated' })
})
