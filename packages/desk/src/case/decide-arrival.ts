// What a message that comes in means for the life of a case: almost nothing, by design. spec: case §7
import type { Instant } from '@holdfast/capabilities'
import { isAcknowledgement } from './acknowledgement.ts'
import type { CaseEvent } from './case-event.ts'
import type { CaseState } from './case-state.ts'
import type { OpenQuestion } from './open-question.ts'

export type ArrivedMessage = {
  readonly id: string
  readonly at: Instant
  /** A person by id. */
  readonly from: string
  /** A server or a rule wrote it: an auto-reply, a bounce. */
  readonly automatic: boolean
  readonly subject: string
  readonly text: string
}

/** Characters of a challenge that its question repeats. */
export const challengeCharsMax = 500

export type Arrival = {
  readonly kind: 'arrival'
  /** Why it means what it means. */
  readonly because: 'automatic' | 'acknowledgement' | 'message' | 'challenge'
  /** The question that somebody has to answer now; null: none. */
  readonly question: OpenQuestion | null
  readonly events: readonly CaseEvent[]
}

/**
 * No message changes a state. One that comes after the archive, from whomever, becomes an open question on the case;
 * automata and acknowledgements raise none. `questionId` is the id that a question may use.
 */
export function decideArrival(state: CaseState, message: ArrivedMessage, questionId: string): Arrival {
  const none = { kind: 'arrival', question: null, events: [] } as const
  if (message.automatic) return { ...none, because: 'automatic' }
  if (isAcknowledgement(message.text)) return { ...none, because: 'acknowledgement' }
  if (state.kind !== 'archived') return { ...none, because: 'message' }
  const question: OpenQuestion = {
    id: questionId,
    question: firstWords(message),
    raisedAt: message.at,
    message: message.id,
    owner: null,
    blocks: true,
    hindered: '',
    state: { kind: 'open' },
  }
  const event: CaseEvent = { kind: 'challenged', at: message.at, by: message.from, message: message.id }
  return { kind: 'arrival', because: 'challenge', question, events: [event] }
}

function firstWords({ text, subject, id }: ArrivedMessage): string {
  const own = text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('>'))
    .join('\n')
    .trim()
  const words = own === '' ? subject.trim() : own
  // No character is cut in half.
  const cut = words.slice(0, challengeCharsMax).replace(/[\uD800-\uDBFF]$/, '')
  return cut === '' ? id : cut
}
