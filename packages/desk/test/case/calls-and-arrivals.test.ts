import type { Instant } from '@holdfast/capabilities'
import { describe, expect, test } from 'vitest'
import { acknowledgementCharsMax, isAcknowledgement } from '../../src/case/acknowledgement.ts'
import { consentOfCall, decideCall, decideCallConfirmed, listUnconfirmedCalls } from '../../src/case/call.ts'
import { challengeCharsMax, decideArrival, type ArrivedMessage } from '../../src/case/decide-arrival.ts'
import { decideNote, listOpenDisagreements, type Note } from '../../src/case/note.ts'
import { whoHasTheBall, listBalls, type BallFacts } from '../../src/case/list-balls.ts'
import { caseListMax } from '../../src/case/case-texts.ts'
import { caseStateKinds } from '../../src/case/case-state.ts'
import { engineer, firstResponse, now, rule, stateOf } from './cases.ts'
import { archiveRequest, promisedLetter, requestIn, retestQuestion } from './entries.ts'

const context = { actor: engineer, now }
const call = {
  id: 'call_9',
  at: (now - 600) as Instant,
  zone: 'Asia/Shanghai',
  parties: [{ party: 'customer' as const, person: 'per_customer' }],
  said: '到期后重新输入序列号，激活成功',
  agreed: ['归档'],
  consent: { to: '归档', who: 'per_customer' },
}
const recorded = () => {
  const decided = decideCall(call, context)
  if (decided.kind !== 'call') throw new Error(decided.code)
  return decided.call
}

describe('calls', () => {
  test('a call is recorded, stays unconfirmed until a mail to the customer, and its consent counts', () => {
    const made = recorded()
    expect(listUnconfirmedCalls([made])).toEqual([made])
    expect(consentOfCall(made)).toEqual({
      who: 'per_customer',
      how: 'call',
      at: call.at,
      reference: 'call_9',
    })
    expect(decideCallConfirmed(made, { ...firstResponse, audience: 'internal' })).toMatchObject({
      code: 'CASE_FACTS_MISSING',
    })
    const confirmed = decideCallConfirmed(made, firstResponse)
    if (confirmed.kind !== 'call') throw new Error(confirmed.code)
    expect(listUnconfirmedCalls([confirmed.call])).toEqual([])
  })

  /** what is wrong | code | facts */
  test.each([
    ['by a rule', {}, { actor: rule, now }, 'PERSON_NEEDED', {}],
    ['in the future', { at: (now + 1) as Instant }, context, 'INPUT_INVALID', {}],
    ['in no zone', { zone: 'Mars/Olympus' }, context, 'INPUT_INVALID', {}],
    ['with nobody', { parties: [] }, context, 'CASE_FACTS_MISSING', { missing: ['parties'] }],
    ['without words', { said: ' ' }, context, 'CASE_FACTS_MISSING', { missing: ['said'] }],
    [
      'consent by nobody',
      { consent: { to: '', who: '' } },
      context,
      'CASE_FACTS_MISSING',
      { missing: ['consentTo', 'consentWho'] },
    ],
    [
      'too many parties',
      { parties: Array(caseListMax + 1).fill(call.parties[0]) },
      context,
      'INPUT_INVALID',
      {},
    ],
  ] as const)('%s', (_, changes, by, code, facts) => {
    expect(decideCall({ ...call, ...changes }, by)).toMatchObject({ code, facts })
  })

  test('now is not the future, and a full list is taken', () => {
    const parties = Array.from({ length: caseListMax }, () => call.parties[0]!)
    expect(decideCall({ ...call, at: now, parties }, context).kind).toBe('call')
  })
})

/** text | what it is */
const acknowledgements: readonly (readonly [string, boolean])[] = [
  ['知悉', true],
  ['知悉，谢谢！', true],
  ['李工，\n\n好的，收到。\n\n--\n工程部 张三 13800000000', true],
  ['好的\n\n发件人：甲\n发送时间：昨天\n原文很长很长很长', true],
  ['Noted, thanks.', true],
  ['Hi Dana,\n\nGot it. Thank you!\n\nOn Monday, Dana wrote:\n> can it be activated again?', true],
  ['Ｎｏｔｅｄ', true],
  ['没有补充。', true],
  ['知悉，但到期后仍不能激活', false],
  ['收到，请问何时完成？', false],
  ['好的吗', false],
  ['OK?', false],
  ['OK, please send the letter.', false],
  ['', false],
  ['> 知悉', false],
  ['李工', false],
]
test.each(acknowledgements)('%j acknowledges: %s', (text, expected) => {
  expect(isAcknowledgement(text)).toBe(expected)
})

test('an acknowledgement is short, and a text without end is judged at once', () => {
  const parts = (length: number) => '好的，'.repeat(length / 3)
  expect(isAcknowledgement(parts(acknowledgementCharsMax))).toBe(true)
  expect(isAcknowledgement(parts(acknowledgementCharsMax + 3))).toBe(false)
  expect(isAcknowledgement(`On ${'wrote '.repeat(300_000)}`)).toBe(false)
  expect(isAcknowledgement('hi a a a a a a '.repeat(100_000))).toBe(false)
})

