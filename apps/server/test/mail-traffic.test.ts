// Mail in by SMTP, cases and messages in the books, mail out to a sink: real doors on both engines.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatReplyAddress, formatReplyToken } from '@holdfast/desk'
import { makeCaseMessageId, makeCaseMoveId, type CaseId } from '@holdfast/lease'
import type { CaseRecord, MessageRecord } from '@holdfast/store'
import { engines, openGround, type Ground } from './fixtures.ts'
import { randomOf, reply } from './queue-reply.ts'
import { countReceived, mailOf, openSink, startMailServer, type MailServerForTests } from './mail-ground.ts'

const page = { limit: 100 }

async function casesOf({ server }: MailServerForTests): Promise<readonly CaseRecord[]> {
  const listed = await server.store.read.listCases({}, page)
  if (listed.kind === 'refused') throw new Error(listed.code)
  return listed.items.toSorted((one, other) => one.running - other.running)
}

async function messagesOf({ server }: MailServerForTests, id: CaseId): Promise<readonly MessageRecord[]> {
  const listed = await server.store.read.listMessages({ case: id, withHeld: true }, page)
  if (listed.kind === 'refused') throw new Error(listed.code)
  return listed.items
}

describe.each(engines)('mail on %s', (engine) => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(engine)
  })
  afterAll(() => ground.remove())

  test('a mail becomes a case, the reply leaves once, what answers its token joins', async () => {
    const sink = await openSink()
    const server = await startMailServer({ ground, name: 'round', mail: { sender: sink.sender } })
    await server.receive([await mailOf({ messageId: 'a@harbour.example' })])
    const [begun] = await casesOf(server)
    if (begun === undefined) throw new Error('no case')
    expect(begun).toMatchObject({ running: 1, title: 'Renewal fails', state: { kind: 'received' } })
    expect(begun.number).toMatch(/^CAS-00001-[0-9A-Z]{6}$/)

    server.clock.advance({ hours: 1 })
    const sent = await reply(server, begun, 'Please try again.')
    await server.log.until((lines) => lines.some(({ outcome }) => outcome === 'sent'))
    expect(sink.mails.map(({ envelope }) => envelope?.to)).toEqual([['ines@harbour.example']])
    expect(await server.server.store.read.findOutgoing(sent.outgoing)).toMatchObject({ state: 'sent' })

    server.clock.advance({ hours: 1 })
    const answer = await mailOf({
      ...{ messageId: 'b@harbour.example', subject: 'another subject', text: 'It works.' },
      to: [{ name: '', address: sent.replyTo }],
    })
    // Its address is rewritten and its headers are lost on the way: the token alone tells.
    await server.receive([answer], sent.replyTo)
    const messages = await messagesOf(server, begun.id)
    expect(messages.map(({ direction, held, verdict }) => [direction, held, verdict['rule']])).toEqual([
      ['in', null, 'none'],
      ['out', null, undefined],
      ['in', null, 'reply-token'],
    ])
    expect(messages[2]).toMatchObject({ audience: 'customer', verdict: { standing: 'participant' } })
    expect(await casesOf(server)).toHaveLength(1)
    await server.close()
    await sink.close()
  })

  test('a token leads through a merge, also where the younger case took the older one in', async () => {
    const server = await startMailServer({ ground, name: 'merged' })
    await server.receive([await mailOf({ messageId: 'old@harbour.example' })])
    server.clock.advance({ hours: 1 })
    const [[old], [key]] = [await casesOf(server), server.server.desk.replyKeys]
    if (old === undefined || key === undefined) throw new Error('no case')
    // The books have lost this mail of ours, as after a restore.
    const message = makeCaseMessageId(server.clock.now(), { bytes: randomOf }).slice(4)
    const token = formatReplyToken({ caseRunning: old.running, audience: 'customer', message }, key)
    const replyTo = formatReplyAddress({ local: 'desk', domain: 'vendor.example' }, token)

    server.clock.advance({ hours: 1 })
    await server.receive([await mailOf({ messageId: 'young@harbour.example', subject: 'Once more' })])
    const young = (await casesOf(server)).find(({ id }) => id !== old.id)
    if (young === undefined) throw new Error('no second case')
    const now = server.clock.now()
    await server.server.store.write({ kind: 'server', id: 'test' }, async (tx) => {
      const id = makeCaseMoveId(now, { bytes: randomOf })
      const merged = await tx.mergeCases({ id, from: old.id, to: young.id }, now)
      if ('code' in merged) throw new Error(merged.code)
    })
    const answer = await mailOf({ messageId: 'c@harbour.example', subject: 'x', text: 'It works.' })
    await server.receive([answer], replyTo)
    expect((await messagesOf(server, young.id)).at(-1)).toMatchObject({
      messageId: 'c@harbour.example',
      verdict: { rule: 'reply-token' },
    })
    await server.close()
  })

  test('of one batch each mail sees those before it; what comes again is one message', async () => {
    const server = await startMailServer({ ground, name: 'batch' })
    const first = await mailOf({ messageId: 'a@harbour.example' })
    const otherWay = Buffer.concat([Buffer.from('Received: from relay.example\r\n'), first])
    const second = await mailOf({
      ...{ messageId: 'b@harbour.example', inReplyTo: 'a@harbour.example', text: 'And more.' },
      references: ['a@harbour.example'],
    })
    const stranger = await mailOf({
      ...{ messageId: 'c@other.example', inReplyTo: 'b@harbour.example', text: 'Let me see.' },
      from: { name: 'Mallory Reed', address: 'mallory@other.example' },
    })
    const sameId = await mailOf({ messageId: 'a@harbour.example', text: 'Another text altogether.' })
    await server.receive([first, first, otherWay, second, stranger, sameId, first])
    const [one, other] = await casesOf(server)
    if (one === undefined || other === undefined) throw new Error('two cases were expected')
    const messages = await messagesOf(server, one.id)
    expect(messages.map(({ messageId, held }) => [messageId, held])).toEqual([
      ['a@harbour.example', null],
      ['b@harbour.example', null],
      ['c@other.example', 'pending-sender'],
    ])
    expect((await messagesOf(server, other.id)).map(({ verdict }) => verdict['doubts'])).toEqual([
      ['id-doubled'],
    ])
    const { read } = server.server.store
    expect(await read.openRaw(messages[0]?.id as never)).toMatchObject({
      kind: 'bytes',
      bytes: Buffer.from(first),
    })
    expect(await read.listIntake('done', page)).toMatchObject({ items: { length: 7 } })
    expect(await read.listIntake('waiting', page)).toMatchObject({ items: [] })
    await server.close()
  })

  test('what cannot be read, and automata that answer nothing, are kept, listed and read again', async () => {
    const server = await startMailServer({ ground, name: 'unread' })
    const endless = Buffer.from(`${'X-Line: a\r\n'.repeat(20_000)}\r\nx`)
    const away = await mailOf({
      messageId: 'away@harbour.example',
      isAutomatic: true,
      subject: 'Out of office',
    })
    await server.receive([endless, away])
    const [failed, apart] = await Promise.all(
      ['failed', 'unplaced'].map((state) => server.ask('GET', `/v1/mail/intake?state=${state}`)),
    )
    expect(failed.items).toMatchObject([{ reason: expect.stringMatching(/^MAIL_REFUSED \(because headers/) }])
    expect(apart.items).toMatchObject([{ reason: 'out-of-office' }])
    expect(await casesOf(server)).toEqual([])
    const [[unread], [unplaced]] = [failed.items, apart.items]
    expect(await server.ask('POST', `/v1/mail/intake/${unread.id}/replay`, {})).toMatchObject({
      state: 'waiting',
    })
    expect(await server.ask('POST', `/v1/mail/intake/${unplaced.id}/replay`, {})).toMatchObject({
      state: 'waiting',
    })
    await server.log.until((lines) => countReceived(lines) >= 4)
    const gone = await server.ask('POST', `/v1/mail/intake/${unplaced.id}/discard`, {})
    expect(gone).toMatchObject({ state: 'unplaced', reason: 'discarded' })
    expect(await server.ask('GET', '/v1/mail')).toMatchObject({
      waiting: 0,
      failed: 1,
      unplaced: 1,
      doubt: 0,
    })
    await server.close()
  })
})
