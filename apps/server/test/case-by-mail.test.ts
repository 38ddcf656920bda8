// A case from the customer's mailbox to the customer's mailbox: Dovecot at both ends, a relay in between, the desk over IMAP
// and SMTP, a person over the API. Spring Festival lies between the first mail and the first response.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ManualClock } from '@holdfast/capabilities/testing'
import { parseMail, type ParsedMail } from '@holdfast/mail'
import type { MailDraft, ReceivedMail } from '@holdfast/mail/doors'
import { startDovecot, whyNoDovecot } from '@holdfast/mail/testing'
import { tryPost } from './case-fixtures.ts'
import { engines, openGround, secondsAfter, type EngineName } from './fixtures.ts'
import { countReceived, deskAddress, hasToken, mailOf, openSink, startMailServer } from './mail-ground.ts'

const skipped = whyNoDovecot()
const customer = { name: 'Ines Calder', address: 'ines@harbour.example' }
const colleague = { name: 'Teun Barlow', address: 'teun@vendor.example' }

type Desk = Awaited<ReturnType<typeof openDesk>>

describe.skipIf(skipped !== '').each(engines)(`a case by mail on %s${skipped}`, (engine) => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk(engine)
  })
  afterAll(() => desk.close())

  test('first mail, response within the calendar, call, plan, reply, close with consent, challenge', async () => {
    const number = await begin(desk)
    const response = await respond(desk, number)
    await desk.write({ messageId: 'b@harbour.example', ...replyTo(response, customer, 'All nine, yes.') })
    expect(await desk.newestMessage(number)).toMatchObject({
      verdict: { rule: 'reply-token', standing: 'participant' },
      audience: 'customer',
    })
    await desk.act(number, { action: 'scope', scope: 'Nine screens.', definition: '869 of 150,000 days.' })
    await callAndPlan(desk, number)
    const summary = await resolve(desk, number)
    const consent = await agree(desk, number, summary)
    await challenge(desk, number, { summary, consent })
  })
})

/** Everybody's mailbox on one Dovecot, under the name in front of the @, and the desk that reads `support`. */
async function openDesk(engine: EngineName) {
  const ground = await openGround(engine)
  const dovecot = await startDovecot()
  const relay = await openSink(async ({ envelope, raw }: ReceivedMail) => {
    for (const to of envelope?.to ?? []) await dovecot.deliver(to.split('@')[0] ?? '', [raw])
    return 'taken'
  })
  const passwordFile = join(ground.folder, 'password.txt')
  writeFileSync(passwordFile, dovecot.password)
  const mailbox = { name: 'main', host: '127.0.0.1', port: dovecot.imapPort, security: 'none' }
  const firstResponse = { kind: 'service', seconds: 4 * 3_600 } as const
  const server = await startMailServer({
    ...{ ground, name: `by-mail-${engine}`, clock: new ManualClock('2026-02-14T09:20:00Z') },
    mail: {
      receiver: null,
      mailboxes: [{ ...mailbox, user: 'support', passwordFile }],
      sender: relay.sender,
    },
    config: { serviceTime: { calendar: 'china', promises: { firstResponse, resolution: null } } },
  })
  /** On the calendar alone: no connection grows older. */
  const pass = (seconds: number) => server.clock.set(secondsAfter(server.clock.now(), seconds))
  const work = (number: string) => server.ask('GET', `/v1/cases/${number}/work`)
  let received = 0
  let sent = 0
  return {
    server,
    relay,
    pass,
    work,
    /** Somebody writes to the desk; resolves when the desk has read it. */
    async write(draft: Partial<MailDraft> & { readonly messageId: string }): Promise<void> {
      pass(600)
      const date = { moment: server.clock.now(), offsetMinutes: 480 }
      await dovecot.deliver('support', [await mailOf({ date, ...draft })])
      received += 1
      await server.log.until((lines) => countReceived(lines) >= received)
    },
    /** A person's look, and the draft leaves: what then is the customer's newest mail. */
    async send(draft: { readonly id: string; readonly version: number }): Promise<ParsedMail> {
      await server.ask('POST', `/v1/drafts/${draft.id}/sending`, { version: draft.version })
      sent += 1
      await server.log.until((lines) => lines.filter(({ outcome }) => outcome === 'sent').length >= sent)
      const mails = await dovecot.read('ines')
      expect(mails).toHaveLength(sent)
      const mail = await parseMail(mails.at(-1) ?? new Uint8Array())
      if ('code' in mail) throw new Error(mail.code)
      return mail
    },
    async writeDraft(number: string, artefact: object) {
      return await server.ask('POST', `/v1/cases/${number}/drafts`, {
        ...{ audience: 'customer', language: 'en', artefact },
      })
    },
    async act(number: string, action: object) {
      const { version } = await work(number)
      const answer = await tryPost(server, `/v1/cases/${number}/actions`, { version, ...action })
      expect(answer.status, answer.text).toBe(200)
    },
    async newestMessage(number: string) {
      const { items } = await server.ask('GET', `/v1/cases/${number}/messages`)
      return await server.ask('GET', `/v1/messages/${items.at(-1).id}`)
    },
    async close() {
      await server.close()
      await relay.close()
      await dovecot.stop()
      await ground.remove()
    },
  }
}

