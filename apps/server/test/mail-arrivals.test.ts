// What a mail means for the life of its case: nothing, but a question after the archive; and what is held means nothing yet.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CaseRecord, CaseStateRecord } from '@holdfast/store'
import { engines, openGround, type Ground } from './fixtures.ts'
import { mailOf, startMailServer, type MailServerForTests } from './mail-ground.ts'

const page = { limit: 100 }

async function theCase({ server }: MailServerForTests): Promise<CaseRecord> {
  const listed = await server.store.read.listCases({}, page)
  if (listed.kind === 'refused' || listed.items.length !== 1 || listed.items[0] === undefined)
    throw new Error('one case was expected')
  return listed.items[0]
}

/** As a person's action leaves it. */
async function settle(server: MailServerForTests, kind: 'resolved' | 'archived'): Promise<void> {
  const { store } = server.server
  const { id, version } = await theCase(server)
  const now = server.clock.now()
  const state: CaseStateRecord = { kind, at: now, waitsOn: null, facts: {} }
  const changed = await store.write({ kind: 'server', id: 'test' }, (tx) =>
    tx.changeCase(id, version, { state }, now),
  )
  if ('code' in changed) throw new Error(changed.code)
}

async function questionsOf(server: MailServerForTests) {
  const { id } = await theCase(server)
  const listed = await server.server.store.read.listItems(id, page)
  return listed.kind === 'refused' ? [] : listed.items
}

const answer = (messageId: string, changes: object) =>
  mailOf({ messageId, inReplyTo: 'a@harbour.example', subject: 'Re: Renewal fails', ...changes })

describe.each(engines)('arrivals on %s', (engine) => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(engine)
  })
  afterAll(() => ground.remove())

  const start = async (name: string) => {
    const server = await startMailServer({ ground, name })
    await server.receive([await mailOf({ messageId: 'a@harbour.example' })])
    server.clock.advance({ days: 1 })
    return server
  }

  test('after the archive a question is raised, a thank-you raises none, and the case stays archived', async () => {
    const server = await start('archive')
    await settle(server, 'archived')
    await server.receive([await answer('thanks@harbour.example', { text: '收到，谢谢！' })])
    expect(await questionsOf(server)).toEqual([])
    await server.receive([await answer('b@harbour.example', { text: 'It shows 3 days again.\n\n> quoted' })])
    expect(await questionsOf(server)).toMatchObject([
      { kind: 'question', state: 'open', body: { question: 'It shows 3 days again.', blocks: true } },
    ])
    const { id, state } = await theCase(server)
    expect(state.kind).toBe('archived')
    const events = await server.server.store.read.listCaseEvents(id, page)
    expect(events).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ kind: 'challenged' })]),
    })
    await server.close()
  })

  test('a reply to a resolved case is told in its timeline, and too late it begins another, linked', async () => {
    const server = await start('resolved')
    await settle(server, 'resolved')
    const { id } = await theCase(server)
    await server.receive([await answer('b@harbour.example', { text: 'It fails again.' })])
    expect((await theCase(server)).state.kind).toBe('resolved')
    const { read } = server.server.store
    expect(await read.listCaseEvents(id, page)).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ kind: 'reply-after-result' })]),
    })
    server.clock.advance({ days: 14 })
    await server.receive([await answer('c@harbour.example', { text: 'And again.' })])
    const cases = await read.listCasesOfLink({ kind: 'case', value: id }, page)
    expect(cases).toMatchObject({ items: [{ running: 2, state: { kind: 'received' } }] })
    await server.close()
  })

  test('a stranger in a known case is held; admitted, the message counts and so do its people', async () => {
    const server = await start('held')
    await settle(server, 'archived')
    const from = { name: 'Tom Reed', address: 'tom@other.example' }
    await server.receive([await answer('b@other.example', { from, text: 'It fails here too.' })])
    expect(await questionsOf(server)).toEqual([])
    const { items } = await server.ask('GET', '/v1/mail/held')
    expect(items).toMatchObject([
      { senderDomain: 'other.example', because: ['stranger'], held: 'pending-sender' },
    ])
    expect(JSON.stringify(items)).not.toContain('tom@')
    const path = `/v1/messages/${items[0].id}/acceptance`
    expect(await server.ask('POST', path, { audience: 'customer' })).toMatchObject({
      held: null,
      audience: 'customer',
    })
    expect(await server.ask('POST', path, {})).toMatchObject({ held: null, audience: 'customer' })
    expect(await questionsOf(server)).toMatchObject([{ body: { question: 'It fails here too.' } }])
    expect(await server.ask('GET', '/v1/mail')).toMatchObject({ held: 0 })
    await server.receive([await answer('c@other.example', { from, text: 'Still.' })])
    expect(await server.ask('GET', '/v1/mail/held')).toMatchObject({ items: [] })
    await server.close()
  })
})
