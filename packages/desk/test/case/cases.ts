import { instant } from '@holdfast/capabilities/testing'
import type { Instant } from '@holdfast/capabilities'
import type { Actor } from '../../src/case/actor.ts'
import type { CaseState, CaseStateKind, Consent } from '../../src/case/case-state.ts'
import type { CaseAction, CaseFacts, SentMessage } from '../../src/case/decide-transition.ts'

export const now: Instant = instant('2024-03-04T02:30:00Z')
export const engineer: Actor = { kind: 'person', id: 'per_engineer' }
export const rule: Actor = { kind: 'rule', id: 'rul_1' }

export const firstResponse: SentMessage = {
  id: 'msg_3',
  audience: 'customer',
  direction: 'out',
  byPerson: true,
}
export const consent: Consent = { who: 'per_customer', how: 'call', at: now, reference: 'call_9' }

/** One state of each kind. */
export const stateOf: { readonly [kind in CaseStateKind]: CaseState } = {
  received: { kind: 'received', since: now, source: 'msg_1' },
  responded: { kind: 'responded', since: now, message: 'msg_3' },
  scoped: { kind: 'scoped', since: now, scope: 'V0-G to V0-H', definition: 'shows 300 days' },
  investigating: { kind: 'investigating', since: now, question: 'does it overflow?' },
  planned: { kind: 'planned', since: now, plan: 'art_plan' },
  waiting: {
    kind: 'waiting',
    since: now,
    on: 'customer',
    what: 'the archive',
    resumeBy: null,
    before: { kind: 'investigating', since: now, question: 'does it overflow?' },
  },
  resolved: {
    kind: 'resolved',
    since: now,
    result: 'activated again',
    evidence: [{ kind: 'call', id: 'call_9' }],
  },
  archived: { kind: 'archived', since: now, consent, accepted: null },
  reopened: { kind: 'reopened', since: now, from: 'archived', reason: 'asked again' },
}

/** One action of each kind, with everything that it needs. */
export const fullAction: { readonly [kind in CaseAction['kind']]: CaseAction & { readonly kind: kind } } = {
  respond: { kind: 'respond', message: firstResponse },
  scope: { kind: 'scope', scope: 'V0-G to V0-H', definition: 'shows 300 days' },
  investigate: { kind: 'investigate', question: 'does it overflow?' },
  plan: { kind: 'plan', plan: 'art_plan' },
  wait: { kind: 'wait', on: 'rnd', what: 'a test on an expired device', resumeBy: null },
  resume: { kind: 'resume' },
  resolve: { kind: 'resolve', result: 'activated again', evidence: [{ kind: 'call', id: 'call_9' }] },
  archive: { kind: 'archive', consent, accept: null },
  reopen: { kind: 'reopen', reason: 'asked again' },
}

export function caseWith(changes: Partial<CaseFacts> = {}): CaseFacts {
  return { id: 'CAS-00017-K2F9QX', state: stateOf.received, blockers: [], contradictions: [], ...changes }
}
