// Whether a draft may leave the house: nothing does without a person. spec: case §11
import { refuse, type Refusal } from '@holdfast/lease'
import { refuseAutomaton, type Actor } from './actor.ts'
import type { CaseAudience } from './audience.ts'
import { refuseByMissing } from './entry-refusals.ts'
import { lintDraft, refuseByWall, type Draft, type Wall } from './lint-draft.ts'

/** A recipient, and the audiences in which they take part; none: nobody has said yet. */
export type Recipient = { readonly address: string; readonly audiences: readonly CaseAudience[] }

export type OutboundDraft = Draft & {
  /** To, cc and bcc together. */
  readonly recipients: readonly Recipient[]
  /** What is still open in its text, by path; empty where it was linted and nothing is. */
  readonly gaps: readonly string[]
  /** Of an artefact, its kind; null: a plain message. */
  readonly artefact: string | null
}

export type OutboundCase = {
  readonly id: string
  /** False for imported cases, until a person switches it on. */
  readonly sending: boolean
  readonly wall: Wall
}

/** Why a draft does not leave, in order of precedence. */
export const outboundRefusals = [
  'PERSON_NEEDED',
  'CASE_SENDING_OFF',
  'INPUT_INVALID',
  'CASE_FACTS_MISSING',
  'RECIPIENTS_MIXED',
  'CASE_TEXT_INCOMPLETE',
  'DRAFT_QUOTES_INNER',
] as const
export type OutboundRefusal = (typeof outboundRefusals)[number]

/** Recipients of one draft. */
export const recipientsMax = 200

/** Ready for the outbox, or the first refusal of `outboundRefusals` that applies. */
export function decideOutbound(
  draft: OutboundDraft,
  { id, sending, wall }: OutboundCase,
  actor: Actor,
): { readonly kind: 'ready' } | Refusal<OutboundRefusal> {
  const refused =
    refuseAutomaton(actor, 'send') ??
    (sending ? null : refuse('CASE_SENDING_OFF', { case: id })) ??
    refuseByRecipientCount(draft)
  if (refused !== null) return refused
  const lint = lintDraft(draft, wall)
  if (lint.kind === 'refused') return lint
  return (
    refuseByMissing(id, 'send', {
      recipients: draft.recipients.map(({ address }) => address),
      subject: draft.subject,
      text: draft.text,
    }) ??
    refuseByRecipients(draft.audience, draft.recipients) ??
    (draft.gaps.length === 0
      ? null
      : refuse('CASE_TEXT_INCOMPLETE', { artefact: draft.artefact, complaints: draft.gaps })) ??
    refuseByWall(draft, lint) ?? { kind: 'ready' }
  )
}

function refuseByRecipientCount({ recipients }: OutboundDraft): Refusal<'INPUT_INVALID'> | null {
  return recipients.length <= recipientsMax
    ? null
    : refuse('INPUT_INVALID', { complaints: [`recipients: must be at most ${recipientsMax}`] })
}

/**
 * RECIPIENTS_MIXED (facts: audiences, unknown) where somebody is not of the audience that the draft speaks to. How many
 * nobody knows is told, not who: a fact may end in a log.
 */
export function refuseByRecipients(
  audience: CaseAudience,
  recipients: readonly Recipient[],
): Refusal<'RECIPIENTS_MIXED'> | null {
  const strangers = recipients.filter(
    ({ audiences }) => audience === 'unknown' || !audiences.includes(audience),
  )
  if (strangers.length === 0) return null
  const audiences = new Set([audience, ...strangers.flatMap((stranger) => stranger.audiences)])
  const unknown = strangers.filter((stranger) => stranger.audiences.length === 0).length
  return refuse('RECIPIENTS_MIXED', {
    audiences: [...audiences].toSorted(),
    unknown: unknown === 0 ? null : unknown,
  })
}
