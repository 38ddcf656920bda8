// Telephone calls: who, when, what was said, agreed and consented to. spec: case §6
import type { Instant } from '@holdfast/capabilities'
import { isZone } from '@holdfast/capabilities/calendar'
import { refuse, type Refusal } from '@holdfast/lease'
import { refuseAutomaton, type Actor } from './actor.ts'
import type { Addressee } from './case-party.ts'
import type { Consent } from './case-state.ts'
import { isText, refuseByLengths } from './case-texts.ts'
import { isResponse, type SentMessage } from './decide-transition.ts'
import { refuseByMissing } from './entry-refusals.ts'

export type Call = {
  readonly id: string
  readonly at: Instant
  /** The zone in which whoever wrote it down reads clocks (IANA name). */
  readonly zone: string
  readonly parties: readonly Addressee[]
  readonly said: string
  readonly agreed: readonly string[]
  /** What was consented to, and by whom (a person by id); null: nothing. */
  readonly consent: { readonly to: string; readonly who: string } | null
  readonly recordedBy: string
  readonly recordedAt: Instant
  /** The message to the customer that confirms it; null while none was sent. */
  readonly confirmedBy: string | null
}

export type CallDecided = { readonly kind: 'call'; readonly call: Call }

/**
 * A call that took place. Refuses, in this order: PERSON_NEEDED; INPUT_INVALID (a moment to come, no zone, texts too
 * long); CASE_FACTS_MISSING (missing: parties, said, consentTo, consentWho).
 */
export function decideCall(
  made: Omit<Call, 'recordedBy' | 'recordedAt' | 'confirmedBy'>,
  { actor, now }: { readonly actor: Actor; readonly now: Instant },
): CallDecided | Refusal<'PERSON_NEEDED' | 'INPUT_INVALID' | 'CASE_FACTS_MISSING'> {
  const { at, zone, parties, said, agreed, consent } = made
  const complaints = [
    ...(at > now ? ['at: lies in the future'] : []),
    ...(isZone(zone) ? [] : ['zone: is no IANA time zone']),
  ]
  const refused =
    refuseAutomaton(actor, 'call') ??
    (complaints.length > 0 ? refuse('INPUT_INVALID', { complaints }) : null) ??
    refuseByLengths({ said, agreed, parties, 'agreed/text': agreed.join('\n'), 'consent/to': consent?.to }) ??
    refuseByMissing(null, 'call', {
      parties: parties.map(({ party }) => party),
      said,
      ...(consent === null ? {} : { consentTo: consent.to, consentWho: consent.who }),
    })
  if (refused !== null) return refused
  const call = { ...made, agreed: agreed.filter(isText), recordedBy: actor.id, recordedAt: now }
  return { kind: 'call', call: { ...call, confirmedBy: null } }
}

/** The message that confirms a call: one that a person sent to the customer. Refuses CASE_FACTS_MISSING otherwise. */
export function decideCallConfirmed(
  call: Call,
  message: SentMessage,
): CallDecided | Refusal<'CASE_FACTS_MISSING'> {
  return isResponse(message)
    ? { kind: 'call', call: { ...call, confirmedBy: message.id } }
    : refuse('CASE_FACTS_MISSING', { action: 'confirm', missing: ['customerMessage'] })
}

/** Calls with the customer that agreed on something and that nobody has confirmed in writing. */
export function listUnconfirmedCalls(calls: readonly Call[]): readonly Call[] {
  return calls.filter(
    ({ parties, agreed, consent, confirmedBy }) =>
      confirmedBy === null &&
      parties.some(({ party }) => party === 'customer') &&
      (agreed.length > 0 || consent !== null),
  )
}

/** The consent to an archive that was given in a call; null where it gave none. */
export function consentOfCall({ id, at, consent }: Call): Consent | null {
  return consent === null ? null : { who: consent.who, how: 'call', at, reference: id }
}
