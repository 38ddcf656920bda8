// The desk's secret is made once, whoever starts, and opens with the key file alone.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import { openStore, type Actor, type Store } from '@holdfast/store'
import {
  beginDeskSecret,
  deskKeysOf,
  deskSecretsMax,
  dropDeskRing,
  openDeskKeys,
  readDeskSecrets,
} from '../src/desk/desk-secret.ts'
import { RingSealer } from '../src/desk/ring-sealer.ts'
import { turnDeskSecret } from '../src/desk/turn-secrets.ts'
import { engines, openGround, startMoment, type Ground } from './fixtures.ts'

type Target = Awaited<ReturnType<Ground['database']>>

const clock = new ManualClock(startMoment)
const actor: Actor = { kind: 'server', id: 'srv-desk' }
let grounds: readonly Ground[] = []
beforeAll(async () => {
  grounds = await Promise.all(engines.map((engine) => openGround(engine)))
})
afterAll(async () => {
  await Promise.all(grounds.map((ground) => ground.remove()))
})

test.for([0, 1])('engine %i: every start opens the same keys, two at once too', async (index) => {
  const store = await openBooks(grounds[index]!, 'desk_secret')
  const open = (seed: string, secret: string | null = 'key file') =>
    openDeskKeys({
      ...{ store, clock, actor, entropy: new SeededEntropy(seed) },
      keySecret: secret === null ? null : Buffer.from(secret),
    })
  const [one, two] = await Promise.all([open('one'), open('two')])
  expect(one).toEqual(two)
  expect(await open('three')).toEqual(one)
  const derived = [...one.rings.values(), one.identity, ...one.reply.map(({ secret }) => secret)]
  expect(new Set(derived.map((key) => Buffer.from(key).toString('hex'))).size).toBe(3)
  await expect(open('four', null)).rejects.toThrow('key-file-missing')
  await expect(open('five', 'another')).rejects.toThrow('key-file-wrong')
  await store.close()
})

test.for([0, 1])(
  'engine %i: a server that runs learns the ring that another process began',
  async (index) => {
    const target = await grounds[index]!.database('desk_learn')
    const running = await openSealed(target, 'running')
    const beside = await openSealed(target, 'beside')
    const mail = {
      ...{ mailbox: 's', door: 'imap', doorKey: null, envelope: null },
      ...{ raw: Buffer.from('a mail'), receivedAt: clock.now() },
    } as const
    const [id] = await running.store.write(actor, (tx) => tx.takeIn([mail], null, clock.now()))
    const progress: number[] = []
    expect(await turnDeskSecret(beside, (turned) => progress.push(turned))).toMatchObject({ turned: 1 })
    expect(progress).toEqual([1])
    expect(running.sealer.ring).toBe('1')
    expect(await running.store.read.openIntake(id!)).toMatchObject({ kind: 'bytes' })
    expect(running.sealer.ring).toBe('2')
    const [next] = await running.store.write(actor, (tx) => tx.takeIn([mail], null, clock.now()))
    expect(await beside.store.read.openIntake(next!)).toMatchObject({ kind: 'bytes' })
    expect(await beside.store.read.countRings()).toEqual([{ ring: '2', keys: 2 }])
    // The reply key of before is still accepted, the identities are the same.
    const before = deskKeysOf((await readDeskSecrets(running)).slice(0, 1))
    const after = await openDeskKeys(running)
    expect(after.identity).toEqual(before.identity)
    expect(after.reply.map(({ id: key, state }) => [key, state])).toEqual([
      [0, 'accepted'],
      [1, 'signing'],
    ])
    expect(after.reply[0]!.secret).toEqual(before.reply[0]!.secret)
    expect(await dropDeskRing(running, 1)).toEqual({ kind: 'dropped', secret: 1 })
    const dropped = await openDeskKeys(running)
    expect([dropped.identity, dropped.reply]).toEqual([after.identity, after.reply])
    expect([...dropped.rings.keys()]).toEqual(['2'])
    await running.store.close()
    await beside.store.close()
  },
)

test.for([0, 1])('engine %i: at 32 secrets no more is begun', async (index) => {
  const books = await openSealed(await grounds[index]!.database('desk_many'), 'many')
  for (let number = 2; number <= deskSecretsMax; number++)
    expect(await beginDeskSecret(books)).toEqual({ kind: 'begun', secret: number })
  expect(await beginDeskSecret(books)).toEqual({ kind: 'too-many' })
  expect((await openDeskKeys(books)).reply.at(-1)).toMatchObject({ id: 31, state: 'signing' })
  await books.store.close()
})

test('what was sealed opens under its ring and its name alone', () => {
  const entropy = new SeededEntropy('sealer')
  const holding = (byte: number) => {
    const made = new RingSealer(entropy, () => Promise.reject(new Error('nothing to fetch')))
    made.hold({ rings: new Map([['1', new Uint8Array(32).fill(byte)]]), sealing: '1' })
    return made
  }
  const [sealer, other] = [holding(7), holding(8)]
  const sealed = sealer.seal(Buffer.from('the key of a message'), 'cms_1')
  expect(Buffer.from(sealer.open(sealed, 'cms_1') ?? []).toString()).toBe('the key of a message')
  expect(sealer.open(sealed, 'cms_2')).toBeNull()
  expect(other.open(sealed, 'cms_1')).toBeNull()
  expect(sealer.open(sealed.subarray(0, 20), 'cms_1')).toBeNull()
})

async function openSealed(target: Target, serverId: string) {
  const [entropy, keySecret] = [new SeededEntropy(serverId), null]
  const sealer: RingSealer = new RingSealer(entropy, async () =>
    deskKeysOf(await readDeskSecrets({ store, keySecret })),
  )
  const store: Store = await openBooksAt(target, serverId, sealer)
  const lent = { store, clock, entropy, actor, keySecret, sealer }
  sealer.hold(await openDeskKeys(lent))
  return lent
}

async function openBooks(ground: Ground, name: string): Promise<Store> {
  return await openBooksAt(await ground.database(name), 'srv-desk')
}

async function openBooksAt(target: Target, serverId: string, sealer?: RingSealer): Promise<Store> {
  const issuing = () => {
    throw new Error('nothing is issued here')
  }
  if (target.kind === 'sqlite') mkdirSync(dirname(target.file), { recursive: true })
  return await openStore({
    ...{ target, serverId, clock, issuing, entropy: new SeededEntropy(serverId) },
    ...(sealer === undefined ? {} : { sealer }),
  })
}
