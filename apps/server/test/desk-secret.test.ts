// The desk's secret is made once, whoever starts, and opens with the key file alone.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import { openStore, type Actor, type Store } from '@holdfast/store'
import { openDeskKeys } from '../src/desk/desk-secret.ts'
import { RingSealer } from '../src/desk/ring-sealer.ts'
import { engines, openGround, startMoment, type Ground } from './fixtures.ts'

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

async function openBooks(ground: Ground, name: string): Promise<Store> {
  const issuing = () => {
    throw new Error('nothing is issued here')
  }
  const target = await ground.database(name)
  if (target.kind === 'sqlite') mkdirSync(dirname(target.file), { recursive: true })
  return await openStore({
    ...{ target, serverId: 'srv-desk', clock, issuing },
    entropy: new SeededEntropy(name),
  })
}
