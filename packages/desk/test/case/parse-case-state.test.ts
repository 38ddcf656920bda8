import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Instant } from '@holdfast/capabilities'
import { caseStateKinds, type CaseState } from '../../src/case/case-state.ts'
import { keepCaseState, parseCaseState } from '../../src/case/parse-case-state.ts'

const since = 1_772_000_000 as Instant
const scoped = { kind: 'scoped', since, scope: 'nine screens', definition: '150,000 days' } as const
const states: readonly CaseState[] = [
  { kind: 'received', since, source: 'cms_1' },
  { kind: 'responded', since, message: 'cms_2' },
  scoped,
  { kind: 'investigating', since, question: 'Which release?' },
  { kind: 'planned', since, plan: 'itm_1' },
  { kind: 'waiting', since, on: 'rnd', what: 'the archive', resumeBy: null, before: scoped },
  {
    kind: 'waiting',
    since,
    on: 'customer',
    what: 'an answer',
    resumeBy: (since + 60) as Instant,
    before: { kind: 'reopened', since, from: 'archived', reason: 'it came back' },
  },
  {
    kind: 'resolved',
    since,
    result: 'activates for ever',
    evidence: [
      { kind: 'message', id: 'cms_3' },
      { kind: 'test', id: 't' },
    ],
  },
  {
    kind: 'archived',
    since,
    consent: { who: 'per_1', how: 'call', at: since, reference: 'itm_2' },
    accepted: { contradictions: ['prp_1'], reason: 'both saw their own half', by: 'per_2' },
  },
  {
    kind: 'archived',
    since,
    consent: { who: 'per_1', how: 'mail', at: since, reference: 'cms_4' },
    accepted: null,
  },
  { kind: 'reopened', since, from: 'resolved', reason: 'it came back' },
]

describe('states as books keep them', () => {
  test('every state is among them', () => {
    expect(new Set(states.map(({ kind }) => kind))).toEqual(new Set(caseStateKinds))
  })

  test.each(states.map((state) => [state.kind, state] as const))('%s comes back as it was', (_, state) => {
    const kept = keepCaseState(state)
    expect(parseCaseState(JSON.parse(JSON.stringify(kept)) as typeof kept)).toEqual(state)
  })

  test('without a fact of its own a state is none, but for what opened a case', () => {
    expect(parseCaseState({ kind: 'received', at: since, waitsOn: null, facts: {} })).toMatchObject({
      source: '',
    })
    for (const state of states) {
      if (state.kind === 'received') continue
      const { facts, ...kept } = keepCaseState(state)
      for (const name of Object.keys(facts)) {
        const { [name]: gone, ...rest } = facts
        const parsed = parseCaseState({ ...kept, facts: rest })
        // What may be null may be absent.
        const mayBeAbsent = gone === null || name === 'accepted' || name === 'resumeBy'
        expect(parsed !== null, `${state.kind} without ${name}`).toBe(mayBeAbsent)
      }
    }
  })

  test('whatever stands in the books, it is a state or none', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...caseStateKinds, 'other'),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (kind, facts) => {
          const parsed = parseCaseState({ kind, at: since, waitsOn: 'rnd', facts })
          expect(parsed === null || parsed.kind === kind).toBe(true)
        },
      ),
    )
  })
})
