// The life of one case through the door: a call, a plan, a reply, a close with consent, and a challenge after the archive.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseReplyAddress, verifyReplyToken } from '@holdfast/desk'
import type { CaseMessageId } from '@holdfast/lease'
import { parseMail } from '@holdfast/mail'
import {
  addContradiction,
  addCustomer,
  addMessage,
  addPerson,
  customerAddress,
  deskMail,
  tryPost,
} from './case-fixtures.ts'
import { engines, openGround, startServer, type Ground, type TestServer } from './fixtures.ts'

describe.each(engines)('a case on %s', (engine) => {
  let ground: Ground
  let server: TestServer
  beforeAll(async () => {
    ground = await openGround(engine)
    server = await startServer({
      ...{ ground, name: 'case-life' },
      config: {
        mail: deskMail,
        serviceTime: {
          calendar: 'every-day',
          promises: { firstResponse: { kind: 'service', seconds: 4 * 3600 }, resolution: null },
        },
      },
    })
  })
  afterAll(async () => {
    await server.close()
    await ground.remove()
  })

  async function open(title = 'Activation days after the upgrade') {
    return await server.ask('POST', '/v1/cases', { title, severity: 'high', owner: 'Mara Lindqvist' })
  }
  const work = (number: string) => server.ask('GET', `/v1/cases/${number}/work`)
  const act = async (number: string, action: object) => {
    const { version } = await work(number)
    return await tryPost(server, `/v1/cases/${number}/actions`, { version, ...action })
  }
  const acted = async (number: string, action: object) => {
    const answer = await act(number, action)
    expect(answer.status, answer.text).toBe(200)
    return answer.json
  }

  test('from the first mail to a question after the archive', async () => {
    const { id, number, token, state } = await open()
    expect(number).toMatch(/^CAS-\d{5}-[0-9A-Z]{6}$/)
    expect(state).toMatchObject({ kind: 'received' })
    const customer = await addCustomer(server)
    await server.ask('POST', `/v1/cases/${number}/changes`, { version: 1, customer })
    const asked = await addMessage(server, id)
    expect(await work(token)).toMatchObject({
      number,
      actions: [{ action: 'respond', to: 'responded', needs: ['customerMessage'] }],
      ball: { party: 'support', because: [{ kind: 'state', state: 'received' }] },
      measures: { kind: 'measured', calendar: 'every-day', firstResponse: { verdict: 'running' } },
    })
    expect(await act(number, { action: 'plan', plan: 'x' })).toMatchObject({
      status: 409,
      json: { code: 'CASE_STATE_WRONG', facts: { allowed: ['respond'] } },
    })

    server.clock.advance({ hours: 2 })
    const draft = await server.ask('POST', `/v1/cases/${number}/drafts`, {
      audience: 'customer',
      language: 'en',
      artefact: {
        kind: 'first-response',
        scope: 'Nine screens of the harbour office.',
        definition: 'After the upgrade to V0-H the console shows 869 days.',
        next: 'We play the upgrade in the laboratory.',
      },
    })
    expect(draft.body).toMatchObject({
      to: [customerAddress],
      replyTo: asked,
      check: { gaps: [], passages: [], recipients: null },
    })
    expect(draft.body.text).toContain('Dear Ines Calder,')
    const sent = await server.ask('POST', `/v1/drafts/${draft.id}/sending`, { version: draft.version })
    expect(sent).toMatchObject({ state: { kind: 'responded', facts: { message: sent.message } } })
    await expectMail(server, sent, { number, token, asked })
    const afterwards = await work(number)
    expect(afterwards.measures.firstResponse).toMatchObject({ spentSeconds: 7_200, verdict: 'kept' })
    expect(afterwards.drafts).toMatchObject([{ state: 'sent', message: sent.message }])
    expect(await tryPost(server, `/v1/drafts/${draft.id}/sending`, { version: 2 })).toMatchObject({
      json: { code: 'CASE_ENTRY_STATE_WRONG' },
    })

    const question = await server.ask('POST', `/v1/cases/${number}/questions`, {
      question: 'Can it be activated after its end?',
      blocks: true,
    })
    await acted(number, { action: 'investigate', question: 'Which rule makes 869 of 150,000?' })
    await acted(number, { action: 'plan', plan: 'Reinstall, or wait for the end.' })
    await acted(number, { action: 'wait', on: 'rnd', what: 'the archive', resumeBy: '2026-03-04T08:30:00Z' })
    expect(await work(number)).toMatchObject({ ball: { party: 'rnd' }, state: { facts: { on: 'rnd' } } })
    await acted(number, { action: 'resume' })
    const evidence = [{ kind: 'message', id: asked }]
    expect(
      await act(number, { action: 'resolve', result: 'It activates for ever.', evidence }),
    ).toMatchObject({
      json: { code: 'CASE_BLOCKED', facts: { blockers: [`question ${question.id}`] } },
    })
    const answered = await server.ask('POST', `/v1/items/${question.id}/changes`, {
      ...{ version: 1, action: 'answer', text: 'Yes, the laboratory did it.' },
      evidence: [{ kind: 'test', id: 'lab-7' }],
    })
    expect(answered).toMatchObject({ state: 'answered', version: 2 })
    await acted(number, { action: 'resolve', result: 'It activates for ever.', evidence })

    const { call, contradiction } = await close(number, id)
    const challenge = await addMessage(server, id, { text: 'And after the next upgrade?' })
    await server.ask('POST', `/v1/cases/${number}/questions`, {
      ...{ question: 'And after the next upgrade?', blocks: true, message: challenge },
    })
    expect(await work(number)).toMatchObject({
      state: {
        kind: 'archived',
        facts: {
          consent: { reference: call.id, how: 'call' },
          accepted: { contradictions: [contradiction] },
        },
      },
      ball: { party: 'support', because: [{ kind: 'question' }] },
      actions: [{ action: 'reopen' }],
    })
    await acted(number, { action: 'reopen', reason: 'The customer asks on.' })
    expect((await work(number)).state).toMatchObject({ kind: 'reopened', facts: { from: 'archived' } })
  })

  /** Archived with a consent by telephone, against a contradiction that a person accepts. */
  async function close(number: string, id: string) {
    const contradiction = await addContradiction(server, id)
    const parties = [{ party: 'support' }, { party: 'customer', person: 'per_ines' }]
    const recorded = await server.ask('POST', `/v1/cases/${number}/calls`, {
      ...{ at: '2026-03-01T09:00:00Z', zone: 'Asia/Shanghai', parties, said: 'All nine work.' },
      ...{ agreed: ['The case is closed.'], consent: { to: 'closing', who: 'per_ines' }, language: 'en' },
    })
    const { call, draft } = recorded
    expect(draft.body).toMatchObject({ confirms: call.id, audience: 'customer', to: [customerAddress] })
    expect(draft.body.text).toContain('2026-03-01 17:00 (Asia/Shanghai)')
    expect((await work(number)).unconfirmedCalls).toEqual([call.id])
    expect(await act(number, { action: 'archive' })).toMatchObject({
      json: {
        code: 'CASE_FACTS_MISSING',
        facts: { missing: ['consentWho', 'consentHow', 'consentAt', 'consentReference'] },
      },
    })
    const other = await server.ask('POST', `/v1/cases/${number}/calls`, {
      ...{ at: '2026-03-01T09:00:00Z', zone: 'UTC', parties, said: 'Nobody agreed.' },
    })
    const consent = (reference: string) => ({ action: 'archive', consent: { how: 'call', reference } })
    expect(await act(number, consent(other.call.id))).toMatchObject({
      json: { facts: { missing: ['consentWho', 'consentAt', 'consentReference'] } },
    })
    expect(await act(number, consent(call.id))).toMatchObject({
      status: 409,
      json: { code: 'CASE_CONTRADICTED', facts: { contradictions: [contradiction] } },
    })
    const accept = { contradictions: [contradiction], reason: 'Each saw a half of it.' }
    await acted(number, { ...consent(call.id), accept })
    const confirmed = await server.ask('POST', `/v1/drafts/${draft.id}/sending`, { version: draft.version })
    expect(confirmed.state.kind).toBe('archived')
    expect((await work(number)).unconfirmedCalls).toEqual([])
    return { call, contradiction }
  }

  test('of two agents at once one is told what the other changed', async () => {
    const { number } = await open('Two at once')
    const edit = (body: object) => tryPost(server, `/v1/cases/${number}/changes`, { version: 1, ...body })
    const answers = await Promise.all([edit({ severity: 'low' }), edit({ owner: 'Teun Barlow' })])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    const refused = answers.find(({ status }) => status === 409)!
    const told = answers[0] === refused ? 'owner: Mara Lindqvist -> Teun Barlow' : 'severity: high -> low'
    expect(refused.json).toMatchObject({
      code: 'EDIT_OUTDATED',
      facts: { changed: [`${told} (administrator:settings)`] },
    })
    // A step on the old version is told the same, and not that the state forbids it.
    expect(
      await tryPost(server, `/v1/cases/${number}/actions`, { version: 1, action: 'resume' }),
    ).toMatchObject({ json: { code: 'EDIT_OUTDATED' } })
    const watchers = ['Mara Lindqvist', 'Teun Barlow']
    await server.ask('POST', `/v1/cases/${number}/changes`, { version: 2, watchers })
    await server.ask('POST', `/v1/cases/${number}/changes`, { version: 3, watchers: ['Teun Barlow'] })
    expect((await work(number)).watchers).toEqual(['Teun Barlow'])
  })

  test('a consent by mail is one that the customer wrote', async () => {
    const { id, number } = await open('Consent by mail')
    const person = await addPerson(server, {
      contacts: [{ kind: 'mail', value: `${engine}@westmark.example`, written: 'x' }],
    })
    const ours = await addMessage(server, id, {
      direction: 'imported',
      side: 'vendor',
      text: 'Please agree.',
    })
    await acted(number, { action: 'respond', message: ours })
    await acted(number, {
      ...{ action: 'resolve', result: 'done' },
      evidence: [{ kind: 'message', id: ours }],
    })
    const yes = await addMessage(server, id, {
      text: 'Yes, close it.',
      people: [{ role: 'from', person, name: 'Ines Calder', address: `${engine}@westmark.example` }],
    })
    const archive = (reference: string) => ({ action: 'archive', consent: { how: 'mail', reference } })
    expect(await act(number, archive(ours))).toMatchObject({ json: { code: 'CASE_FACTS_MISSING' } })
    expect(await act(number, archive('cms_00000000000000000000000000'))).toMatchObject({ status: 404 })
    expect(await acted(number, archive(yes))).toMatchObject({
      state: { kind: 'archived', facts: { consent: { who: person, how: 'mail', reference: yes } } },
    })
  })
})

