// Who has to do something now, and since when. spec: case §7
import type { Instant } from '@holdfast/capabilities'
import type { CaseParty } from './case-party.ts'
import { isOpenRequest, type CaseRequest } from './case-request.ts'
import type { CaseState } from './case-state.ts'
import { isOverdue, type Commitment } from './commitment.ts'
import type { OpenQuestion } from './open-question.ts'

export type BallReason =
  | { readonly kind: 'waiting'; readonly what: string }
  | { readonly kind: 'request'; readonly id: string }
  | { readonly kind: 'commitment'; readonly id: string }
  | { readonly kind: 'question'; readonly id: string }
  /** The case is ours to move on. */
  | { readonly kind: 'state'; readonly state: CaseState['kind'] }

export type Ball = {
  readonly party: CaseParty
  readonly since: Instant
  readonly because: readonly BallReason[]
}

export type BallFacts = {
  readonly state: CaseState
  readonly requests: readonly CaseRequest[]
  readonly questions: readonly OpenQuestion[]
  readonly commitments: readonly Commitment[]
  readonly now: Instant
}

/**
 * Everybody who has something to do, the first before all: whom the case waits for, else support where it owes anything,
 * else whoever was asked first. Nobody, where the case is archived and nothing is open.
 */
export function listBalls(facts: BallFacts): readonly Ball[] {
  const reasons = listReasons(facts)
  const balls = new Map<CaseParty, { since: Instant; because: BallReason[] }>()
  for (const { party, since, reason } of reasons) {
    const ball = balls.get(party)
    if (ball === undefined) balls.set(party, { since, because: [reason] })
    else {
      ball.since = Math.min(ball.since, since) as Instant
      ball.because.push(reason)
    }
  }
  const first = facts.state.kind === 'waiting' ? facts.state.on : 'support'
  return [...balls]
    .map(([party, ball]) => ({ party, ...ball }))
    .toSorted((a, b) => Number(b.party === first) - Number(a.party === first) || a.since - b.since)
}

/** The party of the first ball; null where nobody has one. */
export function whoHasTheBall(facts: BallFacts): Ball | null {
  return listBalls(facts)[0] ?? null
}

type Reason = { readonly party: CaseParty; readonly since: Instant; readonly reason: BallReason }

function listReasons({ state, requests, questions, commitments, now }: BallFacts): readonly Reason[] {
  return [
    ...stateReasons(state, requests, now),
    ...requests.filter(isOpenRequest).map((request): Reason => ({
      party: request.addressee.party,
      since: request.state.since,
      reason: { kind: 'request', id: request.id },
    })),
    ...commitments.flatMap((commitment): Reason[] =>
      isOverdue(commitment, now) && commitment.due !== null
        ? [
            {
              party: commitment.owner.party,
              since: commitment.due,
              reason: { kind: 'commitment', id: commitment.id },
            },
          ]
        : [],
    ),
    // What nobody took is support's.
    ...questions
      .filter((question) => question.state.kind === 'open')
      .map((question): Reason => ({
        party: question.owner?.party ?? 'support',
        since: question.raisedAt,
        reason: { kind: 'question', id: question.id },
      })),
  ]
}

function stateReasons(state: CaseState, requests: readonly CaseRequest[], now: Instant): readonly Reason[] {
  switch (state.kind) {
    case 'archived':
      return []
    case 'waiting': {
      const waits: Reason = {
        party: state.on,
        since: state.since,
        reason: { kind: 'waiting', what: state.what },
      }
      // The moment to look again has come: support looks, whoever owes.
      if (state.resumeBy === null || now < state.resumeBy) return [waits]
      return [
        waits,
        { party: 'support', since: state.resumeBy, reason: { kind: 'state', state: state.kind } },
      ]
    }
    // Work that waits for nobody's answer is support's; where others were asked, they have it.
    case 'investigating':
    case 'reopened':
    case 'planned':
    case 'responded':
    case 'scoped':
      return requests.some((request) => isOpenRequest(request) && request.addressee.party !== 'support')
        ? []
        : [ours(state)]
    case 'received':
    case 'resolved':
      return [ours(state)]
  }
}

function ours(state: CaseState): Reason {
  return { party: 'support', since: state.since, reason: { kind: 'state', state: state.kind } }
}