describe('a message that comes', () => {
  const message: ArrivedMessage = {
    id: 'msg_23',
    at: now,
    from: 'per_letters',
    automatic: false,
    subject: '回复: 归档',
    text: '现在重新输入序列号可以了吗？\n> 到期后重新输入序列号，激活成功',
  }

  test.each(caseStateKinds)('never changes the state: %s', (kind) => {
    const { events, question, because } = decideArrival(stateOf[kind], message, 'q_9')
    expect(events.filter((event) => event.kind === 'moved')).toEqual([])
    expect(because).toBe(kind === 'archived' ? 'challenge' : 'message')
    expect(question === null).toBe(kind !== 'archived')
  })

  test('after the archive it is an open question, in its own words', () => {
    expect(decideArrival(stateOf.archived, message, 'q_9')).toMatchObject({
      question: {
        id: 'q_9',
        question: '现在重新输入序列号可以了吗？',
        message: 'msg_23',
        blocks: true,
        state: { kind: 'open' },
      },
      events: [{ kind: 'challenged', by: 'per_letters', message: 'msg_23' }],
    })
  })

  test('an acknowledgement and an automaton raise nothing', () => {
    expect(decideArrival(stateOf.archived, { ...message, text: '知悉' }, 'q_9')).toMatchObject({
      because: 'acknowledgement',
      question: null,
    })
    expect(decideArrival(stateOf.archived, { ...message, automatic: true }, 'q_9')).toMatchObject({
      because: 'automatic',
      question: null,
    })
  })

  test('its question repeats so much and no more, and cuts no character', () => {
    const question = (text: string) =>
      decideArrival(stateOf.archived, { ...message, text }, 'q').question!.question
    expect(question('字'.repeat(challengeCharsMax))).toHaveLength(challengeCharsMax)
    expect(question('字'.repeat(challengeCharsMax + 1))).toHaveLength(challengeCharsMax)
    expect(question(`a${'\u{20000}'.repeat(challengeCharsMax)}`).isWellFormed()).toBe(true)
    expect(question('> quoted alone')).toBe('回复: 归档')
  })
})

describe('who has the ball', () => {
  const facts: BallFacts = { state: stateOf.investigating, requests: [], questions: [], commitments: [], now }
  const later = (seconds: number) => (now + seconds) as Instant
  const asked = (party: 'rnd' | 'customer', at: Instant) => ({
    ...archiveRequest,
    id: `req_${party}`,
    addressee: { party, person: null },
    state: { kind: 'asked' as const, since: at },
  })

  test.each([
    ['work that waits for nobody', {}, 'support'],
    ['waiting', { state: stateOf.waiting }, 'customer'],
    ['R&D was asked', { requests: [asked('rnd', now)] }, 'rnd'],
    ['two were asked: the first', { requests: [asked('rnd', later(5)), asked('customer', now)] }, 'customer'],
    ['R&D asked support', { requests: [requestIn('asked')] }, 'support'],
    ['answered', { requests: [requestIn('answered')] }, 'support'],
    ['resolved, not archived', { state: stateOf.resolved }, 'support'],
    ['archived', { state: stateOf.archived }, undefined],
    [
      'archived and challenged',
      { state: stateOf.archived, questions: [{ ...retestQuestion, owner: null }] },
      'support',
    ],
    [
      'a commitment is overdue',
      { requests: [asked('rnd', now)], commitments: [{ ...promisedLetter, due: now }], now: later(1) },
      'support',
    ],
    [
      'waiting, and the moment to look again has come',
      { state: { ...stateOf.waiting, resumeBy: now } as BallFacts['state'] },
      'customer',
    ],
  ] as const)('%s', (_, changes, party) => {
    expect(whoHasTheBall({ ...facts, ...(changes as Partial<BallFacts>) })?.party).toBe(party)
  })

  test('everybody who owes something is listed, with since when and why', () => {
    const balls = listBalls({
      ...facts,
      state: { ...stateOf.waiting, resumeBy: later(10) } as BallFacts['state'],
      requests: [asked('rnd', later(-50)), asked('customer', later(-5))],
      now: later(10),
    })
    expect(
      balls.map(({ party, since, because }) => [party, since - now, because.map(({ kind }) => kind)]),
    ).toEqual([
      ['customer', -5, ['waiting', 'request']],
      ['rnd', -50, ['request']],
      ['support', 10, ['state']],
    ])
  })
})

describe('notes', () => {
  const noted = (note: Omit<Note, 'at' | 'by'>, notes: readonly Note[] = []) =>
    decideNote(note, notes, context)
  const disagreement: Note = {
    id: 'note_1',
    kind: 'disagreement',
    text: '应由研发填写表格',
    settles: null,
    at: now,
    by: 'per_adviser',
  }

  test('a decision settles a disagreement once', () => {
    const decided = noted({ id: 'note_2', kind: 'decision', text: '研发填写，支持补充', settles: 'note_1' }, [
      disagreement,
    ])
    if (decided.kind !== 'noted') throw new Error(decided.code)
    expect(listOpenDisagreements([disagreement])).toEqual([disagreement])
    expect(listOpenDisagreements([disagreement, decided.note])).toEqual([])
    expect(
      noted({ id: 'note_3', kind: 'decision', text: 'x', settles: 'note_1' }, [disagreement, decided.note]),
    ).toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('a note needs words, and only a decision settles', () => {
    expect(noted({ id: 'n', kind: 'note', text: ' ', settles: null })).toMatchObject({
      facts: { missing: ['text'] },
    })
    expect(noted({ id: 'n', kind: 'note', text: 'x', settles: 'note_1' }, [disagreement])).toMatchObject({
      code: 'INPUT_INVALID',
    })
  })
})
