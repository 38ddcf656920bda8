// States of a case <-> word, moment and facts, as books keep them. spec: case §1
import { formatInstant, parseInstant, type Instant } from '@holdfast/capabilities'
import {
  caseStateKinds,
  waitingParties,
  type AcceptedContradictions,
  type CaseEvidence,
  type CaseState,
  type CaseStateKind,
  type Consent,
  type WaitingParty,
  type WorkingState,
} from './case-state.ts'

type Facts = { readonly [name: string]: unknown }

/** A state as books keep it. Moments inside the facts are RFC 3339. */
export type KeptCaseState = {
  readonly kind: CaseStateKind
  readonly at: Instant
  readonly waitsOn: WaitingParty | null
  readonly facts: Facts
}

export function keepCaseState(state: CaseState): KeptCaseState {
  const { kind, since: at, ...facts } = state
  if (state.kind === 'waiting') {
    const { on, what, resumeBy, before } = state
    const { since, ...work } = before
    const kept = { ...work, since: formatInstant(since) }
    const until = resumeBy === null ? null : formatInstant(resumeBy)
    return { kind, at, waitsOn: on, facts: { what, resumeBy: until, before: kept } }
  }
  if (state.kind === 'archived') {
    const consent = { ...state.consent, at: formatInstant(state.consent.at) }
    return { kind, at, waitsOn: null, facts: { consent, accepted: state.accepted } }
  }
  return { kind, at, waitsOn: null, facts }
}

/** Null where the facts are not those of the state. What opened a case may be unknown: then it is ''. */
export function parseCaseState(kept: {
  readonly kind: string
  readonly at: Instant
  readonly waitsOn: string | null
  readonly facts: Facts
}): CaseState | null {
  const { at: since, facts, waitsOn } = kept
  const kind = caseStateKinds.find((known) => known === kept.kind)
  switch (kind) {
    case undefined:
      return null
    case 'received':
      return { kind, since, source: textOf(facts, 'source') ?? '' }
    case 'waiting': {
      const on = waitingParties.find((party) => party === waitsOn)
      const what = textOf(facts, 'what')
      const before = factsOf(facts['before'])
      const work = before === null ? null : parseKeptWork(before)
      const resumeBy = facts['resumeBy'] ?? null
      const until = resumeBy === null ? null : momentOf(facts, 'resumeBy')
      if (on === undefined || what === null || work === null) return null
      return resumeBy !== null && until === null
        ? null
        : { kind, since, on, what, resumeBy: until, before: work }
    }
    case 'resolved': {
      const result = textOf(facts, 'result')
      const [first, ...rest] = parseEvidence(facts['evidence']) ?? []
      return result === null || first === undefined
        ? null
        : { kind, since, result, evidence: [first, ...rest] }
    }
    case 'archived': {
      const consent = parseConsent(facts['consent'])
      const accepted = facts['accepted'] ?? null
      const parsed = accepted === null ? null : parseAccepted(accepted)
      return consent === null || (accepted !== null && parsed === null)
        ? null
        : { kind, since, consent, accepted: parsed }
    }
    default:
      return parseWork(kind, since, facts)
  }
}

function parseKeptWork(facts: Facts): WorkingState | null {
  const since = momentOf(facts, 'since')
  const kind = caseStateKinds.find((known) => known === facts['kind'])
  return since === null || kind === undefined ? null : parseWork(kind, since, facts)
}

function parseWork(kind: CaseStateKind, since: Instant, facts: Facts): WorkingState | null {
  const text = (name: string) => textOf(facts, name)
  switch (kind) {
    case 'responded': {
      const message = text('message')
      return message === null ? null : { kind, since, message }
    }
    case 'scoped': {
      const [scope, definition] = [text('scope'), text('definition')]
      return scope === null || definition === null ? null : { kind, since, scope, definition }
    }
    case 'investigating': {
      const question = text('question')
      return question === null ? null : { kind, since, question }
    }
    case 'planned': {
      const plan = text('plan')
      return plan === null ? null : { kind, since, plan }
    }
    case 'reopened': {
      const [from, reason] = [text('from'), text('reason')]
      if (reason === null || (from !== 'resolved' && from !== 'archived')) return null
      return { kind, since, from, reason }
    }
    default:
      return null
  }
}

const evidenceKinds = ['message', 'call', 'test', 'observation', 'finding'] as const

/** A list of evidence as books keep it; null where it is none. */
export function parseEvidence(value: unknown): readonly CaseEvidence[] | null {
  if (!Array.isArray(value)) return null
  const parsed = value.map((each): CaseEvidence | null => {
    const facts = factsOf(each) ?? {}
    const kind = evidenceKinds.find((known) => known === facts['kind'])
    const id = textOf(facts, 'id')
    return kind === undefined || id === null ? null : { kind, id }
  })
  return parsed.some((each) => each === null) ? null : parsed.filter((each) => each !== null)
}

function parseConsent(value: unknown): Consent | null {
  const facts = factsOf(value) ?? {}
  const [who, how, reference] = [textOf(facts, 'who'), textOf(facts, 'how'), textOf(facts, 'reference')]
  const at = momentOf(facts, 'at')
  if (who === null || reference === null || at === null || (how !== 'mail' && how !== 'call')) return null
  return { who, how, at, reference }
}

function parseAccepted(value: unknown): AcceptedContradictions | null {
  const facts = factsOf(value) ?? {}
  const [reason, by, listed] = [textOf(facts, 'reason'), textOf(facts, 'by'), facts['contradictions']]
  if (reason === null || by === null || !Array.isArray(listed)) return null
  return { contradictions: listed.filter((each) => typeof each === 'string'), reason, by }
}

function factsOf(value: unknown): Facts | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Facts) : null
}

function textOf(facts: Facts, name: string): string | null {
  const value = facts[name]
  return typeof value === 'string' ? value : null
}

function momentOf(facts: Facts, name: string): Instant | null {
  const text = textOf(facts, name)
  return text === null ? null : parseInstant(text)
}