/** What a mail program makes of "Reply". */
function replyTo(mail: ParsedMail, from: { name: string; address: string }, text: string) {
  const [to] = mail.replyTo
  if (to === undefined || mail.messageId === null) throw new Error('no address to reply to')
  expect(hasToken(to.address)).toBe(true)
  const quoted = mail.text.split('\n').map((line) => `> ${line}`)
  return {
    ...{ from, to: [{ name: to.name ?? '', address: to.address }], subject: `Re: ${mail.subject}` },
    ...{ inReplyTo: mail.messageId, references: [...mail.references, mail.messageId] },
    text: [text, '', 'On Tuesday the desk wrote:', ...quoted].join('\n'),
  }
}

async function begin({ server, write }: Desk): Promise<string> {
  await write({
    messageId: 'a@harbour.example',
    ...{ from: customer, subject: 'Days after the upgrade', text: 'Nine screens show 869 days.' },
  })
  const { items } = await server.ask('GET', '/v1/cases')
  expect(items).toMatchObject([{ title: 'Days after the upgrade', state: { kind: 'received' } }])
  const { number, version } = items[0]
  await server.ask('POST', `/v1/cases/${number}/changes`, { version, owner: 'Mara Lindqvist' })
  return number
}

/** Half an hour of the last working day, nine days off, two hours of the first morning. */
async function respond(desk: Desk, number: string): Promise<ParsedMail> {
  desk.server.clock.set('2026-02-24T03:00:00Z')
  expect((await desk.work(number)).measures.firstResponse).toMatchObject({ verdict: 'running' })
  const draft = await desk.writeDraft(number, {
    kind: 'first-response',
    scope: 'Nine screens of the harbour office.',
    definition: 'After the upgrade to V0-H the console shows 869 days.',
    next: 'We play the upgrade in the laboratory.',
  })
  expect(draft.body.to).toEqual([customer.address])
  const mail = await desk.send(draft)
  expect(mail.subject).toContain(number)
  expect(mail.inReplyTo).toEqual(['a@harbour.example'])
  const { firstResponse } = (await desk.work(number)).measures
  expect(firstResponse).toMatchObject({ spentSeconds: 9_000, verdict: 'kept' })
  return mail
}

