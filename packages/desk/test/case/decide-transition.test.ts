import type { Refusal } from '@holdfast/lease'
import { describe, expect, test } from 'vitest'
import {
  actionNeeds,
  caseActionKinds,
  caseStateKinds,
  caseTransitions,
  listActions,
} from '../../src/case/case-state.ts'
import { caseListMax, caseTextCharsMax } from '../../src/case/case-texts.ts'
import {
  decideTransition,
  transitionRefusals,
  type CaseAction,
  type CaseFacts,
  type TransitionContext,
} from '../../src/case/decide-transition.ts'
import { caseWith, consent, engineer, firstResponse, fullAction, now, rule, stateOf } from './cases.ts'

const context: TransitionContext = { actor: engineer, now }
const outcome = (facts: CaseFacts, action: CaseAction, by = context) => {
  const decided = decideTransition(facts, action, by)
  return decided.kind === 'changed' ? decided.state.kind : decided.code
}

/** state | respond | scope | investigate | plan | wait | resume | resolve | archive | reopen; `-` is refused */
const rows = [
  'received      | responded | -      | -             | -       | -       | -             | -        | -        | -',
  'responded     | -         | scoped | investigating | -       | waiting | -             | resolved | -        | -',
  'scoped        | -         | scoped | investigating | planned | waiting | -             | resolved | -        | -',
  'investigating | -         | scoped | investigating | planned | waiting | -             | resolved | -        | -',
  'planned       | -         | -      | investigating | planned | waiting | -             | resolved | -        | -',
  'waiting       | -         | -      | -             | -       | waiting | investigating | resolved | -        | -',
  'resolved      | -         | -      | -             | -       | -       | -             | -        | archived | reopened',
  'archived      | -         | -      | -             | -       | -       | -             | -        | -        | reopened',
  'reopened      | -         | scoped | investigating | planned | waiting | -             | resolved | -        | -',
]

test.each(rows)('%s', (row) => {
  const [kind, ...expected] = row.split('|').map((cell) => cell.trim())
  const state = stateOf[kind as keyof typeof stateOf]
  const got = caseActionKinds.map((action) => outcome(caseWith({ state }), fullAction[action]))
  expect(got).toEqual(expected.map((cell) => (cell === '-' ? 'CASE_STATE_WRONG' : cell)))
  expect(listActions(state).map(({ action, to }) => `${action} ${to}`)).toEqual(
    caseActionKinds.flatMap((action, at) => (expected[at] === '-' ? [] : [`${action} ${expected[at]}`])),
  )
})

test('the table names every state, and every state but the first is reached by some action', () => {
  expect(rows.map((row) => row.split('|')[0]!.trim())).toEqual([...caseStateKinds])
  const reached = new Set(Object.values(caseTransitions).flatMap((actions) => Object.values(actions)))
  expect(caseStateKinds.filter((kind) => !reached.has(kind))).toEqual(['received'])
})

/** action | what is left out | what is missing */
const gaps: readonly (readonly [string, CaseAction, readonly string[]])[] = [
  ['no message', { kind: 'respond', message: null }, ['customerMessage']],
  [
    'a message to R&D',
    { kind: 'respond', message: { ...firstResponse, audience: 'rnd' } },
    ['customerMessage'],
  ],
  [
    'an automatic mail',
    { kind: 'respond', message: { ...firstResponse, byPerson: false } },
    ['customerMessage'],
  ],
  [
    'a mail of the customer',
    { kind: 'respond', message: { ...firstResponse, direction: 'in' } },
    ['customerMessage'],
  ],
  ['blanks', { kind: 'scope', scope: ' ', definition: '' }, ['scope', 'definition']],
  ['one of two', { kind: 'scope', scope: 'V0-H', definition: ' ' }, ['definition']],
  ['no question', { kind: 'investigate', question: '' }, ['question']],
  ['no plan', { kind: 'plan', plan: '' }, ['plan']],
  ['nobody', { kind: 'wait', on: null, what: 'x', resumeBy: null }, ['on']],
  ['no evidence', { kind: 'resolve', result: 'works', evidence: [] }, ['evidence']],
  [
    'evidence without an id',
    { kind: 'resolve', result: '', evidence: [{ kind: 'test', id: ' ' }] },
    ['result', 'evidence'],
  ],
  [
    'no consent at all',
    { kind: 'archive', consent: { who: null, how: null, at: null, reference: null }, accept: null },
    ['consentWho', 'consentHow', 'consentAt', 'consentReference'],
  ],
  [
    'a consent to come',
    { kind: 'archive', consent: { ...consent, at: (now + 1) as typeof now }, accept: null },
    ['consentAt'],
  ],
  ['no reason', { kind: 'reopen', reason: '\n' }, ['reason']],
]

