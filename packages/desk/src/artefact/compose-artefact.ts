// Artefacts that follow from what is recorded: nobody writes them a second time. spec: case §12
import { formatInstant, type Instant } from '@holdfast/capabilities'
import { ZoneDays } from '@holdfast/capabilities/calendar'
import type { Call } from '../case/call.ts'
import type { CaseRequest } from '../case/case-request.ts'
import type { CaseState, Consent } from '../case/case-state.ts'
import type { Artefact } from './artefact.ts'

/** The mail that confirms a call. */
export function composeCallConfirmation({ at, zone, said, agreed, consent }: Call): Artefact {
  return {
    kind: 'call-confirmation',
    when: formatLocalTime(at, zone),
    said,
    agreed,
    consent: consent?.to ?? '',
  }
}

/** The questions of a case, each with its newest answer; `nameOf` says in words whom one asks. */
export function composeQuestionList(
  requests: readonly CaseRequest[],
  nameOf: (request: CaseRequest) => string,
): Artefact {
  return {
    kind: 'question-list',
    questions: requests
      .filter(({ state }) => state.kind !== 'withdrawn')
      .map((request) => ({
        question: request.question,
        addressee: nameOf(request),
        answer: request.answers.at(-1)?.text ?? '',
      })),
  }
}

/** What closes a resolved case; description and analysis are a person's to write. */
export function composeClosingSummary(
  resolved: Extract<CaseState, { readonly kind: 'resolved' }>,
  written: { readonly description: string; readonly analysis: string; readonly consent: Consent | null },
): Artefact {
  const evidence = resolved.evidence.map(({ kind, id }) => `${kind} ${id}`)
  return { kind: 'closing-summary', ...written, result: resolved.result, evidence }
}

/** `2024-03-04 10:30 (Asia/Shanghai)`. */
export function formatLocalTime(at: Instant, zone: string): string {
  const shown = formatInstant(new ZoneDays(zone).wallClockOf(at) as Instant)
  return `${shown.slice(0, 10)} ${shown.slice(11, 16)} (${zone})`
}
