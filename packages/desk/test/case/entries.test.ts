// Requests, commitments and open questions: one table each, and the same precedence of refusals.
import type { Instant } from '@holdfast/capabilities'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decideRequest,
  decideRequestChange,
  isOpenRequest,
  type CaseRequest,
  type RequestAction,
} from '../../src/case/case-request.ts'
import { caseTextCharsMax } from '../../src/case/case-texts.ts'
import {
  commitmentTransitions,
  decideCommitment,
  decideCommitmentChange,
  isOverdue,
  wasKeptLate,
  type Commitment,
  type CommitmentAction,
} from '../../src/case/commitment.ts'
import { entryRefusals } from '../../src/case/entry-refusals.ts'
import { listBlockers } from '../../src/case/list-blockers.ts'
import {
  decideQuestion,
  decideQuestionChange,
  questionTransitions,
  type OpenQuestion,
  type QuestionAction,
} from '../../src/case/open-question.ts'
import { engineer, now, rule } from './cases.ts'
import { archiveRequest, promisedLetter, requestIn, retestQuestion } from './entries.ts'

const context = { actor: engineer, now }
const requestActions: { readonly [kind in RequestAction['kind']]: RequestAction & { kind: kind } } = {
  answer: { kind: 'answer', text: '100/300/600/800 天', reference: 'msg_5' },
  'answer-partly': { kind: 'answer-partly', text: '规律不明', reference: null, open: '最大值' },
  decline: { kind: 'decline', reason: '原因已明，无需日志' },
  collect: { kind: 'collect', reference: 'att_1' },
  withdraw: { kind: 'withdraw', reason: '不再需要' },
  'ask-again': { kind: 'ask-again', reason: '结论有变' },
}

/** state | answer | answer-partly | decline | collect | withdraw | ask-again; `-` is refused */
const requestRows = [
  'asked     | answered | partly | declined | collected | withdrawn | -',
  'partly    | answered | partly | declined | collected | withdrawn | -',
  'answered  | -        | -      | -        | -         | -         | asked',
  'declined  | answered | partly | -        | collected | withdrawn | asked',
  'collected | -        | -      | -        | -         | -         | asked',
  'withdrawn | -        | -      | -        | -         | -         | -',
]
test.each(requestRows)('request: %s', (row) => {
  const [state, ...expected] = row.split('|').map((cell) => cell.trim())
  const request = requestIn(state as CaseRequest['state']['kind'])
  const got = Object.values(requestActions).map((action) => {
    const decided = decideRequestChange(request, action, context)
    return decided.kind === 'request' ? decided.request.state.kind : '-'
  })
  expect(got).toEqual(expected)
})

const commitmentActions: readonly CommitmentAction[] = [
  { kind: 'keep', evidence: [{ kind: 'message', id: 'msg_21' }] },
  { kind: 'break', reason: 'legal said no' },
  { kind: 'withdraw', reason: 'not needed' },
]
const commitmentStates: { readonly [kind in Commitment['state']['kind']]: Commitment['state'] } = {
  open: { kind: 'open' },
  kept: { kind: 'kept', at: now, evidence: [{ kind: 'message', id: 'msg_21' }] },
  broken: { kind: 'broken', at: now, reason: 'legal said no' },
  withdrawn: { kind: 'withdrawn', at: now, reason: 'not needed' },
}
/** state | keep | break | withdraw */
const commitmentRows = [
  'open | kept | broken | withdrawn',
  'kept | - | - | -',
  'broken | kept | - | -',
  'withdrawn | - | - | -',
]
test.each(commitmentRows)('commitment: %s', (row) => {
  const [state, ...expected] = row.split('|').map((cell) => cell.trim())
  const commitment = { ...promisedLetter, state: commitmentStates[state as keyof typeof commitmentStates] }
  const got = commitmentActions.map((action) => {
    const decided = decideCommitmentChange(commitment, action, context)
    return decided.kind === 'commitment' ? decided.commitment.state.kind : '-'
  })
  expect(got).toEqual(expected)
})