test.each(gaps)('%s', (_, action, missing) => {
  const state = Object.values(stateOf).find((each) => caseTransitions[each.kind][action.kind] !== undefined)!
  const decided = decideTransition(caseWith({ state }), action, context)
  expect(decided).toMatchObject({ code: 'CASE_FACTS_MISSING', facts: { missing } })
})

test('every need of every action is left out somewhere above', () => {
  const missing = new Set(gaps.flatMap(([, , names]) => names))
  const needs = Object.values(actionNeeds).flat()
  expect(needs.filter((need) => !missing.has(need))).toEqual(['what'])
  expect(
    decideTransition(
      caseWith({ state: stateOf.scoped }),
      { kind: 'wait', on: 'legal', what: '', resumeBy: null },
      context,
    ),
  ).toMatchObject({ facts: { missing: ['what'] } })
})

describe('two reasons at once: the first of the list is told', () => {
  const archiveNothing: CaseAction = { ...fullAction.archive, consent: { ...consent, who: '' } }
  const facts = { state: stateOf.resolved, blockers: ['question q_1'], contradictions: ['con_1'] }
  const byRule = { actor: rule, now }
  const long = 'x'.repeat(caseTextCharsMax + 1)
  const archiveLong: CaseAction = { ...fullAction.archive, consent: { ...consent, reference: long } }
  const pairs: readonly (readonly [string, CaseFacts, CaseAction, TransitionContext])[] = [
    ['PERSON_NEEDED before CASE_STATE_WRONG', caseWith({ state: stateOf.archived }), fullAction.plan, byRule],
    ['PERSON_NEEDED before CASE_FACTS_MISSING', caseWith(facts), archiveNothing, byRule],
    ['PERSON_NEEDED before CASE_BLOCKED', caseWith(facts), fullAction.archive, byRule],
    [
      'PERSON_NEEDED before CASE_CONTRADICTED',
      caseWith({ ...facts, blockers: [] }),
      fullAction.archive,
      byRule,
    ],
    ['PERSON_NEEDED before INPUT_INVALID', caseWith(facts), archiveLong, byRule],
    ['INPUT_INVALID before CASE_STATE_WRONG', caseWith(), archiveLong, context],
    [
      'INPUT_INVALID before CASE_FACTS_MISSING',
      caseWith({ state: stateOf.resolved }),
      { ...fullAction.archive, consent: { ...consent, who: '', reference: long } },
      context,
    ],
    ['INPUT_INVALID before CASE_BLOCKED', caseWith(facts), archiveLong, context],
    ['INPUT_INVALID before CASE_CONTRADICTED', caseWith({ ...facts, blockers: [] }), archiveLong, context],
    ['CASE_STATE_WRONG before CASE_FACTS_MISSING', caseWith(), archiveNothing, context],
    [
      'CASE_STATE_WRONG before CASE_BLOCKED',
      caseWith({ ...facts, state: stateOf.planned }),
      fullAction.archive,
      context,
    ],
    [
      'CASE_STATE_WRONG before CASE_CONTRADICTED',
      caseWith({ ...facts, state: stateOf.planned }),
      fullAction.archive,
      context,
    ],
    ['CASE_FACTS_MISSING before CASE_BLOCKED', caseWith(facts), archiveNothing, context],
    [
      'CASE_FACTS_MISSING before CASE_CONTRADICTED',
      caseWith({ ...facts, blockers: [] }),
      archiveNothing,
      context,
    ],
    ['CASE_BLOCKED before CASE_CONTRADICTED', caseWith(facts), fullAction.archive, context],
  ]

  test.each(pairs)('%s', (title, given, action, by) => {
    expect(outcome(given, action, by)).toBe(title.split(' before ')[0])
  })

  test('every pair of the list stands in the table', () => {
    const wanted = transitionRefusals.flatMap((first, at) =>
      transitionRefusals.slice(at + 1).map((second) => `${first} before ${second}`),
    )
    expect(pairs.map(([title]) => title).toSorted()).toEqual(wanted.toSorted())
  })
})

