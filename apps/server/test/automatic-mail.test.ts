// Rules for automatic mail on real servers, and a week in which desks and every kind of auto-responder answer each other.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countedMailbox } from '@holdfast/desk'
import { engines, openGround, secondsAfter, type Ground } from './fixtures.ts'
import { mailOf, openSink, startMailServer } from './mail-ground.ts'
import { domainOf, PostOffice, type Automatic, type Desk, type Responder } from './post-office.ts'

const start = '2026-03-02T00:00:00Z'
const daySeconds = 86_400
const desk = 'support@vendor.example'
const other = 'help@partner.example'
const en = 'We have your mail. Its number is {case}.'
const zh = '来信已收到，案例号为 {case}。'
const automaticMails = [
  { name: 'received', when: 'case-opened', en, zh },
  { name: 'late', when: 'after-archive', en },
]

const bounce = (from: string, to: string) =>
  Buffer.from(
    `From: MAILER-DAEMON@${domainOf(from)}\r\nTo: ${to}\r\nSubject: Undelivered Mail Returned to Sender\r\n` +
      `Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nNo such user.\r\n`,
  )

/** Domain by domain, how it answers whatever comes. */
const responders: { readonly [domain: string]: Responder } = {
  // They say what they are.
  'vacation.example': () => [{ draft: { isAutomatic: true }, envelopeFrom: '' }],
  'zh.example': (mail) => [
    { draft: { subject: `自动回复: ${mail.subject}`.slice(0, 90), text: '我正在休假。' } },
  ],
  'gone.example': (mail, { to }) => [{ raw: bounce(to, mail.replyTo[0]?.address ?? desk), envelopeFrom: '' }],
  'list.example': (_, { raw }) => [
    {
      raw: Buffer.concat([Buffer.from('List-Id: <all.list.example>\r\nPrecedence: list\r\n'), raw]),
      to: desk,
      envelopeFrom: 'list-bounces@list.example',
    },
  ],
  // These do not.
  'silent.example': () => [{}],
  'tickets.example': (_, __, count) => [
    {
      draft: {
        subject: `[Ticket ${count}] received`,
        text: `Ticket ${count} is yours.`,
        inReplyTo: null,
        references: [],
      },
      to: desk,
    },
  ],
  'twice.example': () => [
    {},
    { afterSeconds: 1_900, draft: { inReplyTo: null, references: [], subject: 'x' }, to: desk },
  ],
  'details.example': (_, __, count) => [
    {
      draft: {
        from: { name: '', address: `t+${count}@details.example` },
        ...{ inReplyTo: null, references: [], subject: `消息 ${count}`, text: `第 ${count} 封` },
      },
      to: desk,
      afterSeconds: 3_601,
    },
  ],
  'bounces-as-mail.example': (_, __, count) => [
    { draft: { subject: '退信', text: `无法投递 ${count}`, inReplyTo: null, references: [] }, to: desk },
  ],
}

function mostIn(seconds: number, moments: readonly number[]): number {
  return Math.max(
    0,
    ...moments.map((from) => moments.filter((at) => at >= from && at < from + seconds).length),
  )
}

function expectWithinLimits(sent: readonly Automatic[]): void {
  const within = (keyOf: (one: Automatic) => string, hour: number, day: number) => {
    for (const [key, list] of Map.groupBy(sent, keyOf)) {
      const moments = list.map(({ at }) => at)
      expect(mostIn(3_600, moments), key).toBeLessThanOrEqual(hour)
      expect(mostIn(daySeconds, moments), key).toBeLessThanOrEqual(day)
    }
  }
  within(({ to }) => countedMailbox(to), 2, 6)
  within((one) => one.case, 2, 4)
  within(({ to }) => domainOf(to), 20, 100)
}

const sentTo = (sent: readonly Automatic[], domain: string) =>
  sent.filter(({ to }) => domainOf(to) === domain).length