const questionActions: readonly QuestionAction[] = [
  { kind: 'answer', answer: 'yes', evidence: [{ kind: 'test', id: 'test_1' }] },
  { kind: 'withdraw', reason: 'no device' },
  { kind: 'reopen', reason: 'doubted' },
]
const questionStates: { readonly [kind in OpenQuestion['state']['kind']]: OpenQuestion['state'] } = {
  open: { kind: 'open' },
  answered: { kind: 'answered', at: now, answer: 'yes', evidence: [] },
  withdrawn: { kind: 'withdrawn', at: now, reason: 'no device' },
}
/** state | answer | withdraw | reopen */
const questionRows = [
  'open | answered | withdrawn | -',
  'answered | - | - | open',
  'withdrawn | - | - | open',
]
test.each(questionRows)('question: %s', (row) => {
  const [state, ...expected] = row.split('|').map((cell) => cell.trim())
  const question = { ...retestQuestion, state: questionStates[state as keyof typeof questionStates] }
  const got = questionActions.map((action) => {
    const decided = decideQuestionChange(question, action, context)
    return decided.kind === 'question' ? decided.question.state.kind : '-'
  })
  expect(got).toEqual(expected)
})

test('the tables name every state', () => {
  expect(requestRows).toHaveLength(6)
  expect(commitmentRows.map((row) => row.split(' ')[0])).toEqual(Object.keys(commitmentTransitions))
  expect(questionRows.map((row) => row.split(' ')[0])).toEqual(Object.keys(questionTransitions))
})

describe('two reasons at once: the first of the list is told', () => {
  const long = 'x'.repeat(caseTextCharsMax + 1)
  const byRule = { actor: rule, now }
  const partly = (text: string, open: string): RequestAction => ({
    kind: 'answer-partly',
    text,
    reference: null,
    open,
  })
  const pairs: readonly (readonly [string, CaseRequest, RequestAction, typeof context])[] = [
    ['PERSON_NEEDED before INPUT_INVALID', requestIn('asked'), partly(long, 'x'), byRule],
    ['PERSON_NEEDED before CASE_ENTRY_STATE_WRONG', requestIn('withdrawn'), partly('x', 'x'), byRule],
    ['PERSON_NEEDED before CASE_FACTS_MISSING', requestIn('asked'), partly('x', ''), byRule],
    ['INPUT_INVALID before CASE_ENTRY_STATE_WRONG', requestIn('withdrawn'), partly(long, 'x'), context],
    ['INPUT_INVALID before CASE_FACTS_MISSING', requestIn('asked'), partly(long, ''), context],
    ['CASE_ENTRY_STATE_WRONG before CASE_FACTS_MISSING', requestIn('withdrawn'), partly('', ''), context],
  ]
  test.each(pairs)('%s', (title, request, action, by) => {
    expect(decideRequestChange(request, action, by)).toMatchObject({ code: title.split(' before ')[0] })
  })
  test('every pair of the list stands in the table', () => {
    const wanted = entryRefusals.flatMap((first, at) =>
      entryRefusals.slice(at + 1).map((second) => `${first} before ${second}`),
    )
    expect(pairs.map(([title]) => title).toSorted()).toEqual(wanted.toSorted())
  })
})

