// Cases and messages as the contract shows them, through a veil: nothing of a text leaves around it.
import { formatInstant } from '@holdfast/capabilities'
import type {
  CaseBody,
  CaseEventBody,
  CaseMessageBody,
  CaseMessageDetailBody,
  CaseDetailBody,
  ProposalBody,
} from '@holdfast/contract'
import { foldText } from '@holdfast/mail'
import type {
  CaseEvent,
  CaseLink,
  CaseRecord,
  FoundItem,
  MessageRecord,
  ProposalRecord,
} from '@holdfast/store'
import type { Veil } from '../../desk/views/veil.ts'
import { momentOrNull } from './books.ts'

/** Characters of a line from outside. */
const lineCharsMax = 2_000

export function caseWire(record: CaseRecord, veil: Veil): CaseBody {
  const { id, number, token, customer, product, owner, queue, imported, maySend, mergedInto, version } =
    record
  const { kind, at, facts, waitsOn } = record.state
  const shown = { ...facts, ...(waitsOn === null ? {} : { waitsOn }) }
  return {
    ...{ id, number, token, customer, product, owner, queue, imported, maySend, mergedInto, version },
    severity: record.severity as CaseBody['severity'],
    subject: lineOf(veil, record.subject),
    title: lineOf(veil, record.title),
    state: { kind, since: formatInstant(at), facts: veil.value(shown) as { [name: string]: unknown } },
    dueAt: momentOrNull(record.dueAt),
    createdAt: formatInstant(record.createdAt),
    changedAt: formatInstant(record.changedAt),
  }
}

export function linkWire(
  { kind, value, certainty, message, actor, at }: CaseLink,
  words: string | null,
): CaseDetailBody['links'][number] {
  return { kind, value, certainty, message, words, actor, at: formatInstant(at) }
}

export function messageWire(message: MessageRecord, veil: Veil): CaseMessageBody {
  const { id, direction, audience, audienceCertainty, side, sideCertainty, flags, held } = message
  const from = message.people.find(({ role }) => role === 'from')
  const automaton = message.automaton['kind']
  return {
    ...{ id, case: message.case, direction, audience, audienceCertainty, side, sideCertainty, held },
    from: veil.person(from ?? { person: null, name: '', address: '' }),
    subject: lineOf(veil, message.subject),
    sentWritten: message.sent.written.slice(0, lineCharsMax),
    sentAt: momentOrNull(message.sent.moment),
    receivedAt: formatInstant(message.receivedAt),
    automaton: typeof automaton === 'string' && automaton !== 'person' ? automaton : null,
    flags: [...flags],
    attachments: message.attachments.map(({ name, mediaType, role, size, hash, bytesIn }) => ({
      ...{ name: veil.line(name), mediaType: mediaType.slice(0, lineCharsMax), role, size, hash, bytesIn },
    })),
    erased: message.erasedAt !== null,
  }
}

export function messageDetailWire(
  message: MessageRecord,
  found: readonly FoundItem[],
  veil: Veil,
): CaseMessageDetailBody {
  const { text, cut, placeOf } = veil.show(message.text)
  const { rule, standing, ...facts } = message.verdict
  const placed = (place: { readonly from: number; readonly to: number }) => {
    const [from, to] = [placeOf(place.from), placeOf(place.to)]
    return { from: Math.min(from, text.length), to: Math.min(Math.max(from, to), text.length) }
  }
  return {
    ...messageWire(message, veil),
    people: message.people.map((who) => ({ role: who.role, who: veil.person(who) })),
    text,
    cut,
    spans: foldText(text).spans.map(({ kind, because, from, to }) => ({ kind, because, from, to })),
    because: message.because.flatMap((place) => (isOwnPlace(place, message.id) ? [placed(place)] : [])),
    found: found.map(({ kind, value, from, to }) => {
      const place = placed({ from, to })
      const isHidden = !veil.isRevealed && (kind === 'phone' || kind === 'address')
      return {
        kind,
        value: isHidden ? null : veil.value(value),
        text: text.slice(place.from, place.to),
        ...place,
      }
    }),
    verdict: { rule: wordOf(rule), standing: wordOf(standing), facts: veil.value(facts) as typeof facts },
    hasRaw: message.raw !== null && message.erasedAt === null,
  }
}

export function eventWire({ place, kind, at, actor, facts, words }: CaseEvent, veil: Veil): CaseEventBody {
  const shown = (told: object) => veil.value(told) as { [name: string]: unknown }
  const moment = formatInstant(at)
  return { place, kind, at: moment, actor, facts: shown(facts), words: words === null ? null : shown(words) }
}

export function proposalWire(
  { id, case: place, kind, state, madeAt, text }: ProposalRecord,
  evidence: ProposalBody['evidence'],
  veil: Veil,
): ProposalBody {
  const decided = state.kind === 'proposed' ? null : state
  const reason = decided?.reason ?? null
  return {
    ...{ id, case: place, kind, state: state.kind, evidence },
    decidedAt: momentOrNull(decided?.at ?? null),
    decidedBy: decided?.by ?? null,
    reason: reason === null ? null : veil.line(reason),
    madeAt: formatInstant(madeAt),
    text: veil.line(text),
  }
}

function lineOf(veil: Veil, text: string): string {
  return veil.line(text).slice(0, lineCharsMax)
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

type Place = { readonly from: number; readonly to: number }

function isOwnPlace(place: unknown, message: string): place is Place {
  if (typeof place !== 'object' || place === null) return false
  const { message: named, from, to } = place as { message?: unknown; from?: unknown; to?: unknown }
  return named === message && typeof from === 'number' && typeof to === 'number'
}
