// Random commands against the life cycle: no order of actions reaches a state that lacks its facts.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Instant } from '@holdfast/capabilities'
import { caseActionKinds, caseStateKinds, listActions, type CaseState } from '../../src/case/case-state.ts'
import { decideTransition, type CaseAction } from '../../src/case/decide-transition.ts'
import { caseWith, engineer, firstResponse, fullAction, now, rule, stateOf } from './cases.ts'

const seed = 20_240_304
const text = fc.constantFrom('', ' ', 'V0-H', '到期后')
const reference = fc.option(fc.constantFrom('', 'call_9', 'msg_22'), { nil: null })

const anyAction: fc.Arbitrary<CaseAction> = fc.oneof(
  fc.constantFrom(...caseActionKinds.map((kind): CaseAction => fullAction[kind])),
  fc.record({
    kind: fc.constant('respond' as const),
    message: fc.option(
      fc.record({
        id: fc.constant('msg_3'),
        audience: fc.constantFrom('customer' as const, 'internal' as const, 'unknown' as const),
        direction: fc.constantFrom('in' as const, 'out' as const),
        byPerson: fc.boolean(),
      }),
      { nil: null },
    ),
  }),
  fc.record({ kind: fc.constant('scope' as const), scope: text, definition: text }),
  fc.record({ kind: fc.constant('investigate' as const), question: text }),
  fc.record({ kind: fc.constant('plan' as const), plan: text }),
  fc.record({
    kind: fc.constant('wait' as const),
    on: fc.constantFrom(null, 'customer' as const, 'legal' as const),
    what: text,
    resumeBy: fc.constantFrom(null, now),
  }),
  fc.record({
    kind: fc.constant('resolve' as const),
    result: text,
    evidence: fc.array(fc.record({ kind: fc.constant('test' as const), id: text }), { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('archive' as const),
    consent: fc.record({
      who: reference,
      how: fc.constantFrom(null, 'mail' as const, 'call' as const),
      at: fc.constantFrom(null, now, (now + 1e6) as Instant),
      reference,
    }),
    accept: fc.option(fc.record({ contradictions: fc.subarray(['con_1', 'con_2']), reason: text }), {
      nil: null,
    }),
  }),
  fc.record({ kind: fc.constant('reopen' as const), reason: text }),
)
const command = fc.record({
  action: anyAction,
  by: fc.constantFrom(engineer, engineer, engineer, rule),
  blockers: fc.constantFrom([], [], ['question q_1']),
  contradictions: fc.subarray(['con_1', 'con_2']),
  seconds: fc.integer({ min: 0, max: 3600 }),
})

/** What is missing in a state, by its own facts: written apart from the code that is judged. */
function gapsOf(state: CaseState, at: Instant): string[] {
  const blank = (...texts: readonly string[]) => texts.filter((each) => each.trim() === '')
  switch (state.kind) {
    case 'received':
      return blank(state.source)
    case 'responded':
      return blank(state.message)
    case 'scoped':
      return blank(state.scope, state.definition)
    case 'investigating':
      return blank(state.question)
    case 'planned':
      return blank(state.plan)
    case 'waiting':
      return [...blank(state.on, state.what), ...gapsOf(state.before, at)]
    case 'resolved':
      return [...blank(state.result), ...blank(...state.evidence.map(({ id }) => id))]
    case 'archived':
      return [
        ...blank(state.consent.who, state.consent.how, state.consent.reference),
        ...(state.consent.at > at ? ['consent in the future'] : []),
        ...(state.accepted === null ? [] : blank(state.accepted.reason, state.accepted.by)),
      ]
    case 'reopened':
      return blank(state.from, state.reason)
  }
}

test('no sequence of actions reaches a state that lacks its facts, and each is reached', () => {
  const reached = new Set<string>()
  fc.assert(
    fc.property(fc.array(command, { minLength: 5, maxLength: 60, size: 'max' }), (commands) => {
      let state: CaseState = stateOf.received
      let at = now
      for (const { action, by, blockers, contradictions, seconds } of commands) {
        at = (at + seconds) as Instant
        const facts = caseWith({ state, blockers, contradictions })
        const decided = decideTransition(facts, action, { actor: by, now: at })
        if (decided.kind === 'refused') continue
        expect(by.kind).toBe('person')
        expect(gapsOf(decided.state, at)).toEqual([])
        expect(decided.state.since).toBe(at)
        expect(listActions(state).map((offered) => `${offered.action} ${offered.to}`)).toContain(
          `${action.kind} ${decided.state.kind}`,
        )
        const ended = decided.state.kind === 'resolved' || decided.state.kind === 'archived'
        expect(ended ? blockers : []).toEqual([])
        const accepted = decided.state.kind === 'archived' ? decided.state.accepted : { contradictions }
        expect(accepted?.contradictions ?? []).toEqual(contradictions)
        state = decided.state
        reached.add(state.kind)
      }
    }),
    { seed, numRuns: 1000 },
  )
  expect([...reached].toSorted()).toEqual(caseStateKinds.filter((kind) => kind !== 'received').toSorted())
})

test('from every state that is reached, people can bring the case to its end and open it again', () => {
  for (const start of Object.values(stateOf)) {
    const left: CaseState[] = [start]
    const seen = new Set<string>()
    for (let state = left.pop(); state !== undefined; state = left.pop()) {
      if (seen.has(state.kind)) continue
      seen.add(state.kind)
      for (const { action } of listActions(state)) {
        const decided = decideTransition(caseWith({ state }), fullAction[action], { actor: engineer, now })
        if (decided.kind === 'changed') left.push(decided.state)
      }
    }
    expect([...seen], start.kind).toEqual(expect.arrayContaining(['resolved', 'archived', 'reopened']))
  }
})

test('a first response by nobody, to nobody, is none', () => {
  expect(
    decideTransition(
      caseWith(),
      { kind: 'respond', message: { ...firstResponse, audience: 'unknown' } },
      { actor: engineer, now },
    ),
  ).toMatchObject({ code: 'CASE_FACTS_MISSING' })
})