describe('what is missing is named', () => {
  test.each([
    [{ kind: 'answer', text: ' ', reference: null }, ['text']],
    [{ kind: 'answer-partly', text: '', reference: null, open: '' }, ['text', 'open']],
    [{ kind: 'decline', reason: '' }, ['reason']],
    [{ kind: 'collect', reference: '' }, ['reference']],
    [{ kind: 'withdraw', reason: '\n' }, ['reason']],
  ] satisfies [RequestAction, string[]][])('request %o', (action, missing) => {
    expect(decideRequestChange(requestIn('asked'), action, context)).toMatchObject({ facts: { missing } })
  })

  test('a commitment is kept with evidence only, a question answered with an answer only', () => {
    expect(decideCommitmentChange(promisedLetter, { kind: 'keep', evidence: [] }, context)).toMatchObject({
      code: 'CASE_FACTS_MISSING',
      facts: { missing: ['evidence'] },
    })
    expect(
      decideQuestionChange(retestQuestion, { kind: 'answer', answer: '', evidence: [] }, context),
    ).toMatchObject({ facts: { missing: ['answer'] } })
  })

  test('new entries', () => {
    expect(decideRequest({ ...archiveRequest, question: '' }, context)).toMatchObject({
      facts: { missing: ['question'] },
    })
    const oneself = { ...archiveRequest, addressee: archiveRequest.asker }
    expect(decideRequest(oneself, context)).toMatchObject({ facts: { missing: ['other'] } })
    expect(decideCommitment({ ...promisedLetter, what: ' ' }, context)).toMatchObject({
      facts: { missing: ['what'] },
    })
    expect(decideQuestion({ ...retestQuestion, question: '' }, context)).toMatchObject({
      facts: { missing: ['question'] },
    })
    expect(decideRequest(archiveRequest, { actor: rule, now })).toMatchObject({ code: 'PERSON_NEEDED' })
    expect(decideRequest(archiveRequest, context)).toMatchObject({
      request: { askedAt: now, answers: [], state: { kind: 'asked', since: now } },
    })
  })
})

test('answers are kept, every one, also where the next one takes them back', () => {
  const first = decideRequestChange(requestIn('asked'), requestActions['answer-partly'], context)
  if (first.kind !== 'request') throw new Error(first.code)
  const second = decideRequestChange(first.request, requestActions.answer, context)
  if (second.kind !== 'request') throw new Error(second.code)
  expect(second.request.answers.map(({ text, reference }) => [text, reference])).toEqual([
    ['规律不明', null],
    ['100/300/600/800 天', 'msg_5'],
  ])
})

test('no sequence of actions loses an answer or leaves a request without its facts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...Object.values(requestActions)), { maxLength: 30, size: 'max' }),
      (actions) => {
        let request = requestIn('asked')
        for (const action of actions) {
          const decided = decideRequestChange(request, action, context)
          if (decided.kind === 'refused') continue
          const added = action.kind.startsWith('answer') ? 1 : 0
          expect(decided.request.answers).toHaveLength(request.answers.length + added)
          request = decided.request
          const isAnswered = request.state.kind === 'answered' || request.state.kind === 'partly'
          expect(request.answers.length > 0 || !isAnswered).toBe(true)
        }
      },
    ),
    { seed: 20_240_304, numRuns: 300 },
  )
})

test('due at its moment, not a second before; late is told', () => {
  const due = { ...promisedLetter, due: (now + 60) as Instant }
  expect(isOverdue(due, (now + 59) as Instant)).toBe(false)
  expect(isOverdue(due, (now + 60) as Instant)).toBe(true)
  expect(isOverdue({ ...due, state: commitmentStates.withdrawn }, (now + 60) as Instant)).toBe(false)
  expect(
    wasKeptLate({ ...due, state: { ...commitmentStates.kept, at: (now + 59) as Instant } as never }),
  ).toBe(false)
  expect(
    wasKeptLate({ ...due, state: { ...commitmentStates.kept, at: (now + 60) as Instant } as never }),
  ).toBe(true)
})

test('what blocks: questions, requests and cases that are open and said to block', () => {
  const blocking = { ...requestIn('asked'), blocks: true }
  expect(
    listBlockers({
      questions: [retestQuestion, { ...retestQuestion, id: 'q_2', blocks: false }],
      requests: [blocking, { ...requestIn('declined'), blocks: true }, requestIn('asked')],
      blockedBy: [
        { id: 'cas_1', number: 'CAS-00016', state: 'planned' },
        { id: 'cas_2', number: 'CAS-00012', state: 'resolved' },
      ],
    }),
  ).toEqual([`question ${retestQuestion.id}`, `request ${blocking.id}`, 'case CAS-00016'])
  expect(isOpenRequest(requestIn('partly'))).toBe(true)
})
