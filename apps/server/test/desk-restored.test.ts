// Books copied while they are served, lost, restored, made safe, and served again: on both engines.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatInstant } from '@holdfast/capabilities'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import { openStore, type CaseRecord } from '@holdfast/store'
import { copyDatabase } from '@holdfast/store/testing'
import type { ServerConfig } from '../src/config/server-config.ts'
import { engines, openGround, startMoment, type Ground } from './fixtures.ts'
import { holdfastAt } from './holdfast-of.ts'
import { mailOf, openSink, startMailServer, type MailServerForTests } from './mail-ground.ts'
import { reply } from './queue-reply.ts'
import { openReceiver } from './webhook-receiver.ts'

const page = { limit: 100 }

describe.each(engines)('restored on %s', (engine) => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(engine)
  })
  afterAll(() => ground.remove())

  test('mails wait in doubt, numbers go on behind a gap, a reply to a lost mail lands in no other case', async () => {
    const clock = new ManualClock(startMoment)
    const sink = await openSink()
    const mail = { sender: sink.sender }
    const database = await ground.database('served')
    const receiver = await openReceiver()
    const config = { webhookTargets: 'loopback' } as const
    const served = await startMailServer({ ground, name: 'served', mail, clock, database, config })
    await served.ask('POST', '/v1/webhooks', { url: receiver.url, kinds: ['mail.doubt'] })
    await served.receive([await mailOf({ messageId: 'a@harbour.example' })])
    const [first] = await casesOf(served)
    clock.advance({ hours: 1 })
    const copy = await openCopy(ground, database)
    const waiting = await reply(served, first!, 'Please try again.', () => copy.make())
    const backupAt = formatInstant(clock.now())
    await served.log.until((lines) => lines.some(({ outcome }) => outcome === 'sent'))
    clock.advance({ hours: 1 })
    await served.receive([await mailOf({ messageId: 'c@harbour.example', subject: 'Another' })])
    const [, second] = await casesOf(served)
    expect(second).toMatchObject({ running: 2 })
    const lost = await reply(served, second!, 'A mail that the backup does not know.')
    await served.log.until((lines) => lines.filter(({ outcome }) => outcome === 'sent').length === 2)
    await served.close()
    expect(sink.mails).toHaveLength(2)

    const restored = copy.restore()
    clock.advance({ hours: 1 })
    const step = ['desk', 'restored', '--lost-since', backupAt, '--json', ...restored.flags]
    const dry = await holdfastAt(clock, ...step, '--dry-run')
    expect(JSON.parse(dry.out)).toMatchObject({ kind: 'dry', doubts: 1, gap: 1000 })
    const taken = await holdfastAt(clock, ...step)
    const numbers = { first: 2, last: 1001 }
    expect(JSON.parse(taken.out)).toMatchObject({ kind: 'restored', doubts: 1, gap: 1000, numbers })

    const again = await startMailServer({
      ...{ ground, name: 'served', mail, clock, config, database: restored.database },
    })
    const { read } = again.server.store
    expect(await read.findOutgoing(waiting.outgoing)).toMatchObject({ state: 'doubt' })
    const [told] = await receiver.count(1)
    expect(JSON.parse(told?.body ?? '')).toMatchObject({ data: { mail: waiting.outgoing } })
    const toLost = await mailOf({
      ...{ messageId: 'd@harbour.example', subject: 'Re: Another', inReplyTo: lost.messageId },
      to: [{ name: '', address: lost.replyTo }],
    })
    const toOlder = await mailOf({
      ...{ messageId: 'e@harbour.example', subject: 'something else', text: 'It works.' },
      to: [{ name: '', address: waiting.replyTo }],
    })
    clock.advance({ hours: 1 })
    await again.receive([toLost], lost.replyTo)
    await again.receive([toOlder], waiting.replyTo)
    const cases = await casesOf(again)
    expect(cases.map(({ running }) => running)).toEqual([1, 1002])
    expect((await messagesOf(again, first!)).map(({ messageId }) => messageId)).toEqual([
      'a@harbour.example',
      waiting.messageId,
      'e@harbour.example',
    ])
    expect((await messagesOf(again, cases[1]!)).map(({ messageId }) => messageId)).toEqual([
      'd@harbour.example',
    ])
    // The whole backup: the raw mail opens under the secret that came with it.
    const [kept] = await messagesOf(again, first!)
    expect(await read.openRaw(kept!.id)).toMatchObject({ kind: 'bytes' })
    // The doubt waits for a person, and nothing left twice.
    expect(sink.mails).toHaveLength(2)
    expect(await again.server.store.verifyAudit()).toMatchObject({ kind: 'whole' })
    await again.close()
    await receiver.close()
    await sink.close()
  }, 120_000)
})

/** A copy as docs/operate/server.md says, and what puts it in the place of lost books: new settings of a server. */
async function openCopy(ground: Ground, served: ServerConfig['database']) {
  const data = join(ground.folder, 'served')
  const flags = ['--data', data]
  if (served.kind === 'sqlite') {
    const backup = join(ground.folder, 'backup.sqlite')
    return {
      async make() {
        const beside = new DatabaseSync(served.file)
        beside.prepare('vacuum into ?').run(backup)
        beside.close()
      },
      restore() {
        rmSync(data, { recursive: true })
        mkdirSync(data, { mode: 0o700 })
        renameSync(backup, served.file)
        return { database: served, flags }
      },
    }
  }
  const database = await ground.database('backup')
  if (database.kind !== 'postgres') throw new Error('one engine has a copy on another')
  const [clock, entropy] = [new ManualClock(startMoment), new SeededEntropy('copy')]
  const issuing = () => {
    throw new Error('nothing is issued here')
  }
  const empty = await openStore({ target: database, serverId: 'srv-copy', clock, entropy, issuing })
  await empty.close()
  return {
    make: () => copyDatabase(served.url, database.url),
    restore() {
      rmSync(data, { recursive: true })
      mkdirSync(data, { mode: 0o700 })
      const file = join(ground.folder, 'backup.url')
      writeFileSync(file, database.url, { mode: 0o600 })
      return { database, flags: [...flags, '--database-url-file', file] }
    },
  }
}

async function casesOf({ server }: MailServerForTests): Promise<readonly CaseRecord[]> {
  const listed = await server.store.read.listCases({}, page)
  if (listed.kind === 'refused') throw new Error(listed.code)
  return listed.items.toSorted((one, other) => one.running - other.running)
}

async function messagesOf({ server }: MailServerForTests, { id }: CaseRecord) {
  const listed = await server.store.read.listMessages({ case: id, withHeld: true }, page)
  if (listed.kind === 'refused') throw new Error(listed.code)
  return listed.items
}