describe('a week of simulated time', () => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround('sqlite')
  })
  afterAll(() => ground.remove())

  test('with every kind of auto-responder: people get their answer, no address more than the limits', async () => {
    const office = new PostOffice(ground, start)
    const { sent, server } = await office.openDesk('week', { address: desk, automaticMails })
    for (const [domain, answer] of Object.entries(responders)) office.addResponder(domain, answer)
    const domains = [...Object.keys(responders), 'person.example']
    for (let day = 0; day < 7; day++)
      for (const [at, domain] of domains.entries())
        await office.write(`ines@${domain}`, desk, {
          ...{ subject: `Renewal fails ${day}`, text: 'It shows 3 days.' },
          afterSeconds: day * daySeconds + at * 1_800,
        })
    await office.run(secondsAfter(office.clock.now(), 7 * daySeconds))
    expectWithinLimits(sent)
    // Who says that it is an automaton, and who is a person, gets one answer to each mail of a person and no more.
    for (const domain of ['vacation.example', 'zh.example', 'gone.example', 'list.example', 'person.example'])
      expect(sentTo(sent, domain), domain).toBe(7)
    expect(sentTo(sent, 'tickets.example')).toBeGreaterThan(7)
    const { items } = await server.ask('GET', '/v1/cases?limit=100')
    expect(items.every(({ state }: { state: { kind: string } }) => state.kind === 'received')).toBe(true)
    await office.close()
  }, 240_000)
})

describe.each(engines)('automatic mail on %s', (engine) => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(engine)
  })
  afterAll(() => ground.remove())

  test('two desks of ours: one answer a mail, and silence', async () => {
    const office = new PostOffice(ground, start)
    const one = await office.openDesk('admitted-one', { address: desk, automaticMails })
    const two = await office.openDesk('admitted-two', { address: other, automaticMails })
    // Under the other desk's address, as forwarding rules do.
    for (let day = 0; day < 7; day++)
      await office.write(other, desk, {
        ...{ subject: `Renewal fails ${day}`, text: `Day ${day}.`, afterSeconds: day * daySeconds },
      })
    await office.run(secondsAfter(office.clock.now(), 7 * daySeconds))
    await office.close()
    expect([one.sent.length, two.sent.length]).toEqual([7, 0])
  }, 120_000)

  test('a sender whose address or name cannot be written gets no answer, and a case all the same', async () => {
    const sink = await openSink()
    const mail = { sender: sink.sender, automaticMails }
    const server = await startMailServer({ ground, name: `unwritable-${engine}`, mail })
    const senders = [
      '"ines calder"@harbour.example',
      `${'i'.repeat(70)}@harbour.example`,
      `${'Ines '.repeat(50)}<ines@harbour.example>`,
      'inés@harbour.example',
    ]
    const head = `To: ${desk}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n`
    await server.receive(
      senders.map((from, at) =>
        Buffer.from(
          `From: ${from}\r\n${head}Message-ID: <u${at}@harbour.example>\r\nSubject: Days ${at}\r\n\r\nDay ${at}.\r\n`,
        ),
      ),
    )
    const { items } = await server.ask('GET', '/v1/cases')
    expect(items.map(({ title }: { title: string }) => title).toSorted()).toEqual(
      senders.map((_, at) => `Days ${at}`),
    )
    expect(sink.mails).toEqual([])
    await server.close()
    await sink.close()
  })

  test('what it sends, and to whom it sends nothing', async () => {
    const sink = await openSink()
    const mail = { sender: sink.sender, automaticMails }
    const server = await startMailServer({ ground, name: `rules-${engine}`, mail })
    const from = { name: '韩明', address: 'han@harbour.example' }
    await server.receive([await mailOf({ messageId: 'a@harbour.example', from, text: '续期失败。' })])
    await server.log.until((lines) => lines.some(({ outcome }) => outcome === 'sent'))
    const [sent] = sink.mails
    const text = Buffer.from(sent?.raw ?? []).toString('utf8')
    expect(sent?.envelope).toMatchObject({ from: '', to: [from.address] })
    expect(text).toMatch(/^Auto-Submitted: auto-replied\r$/m)
    expect(text).toMatch(/^In-Reply-To: <a@harbour\.example>\r$/m)
    const [made] = (await server.ask('GET', '/v1/cases')).items
    expect(made).toMatchObject({ state: { kind: 'received' } })
    const { items } = await server.ask('GET', `/v1/cases/${made.number}/messages`)
    const answer = await server.ask('GET', `/v1/messages/${items[1].id}`)
    expect(answer).toMatchObject({
      direction: 'out',
      audience: 'customer',
      text: zh.replace('{case}', made.number),
    })
    expect(answer.verdict).toMatchObject({ rule: 'automatic', facts: { by: 'received' } })
    // A reply in the case opens none; a colleague, a list, and a mail without a return path get nothing.
    const reply = { inReplyTo: 'a@harbour.example', from }
    const staff = { from: { name: 'Teun Barlow', address: 'teun@vendor.example' } }
    await server.receive([
      await mailOf({ messageId: 'b@harbour.example', text: 'More.', ...reply }),
      await mailOf({ messageId: 'c@vendor.example', text: 'Inner.', ...staff }),
      await mailOf({ messageId: 'd@other.example', text: 'News.', isAutomatic: true }),
    ])
    const again = await server.deliver(
      await mailOf({ messageId: 'e@x.example', text: 'No way back.' }),
      undefined,
      '',
    )
    expect(again.kind).toBe('sent')
    await server.receive([await mailOf({ messageId: 'f@harbour.example', text: 'Once more, in English.' })])
    await server.log.until((lines) => lines.filter(({ outcome }) => outcome === 'sent').length >= 2)
    expect(sink.mails.map(({ envelope }) => envelope?.to)).toEqual([[from.address], ['ines@harbour.example']])
    expect(Buffer.from(sink.mails[1]?.raw ?? []).toString('utf8')).toContain('We have your mail.')
    await server.close()
    await sink.close()
  })
})