describe('contradictions', () => {
  const facts = caseWith({ state: stateOf.resolved, contradictions: ['con_1', 'con_2'] })
  const archive = (contradictions: string[], reason: string): CaseAction => ({
    ...fullAction.archive,
    accept: { contradictions, reason },
  })

  test('archiving stops at each one that nobody accepted by name', () => {
    expect(decideTransition(facts, fullAction.archive, context)).toMatchObject({
      code: 'CASE_CONTRADICTED',
      facts: { contradictions: ['con_1', 'con_2'] },
    })
    expect(decideTransition(facts, archive(['con_1'], 'seen at the site'), context)).toMatchObject({
      facts: { contradictions: ['con_2'] },
    })
    expect(outcome(facts, archive(['con_1', 'con_2'], '  '))).toBe('CASE_CONTRADICTED')
  })

  test('accepted with a reason: the archive keeps which, why and by whom', () => {
    const decided = decideTransition(facts, archive(['con_2', 'con_1', 'con_9'], 'seen at the site'), context)
    expect(decided).toMatchObject({
      state: {
        kind: 'archived',
        consent,
        accepted: { contradictions: ['con_1', 'con_2'], reason: 'seen at the site', by: 'per_engineer' },
      },
    })
  })

  test('resolving does not ask: only the archive says that nothing is open', () => {
    expect(outcome({ ...facts, state: stateOf.planned }, fullAction.resolve)).toBe('resolved')
  })
})

test('waiting for somebody else keeps the work that was interrupted first', () => {
  const waited = decideTransition(caseWith({ state: stateOf.planned }), fullAction.wait, context)
  if (waited.kind !== 'changed') throw new Error(waited.code)
  const again = decideTransition(
    caseWith({ state: waited.state }),
    { ...fullAction.wait, on: 'upstream' },
    context,
  )
  if (again.kind !== 'changed') throw new Error(again.code)
  expect(again.state).toMatchObject({ kind: 'waiting', on: 'upstream', before: stateOf.planned })
  const later = { actor: engineer, now: (now + 60) as typeof now }
  expect(decideTransition(caseWith({ state: again.state }), { kind: 'resume' }, later)).toMatchObject({
    state: { ...stateOf.planned, since: now + 60 },
  })
})

/** Every text and list of every action: at its limit it is taken, one past it is not. */
const long = (length: number) => 'x'.repeat(length)
const evidence = (length: number) =>
  Array.from({ length }, (_, at) => ({ kind: 'test' as const, id: `test_${at}` }))
const limits: readonly (readonly [string, number, (length: number) => CaseAction])[] = [
  ['scope', caseTextCharsMax, (n) => ({ kind: 'scope', scope: long(n), definition: 'x' })],
  ['definition', caseTextCharsMax, (n) => ({ kind: 'scope', scope: 'x', definition: long(n) })],
  ['question', caseTextCharsMax, (n) => ({ kind: 'investigate', question: long(n) })],
  ['plan', caseTextCharsMax, (n) => ({ kind: 'plan', plan: long(n) })],
  ['what', caseTextCharsMax, (n) => ({ kind: 'wait', on: 'rnd', what: long(n), resumeBy: null })],
  ['result', caseTextCharsMax, (n) => ({ kind: 'resolve', result: long(n), evidence: evidence(1) })],
  ['evidence', caseListMax, (n) => ({ kind: 'resolve', result: 'x', evidence: evidence(n) })],
  [
    'consent/who',
    caseTextCharsMax,
    (n) => ({ ...fullAction.archive, consent: { ...consent, who: long(n) } }),
  ],
  [
    'accept/reason',
    caseTextCharsMax,
    (n) => ({ ...fullAction.archive, accept: { contradictions: [], reason: long(n) } }),
  ],
  [
    'accept/contradictions',
    caseListMax,
    (n) => ({
      ...fullAction.archive,
      accept: { contradictions: Array.from({ length: n }, (_, at) => `con_${at}`), reason: 'x' },
    }),
  ],
  ['reason', caseTextCharsMax, (n) => ({ kind: 'reopen', reason: long(n) })],
]
test.each(limits)('%s has a limit', (path, limit, actionOf) => {
  const action = actionOf(limit)
  const state = Object.values(stateOf).find((each) => caseTransitions[each.kind][action.kind] !== undefined)!
  expect(decideTransition(caseWith({ state }), action, context).kind).toBe('changed')
  const { facts } = decideTransition(caseWith({ state }), actionOf(limit + 1), context) as Refusal
  expect(facts['complaints']).toEqual([expect.stringContaining(`${path}: must have at most ${limit}`)])
})
