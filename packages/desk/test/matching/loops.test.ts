// A week in which desks and every kind of auto-responder answer each other. spec: threading §7
import { describe, expect, test } from 'vitest'
import { instant } from '@holdfast/capabilities/testing'
import { automaticLimits, type AutomaticLimit } from '../../src/matching/automatic-mail.ts'
import type { AutomatonClue } from '../../src/matching/message-clues.ts'
import { AcknowledgingDesk, MailWorld, type Actor, type WorldMail } from './mail-world.ts'

const start = instant('2026-03-02T08:00:00Z')
const daySeconds = 86_400
const weekSeconds = 7 * daySeconds
/** Far more than any bounded world delivers. */
const mailsMax = 60_000

const person: AutomatonClue = { kind: 'person' }
const admitted: AutomatonClue = { kind: 'auto-reply' }

type Reply = Partial<WorldMail> & { readonly afterSeconds?: number; readonly copies?: number }

/** Answers each mail with what `reply` says; null: not this one. */
function responder(at: string, reply: (mail: WorldMail, count: number) => Reply | null): Actor {
  let count = 0
  return {
    at,
    receive(mail, world) {
      const answer = reply(mail, ++count)
      if (answer === null) return
      const { afterSeconds, copies = 1, ...given } = answer
      const usual = { from: at, to: mail.replyTo ?? mail.from, subject: `Re: ${mail.subject}`.slice(0, 80) }
      const sent = { ...usual, answers: mail.messageId, admits: person, returnPath: at, ...given }
      for (let copy = 0; copy < copies; copy++) world.send(sent, afterSeconds ?? 3)
    },
  }
}

const desk = 'desk@support.example'
const daily = new Map<string, number>()
const kinds: { readonly [name: string]: { readonly at: string; readonly actor: () => Actor } } = {
  'a vacation note to everything': of('v@one.example', () => ({
    admits: { kind: 'out-of-office' },
    returnPath: '',
  })),
  'a vacation note that admits nothing': of('v@two.example', () => ({})),
  'a vacation note once a day': of('v@three.example', (mail, count) => {
    const day = Math.floor(count / 4)
    const isNew = daily.get(mail.from) !== day
    daily.set(mail.from, day)
    return isNew ? {} : null
  }),
  'a list that sends everything back': of('list@four.example', (mail) => ({
    ...{ from: mail.from, to: desk, messageId: mail.messageId, subject: `[list] ${mail.subject}` },
    ...{ admits: { kind: 'list' }, returnPath: 'list-bounces@four.example' },
  })),
  'a list that admits nothing': of('list@five.example', (mail) => ({
    to: desk,
    subject: `[list] ${mail.subject}`,
    answers: null,
  })),
  'a mailbox that bounces': of('gone@six.example', (mail) => ({
    ...{ from: 'mailer-daemon@six.example', to: mail.replyTo ?? mail.from, subject: 'Undeliverable' },
    ...{ admits: { kind: 'bounce', about: mail.messageId }, returnPath: '' },
  })),
  'a bounce that looks like a mail of a person': of('gone@seven.example', () => ({
    subject: '退信',
    answers: null,
    to: desk,
  })),
  'a foreign desk that acknowledges every mail': of('help@eight.example', (_, count) => ({
    ...{ subject: `[Ticket ${count}] received`, to: desk },
  })),
  'one that strips all headers and changes subjects': of('s@nine.example', (_, count) => ({
    ...{ subject: `消息 ${count}`, answers: null, to: desk },
  })),
  'one that answers from another address': of('@ten.example', (_, count) => ({
    ...{ from: `r${count}@ten.example`, returnPath: `r${count}@ten.example`, answers: null, to: desk },
  })),
  'one that makes up details': of('t@eleven.example', (_, count) => ({
    from: `t+${count}@eleven.example`,
    answers: null,
    to: desk,
  })),
  'one that answers with delay': of('d@twelve.example', () => ({ afterSeconds: 3_700 })),
  'one that answers with delay and forgets the thread': of('d@thirteen.example', () => ({
    ...{ afterSeconds: 3_601, answers: null, to: desk },
  })),
  'one that answers twice': of('w@fourteen.example', () => ({ copies: 2 })),
  'one that answers twice after half an hour': of('w@fifteen.example', () => ({
    copies: 2,
    afterSeconds: 1_900,
  })),
}

function of(at: string, reply: (mail: WorldMail, count: number) => Reply | null) {
  return { at, actor: () => responder(at, reply) }
}

/** One mail a day by a person at each address, then a week of answers. */
function playWeek(
  actors: readonly Actor[],
  people: readonly string[],
  to: string,
  limit = mailsMax,
): MailWorld {
  daily.clear()
  const world = new MailWorld(start, weekSeconds, actors)
  for (let day = 0; day < 7; day++)
    for (const [at, from] of people.entries())
      world.send(
        { from, to, subject: `激活问题 ${day}`, answers: null, admits: person, returnPath: from },
        day * daySeconds + at * 60,
      )
  world.run(limit)
  return world
}

function newDesk(
  limits: readonly AutomaticLimit[] = automaticLimits,
  admits: AutomatonClue = admitted,
): AcknowledgingDesk {
  return new AcknowledgingDesk('desk', 'support.example', { limits, admits })
}