/**
 * Each mail of a desk begins a case at the other, whose answer begins one here: nothing but limits ends that. On SQLite alone:
 * a week is more than a hundred mails, and what the engines do differently, counting, is tested with the store on both.
 */
describe('two desks behind a relay that removes every sign of an automaton and of a case', () => {
  /** Where nothing else ends it, the relay does. */
  const relayedMax = 100
  /** Hours between them, so that the hour stops the first three and the day the fourth. */
  const kickHours = [0, 2, 4, 6]

  let ground: Ground
  beforeAll(async () => {
    ground = await openGround('sqlite')
  })
  afterAll(() => ground.remove())

  async function playWeek(name: string, settings: object) {
    const office = new PostOffice(ground, start)
    Object.assign(office, { removesTraces: true, relayedMax })
    const one = await office.openDesk(`${name}-one`, { address: desk, automaticMails, ...settings })
    const two = await office.openDesk(`${name}-two`, { address: other, automaticMails, ...settings })
    for (let day = 0; day < 7; day++)
      for (const hour of kickHours)
        await office.write(other, desk, {
          ...{ subject: `Renewal fails ${day}`, text: `At ${hour}.` },
          afterSeconds: day * daySeconds + hour * 3_600,
        })
    await office.run(secondsAfter(office.clock.now(), 7 * daySeconds))
    const cases = await Promise.all([one, two].map(countCases))
    await office.close()
    // What the relay leaves joins nothing: as many cases as mails.
    expect(cases).toEqual([one.received, two.received])
    const mostOf = ({ sent }: Desk) => {
      expect(new Set(sent.map(({ to }) => to)).size).toBe(1)
      const moments = sent.map(({ at }) => at)
      return { hour: mostIn(3_600, moments), day: mostIn(daySeconds, moments) }
    }
    return { one, two, relayed: office.relayed, most: [mostOf(one), mostOf(two)] }
  }

  test('with the limits no address gets more, each limit is reached, and all is silent again', async () => {
    const { one, two, relayed, most } = await playWeek('held', {})
    expectWithinLimits(one.sent)
    expectWithinLimits(two.sent)
    expect(most).toEqual([
      { hour: 2, day: 6 },
      { hour: 2, day: 6 },
    ])
    expect([one.sent.length, two.sent.length]).toEqual([7 * 6, 7 * 6])
    expect(relayed).toBeLessThan(relayedMax)
  }, 240_000)

  test('without them the same week would never end, and everybody gets more', async () => {
    const { relayed, most } = await playWeek('free', { automaticLimits: [] })
    expect(relayed).toBe(relayedMax)
    for (const { hour, day } of most) {
      expect(hour).toBeGreaterThanOrEqual(relayedMax / 2)
      expect(day).toBeGreaterThanOrEqual(relayedMax / 2)
    }
  }, 240_000)
})

async function countCases({ server }: Desk): Promise<number> {
  return (await server.ask('GET', '/v1/cases?limit=200')).items.length
}
