// Originals that are read after their replies: by one server, in one batch, and by two servers in one moment.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePersonId } from '@holdfast/lease'
import type { CaseRecord, MessageRecord, Writer } from '@holdfast/store'
import { MailReaders } from '../src/desk/reading/mail-readers.ts'
import { readIntake } from '../src/desk/reading/read-intake.ts'
import { receiveMails } from '../src/desk/receive-mails.ts'
import { receivingSettingsOf } from '../src/desk/receiving-settings.ts'
import { engines, openGround, startServer, type Ground, type TestServer } from './fixtures.ts'
import { deskAddress, mailConfigOf, mailOf, startMailServer } from './mail-ground.ts'
import { randomOf } from './queue-reply.ts'

const page = { limit: 100 }
const actor = { kind: 'server', id: 'test' } as const

async function casesOf({ server }: TestServer): Promise<readonly CaseRecord[]> {
  const listed = await server.store.read.listCases({}, page)
  if (listed.kind === 'refused') throw new Error(listed.code)
  return listed.items.toSorted((one, other) => one.running - other.running)
}

/** Message-ID, rule and whether it is held, case by case. */
async function placesOf(server: TestServer) {
  const places: (readonly (readonly [string | null, unknown, string | null])[])[] = []
  for (const { id } of await casesOf(server)) {
    const listed = await server.server.store.read.listMessages({ case: id, withHeld: true }, page)
    if (listed.kind === 'refused') throw new Error(listed.code)
    const placeOf = ({ messageId, verdict, held }: MessageRecord) =>
      [messageId, verdict['rule'], held] as const
    places.push(listed.items.map(placeOf))
  }
  return places
}

const original = (changes: object = {}) => mailOf({ messageId: 'a@harbour.example', ...changes })
const reply = (changes: object = {}) =>
  mailOf({
    ...{ messageId: 'b@harbour.example', inReplyTo: 'a@harbour.example', subject: 'Re: Renewal fails' },
    ...{ text: 'And more.', ...changes },
  })
const joined = [
  ['b@harbour.example', 'none', null],
  ['a@harbour.example', 'referred-by', null],
]

describe.each(engines)('originals after their replies on %s', (engine) => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(engine)
  })
  afterAll(() => ground.remove())

  test('the original joins the case of its reply, with its evidence, days later', async () => {
    const server = await startMailServer({ ground, name: 'later' })
    await server.receive([await reply()])
    server.clock.set('2026-03-04T08:30:00Z')
    await server.receive([await original()])
    expect(await placesOf(server)).toEqual([joined])
    const [found] = await casesOf(server)
    const { items } = await server.ask('GET', `/v1/cases/${found?.number}/messages`)
    const shown = await server.ask('GET', `/v1/messages/${items[1].id}`)
    expect(shown.verdict).toMatchObject({
      ...{ rule: 'referred-by', standing: 'participant' },
      facts: { kind: 'joins', evidence: ['message-id'], doubts: [] },
    })
    await server.close()
  })

  test('of one batch too, and a mail of somebody else is not drawn into the case that a guessed id began', async () => {
    const server = await startMailServer({ ground, name: 'batch' })
    const guess = await mailOf({
      ...{ messageId: 'x@other.example', inReplyTo: 'c@harbour.example', text: 'Let me see.' },
      from: { name: 'Mallory Reed', address: 'mallory@other.example' },
      cc: [{ name: '', address: 'ines@harbour.example' }],
    })
    await server.receive([await reply(), await original(), guess])
    await server.receive([await original({ messageId: 'c@harbour.example', text: 'Something new.' })])
    expect(await placesOf(server)).toEqual([
      joined,
      [['x@other.example', 'none', null]],
      [['c@harbour.example', 'none', null]],
    ])
    await server.close()
  })
})

async function addInes({ server, clock }: TestServer): Promise<void> {
  const now = clock.now()
  const contact = { kind: 'mail', value: 'ines@harbour.example', written: 'ines@harbour.example' } as const
  const person = {
    ...{ id: makePersonId({ bytes: randomOf }), customer: null, name: 'Ines', roles: [] },
    side: 'customer',
    contacts: [contact],
  } as const
  await server.store.write(actor, (tx) => tx.addPersons([person], now))
}

/** Mails of one server as its job has them, and the transaction in which it writes them. */
async function claimAt({ server, clock }: TestServer, raw: Uint8Array) {
  const now = clock.now()
  const taken = {
    ...{ mailbox: 'smtp', door: 'smtp', doorKey: null, envelope: { to: [deskAddress] } },
    ...{ raw, receivedAt: now },
  } as const
  const settings = receivingSettingsOf(mailConfigOf(), {
    ...{ reply: server.desk.replyKeys, identity: server.desk.identityKey },
  })
  await server.store.write(actor, (tx) => tx.takeIn([taken], null, now))
  const until = (now + 300) as typeof now
  const claimed = await server.store.write(actor, (tx) => tx.claimIntake({ now, until, limit: 5 }))
  const { ownAddresses } = settings.match
  const readers = new MailReaders({ clock, ownAddresses, isThreaded: false })
  const lent = {
    authenticate: () => Promise.resolve(null),
    take: readers.openBatch(),
  }
  const reads = await Promise.all(claimed.map((one) => readIntake(one, settings, lent)))
  const tools = { settings, entropy: { bytes: randomOf }, now }
  return (wrap: (tx: Writer) => Writer = (tx) => tx) =>
    server.store.write(actor, (tx) => receiveMails(wrap(tx), reads, tools))
}

test.each([
  [
    'the original',
    { slow: original, fast: reply },
    [
      ['a@harbour.example', 'referred-by', null],
      ['b@harbour.example', 'none', null],
    ],
  ],
  [
    'the reply',
    { slow: reply, fast: original },
    [
      ['b@harbour.example', 'in-reply-to', null],
      ['a@harbour.example', 'none', null],
    ],
  ],
])(
  'two servers on one PostgreSQL: %s is decided anew where the other came first',
  async (_, { slow, fast }, expected) => {
    const ground = await openGround('postgres')
    const database = await ground.database('two')
    const one = await startServer({ ground, name: 'one', database })
    const two = await startServer({ ground, name: 'two', database })
    // Somebody new would make one wait for the other already.
    await addInes(one)
    const writeSlow = await claimAt(one, await slow())
    const writeFast = await claimAt(two, await fast())
    // Both have looked; the other is committed before this one draws its number.
    const overtaken = writeSlow((tx) => ({
      ...tx,
      drawRunningNumbers: async (count) => {
        await writeFast()
        return await tx.drawRunningNumbers(count)
      },
    }))
    await expect(overtaken).rejects.toThrow(/another server wrote meanwhile/)
    await writeSlow()
    expect(await placesOf(one)).toEqual([expected])
    await one.close()
    await two.close()
    await ground.remove()
  },
)