function mostIn(seconds: number, moments: readonly number[]): number {
  return Math.max(
    0,
    ...moments.map((from) => moments.filter((at) => at >= from && at < from + seconds).length),
  )
}

function expectWithinLimits({ sent }: AcknowledgingDesk): void {
  const mailboxOf = (address: string) => address.replace(/\+[^@]*/, '')
  const groups = (keyOf: (one: (typeof sent)[number]) => string) => [
    ...Map.groupBy(sent, keyOf)
      .values()
      .map((list) => list.map(({ at }) => at)),
  ]
  const within = (keyOf: (one: (typeof sent)[number]) => string, hour: number, day: number) => {
    for (const moments of groups(keyOf)) {
      expect(mostIn(3_600, moments)).toBeLessThanOrEqual(hour)
      expect(mostIn(daySeconds, moments)).toBeLessThanOrEqual(day)
      expect(moments.length).toBeLessThanOrEqual(7 * day)
    }
  }
  within(({ to }) => mailboxOf(to), 2, 6)
  within((one) => one.case, 2, 4)
  within(({ to }) => mailboxOf(to).split('@')[1] ?? '', 20, 100)
}

describe('a week with', () => {
  test.each(Object.entries(kinds))('%s', (_, { at, actor }) => {
    const ours = newDesk()
    const from = at.startsWith('@') ? `first${at}` : at
    const world = playWeek([ours, actor()], [from], desk)
    expectWithinLimits(ours)
    expect(ours.sent.length).toBeGreaterThanOrEqual(7)
    expect(world.delivered.length).toBeLessThan(at.startsWith('@') ? 2_200 : 200)
  })

  test('what admits that it answers by itself: nothing but the mails of people is acknowledged', () => {
    for (const name of [
      'a vacation note to everything',
      'a mailbox that bounces',
      'a list that sends everything back',
    ]) {
      const ours = newDesk()
      const kind = kinds[name]
      if (kind === undefined) throw new Error(name)
      playWeek([ours, kind.actor()], [kind.at], desk)
      expect(ours.sent.length, name).toBe(7)
    }
  })

  test('all of them at once', () => {
    const ours = newDesk()
    const actors = Object.values(kinds).map(({ actor }) => actor())
    const people = Object.values(kinds).map(({ at }) => (at.startsWith('@') ? `first${at}` : at))
    const world = playWeek([ours, ...actors], people, desk)
    expectWithinLimits(ours)
    expect(
      mostIn(
        3_600,
        ours.sent.map(({ at }) => at),
      ),
    ).toBeLessThanOrEqual(300)
    expect(ours.sent.length).toBeLessThan(700 + Object.keys(kinds).length * 7 * 6)
    expect(world.delivered.length).toBeLessThan(4_000)
  })
})

describe('two desks of ours', () => {
  const other = 'help@partner.example'
  const start = (limits: readonly AutomaticLimit[], admits: AutomatonClue) => {
    const one = newDesk(limits, admits)
    const two = new AcknowledgingDesk('help', 'partner.example', { limits, admits })
    // A person writes to one desk under the other's address, as forwarding rules do.
    const world = playWeek([one, two], [other], desk, 5_000)
    return { one, two, world }
  }

  test('that admit what they are: one acknowledgement a mail, and silence', () => {
    const { one, two, world } = start(automaticLimits, admitted)
    expect([one.sent.length, two.sent.length]).toEqual([7, 0])
    expect(world.delivered.length).toBe(14)
  })

  test('behind a relay that removes every header: held by the limits', () => {
    const { one, two, world } = start(automaticLimits, person)
    expectWithinLimits(one)
    expectWithinLimits(two)
    expect(one.sent.length).toBeGreaterThan(7)
    expect(one.sent.length + two.sent.length).toBeLessThanOrEqual(2 * 7 * 6)
    expect(world.delivered.length).toBeLessThan(100)
  })

  test('without limits they would never stop', () => {
    const { world } = start([], person)
    expect(world.delivered.length).toBe(5_000)
    expect(world.clock.now() - instant('2026-03-02T08:00:00Z')).toBeLessThan(daySeconds)
  })
})

test('a responder with a new domain for every mail is held by the limit of the whole desk', () => {
  const ours = newDesk([{ per: 'desk', windowSeconds: 3_600, mailsMax: 30 }])
  let count = 0
  const everywhere: Actor = {
    at: '*',
    receive(_, world) {
      // Two answers to each mail: without a limit they would double every few seconds.
      for (let copy = 0; copy < 2; copy++) world.send(fromNew(++count))
    },
  }
  const fromNew = (number: number) => {
    const from = `r@d${number}.example`
    return { from, to: desk, subject: `x ${number}`, answers: null, admits: person, returnPath: from }
  }
  const world = new MailWorld(start, daySeconds, [ours, everywhere])
  for (let hour = 0; hour < 24; hour++) world.send(fromNew(++count), hour * 3_600)
  world.run(mailsMax)
  const moments = ours.sent.map(({ at }) => at)
  expect(mostIn(3_600, moments)).toBe(30)
  expect(moments.length).toBeGreaterThan(30 * 20)
  expect(moments.length).toBeLessThanOrEqual(30 * 24)
})