async function callAndPlan(desk: Desk, number: string): Promise<void> {
  const { people } = await desk.newestMessage(number)
  const { who } = people.find(({ role }: { role: string }) => role === 'from')
  const { call, draft } = await desk.server.ask('POST', `/v1/cases/${number}/calls`, {
    ...{ at: '2026-02-24T02:45:00Z', zone: 'Asia/Shanghai', said: 'Nobody may reinstall.' },
    parties: [{ party: 'support' }, { party: 'customer', person: who.person }],
    ...{ agreed: ['Support sends a plan with two ways.'], language: 'en' },
  })
  expect((await desk.work(number)).unconfirmedCalls).toEqual([call.id])
  expect((await desk.send(draft)).text).toContain('Support sends a plan with two ways.')
  expect((await desk.work(number)).unconfirmedCalls).toEqual([])

  const shared = { cost: 'One hour.', evidence: ['The laboratory of 24 February.'] }
  const plan = await desk.writeDraft(number, {
    kind: 'action-plan',
    options: [
      { what: 'Renew by file.', reason: 'It needs no network.', effect: 'The days are right.', ...shared },
      { what: 'Wait.', reason: 'No reminder comes.', effect: 'The figure stays wrong.', ...shared },
    ],
    decision: 'Which of the two do you want?',
  })
  const mail = await desk.send(plan)
  expect(mail.text).toContain('Renew by file.')
  await desk.act(number, { action: 'plan', plan: 'Renew by file, or wait.' })
  await desk.write({ messageId: 'c@harbour.example', ...replyTo(mail, customer, 'The first: by file.') })
}

async function resolve(desk: Desk, number: string): Promise<ParsedMail> {
  const chosen = await desk.newestMessage(number)
  expect(chosen).toMatchObject({ verdict: { rule: 'reply-token' }, side: 'customer' })
  const evidence = [{ kind: 'message', id: chosen.id }]
  await desk.act(number, { action: 'resolve', result: 'All nine were renewed by file.', evidence })
  const draft = await desk.writeDraft(number, {
    kind: 'closing-summary',
    description: 'Nine screens showed 869 days.',
    analysis: 'A count of days ran over.',
    result: 'All nine were renewed by file.',
    evidence: ['The answer of the harbour office.'],
  })
  return await desk.send(draft)
}

async function agree(desk: Desk, number: string, summary: ParsedMail): Promise<string> {
  desk.pass(20 * 3_600)
  await desk.write({ messageId: 'd@harbour.example', ...replyTo(summary, customer, 'Yes, please close it.') })
  const reference: string = (await desk.newestMessage(number)).id
  await desk.act(number, { action: 'archive', consent: { how: 'mail', reference } })
  expect(await desk.work(number)).toMatchObject({
    state: { kind: 'archived', facts: { consent: { how: 'mail', reference } } },
    ball: null,
  })
  return reference
}

async function challenge(
  desk: Desk,
  number: string,
  about: { readonly summary: ParsedMail; readonly consent: string },
): Promise<void> {
  desk.pass(48 * 3_600)
  const reply = replyTo(about.summary, colleague, 'Was this really the cause?')
  await desk.write({ messageId: 'e@vendor.example', ...reply })
  const message = await desk.newestMessage(number)
  expect(message).toMatchObject({ side: 'vendor', held: null })
  expect(await desk.work(number)).toMatchObject({
    state: { kind: 'archived', facts: { consent: { reference: about.consent } } },
    questions: [{ state: 'open', body: { blocks: true }, message: message.id }],
    ball: { party: 'support' },
  })
  const hits = await desk.server.ask('GET', '/v1/search?q=really')
  expect(hits.items.map(({ kind }: { kind: string }) => kind)).toContain('item')
  await desk.act(number, { action: 'reopen', reason: 'A colleague doubts the cause.' })
  expect((await desk.work(number)).state).toMatchObject({ kind: 'reopened', facts: { from: 'archived' } })
  expect((await desk.server.ask('GET', '/v1/cases')).items).toHaveLength(1)
  expect(desk.relay.mails.map(({ envelope }) => envelope?.from)).toEqual(Array(4).fill(deskAddress))
}
