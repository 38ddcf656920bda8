// What may leave the house: drafts are checked when they are kept and once more when they are sent.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addMessage, addPerson, customerAddress, deskMail, tryPost } from './case-fixtures.ts'
import { engines, openGround, startServer, type Ground, type TestServer } from './fixtures.ts'

const inner = 'R&D suspects that the counter of days is a signed integer of sixteen bits and overflows.'

describe.each(engines)('drafts on %s', (engine) => {
  let ground: Ground
  let server: TestServer
  let without: TestServer
  beforeAll(async () => {
    ground = await openGround(engine)
    server = await startServer({ ground, name: 'case-drafts', config: { mail: deskMail } })
    without = await startServer({ ground, name: 'case-without' })
  })
  afterAll(async () => {
    await server.close()
    await without.close()
    await ground.remove()
  })

  async function open(at: TestServer = server, wanted: object = {}) {
    const made = await at.ask('POST', '/v1/cases', { title: 'Days', owner: 'Mara Lindqvist', ...wanted })
    await addMessage(at, made.id)
    return made as { id: string; number: string }
  }
  const draft = (number: string, wanted: object, at: TestServer = server) =>
    at.ask('POST', `/v1/cases/${number}/drafts`, { audience: 'customer', language: 'en', ...wanted })
  const send = (made: { id: string; version: number }, at: TestServer = server) =>
    tryPost(at, `/v1/drafts/${made.id}/sending`, { version: made.version })
  async function expectRefused(number: string, wanted: object, refusal: object) {
    expect(await send(await draft(number, wanted))).toMatchObject({ json: refusal })
    const work = await server.ask('GET', `/v1/cases/${number}/work`)
    expect(work.state.kind).toBe('received')
    expect(await server.server.store.read.listOutgoing({ case: work.case }, { limit: 5 })).toMatchObject({
      items: [],
    })
  }

  test('words of an inner message, of a note and of a call among ourselves stay inside', async () => {
    const { id, number } = await open()
    const message = await addMessage(server, id, {
      ...{ audience: 'internal', side: 'vendor', text: inner },
      people: [{ role: 'from', person: null, name: 'Teun Barlow', address: 'teun@support.example' }],
    })
    const note = await server.ask('POST', `/v1/cases/${number}/notes`, {
      ...{ kind: 'note', text: 'The account manager promised a free upgrade without asking anybody here.' },
    })
    const call = await server.ask('POST', `/v1/cases/${number}/calls`, {
      ...{ at: '2026-03-01T08:00:00Z', zone: 'UTC', parties: [{ party: 'support' }, { party: 'rnd' }] },
      said: 'The fix is ready since autumn, and nobody has released it because of the budget.',
    })
    expect(call.draft).toBeNull()
    const leaks = [
      [`As our people say:\n> ${inner.replaceAll(' ', '\n> ')}`, message],
      ['Well, the account manager promised a free upgrade without asking anybody here.', note.id],
      ['The fix is ready since autumn, and nobody has released it because of the budget.', call.call.id],
    ] as const
    for (const [text, source] of leaks) {
      const made = await draft(number, { text })
      expect(made.body.check.passages).toMatchObject([{ kind: 'quotes', part: 'text', source }])
      await expectRefused(
        number,
        { text },
        { code: 'DRAFT_QUOTES_INNER', facts: { audience: 'customer', passages: 1, messages: [source] } },
      )
    }
    const named = { text: 'Teun Barlow looks into it.' }
    await expectRefused(number, named, { code: 'DRAFT_QUOTES_INNER', facts: { messages: [] } })
    // Among ourselves nothing is withheld.
    const own = await draft(number, { text: inner, audience: 'internal', to: ['teun@support.example'] })
    expect(own.body.check).toEqual({ gaps: [], passages: [], recipients: null })
    const sent = await send(own)
    expect(sent).toMatchObject({ status: 200, json: { state: { kind: 'received' } } })
  })

  test('a note that is written after the draft stops it when it is sent', async () => {
    const { number } = await open()
    const text = 'The counter wraps around at the end of the sixteenth bit of its value.'
    const made = await draft(number, { text })
    expect(made.body.check.passages).toEqual([])
    await server.ask('POST', `/v1/cases/${number}/notes`, { kind: 'note', text })
    expect(await send(made)).toMatchObject({ json: { code: 'DRAFT_QUOTES_INNER' } })
  })

  test('who is not of the audience gets nothing', async () => {
    const { number } = await open()
    const stranger = { text: 'Hello.', to: [customerAddress], cc: ['somebody@elsewhere.example'] }
    const made = await draft(number, stranger)
    expect(made.body.check.recipients).toEqual({ audiences: ['customer'], unknown: 1 })
    await expectRefused(number, stranger, { code: 'RECIPIENTS_MIXED', facts: { unknown: 1 } })
    // Our own people may read along.
    const contacts = [
      { kind: 'mail', value: 'mara@support.example', written: 'mara@support.example' },
    ] as const
    await addPerson(server, { side: 'vendor', name: 'Mara Lindqvist', contacts })
    const along = await draft(number, { text: 'Hello.', cc: ['Mara@Support.example'] })
    expect(along.body).toMatchObject({ cc: ['mara@support.example'], check: { recipients: null } })
    expect(await send(along)).toMatchObject({ status: 200, json: { state: { kind: 'responded' } } })
  })

  test('a text with gaps, nobody to send to, an imported case, a server without mail', async () => {
    const { number } = await open()
    const plan = { kind: 'action-plan', decision: 'Which of them?' }
    await expectRefused(
      number,
      { artefact: plan },
      { code: 'CASE_TEXT_INCOMPLETE', facts: { artefact: 'action-plan', complaints: ['options: missing'] } },
    )
    await expectRefused(number, { text: 'On （  ） we come.' }, { code: 'CASE_TEXT_INCOMPLETE' })
    const missing = { code: 'CASE_FACTS_MISSING', facts: { missing: ['recipients'] } }
    await expectRefused(number, { text: 'Hello.', to: [] }, missing)
    const off = await open(server, { maySend: false })
    await expectRefused(off.number, { text: inner, to: [] }, { code: 'CASE_SENDING_OFF' })
    const dumb = await open(without)
    const kept = await draft(dumb.number, { text: 'Hello.' }, without)
    expect(await send(kept, without)).toMatchObject({
      status: 409,
      json: { code: 'MAIL_NOT_CONFIGURED', facts: { case: dumb.number } },
    })
    expect((await without.ask('GET', `/v1/cases/${dumb.number}/work`)).drafts).toMatchObject([
      { state: 'open' },
    ])
  })

  test('without a recipient it goes to whoever of the audience wrote last by hand', async () => {
    const { id, number } = await open()
    const from = (address: string) => ({ role: 'from', person: null, name: 'X', address }) as const
    const boss = 'boss@westmark.example'
    const answered = await addMessage(server, id, {
      people: [from('list@westmark.example'), { ...from(boss), role: 'reply-to' }],
    })
    await addMessage(server, id, { automaton: { kind: 'bounce' }, people: [from('daemon@westmark.example')] })
    await addMessage(server, id, { held: 'pending-sender', people: [from('stranger@elsewhere.example')] })
    const ours = await addMessage(server, id, {
      ...{ direction: 'imported', side: 'vendor' },
      people: [from('desk@support.example'), { ...from(customerAddress), role: 'to' }],
    })
    const made = await draft(number, { text: 'Hello.' })
    expect(made.body).toMatchObject({ to: [boss], replyTo: answered })
    const again = await draft(number, { text: 'Once more.', replyTo: ours })
    expect(again.body).toMatchObject({ to: [customerAddress], replyTo: ours })
  })

  test('a draft answers its own audience, holds an artefact or a text, and is sent on the version that was read', async () => {
    const { id, number } = await open()
    const message = await addMessage(server, id, { audience: 'internal', text: inner })
    const tried = (body: object) =>
      tryPost(server, `/v1/cases/${number}/drafts`, { audience: 'customer', language: 'en', ...body })
    for (const body of [
      {},
      { text: 'a', artefact: { kind: 'action-plan' } },
      { text: 'a', replyTo: message },
      { text: 'a', to: ['no address'] },
      { artefact: { kind: 'poem' } },
      { artefact: { kind: 'action-plan', options: 'none' } },
    ])
      expect(await tried(body), JSON.stringify(body)).toMatchObject({
        status: 400,
        json: { code: 'INPUT_INVALID' },
      })
    const made = await draft(number, { text: 'Dear {contact}, your {case}.' })
    expect(made.body.text).toBe(`Dear Ines Calder, your ${number}.`)
    expect(await send({ ...made, version: 2 })).toMatchObject({ json: { code: 'EDIT_OUTDATED' } })
    const gone = await server.ask('POST', `/v1/items/${made.id}/changes`, { version: 1, action: 'discard' })
    expect(gone).toMatchObject({ state: 'discarded', version: 2 })
    expect(await send(gone)).toMatchObject({ json: { code: 'CASE_ENTRY_STATE_WRONG' } })
  })
})