/** The stored mail is what leaves: number and token in the subject, a keyed address, the thread of the customer. */
async function expectMail(
  { server }: TestServer,
  sent: { message: string; mail: string },
  told: { number: string; token: string; asked: string },
) {
  const id = sent.message as CaseMessageId
  const raw = await server.store.read.openRaw(id)
  if (raw.kind !== 'bytes') throw new Error(raw.kind)
  const parsed = await parseMail(raw.bytes)
  if ('code' in parsed) throw new Error(parsed.code)
  const text = new TextDecoder().decode(raw.bytes)
  expect(text).toContain(`In-Reply-To: <${told.asked}@westmark.example>`)
  const message = await server.store.read.findMessage(id)
  expect(message).toMatchObject({ direction: 'out', audience: 'customer', side: 'vendor' })
  expect(message?.subject).toContain(told.number)
  expect(message?.subject).toContain(told.token)
  const replyTo = /desk\+[0-9a-z]{51}@support\.example/.exec(text)?.[0] ?? ''
  expect(message?.messageId).toBe(
    `desk.${parseReplyAddress(replyTo, [deskMail.replyMailbox])}@support.example`,
  )
  expect(verifyReplyToken(parseReplyAddress(replyTo, [deskMail.replyMailbox]) ?? '', [])).toMatchObject({
    kind: 'key-unknown',
  })
  expect(await server.store.read.findOutgoingOfMessage(id)).toMatchObject({
    id: sent.mail,
    state: 'queued',
    envelope: { from: deskMail.from.address, to: [customerAddress] },
  })
}
